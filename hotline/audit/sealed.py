"""Whether everything sealed opens with this key, for the very row it stands in.

Written from the format's description (docs: AES-GCM, 96-bit nonce, bound to "table.column:row id", under
data keys that RFC 3394 wraps), without the vault's code.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, keywrap
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hotline.audit.checks import BrokenPromise
from hotline.audit.ledger import Ledger

_WRAPPING = b"hotline data key wrapping v1"
# table, sealed column, the column whose value it is bound to
COLUMNS = (
    ("members", "phone", "id"),
    ("members", "name", "id"),
    ("needs", "words", "id"),
    ("flow_sessions", "state", "id"),
    ("outbox", "body", "id"),
    ("calls", "data", "id"),
    ("recordings", "sound", "id"),
    ("pins", "digest", "member_id"),
    ("call_orders", "phone", "call_id"),
    ("provider_copies", "sid", "id"),
    ("staff", "name", "id"),
    ("staff", "password", "id"),
    ("staff", "totp", "id"),
    ("enrolments", "totp", "id"),
    ("passkeys", "public_key", "id"),
    ("uploads", "content", "id"),
    ("broadcast_texts", "words", "id"),
    ("proposals", "details", "id"),
)


class WrongKey(Exception):
    """The master key does not open this database's data keys."""


class DataKeys:
    """The data keys of one database, unwrapped. Raises WrongKey."""

    def __init__(self, ledger: Ledger, masters: tuple[bytes, ...]) -> None:
        rows = ledger.rows("SELECT id, purpose, wrapped FROM data_keys")
        opened = {number: (purpose, _unwrap(masters, bytes(w))) for number, purpose, w in rows}
        self._data = {n: AESGCM(key) for n, (purpose, key) in opened.items() if purpose == "data"}
        self._index = next(key for purpose, key in opened.values() if purpose == "index")

    def opens(self, place: str, row_id: int, sealed: bytes) -> bool:
        """Whether the content of a column opens for this row."""
        cipher = self._data.get(int.from_bytes(sealed[1:3]))
        if sealed[:1] != b"\x01" or cipher is None:
            return False
        try:
            cipher.decrypt(sealed[3:15], sealed[15:], f"{place}:{row_id}".encode())
        except InvalidTag:
            return False
        return True

    def of_message(self, sid: str) -> bytes:
        """The keyed hash under which an inbound message of this id is claimed."""
        return hmac.new(self._index, f"message:{sid}".encode(), hashlib.sha256).digest()


def findings(ledger: Ledger, keys: DataKeys) -> Iterator[BrokenPromise]:
    """What does not open, column by column."""
    for table, column, key in COLUMNS:
        question = f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
        rows = ((row_id, bytes(sealed)) for row_id, sealed in ledger.rows(question))
        shut = tuple(i for i, sealed in rows if not keys.opens(f"{table}.{column}", i, sealed))
        if shut:
            says = "what is sealed does not open for its row"
            yield BrokenPromise(f"sealed {table}.{column}", says, table, shut)


def _unwrap(masters: tuple[bytes, ...], wrapped: bytes) -> bytes:
    for master in masters:
        wrapping = HKDF(hashes.SHA256(), 32, None, _WRAPPING).derive(master)
        try:
            return keywrap.aes_key_unwrap(wrapping, wrapped)
        except keywrap.InvalidUnwrap:
            continue
    raise WrongKey("HOTLINE_KEY does not open this database")
