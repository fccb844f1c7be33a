"""Shifts, and who was asked to take one. Whoever takes it first has it, by the row count of one UPDATE."""
