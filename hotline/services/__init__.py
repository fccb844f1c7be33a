"""Use cases, one a file: load, ask the core, save, commit, then ring."""
