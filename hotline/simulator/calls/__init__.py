"""Calls through the simulator: legs, TwiML interpreted verb by verb, recordings."""
