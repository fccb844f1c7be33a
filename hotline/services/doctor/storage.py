"""Where things are kept: the schema, who may read the files, and the room that is left."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text

from hotline.services.doctor.findings import Finding, Target
from hotline.store.db.versions import applied, pending, unknown

_LEAST_ROOM = 200 * 1024 * 1024  # bytes: weeks of texts, or a few hundred recordings
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LOCAL = ("", "localhost", "127.0.0.1", "::1")


def inspect_storage(target: Target) -> Iterator[Finding]:
    """The data directory, the database's files or connection, and its schema."""
    yield from _directory(target.settings.data)
    with target.reading() as db:
        yield from _schema(db)
        if target.database.is_sqlite:
            yield from _soundness(db)
        else:
            yield from _wire(target, db)
    if target.database.is_sqlite:
        yield from _files(Path(target.database.url.database or ""))


def _directory(data: Path) -> Iterator[Finding]:
    if not data.is_dir():
        yield Finding("storage", f"HOTLINE_DATA, {data}, is not there", "make it, with mode 700")
        return
    if data.stat().st_mode & _OTHERS:
        yield Finding("storage", f"others may look into HOTLINE_DATA, {data}", f"chmod 700 {data}")
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            "storage",
            f"this user may not write to HOTLINE_DATA, {data}",
            "run this as the user of the service, and give it the directory",
        )
    yield from _room(data)


def _room(data: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(data).free
    if free < _LEAST_ROOM:
        yield Finding(
            "storage",
            f"only {free // 2**20} MB are free where {data} is",
            "make room: with none left, texts are refused and tried again by the provider",
        )


def _schema(db: Connection) -> Iterator[Finding]:
    if unknown(db):
        yield Finding(
            "storage",
            f"the database carries revision {applied(db)}, which this release does not know",
            "run the release that it is from, or restore a backup that this one made",
        )
    elif waiting := pending(db):
        yield Finding(
            "storage", f"the database lacks {len(waiting)} migration(s)", "run `hotline migrate`"
        )


def _soundness(db: Connection) -> Iterator[Finding]:
    if db.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
        yield Finding(
            "storage",
            "the database file is damaged",
            "stop the service, and `hotline restore` the last backup",
        )


def _files(database: Path) -> Iterator[Finding]:
    for path in sorted(database.parent.glob(f"{database.name}*")):
        if path.is_file() and path.stat().st_mode & _OTHERS:
            yield Finding("storage", f"others may read {path}", f"chmod 600 {path}")
        if ".before-" in path.name:
            yield Finding(
                "storage",
                f"{path} is left from a restore and keeps what was erased since",
                "delete it once nothing in it is missed",
                grave=False,
            )


def _wire(target: Target, db: Connection) -> Iterator[Finding]:
    """What travels to a PostgreSQL elsewhere, and what its user may do there."""
    host = target.database.url.host or ""
    far = host not in _LOCAL and not host.startswith("/")
    query = text("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
    if far and not db.execute(query).scalar():
        yield Finding(
            "storage",
            "the connection to PostgreSQL is not encrypted",
            "add ?sslmode=verify-full to DATABASE_URL",
        )
    superuser = text("select rolsuper from pg_roles where rolname = current_user")
    if db.execute(superuser).scalar():
        yield Finding(
            "storage",
            "the database's user is a superuser",
            "give the hotline a user of its own that owns its database and nothing else",
            grave=False,
        )
