"""Staff, their sessions, invitations, uploads, and what they did.

Tokens are kept as keyed hashes, names and secrets sealed.
"""
