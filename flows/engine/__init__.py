"""How a conversation goes on: a session and an event in; prompts, an effect and the next session out.

A flow is data, read from `flows/library`. The engine asks for effects by name and performs none.
"""
