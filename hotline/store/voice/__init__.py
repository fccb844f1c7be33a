"""Calls, their orders, rings, bridges and recordings.

Orders are to calls what the outbox is to texts. Sound is sealed; its provider's copy is deleted afterwards.
"""
