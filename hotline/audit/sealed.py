"""Whether everything sealed opens with this key, for the very row it stands in.

Written from the formats' description, without the vault's code: AES-GCM with a 96-bit nonce, under data keys
that RFC 3394 wraps, bound to "table.column:row id". Format 2 is bound to its own number before that, and
holds a padded content: a byte 0x80 after it, then zeros up to a step (ISO/IEC 7816-4).
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
_UNPADDED = b"\x01"
_BOUND = {_UNPADDED: b"", b"\x02": b"\x02"}  # by format, what stands before the place
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
    ("calls", "provider_sid", "id"),
    ("recordings", "provider_sid", "id"),
    ("staff", "name", "id"),
    ("staff", "password", "id"),
    ("staff", "totp", "id"),
    ("enrolments", "totp", "id"),
    ("passkeys", "public_key", "id"),
    ("uploads", "content", "id"),
    ("broadcast_texts", "words", "id"),
    ("proposals", "details", "id"),
    ("unread_words", "words", "id"),
    ("learned_words", "words", "id"),
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

    @property
    def index(self) -> bytes:
        """The key from which all keyed hashes are made."""
        return self._index

    def opens(self, place: str, row_id: int, sealed: bytes) -> bool:
        """Whether the content of a column opens for this row."""
        form, cipher = sealed[:1], self._data.get(int.from_bytes(sealed[1:3]))
        if form not in _BOUND or cipher is None:
            return False
        bound = _BOUND[form] + f"{place}:{row_id}".encode()
        try:
            content = cipher.decrypt(sealed[3:15], sealed[15:], bound)
        except InvalidTag:
            return False
        return form == _UNPADDED or _is_padded(content)

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


def _is_padded(content: bytes) -> bool:
    step = 64 if len(content) <= 256 else 256
    return len(content) % step == 0 and content.rstrip(b"\0").endswith(b"\x80")


def _unwrap(masters: tuple[bytes, ...], wrapped: bytes) -> bytes:
    for master in masters:
        wrapping = HKDF(hashes.SHA256(), 32, None, _WRAPPING).derive(master)
        try:
            return keywrap.aes_key_unwrap(wrapping, wrapped)
        except keywrap.InvalidUnwrap:
            continue
    raise WrongKey("HOTLINE_KEY does not open this database")
