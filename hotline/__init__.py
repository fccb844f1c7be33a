"""The service: conversation, dispatch and privacy on one phone number.

Rooms import downwards only, by the lists in pyproject.toml; docs/ARCHITECTURE.md shows them on one screen.
"""
