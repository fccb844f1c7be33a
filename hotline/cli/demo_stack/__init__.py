"""The demo's real processes on a fresh database, beside the simulator."""
