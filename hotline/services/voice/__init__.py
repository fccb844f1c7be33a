"""A call, step by step: a webhook in, a document out; and calls that we place.

A step locks the call's row, then its member's, and gives the same document again for a repeated turn. What is
asked and done is that of texts wherever it can be.
"""
