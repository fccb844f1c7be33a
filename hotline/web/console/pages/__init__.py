"""One module for each family of pages; its use case bears the same name.

A view holds no word, no rule and no SQL.
"""
