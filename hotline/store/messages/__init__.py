"""Texts in and out: outbox, attempts, the provider's copies, broadcasts."""
