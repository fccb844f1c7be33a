"""How gunicorn runs this service: how many processes, for how long, and how they end.

What is answered is decided in `hotline/web`.
"""
