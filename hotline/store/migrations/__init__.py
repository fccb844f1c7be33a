"""The way to the schema of this release: Alembic's entry, and one file for each change."""
