"""The one way out for everything that we begin: `notify`, which asks hotline/domain/reachability.py.

A text goes to the outbox, a call to the orders; nothing here rings or sends. Nobody else adds to either, but
for the answer to a text, which `inbound/receive.py` writes down.
"""
