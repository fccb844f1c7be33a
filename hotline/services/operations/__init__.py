"""What runs by itself, and what operators ask for: due rows, expiry, retention, keys, health.

The clock looks here and rings; nothing here waits for the provider.
"""
