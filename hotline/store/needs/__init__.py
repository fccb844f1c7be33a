"""Needs, asks and matches, references, and threads with the team."""
