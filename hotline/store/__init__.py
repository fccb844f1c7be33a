"""Where everything is kept, and how it is sealed: SQLAlchemy Core, a room for each theme of its tables.

Functions take a Connection and decide nothing but what one statement can decide; the transaction is the
caller's. Other rooms hold no SQL but the doctor's looks and the auditor's own.
"""
