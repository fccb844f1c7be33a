"""`hotline migrate`: the schema, step by step, saying what it does before it does it."""

from __future__ import annotations

import click
from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from hotline.cli import bootstrap
from hotline.store.db.database import Database
from hotline.store.db.versions import pending


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if something is to be applied.")
@click.option("--dry-run", is_flag=True, help="Change nothing; only say what would be applied.")
def migrate(check: bool, dry_run: bool) -> None:
    """Bring the database to the schema of this release.

    All pending migrations are one transaction: all of them, or none. On a live system it waits: on
    SQLite for its turn to write; on PostgreSQL ten seconds for its locks, after which it gives up.
    """
    from hotline.store.db.migrate import migrate as apply

    with bootstrap.told_plainly():
        settings = bootstrap.settings(serving=False)
        database = Database(settings.database_url, pool_size=1)
        if not database.is_sqlite:  # where writers wait in turn (store/db/writer_queue.py)
            event.listen(database.engine, "connect", _give_up_on_locks)
        with database.reading() as db:
            bootstrap.refuse_unknown(db)
            waiting = _tell(db)
        if check or dry_run:
            raise SystemExit(1 if check and waiting else 0)
        if waiting:
            apply(database)
            click.echo("Done.")
        database.dispose()


def _give_up_on_locks(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("SET lock_timeout = '10s'")
    cursor.close()
    connection.commit()


def _tell(db: Connection) -> int:
    waiting = pending(db)
    if not waiting:
        click.echo("The schema is current.")
    for step in waiting:
        click.echo(f"{step.revision}: {step.summary}")
    return len(waiting)
