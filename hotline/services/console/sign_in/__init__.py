"""Who gets into the console: accounts invited, signed in by password and code, sessions, shut out.

No password is hashed while a transaction is open, and a try is counted before it is looked at.
"""
