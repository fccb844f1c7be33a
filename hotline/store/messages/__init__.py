"""Texts in and out: outbox, attempts, the provider's copies, held words, broadcasts, what they cost.

Numbers and words are sealed; of texts that came in only a keyed hash of their id is kept.
"""
