"""Calls through the simulator: legs, documents interpreted verb by verb, recordings.

A document that the real provider would refuse is refused here.
"""
