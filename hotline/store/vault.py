"""Sealed columns and the blind index: what a stolen database does not tell.

The master key (HOTLINE_KEY) wraps data keys kept in the database; rotating it means wrapping them anew,
and a new data key seals what is written from then on. The index key is one of them and stays.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from sqlalchemy import Connection, select, update

from hotline.store.database import insert_new
from hotline.store.schema import data_keys

_FORMAT = b"\x01"
_HEADER = 3  # format, key id
_NONCE = 12
_INDEX_KEY_ID = 1
_FIRST_DATA_KEY_ID = 2


class VaultFault(Exception):
    """A key does not fit, or a sealed column was moved or changed. Says nothing of its content."""


@dataclass(frozen=True)
class SealedColumn:
    """The place a ciphertext belongs to, as `table.column`."""

    place: str

    def bound_to(self, row_id: int) -> bytes:
        return f"{self.place}:{row_id}".encode()


MEMBER_PHONE = SealedColumn("members.phone")
MEMBER_NAME = SealedColumn("members.name")
NEED_WORDS = SealedColumn("needs.words")
SESSION_STATE = SealedColumn("flow_sessions.state")
OUTBOX_BODY = SealedColumn("outbox.body")
CALL_DATA = SealedColumn("calls.data")
RECORDING_SOUND = SealedColumn("recordings.sound")
PIN_DIGEST = SealedColumn("pins.digest")
CALL_PHONE = SealedColumn("call_orders.phone")


class Vault:
    """Seals and opens text and bytes under the data keys, newest first."""

    def __init__(self, index_key: bytes, keys: Mapping[int, bytes]) -> None:
        self._index_key = index_key
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._newest = max(keys)

    def seal(self, column: SealedColumn, row_id: int, text: str) -> bytes:
        """Ciphertext that opens only for this column of this row."""
        return self.seal_bytes(column, row_id, text.encode("utf-8", "surrogatepass"))

    def open(self, column: SealedColumn, row_id: int, sealed: bytes) -> str:
        """The text. Raises VaultFault where the key is missing or the bytes were moved or altered."""
        return self.open_bytes(column, row_id, sealed).decode("utf-8", "surrogatepass")

    def seal_bytes(self, column: SealedColumn, row_id: int, content: bytes) -> bytes:
        """As `seal`, for what is no text."""
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[self._newest].encrypt(nonce, content, column.bound_to(row_id))
        return _FORMAT + self._newest.to_bytes(2) + nonce + sealed

    def open_bytes(self, column: SealedColumn, row_id: int, sealed: bytes) -> bytes:
        """As `open`, for what is no text. Raises VaultFault."""
        number = int.from_bytes(sealed[1:_HEADER])
        cipher = self._ciphers.get(number)
        if sealed[:1] != _FORMAT or cipher is None:
            raise VaultFault(f"{column.place}: sealed with a key that is not here")
        nonce, body = sealed[_HEADER : _HEADER + _NONCE], sealed[_HEADER + _NONCE :]
        try:
            return cipher.decrypt(nonce, body, column.bound_to(row_id))
        except InvalidTag:
            raise VaultFault(f"{column.place}: not what was sealed for this row") from None

    def phone_index(self, number: str) -> bytes:
        """The blind index of an E.164 number: HMAC-SHA-256 under the index key."""
        return hmac.digest(self._index_key, b"phone:" + number.encode(), "sha256")

    def message_index(self, sid: str) -> bytes:
        """The keyed hash by which a provider's message id is known again."""
        return hmac.digest(self._index_key, b"message:" + sid.encode(), "sha256")

    def playing_key(self, what: str) -> bytes:
        """The keyed hash without which nobody gets to hear `what`: a recording in a call, for a while."""
        return hmac.digest(self._index_key, b"playing:" + what.encode(), "sha256")


def open_vault(db: Connection, master_key: bytes, now: datetime) -> Vault:
    """The vault of this database, made on first use. Raises VaultFault when the master key does not fit."""
    wrapping = _wrapping_key(master_key)
    for number, purpose in ((_INDEX_KEY_ID, "index"), (_FIRST_DATA_KEY_ID, "data")):
        _ensure_key(db, wrapping, number, purpose, now)
    keys = {row.id: _unwrap(wrapping, row.wrapped) for row in db.execute(select(data_keys))}
    index_key = keys.pop(_INDEX_KEY_ID)
    return Vault(index_key, keys)


def rotate_master_key(db: Connection, old: bytes, new: bytes) -> int:
    """Wrap every data key under `new` instead of `old`; how many. All or nothing."""
    rows = db.execute(select(data_keys)).all()
    for row in rows:
        wrapped = aes_key_wrap(_wrapping_key(new), _unwrap(_wrapping_key(old), row.wrapped))
        db.execute(update(data_keys).where(data_keys.c.id == row.id).values(wrapped=wrapped))
    return len(rows)


def add_data_key(db: Connection, master_key: bytes, now: datetime) -> int:
    """A new data key, which seals from now on; its number."""
    newest: int = max(row.id for row in db.execute(select(data_keys.c.id)))
    _ensure_key(db, _wrapping_key(master_key), newest + 1, "data", now)
    return newest + 1


def _ensure_key(db: Connection, wrapping: bytes, number: int, purpose: str, now: datetime) -> None:
    wrapped = aes_key_wrap(wrapping, os.urandom(32))
    insert_new(db, data_keys, id=number, purpose=purpose, wrapped=wrapped, created_at=now)


def _unwrap(wrapping: bytes, wrapped: bytes) -> bytes:
    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap:
        raise VaultFault(
            "HOTLINE_KEY does not open this database; use the key it was begun with"
        ) from None


def _wrapping_key(master_key: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"hotline data key wrapping v1").derive(master_key)
