"""Phones in a browser, with what happens underneath, in both languages and without script if need be.

What is shown underneath comes from `services/operations/overview.py` by the demo, and nowhere else.
"""
