"""Texts as such: folding, segments, phrases, prompts, and faults that name file and line."""
