"""Counts of people's affairs: what is kept of a closed need, and what may be shown of counts."""
