"""The processes behind the web: RQ's worker with its jobs, and the clock that finds due rows.

A job carries no arguments and may run twice or never: it looks at the rows. What is done is a use case.
"""
