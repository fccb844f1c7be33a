"""What runs by itself, and for operators: due rows, expiry, retention, keys, health."""
