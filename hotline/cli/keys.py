"""`hotline keys`: the master key, made and rotated."""

from __future__ import annotations

import base64
import os

import click

from hotline.cli import bootstrap
from hotline.clock import clock_of
from hotline.config import ConfigFault, Settings
from hotline.store.db.database import Database

_NOTHING = (
    "HOTLINE_KEY: its first key seals everything already; for another one put that in front of it:"
    " NEW,OLD"
)


@click.group()
def keys() -> None:
    """The master key, HOTLINE_KEY."""


@keys.command()
def new() -> None:
    """Print a fresh key: base64 of 32 random bytes. Keep it apart from the database's backups."""
    click.echo(base64.b64encode(os.urandom(32)).decode())


@keys.command()
def rotate() -> None:
    """Change the master key, and seal everything anew, while the service runs.

    Put the new key in front of the old one, HOTLINE_KEY=NEW,OLD, and restart the processes; run this;
    leave the old key out and restart them again. It may be interrupted at any moment: run it again, and
    it goes on where it was.
    """
    from hotline.services.operations.key_rotation import NothingToRotate, StillInUse
    from hotline.services.operations.key_rotation import rotate as run

    with bootstrap.told_plainly():
        settings = bootstrap.settings()
        bootstrap.require_schema(settings)
        database = Database(settings.database_url, pool_size=2)
        _refuse_the_unready(database, settings)
        try:
            count = run(database, settings.keys, clock_of(settings), click.echo)
        except NothingToRotate:
            raise ConfigFault((_NOTHING,)) from None
        except StillInUse:
            raise click.ClickException(
                "other writers left no moment to delete the old data keys; run this again"
            ) from None
        finally:
            database.dispose()
    click.echo(f"Done: {count} old data key(s) deleted. Take the old key out: HOTLINE_KEY=NEW")


def _refuse_the_unready(database: Database, settings: Settings) -> None:
    """A process that does not know the new key could not read what is sealed with it."""
    from hotline.store.db.keyring import mark
    from hotline.store.upkeep.processes import running

    with database.reading() as db:
        found = running(db, clock_of(settings)())
    unready = [one for one in found if one.knows and mark(settings.key) not in one.knows]
    if unready:
        kinds = ", ".join(sorted(one.kind for one in unready))
        raise ConfigFault(
            (
                f"{len(unready)} process(es) do not know the new key yet ({kinds}): put NEW,OLD into"
                " their HOTLINE_KEY and restart them first",
            )
        )
