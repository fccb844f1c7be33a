"""Accounts of the staff: invited, signed in by three things at once, signed out."""
