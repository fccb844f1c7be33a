"""What deleted rows leave on the disk, and how it goes: SQLite's log and free space, PostgreSQL's dead rows.

A row that was changed or deleted is still in the files for a while, sealed, and opens with the key. SQLite
wipes it in the database file at once (secure_delete), but its log keeps it until that is cut, and where
pages were moved about it may lie in the gaps of another. PostgreSQL keeps dead rows until a table is
rewritten: plain VACUUM leaves their bytes where they were.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, LargeBinary, text
from sqlalchemy.exc import DBAPIError

from hotline.store.db.database import Database
from hotline.store.db.writer_queue import WriterTurn
from hotline.store.schema import metadata

WHOLE = "whole"  # SQLite's file is rewritten at once, not table by table
_TRIES, _PAUSE_SECONDS = 20, 0.05
_VACUUM_WAITS_SECONDS = 2.0
_IN_MEMORY_BYTES = 128 * 2**20  # up to here the copy that VACUUM makes need not lie on the disk
# Others wait behind whoever waits for a whole table, so this is how long a text may wait.
_LOCK_TIMEOUT = "500ms"
_LOCKED, _MAY_NOT = "55P03", "42501"


def cut_log(database: Database) -> bool:
    """Bring SQLite's log into the database file, and cut it to nothing; False where readers prevented it.

    Nobody waits for it longer than the last few pages take: it gives up at once while somebody reads, and
    tries again a little later, some times. On PostgreSQL there is nothing to do.
    """
    if not database.is_sqlite:
        return True
    file = _file(database)
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as db:
        _checkpoint(db, "PASSIVE")  # most of it, in nobody's way
        for _ in range(_TRIES):
            with WriterTurn(file).taken():
                if _checkpoint(db, "TRUNCATE"):
                    return True
            time.sleep(_PAUSE_SECONDS)
    return False


def _checkpoint(db: sqlite3.Connection, how: str) -> bool:
    """Whether all of it could be done."""
    with _in_use_or_raise():
        busy, _, _ = db.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
        return not busy
    return False


@contextmanager
def _in_use_or_raise() -> Iterator[None]:
    """Go past a database that somebody else holds; any other fault is one."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise


def parts(database: Database) -> list[str]:
    """What is rewritten one after the other: the names of tables, or all at once."""
    return [WHOLE] if database.is_sqlite else [table.name for table in metadata.sorted_tables]


def rewrite(database: Database, part: str) -> bool:
    """Write what lives in a part anew, so that its files hold nothing else; False where it is in use."""
    return _vacuum(_file(database)) if part == WHOLE else _rewrite_table(database, part)


def settle(database: Database) -> bool:
    """Let the database's own log forget what it holds twice; False where this user may not ask for that.

    PostgreSQL then removes old log files itself by and by, or keeps them for reuse (wal_recycle).
    """
    if database.is_sqlite:
        return cut_log(database)
    try:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.execute(text("SELECT pg_switch_wal()"))
            db.execute(text("CHECKPOINT"))
    except DBAPIError as fault:
        if getattr(fault.orig, "sqlstate", None) != _MAY_NOT:
            raise
        return False
    return True


def _file(database: Database) -> Path:
    return Path(database.url.database or "")


def _vacuum(file: Path) -> bool:
    with (
        WriterTurn(file).taken(),
        closing(sqlite3.connect(file, timeout=_VACUUM_WAITS_SECONDS, isolation_level=None)) as db,
    ):
        db.execute("PRAGMA secure_delete=ON")
        if file.stat().st_size <= _IN_MEMORY_BYTES:
            db.execute("PRAGMA temp_store=MEMORY")
        with _in_use_or_raise():
            db.execute("VACUUM")
            return True
    return False


def _rewrite_table(database: Database, name: str) -> bool:
    table = metadata.tables[name]
    quoted = database.engine.dialect.identifier_preparer.format_table(table)
    try:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.execute(text(f"SET lock_timeout = '{_LOCK_TIMEOUT}'"))
            try:
                for column in table.columns:
                    if isinstance(column.type, LargeBinary):
                        _forget_samples(db, quoted, name, column.name)
                db.execute(text(f"VACUUM (FULL) {quoted}"))
            finally:
                db.execute(text("RESET lock_timeout"))
    except DBAPIError as fault:
        if getattr(fault.orig, "sqlstate", None) != _LOCKED:
            raise
        return False
    return True


def _forget_samples(db: Connection, quoted: str, table: str, column: str) -> None:
    """The planner keeps samples of a column's values, also of rows long gone: none of what is sealed."""
    mine = {"t": table, "c": column}
    target = text(
        "SELECT coalesce(attstattarget, -1) FROM pg_attribute"
        " WHERE attrelid = to_regclass(:t) AND attname = :c"
    )
    if db.execute(target, mine).scalar() != 0:
        db.execute(text(f'ALTER TABLE {quoted} ALTER COLUMN "{column}" SET STATISTICS 0'))
    kept = text("SELECT 1 FROM pg_stats WHERE tablename = :t AND attname = :c")
    if db.execute(kept, mine).first():  # a column that is given its own type again loses them
        db.execute(text(f'ALTER TABLE {quoted} ALTER COLUMN "{column}" TYPE bytea'))
