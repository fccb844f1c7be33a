"""SQLite's database as a file: copied while it is in use, checked, and put in another one's place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

_COMPANIONS = ("-wal", "-shm")


class FileFault(Exception):
    """A file cannot be used; the message says what to change."""


def copy(source: Path, target: Path) -> int:
    """Copy a database, consistent as of one moment, also while others write; the copy's bytes.

    The copy is readable by its owner alone, and there only when it is whole and sound. Raises FileFault,
    also where `target` exists already.
    """
    part = target.with_name(f".{target.name}.part-{os.urandom(4).hex()}")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(source, part)
        os.link(part, target)  # a rename would take the place of another backup
        sync(target.parent)
    except FileExistsError:
        raise FileFault(f"{target} is there already; name a file that is not") from None
    except OSError as fault:
        raise FileFault(f"{target} cannot be written: {fault.strerror}") from fault
    except sqlite3.Error as fault:
        raise FileFault(f"{source} cannot be copied: {fault}") from fault
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def require_sound(file: Path) -> None:
    """Raise FileFault unless this is a whole SQLite database."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
            found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as fault:
        raise FileFault(f"{file} is no database that can be read: {fault}") from fault
    if found != "ok":
        raise FileFault(f"{file} is damaged; take another one")


def require_idle(database: Path) -> None:
    """Raise FileFault while any process has this database open. Nothing is left of its companions."""
    try:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as db:
            mode = db.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.Error as fault:
        raise FileFault(
            f"{database} is in use: stop the service first (systemctl stop hotline.target)"
        ) from fault
    if mode != "delete" or any(Path(f"{database}{end}").exists() for end in _COMPANIONS):
        raise FileFault(f"{database} is in use: stop the service first")


def put_in_place(new: Path, database: Path, aside: Path | None) -> None:
    """Let `new` be the database; the present one, if there is one, is kept as `aside`."""
    if aside is not None:
        os.link(database, aside)
    new.replace(database)  # at no moment is there none
    sync(database.parent)


def sync(folder: Path) -> None:
    """Let the names in a directory outlive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(source: Path, part: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(part)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    require_sound(part)
    with part.open("rb") as file:
        os.fsync(file.fileno())
