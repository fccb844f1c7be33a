"""How a prompt becomes words of a language, for the eye and for the ear: catalogs, placeholders, numbers.

Words stand in `flows/messages`. What is said, and when, is decided by flows and services.
"""
