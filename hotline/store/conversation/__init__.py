"""Open flow sessions with the flows they began with, and published overrides of messages.

Sessions are sealed; overrides are only added, and the newest counts.
"""
