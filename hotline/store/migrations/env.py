"""Alembic's entry: runs the versions on the connection that hotline.store.db.migrate hands over."""

from alembic import context

from hotline.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name
    == "sqlite",  # SQLite cannot alter most of a table in place
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
