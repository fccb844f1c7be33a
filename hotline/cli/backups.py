"""`hotline backup` and `hotline restore`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hotline.cli import bootstrap
from hotline.config import ConfigFault, Settings
from hotline.store.db.database import Database

if TYPE_CHECKING:
    from hotline.services.kernel.app import App

_PATH = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_PATH)
def backup(file: Path) -> None:
    """Write a copy of the SQLite database to FILE, while the service runs.

    FILE must not exist. It is readable by its owner alone, and whole: as of one moment, and checked.
    Without HOTLINE_KEY it is noise, so keep the two apart.
    """
    from hotline.store.db.sqlite_files import copy

    with _told_plainly():
        settings = bootstrap.settings(serving=False)
        source = _require_sqlite(settings, "pg_dump --format=custom --file=FILE", file)
        mark = _mark_of(settings)
        size = copy(source, file)
    click.echo(f"{file}: {size} bytes, sound. Keep HOTLINE_KEY somewhere else.")
    click.echo(
        f"The mark of the record in it: {mark}. Note it elsewhere, for hotline audit --mark."
    )


@click.command()
@click.argument("file", type=_PATH, required=False)
@click.option("--replace", "replacing", is_flag=True, help="Put the present database aside.")
@click.option(
    "--in-place",
    is_flag=True,
    help="The database has been put back already, by PostgreSQL's own tools: do the rest.",
)
@click.option(
    "--older-than",
    "minutes",
    default=60,
    show_default=True,
    type=click.IntRange(0),
    metavar="MINUTES",
    help="Texts that were waiting, and are older than this, are not sent any more.",
)
@click.option(
    "--erasures",
    "lists",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Another copy of erasures.log; may be given several times.",
)
def restore(
    file: Path | None, replacing: bool, in_place: bool, minutes: int, lists: tuple[Path, ...]
) -> None:
    """Put a backup back, and bring it into the present. The service must be stopped.

    FILE itself is not changed. It must open with HOTLINE_KEY, and is migrated where it is older. Texts that
    waited are looked up at the provider before they are sent; whoever texted ERASE since is forgotten
    again; then the audit looks at everything. Only then it takes the place of the present database, which
    is kept beside it.
    """
    with _told_plainly():
        settings = bootstrap.settings()
        if in_place == (file is not None):
            raise ConfigFault(("name a FILE, or give --in-place where there is none",))
        older_than = timedelta(minutes=minutes)
        if file is None:
            _require_stopped(settings)
            _into_the_present(settings, older_than, lists)
        else:
            _put_back(settings, file, replacing, older_than, lists)
    _note_anew(settings)
    click.echo("Done. Start the service, and ask `hotline doctor`.")


def _note_anew(settings: Settings) -> None:
    """The record goes on from where the backup ends: the note of what came after it is kept aside."""
    from hotline.services.operations import chaining

    chaining.put_note_aside(settings, f"{datetime.now(UTC):%Y%m%dT%H%M%S}")


@contextmanager
def _told_plainly() -> Iterator[None]:
    from hotline.store.db.sqlite_files import FileFault

    with bootstrap.told_plainly():
        try:
            yield
        except FileFault as fault:
            raise click.ClickException(str(fault)) from fault


def _require_sqlite(settings: Settings, instead: str, file: Path) -> Path:
    database = Database(settings.database_url, pool_size=1)
    if not database.is_sqlite:
        name = database.url.set(drivername="postgresql").render_as_string(hide_password=True)
        command = instead.replace("FILE", str(file))
        raise ConfigFault((f"PostgreSQL has its own way: {command} --dbname='{name}'",))
    return Path(database.url.database or "")


def _mark_of(settings: Settings) -> str:
    """The newest link of the record; that of an older release, which has none, is number 0."""
    from sqlalchemy import inspect

    from hotline.store.upkeep import record_chain

    database = Database(settings.database_url, pool_size=1)
    try:
        with database.reading() as db:
            known = inspect(db).has_table("record_ends")
            return record_chain.head(db).short if known else "none"
    finally:
        database.dispose()


def _put_back(
    settings: Settings, file: Path, replacing: bool, older_than: timedelta, lists: tuple[Path, ...]
) -> None:
    from hotline.store.db import sqlite_files

    target = _require_sqlite(settings, "pg_restore --clean --if-exists FILE", file)
    sqlite_files.require_sound(file)
    if target.exists():
        if not replacing:
            raise ConfigFault(
                (f"{target} is there already; --replace keeps it beside the new one",)
            )
        sqlite_files.require_idle(target)
    working = target.with_name(f"{target.name}.restoring-{os.urandom(4).hex()}")
    try:
        sqlite_files.copy(file, working)
        erased = _erased_in(target) if target.exists() else set()
        copied = replace(settings, database_url=f"sqlite:///{working}")
        _into_the_present(copied, older_than, lists, erased)
        sqlite_files.require_idle(working)
        aside = _aside(target) if target.exists() else None
        if aside is not None:
            sqlite_files.require_idle(target)  # nobody has begun meanwhile
        sqlite_files.put_in_place(working, target, aside)
    finally:
        for left in working.parent.glob(f"{working.name}*"):
            left.unlink()
    if aside is not None:
        click.echo(
            f"The database from before is kept as {aside}. Delete it once nothing is missed."
        )


def _require_stopped(settings: Settings) -> None:
    from hotline.clock import clock_of
    from hotline.store.upkeep.processes import running

    bootstrap.require_schema(settings)
    database = Database(settings.database_url, pool_size=1)
    with database.reading() as db:
        alive = running(db, clock_of(settings)())
    database.dispose()
    if alive:
        raise ConfigFault(
            (f"{len(alive)} process(es) ran a minute ago: stop them, wait for one, and try again",)
        )


def _aside(target: Path) -> Path:
    return target.with_name(f"{target.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S}")


def _erased_in(target: Path) -> set[int]:
    """Whom the database that is put aside knows to have been erased, if it can still be read."""
    from sqlalchemy.exc import SQLAlchemyError

    from hotline.store.upkeep import erasing

    database = Database(f"sqlite:///{target}", pool_size=1)
    try:
        with database.reading() as db:
            return erasing.erased_ids(db)
    except SQLAlchemyError:
        click.echo(f"{target} cannot be read: only erasures.log says who was erased since.")
        return set()
    finally:
        database.dispose()


def _into_the_present(
    settings: Settings,
    older_than: timedelta,
    lists: tuple[Path, ...],
    erased: set[int] | frozenset[int] = frozenset(),
) -> None:
    from hotline.services.members import erasure_log
    from hotline.services.operations import restoring
    from hotline.store.upkeep import restored
    from hotline.wiring import build

    _migrated(settings)
    app = build(settings)
    try:
        with app.database.reading() as db:
            as_of = restored.last_sign_of_life(db)
        for each in (erasure_log.file_of(settings), *lists):
            erased = erased | erasure_log.listed(each)
        settled = restoring.settle(app, older_than)
        again = erasure_log.redo(app, sorted(erased))
        _tell(as_of, settled.dropped, settled.looked_up, settled.calls, again)
        _audit(app, as_of)
    finally:
        app.doorbell.close()
        app.database.dispose()


def _migrated(settings: Settings) -> None:
    """The schema of this release; the key is tried first, before anything is changed."""
    from sqlalchemy import inspect

    from hotline.store.db import keyring, versions
    from hotline.store.db.encryption import VaultFault
    from hotline.store.db.migrate import migrate

    database = Database(settings.database_url, pool_size=1)
    try:
        with database.reading() as db:
            if not inspect(db).has_table("data_keys") or not keyring.numbers(db):
                raise ConfigFault(("there is nothing of a hotline in this database",))
            if told := versions.unknown(db):
                raise ConfigFault((told,))
            if not keyring.opens(db, settings.keys):
                raise VaultFault("HOTLINE_KEY does not open this backup; use the key of its time")
        migrate(database)
    finally:
        database.dispose()


def _tell(as_of: datetime | None, dropped: int, looked_up: int, calls: int, again: int) -> None:
    moment = "unknown" if as_of is None else f"{as_of:%Y-%m-%d %H:%M} UTC"
    click.echo(f"The backup's last sign of life: {moment}. What happened since is not in it.")
    click.echo(f"{dropped} waiting text(s) are too old and are not sent.")
    click.echo(f"{looked_up} are looked up at the provider, and sent only if they never left.")
    click.echo(f"{calls} call(s) are not placed.")
    click.echo(f"{again} member(s) who were erased since are erased again.")


def _audit(app: App, as_of: datetime | None) -> None:
    from hotline.audit import report

    now = app.clock()
    found = report.audit(
        app.settings.database_url,
        now=now,
        patience=report.PATIENCE
        + (now - (as_of or now)),  # what was due meanwhile is about to be done
        masters=app.settings.keys,
    )
    click.echo("\n".join(found.lines()))
    if not found.clean:
        raise click.ClickException("the audit found what is told above; nothing was put in place")
