"""The processes behind the web: RQ's worker with its jobs, and the clock that finds due rows."""
