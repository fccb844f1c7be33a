"""Requests in, answers out: webhooks, health, metrics, and the console.

Every route but those of health is locked. A view checks, hands on to one use case, and says how it
went; nothing is decided here.
"""
