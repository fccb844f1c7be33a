"""What every table rests on: connections, ids, sealing, keys, leases, migrations, whose turn it is to write.

It knows no member, need or text.
"""
