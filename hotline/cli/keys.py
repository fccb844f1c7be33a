"""`hotline keys`: the master key, made and rotated."""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime

import click
from sqlalchemy import Connection

from hotline.cli import start
from hotline.config import ConfigFault, Settings
from hotline.store.database import Database
from hotline.store.vault import add_data_key, rotate_master_key


def register(main: click.Group) -> None:
    """Add this family."""
    main.add_command(keys)


@click.group()
def keys() -> None:
    """The master key, HOTLINE_KEY."""


@keys.command()
def new() -> None:
    """Print a fresh key: base64 of 32 random bytes. Keep it apart from the database's backups."""
    click.echo(base64.b64encode(os.urandom(32)).decode())


@keys.command()
def rotate() -> None:
    """Change the master key of the database.

    Put the new key in front of the old one, HOTLINE_KEY=NEW,OLD; stop the processes; run this; leave
    the old key out; start them again. What is written from then on is sealed with a new data key.
    """
    with start.told_plainly():
        settings = start.settings()
        start.require_schema(settings)
        if not settings.old_keys:
            raise ConfigFault(("HOTLINE_KEY: put the new key in front of the old: NEW,OLD",))
        database = Database(settings.database_url, pool_size=1)
        count = database.write(lambda db: _rotate(db, settings))
        database.dispose()
    click.echo(f"{count} data keys are wrapped with the new key, and one was added.")


def _rotate(db: Connection, settings: Settings) -> int:
    count = rotate_master_key(db, settings.old_keys[0], settings.key)
    add_data_key(db, settings.key, datetime.now(UTC))
    return count
