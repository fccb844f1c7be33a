"""Where a caller can be: each node has its words, its document, and what keys mean there.

Named in `services/voice/registry.py`. A node acts by use cases; it opens no transaction of its own.
"""
