"""What a text can mean, one rung of the order each, in files by theme: each says whether the text was that.

A rung looks at who writes and what is open for them, and acts on the text only where it takes it.
"""
