"""What every process does first: read the settings, turn mistakes into words, check the schema."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from hotline.config import ConfigFault, Settings, read_settings
from hotline.domain.community.community import CommunityFault
from hotline.logs import configure_logging
from hotline.store.db.database import Database
from hotline.store.db.encryption import VaultFault
from hotline.store.db.versions import pending, unknown


@contextmanager
def told_plainly() -> Iterator[None]:
    """End the command with what to change, where the fault is one of setting up. No traceback."""
    try:
        yield
    except (ConfigFault, CommunityFault, VaultFault) as fault:
        raise click.ClickException(str(fault)) from fault
    except SQLAlchemyError as fault:
        reason = str(getattr(fault, "orig", None) or type(fault).__name__).strip().splitlines()
        raise click.ClickException(
            "DATABASE_URL: the database does not answer"
            f" ({reason[0] if reason else 'no reason given'})"
        ) from fault


def settings(*, serving: bool = True) -> Settings:
    """The settings of this process, its data directory made, its logs set up."""
    read = read_settings(os.environ, serving)
    try:
        read.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise ConfigFault(
            (f"HOTLINE_DATA: {read.data} cannot be made ({fault.strerror}); choose another",)
        ) from fault
    configure_logging()
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it says hello at every look
    return read


def serving_settings() -> Settings:
    """The settings for a process that serves: everything set, and the schema current."""
    read = settings()
    require_schema(read)
    return read


def require_schema(read: Settings) -> None:
    """Raise ConfigFault unless every migration has been applied."""
    database = Database(read.database_url, pool_size=1)
    try:
        with database.reading() as db:
            refuse_unknown(db)
            waiting = pending(db)
    finally:
        database.dispose()
    if waiting:
        raise ConfigFault(
            (f"The database lacks {len(waiting)} migration(s): run `hotline migrate` first",)
        )


def refuse_unknown(db: Connection) -> None:
    """Raise ConfigFault where the database carries a revision that this release does not know."""
    if told := unknown(db):
        raise ConfigFault((told,))
