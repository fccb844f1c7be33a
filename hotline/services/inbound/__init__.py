"""What a text means here and now: order.py is the whole list; `rungs` has them, the rest is what they share.

A rung decides whether the text is its own, and hands on to the use case; what is done about needs, members
or words is done in those rooms.
"""
