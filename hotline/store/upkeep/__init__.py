"""What is kept about the database as a whole: what is due, the audit log, erasure, retention, processes.

Its files look across all themes, so they stand above them.
"""
