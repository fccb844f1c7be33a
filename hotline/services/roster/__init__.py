"""Shifts planned, and handed over: who is on duty as what, and when nobody takes it.

Calls ask `services/voice/on_duty.py` who is rung, which reads the same rows.
"""
