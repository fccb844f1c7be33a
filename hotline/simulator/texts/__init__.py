"""Texts through the simulator, in and out."""
