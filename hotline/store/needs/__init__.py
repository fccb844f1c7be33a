"""Needs, asks and matches, references, threads with the team, and what is left of closed needs as counts.

States change along `hotline/domain/transitions.py` by conditional UPDATEs, whose row count decides.
"""
