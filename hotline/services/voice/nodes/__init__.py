"""Where a caller can be: each node has its words, its document, and what keys mean there."""
