"""Open flow sessions, and published overrides of messages."""
