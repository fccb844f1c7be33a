"""Calls, their orders, rings, bridges and recordings."""
