"""The two sides of a match joined by phone, and news that waits to be heard.

Who is rung for a caller who wants a person is decided in `voice`.
"""
