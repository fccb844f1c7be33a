"""How the provider is spoken to: what is sent to it, what its answers are, and what it posts to us.

The only room that knows its addresses, signatures, forms and documents. What an answer means for a text is
decided in `hotline/domain/outcomes.py`; nothing here touches a database.
"""
