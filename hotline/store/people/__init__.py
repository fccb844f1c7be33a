"""Members, their offers, PINs and rate counters.

A member is found by blind index and locked alone; the number is sealed, and opened where something leaves.
"""
