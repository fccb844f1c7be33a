"""The simulator's account, state and signed webhooks."""
