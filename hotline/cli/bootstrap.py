"""What every process does first: read the settings, turn mistakes into words, check the schema."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import click
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from hotline.config import ConfigFault, Settings, load_community, read_settings
from hotline.domain.community.community import CommunityFault
from hotline.domain.two_people import too_many_to_do_without
from hotline.logs import configure_logging
from hotline.master_key import agent, core_dumps
from hotline.store.console import staff
from hotline.store.db.database import Database
from hotline.store.db.encryption import VaultFault
from hotline.store.db.versions import pending, unknown

_KEY = "HOTLINE_KEY"


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


def settings(*, serving: bool = True, patient: bool = False) -> Settings:
    """The settings of this process, its data directory made, its logs set up, its memory kept private.

    A process that serves has the master key in them: from the environment, out of which it is taken, or
    from the key agent. While that is locked, a `patient` one waits, and any other raises ConfigFault.
    """
    environ = dict(os.environ)
    os.environ.pop(_KEY, None)  # what we start has it from us, if from anybody
    read = read_settings(environ, serving)
    if not read.demo:  # whose key everybody knows
        core_dumps.forbid()
    if serving and read.key_socket and not read.key:
        keys = _from_agent(read.key_socket, patient)
        read = read_settings(environ | {_KEY: keys}, serving)
    _make_data_directory(read)
    configure_logging()
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it says hello at every look
    return read


def serving_settings(*, patient: bool = False) -> Settings:
    """The settings for a process that serves: everything set, and the schema current."""
    read = settings(patient=patient)
    require_schema(read)
    require_two_people(read)
    return read


def with_key(read: Settings) -> Settings:
    """Settings that were read without need of a key, with the agent's in them if it holds one."""
    if read.key or read.key_socket is None:
        return read
    with suppress(agent.NoAgent):
        keys = agent.ask(read.key_socket)
        return read_settings(os.environ | ({_KEY: keys} if keys else {}), serving=False)
    return read


def _from_agent(socket: Path, patient: bool) -> str:
    if patient:
        return agent.wait_for(socket, partial(click.echo, err=True))
    try:
        keys = agent.ask(socket)
    except agent.NoAgent as fault:
        raise ConfigFault((str(fault),)) from fault
    if not keys:
        raise ConfigFault(("locked: nobody has typed the key yet; run `hotline unlock`",))
    return keys


def _make_data_directory(read: Settings) -> None:
    try:
        read.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise ConfigFault(
            (f"HOTLINE_DATA: {read.data} cannot be made ({fault.strerror}); choose another",)
        ) from fault


def require_two_people(read: Settings) -> None:
    """Raise ConfigFault where a team does without a second person that is too large for that."""
    community = load_community(read)
    if community.two_people:
        return
    database = Database(read.database_url, pool_size=1)
    try:
        with database.reading() as db:
            told = too_many_to_do_without(community.two_people, staff.active(db))
    finally:
        database.dispose()
    if told:
        raise ConfigFault((told,))


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
