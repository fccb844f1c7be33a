"""Staff, their sessions, invitations, uploads, and what they did."""
