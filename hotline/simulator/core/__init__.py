"""The simulator's account, its state in memory, and the signed webhooks that it posts.

Everything else of it reads and changes that one state, under its lock.
"""
