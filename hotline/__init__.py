"""The service: conversation, dispatch and privacy on one phone number."""
