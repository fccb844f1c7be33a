"""What is set up wrongly, each with what to change: a file for each kind of mistake.

It looks and changes nothing, and texts nobody.
"""
