"""What every table rests on: connections, types, sealing, keys, migrations, leases."""
