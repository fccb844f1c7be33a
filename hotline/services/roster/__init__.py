"""Shifts planned, and handed over."""
