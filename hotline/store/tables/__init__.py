"""The tables themselves, by theme: columns, indexes, constraints, and nothing else.

A change here is a migration too, and a rule for what becomes of it when a member is erased.
"""
