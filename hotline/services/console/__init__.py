"""What the team's web pages show and do; each family bears the name of its page.

Takes the reader (`Staff`) and plain values, gives frozen ones. What a coordinator does here goes through the
same functions as their text would. Every act is a row of `console_actions`, in the same transaction.
"""
