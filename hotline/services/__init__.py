"""Use cases, one a file: load, ask the core, save, commit, then ring.

Each runs in a unit of work (`kernel`). SQL stands in `hotline/store`, rules in `hotline/domain`; what we
begin to tell anybody goes through `outbound`.
"""
