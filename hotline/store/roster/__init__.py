"""Shifts, and who was asked to take one."""
