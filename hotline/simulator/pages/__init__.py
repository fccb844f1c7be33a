"""Phones in a browser, with what happens underneath."""
