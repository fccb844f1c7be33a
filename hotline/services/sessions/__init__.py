"""What stands open with a member: questions of flows, PINs, recordings, and what one number may cost.

A session is the same by text and by phone. What its effects do is decided in the rooms above.
"""
