"""Members, their offers, PINs and rate counters."""
