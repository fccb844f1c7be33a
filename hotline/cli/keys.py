"""`hotline unlock`: the master key, typed after a start. `hotline keys`: made and rotated."""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path

import click

from hotline.cli import bootstrap
from hotline.clock import clock_of
from hotline.config import ConfigFault, Settings, read_settings
from hotline.store.db.database import Database

_NOTHING = (
    "HOTLINE_KEY: its first key seals everything already; for another one put that in front of it:"
    " NEW,OLD (or type that for `hotline unlock`)"
)


_CREDENTIAL = "hotline.key"  # by systemd's LoadCredentialEncrypted=


@click.command()
def unlock() -> None:
    """Hand the master key to the key agent, from which the processes have it.

    It is asked for on the terminal without being shown, or read as one line of standard input, or as
    systemd's credential `hotline.key`. One that does not open the database is refused. While keys are
    rotated type both: NEW,OLD.
    """
    from hotline.master_key import agent

    with bootstrap.told_plainly():
        socket = bootstrap.settings(serving=False).key_socket
        if socket is None:
            raise ConfigFault(
                (
                    "HOTLINE_KEY_SOCKET is not set: this service has its key from HOTLINE_KEY. For a"
                    " key that is typed, leave HOTLINE_KEY out and set the socket of the key agent",
                )
            )
        try:
            agent.ask(socket)  # before anybody types in vain
            typed = _typed()
            _require_fitting(typed)
            agent.hold(socket, typed)
        except agent.NoAgent as fault:
            raise click.ClickException(str(fault)) from fault
    click.echo("Unlocked, until the key agent or the machine stops.")


def _typed() -> str:
    credential = Path(os.environ.get("CREDENTIALS_DIRECTORY", ""), _CREDENTIAL)
    if os.environ.get("CREDENTIALS_DIRECTORY") and credential.exists():
        return credential.read_text("ascii", "replace").strip()
    if sys.stdin.isatty():
        return str(click.prompt("Key", hide_input=True)).strip()
    return sys.stdin.readline().strip()


def _require_fitting(typed: str) -> None:
    """Raise ConfigFault where this is no key, or not that of the database."""
    from sqlalchemy import inspect

    from hotline.store.db import keyring

    settings = read_settings({**os.environ, "HOTLINE_KEY": typed}, serving=False)
    if not settings.key:
        raise ConfigFault(("nothing was typed: nothing is unlocked",))
    database = Database(settings.database_url, pool_size=1)
    try:
        with database.reading() as db:
            begun = inspect(db).has_table("data_keys") and bool(keyring.numbers(db))
            fits = begun and keyring.opens(db, settings.keys)
    finally:
        database.dispose()
    if begun and not fits:
        raise ConfigFault(("this key does not open the database: nothing is unlocked",))
    if not begun and sys.stdin.isatty() and click.prompt("Again", hide_input=True) != typed:
        raise ConfigFault(("not the same twice: nothing is unlocked",))


@click.group()
def keys() -> None:
    """The master key."""


@keys.command()
def new() -> None:
    """Print a fresh key: base64 of 32 random bytes. Keep it apart from the database's backups."""
    click.echo(base64.b64encode(os.urandom(32)).decode())


@keys.command()
def rotate() -> None:
    """Change the master key, and seal everything anew, while the service runs.

    Put the new key in front of the old one, in HOTLINE_KEY or for `hotline unlock`: NEW,OLD. Restart the
    processes; run this; leave the old key out and restart them again. It may be interrupted at any moment:
    run it again, and it goes on where it was.
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
    click.echo(f"Done: {count} old data key(s) deleted. Take the old key out: NEW alone")


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
                " their HOTLINE_KEY, or type it for `hotline unlock`, and restart them first",
            )
        )
