"""community.yaml: what a community says of itself, read with file, line and remedy for each mistake.

Defaults stand here and nowhere else. A file is read when a process starts, and then is a frozen value.
"""
