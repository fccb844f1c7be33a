"""What a member meant: an answer, a command, a category, an area, a time; None where it cannot be told.

Readers take a text and what its words can mean. They know no flow, no session and no member.
"""
