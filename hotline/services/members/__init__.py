"""Whoever leaves, hides, is blocked, reported, erased or imported.

Each ends first what STOP would end, by the same functions; what is left of the erased is decided by the rules
of `hotline/store/upkeep/erasing.py`.
"""
