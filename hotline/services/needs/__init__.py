"""A need's life: asked, dispatched, matched, relayed, followed up, closed.

One winner, by the row count of one UPDATE. Who is asked next is decided by `hotline/domain/planning.py`, who
may be reached by `outbound`.
"""
