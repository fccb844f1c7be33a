"""What is sealed under an older data key, found and sealed anew, a few rows at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Table, exists, func, or_, select, text, update
from sqlalchemy.sql import ColumnElement

from hotline.store.db import identity_map
from hotline.store.db.encryption import (
    CALL_SID,
    FORMAT,
    HEADER,
    RECORDING_SID,
    RECORDING_SOUND,
    SEALED,
    SealedColumn,
    Vault,
)
from hotline.store.schema import metadata

_ROWS = 100
_SOUNDS = 4  # each may take megabytes

_LOCK_SECONDS = 5


def reseal_some(
    db: Connection, vault: Vault, place: SealedColumn, after: int
) -> tuple[int, int | None]:
    """Seal anew some rows of a column whose id is above `after`: how many, and the last row's id.

    The id is None where no row was left. Rows that another transaction holds are passed over, so this
    waits for nobody and nobody waits in a circle; they are found by the next round.
    """
    table, id_, sealed = _parts(place)
    query = (
        select(id_, sealed)
        .where(id_ > after, _older(sealed, vault.newest))
        .order_by(id_)
        .limit(_SOUNDS if place == RECORDING_SOUND else _ROWS)
        .with_for_update(skip_locked=True, key_share=True)
    )
    rows = db.execute(query).all()
    for row_id, old in rows:
        fresh = vault.seal_bytes(place, row_id, _content(vault, place, row_id, old))
        unchanged = id_ == row_id, sealed == old
        db.execute(update(table).where(*unchanged).values({sealed: fresh}))
    identity_map.forget(db)
    return len(rows), rows[-1][0] if rows else None


def _content(vault: Vault, place: SealedColumn, row_id: int, old: bytes) -> bytes:
    if place in (CALL_SID, RECORDING_SID):
        return vault.open_sid(place, row_id, old).encode()
    return vault.open_bytes(place, row_id, old)


def left(db: Connection, newest: int) -> int:
    """How many values are sealed under other data keys than `newest`."""
    return sum(_count(db, place, newest) for place in SEALED)


def lock_and_look(db: Connection, newest: int) -> bool:
    """Keep everybody else from writing sealed columns until the transaction ends; whether none is left
    under another data key than `newest`.

    Raises DBAPIError on PostgreSQL where it does not get the locks within seconds.
    """
    if db.dialect.name == "postgresql":  # on SQLite a writing transaction is alone anyway
        tables = ", ".join(sorted({place.place.split(".")[0] for place in SEALED}))
        db.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
        db.execute(text(f"LOCK TABLE {tables} IN SHARE MODE"))
    return not any(_any(db, place, newest) for place in SEALED)


def _any(db: Connection, place: SealedColumn, newest: int) -> bool:
    sealed = _parts(place)[2]
    return bool(db.execute(select(exists().where(_older(sealed, newest)))).scalar())


def _count(db: Connection, place: SealedColumn, newest: int) -> int:
    table, _, sealed = _parts(place)
    query = select(func.count()).select_from(table).where(_older(sealed, newest))
    return int(db.execute(query).scalar_one())


def _older(sealed: Column[Any], newest: int) -> ColumnElement[bool]:
    """Sealed, and not under `newest`: its head names the key."""
    head = func.substr(sealed, 1, HEADER)
    return sealed.is_not(None) & or_(head != FORMAT + newest.to_bytes(2), head.is_(None))


def _parts(place: SealedColumn) -> tuple[Table, Column[Any], Column[Any]]:
    """The table, its one id, to which the column's values are bound, and the column."""
    name, column = place.place.split(".")
    table = metadata.tables[name]
    (id_,) = table.primary_key.columns
    return table, id_, table.c[column]
