"""The data keys: kept in the database, wrapped by the master key (HOTLINE_KEY).

Changing the master key means wrapping them anew, and a new data key, since whoever had the old master key
may know the others. The index key is one of them; it stays, or nobody would be found by number again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from sqlalchemy import Connection, delete, insert, select, update

from hotline.store.db.database import Database, insert_new
from hotline.store.db.encryption import Vault, VaultFault
from hotline.store.schema import data_keys

_INDEX_KEY_ID = 1
_FIRST_DATA_KEY_ID = 2

Masters = Sequence[bytes]
"""Master keys, newest first: the first one wraps, all of them open."""


def open_vault(database: Database, masters: Masters, now: datetime) -> Vault:
    """The vault of this database, its keys made on first use.

    Raises VaultFault when no master key fits, or there is none.
    """
    if not masters or not all(masters):  # a new database would be sealed with what everybody knows
        raise VaultFault("there is no master key: set HOTLINE_KEY, or run `hotline unlock`")
    index_key, keys = database.write(lambda db: _made(db, masters, now))

    def reload() -> Mapping[int, bytes]:
        with database.reading() as db:
            return _unwrapped(db, masters)[1]

    return Vault(index_key, keys, reload)


def opens(db: Connection, masters: Masters) -> bool:
    """Whether these master keys open every key of this database."""
    try:
        _unwrapped(db, masters)
    except VaultFault:
        return False
    return True


def numbers(db: Connection) -> list[int]:
    """The numbers of the data keys, oldest first; the last one seals."""
    query = select(data_keys.c.id).where(data_keys.c.purpose == "data")
    return list(db.execute(query.order_by(data_keys.c.id)).scalars())


def made_at(db: Connection, number: int) -> datetime:
    """When a data key was made."""
    query = select(data_keys.c.created_at).where(data_keys.c.id == number)
    moment: datetime = db.execute(query).scalar_one()
    return moment


def change_master(db: Connection, masters: Masters, now: datetime) -> int | None:
    """Wrap every key under the first master key, and add a data key that seals from now on: its number.

    None where the first master key wraps all of them already: then this has been done. All or nothing,
    with the transaction. Raises VaultFault where a key opens with none of them.
    """
    rows = db.execute(select(data_keys).order_by(data_keys.c.id).with_for_update()).all()
    if all(_opened(masters[:1], row.wrapped) for row in rows):
        return None
    for row in rows:
        key = _unwrap(masters, row.wrapped)
        wrapped = aes_key_wrap(_wrapping_key(masters[0]), key)
        db.execute(update(data_keys).where(data_keys.c.id == row.id).values(wrapped=wrapped))
    number: int = rows[-1].id + 1
    db.execute(insert(data_keys).values(id=number, **_fresh(masters[0], "data", now)))
    return number


def forget(db: Connection, number: int) -> None:
    """Delete a data key for good: what is sealed with it opens never again."""
    db.execute(delete(data_keys).where(data_keys.c.id == number, data_keys.c.purpose == "data"))


def mark(master: bytes) -> str:
    """By what a master key is known without being told: 16 hexadecimal digits."""
    return HKDF(SHA256(), 8, salt=None, info=b"hotline master key mark v1").derive(master).hex()


def _made(db: Connection, masters: Masters, now: datetime) -> tuple[bytes, dict[int, bytes]]:
    if not db.execute(select(data_keys.c.id).limit(1)).first():
        for number, purpose in ((_INDEX_KEY_ID, "index"), (_FIRST_DATA_KEY_ID, "data")):
            insert_new(db, data_keys, id=number, **_fresh(masters[0], purpose, now))
    return _unwrapped(db, masters)


def _unwrapped(db: Connection, masters: Masters) -> tuple[bytes, dict[int, bytes]]:
    """The index key, and the data keys by number."""
    keys = {row.id: _unwrap(masters, row.wrapped) for row in db.execute(select(data_keys))}
    return keys.pop(_INDEX_KEY_ID, b""), keys


def _fresh(master: bytes, purpose: str, now: datetime) -> dict[str, object]:
    wrapped = aes_key_wrap(_wrapping_key(master), os.urandom(32))
    return {"purpose": purpose, "wrapped": wrapped, "created_at": now}


def _unwrap(masters: Masters, wrapped: bytes) -> bytes:
    key = _opened(masters, wrapped)
    if key is None:
        raise VaultFault(
            "HOTLINE_KEY does not open this database; use the key it was begun with"
            " (while keys are rotated: NEW,OLD)"
        )
    return key


def _opened(masters: Masters, wrapped: bytes) -> bytes | None:
    for master in masters:
        try:
            return aes_key_unwrap(_wrapping_key(master), wrapped)
        except InvalidUnwrap:
            continue
    return None


def _wrapping_key(master_key: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"hotline data key wrapping v1").derive(master_key)
