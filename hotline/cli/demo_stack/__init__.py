"""The demo's real processes on a fresh database, beside the simulator.

They are started and ended here; what they do is the service's own.
"""
