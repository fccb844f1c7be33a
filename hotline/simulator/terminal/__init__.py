"""Phones in a terminal, side by side, and prompts said aloud where the machine can speak."""
