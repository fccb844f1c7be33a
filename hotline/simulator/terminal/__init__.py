"""Phones in a terminal, and prompts said aloud."""
