"""Texts leave, are confirmed or looked up, and what follows when they fail."""
