"""Whoever leaves, hides, is blocked, reported, erased or imported."""
