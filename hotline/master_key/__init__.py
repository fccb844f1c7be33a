"""Where the master key is while the service runs: in the memory of those who need it, and nowhere else.

How it wraps the data keys is decided in `hotline/store/db/keyring.py`.
"""
