"""Sealed columns and the blind index: what a stolen database does not tell.

The keys themselves, wrapped by the master key (HOTLINE_KEY), are those of keyring.py. What is sealed is
padded first (padding.py), or its length would tell which text it is. Rows from before that was so, of format
1, open as they did; a rotation of keys seals them in the present format.
"""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hotline.store.db.padding import PaddingFault, padded, unpadded

FORMAT = b"\x02"
_UNPADDED = b"\x01"
HEADER = 3  # format, key id
_NONCE = 12
STALE_SECONDS = 60.0
"""Nothing is sealed under a key that was read longer ago: `keys rotate` counts on it."""


class VaultFault(Exception):
    """A key does not fit, or a sealed column was moved or changed. Says nothing of its content."""


@dataclass(frozen=True)
class SealedColumn:
    """The place a ciphertext belongs to, as `table.column`; what it holds is padded to `least` bytes."""

    place: str
    least: int = 64

    def bound_to(self, row_id: int, form: bytes = FORMAT) -> bytes:
        """What a ciphertext of this format is authenticated with; the first format did not name itself."""
        place = f"{self.place}:{row_id}".encode()
        return place if form == _UNPADDED else form + place


_WORDS = 256  # most texts are shorter: they are all alike

MEMBER_PHONE = SealedColumn("members.phone")
MEMBER_NAME = SealedColumn("members.name")
NEED_WORDS = SealedColumn("needs.words", _WORDS)
SESSION_STATE = SealedColumn("flow_sessions.state", _WORDS)
OUTBOX_BODY = SealedColumn("outbox.body", _WORDS)
CALL_DATA = SealedColumn("calls.data")
RECORDING_SOUND = SealedColumn("recordings.sound")
PIN_DIGEST = SealedColumn("pins.digest")
CALL_PHONE = SealedColumn("call_orders.phone")
PROVIDER_SID = SealedColumn("provider_copies.sid")
CALL_SID = SealedColumn("calls.provider_sid")
RECORDING_SID = SealedColumn("recordings.provider_sid")
STAFF_NAME = SealedColumn("staff.name")
STAFF_PASSWORD = SealedColumn("staff.password")
STAFF_TOTP = SealedColumn("staff.totp")
ENROLMENT_TOTP = SealedColumn("enrolments.totp")
PASSKEY = SealedColumn("passkeys.public_key")
UPLOAD_CONTENT = SealedColumn("uploads.content")
BROADCAST_WORDS = SealedColumn("broadcast_texts.words", _WORDS)
PROPOSAL_DETAILS = SealedColumn("proposals.details", _WORDS)
UNREAD_WORDS = SealedColumn("unread_words.words", _WORDS)
LEARNED_WORDS = SealedColumn("learned_words.words", _WORDS)

# Every one of them: what a rotation of keys seals anew. A binary column that is none, a hash say, is named
# in tests/integration/test_keys.py.
SEALED = (
    MEMBER_PHONE, MEMBER_NAME, NEED_WORDS, SESSION_STATE, OUTBOX_BODY,
    CALL_DATA, RECORDING_SOUND, PIN_DIGEST, CALL_PHONE, PROVIDER_SID,
    CALL_SID, RECORDING_SID,
    STAFF_NAME, STAFF_PASSWORD, STAFF_TOTP, ENROLMENT_TOTP, PASSKEY,
    UPLOAD_CONTENT, BROADCAST_WORDS, PROPOSAL_DETAILS,
    UNREAD_WORDS, LEARNED_WORDS,
)  # fmt: skip


class _Ring:
    """The data keys as they were read at one moment, newest first in use."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        self.ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self.newest = max(keys)


class Vault:
    """Seals and opens text and bytes under the data keys, newest first.

    `reload` reads the keys anew: before something is sealed where they were read a while ago, and when
    something was sealed with a key that is not known yet. So keys can be changed while processes run.
    `monotonic` is the clock in seconds for that.
    """

    def __init__(
        self,
        index_key: bytes,
        keys: Mapping[int, bytes],
        reload: Callable[[], Mapping[int, bytes]] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._index_key = index_key
        self._reload, self._monotonic = reload, monotonic
        self._ring, self._read_at = _Ring(keys), monotonic()

    @property
    def newest(self) -> int:
        """The number of the data key that seals."""
        return self._ring.newest

    def seal(self, column: SealedColumn, row_id: int, text: str) -> bytes:
        """Ciphertext that opens only for this column of this row."""
        return self.seal_bytes(column, row_id, text.encode("utf-8", "surrogatepass"))

    def open(self, column: SealedColumn, row_id: int, sealed: bytes) -> str:
        """The text. Raises VaultFault where the key is missing or the bytes were moved or altered."""
        return self.open_bytes(column, row_id, sealed).decode("utf-8", "surrogatepass")

    def open_sid(self, column: SealedColumn, row_id: int, kept: bytes) -> str:
        """As `open`, an id of the provider; one from before these were sealed stands there as it was."""
        if kept[:1] in (FORMAT, _UNPADDED):
            return self.open(column, row_id, kept)
        return kept.decode("ascii", "replace")

    def seal_bytes(self, column: SealedColumn, row_id: int, content: bytes) -> bytes:
        """As `seal`, for what is no text."""
        if self._monotonic() - self._read_at > STALE_SECONDS:
            self.renew()
        ring, nonce = self._ring, os.urandom(_NONCE)
        bound = column.bound_to(row_id)
        sealed = ring.ciphers[ring.newest].encrypt(nonce, padded(content, column.least), bound)
        return FORMAT + ring.newest.to_bytes(2) + nonce + sealed

    def open_bytes(self, column: SealedColumn, row_id: int, sealed: bytes) -> bytes:
        """As `open`, for what is no text. Raises VaultFault."""
        cipher = self._cipher(sealed)
        if cipher is None:
            raise VaultFault(f"{column.place}: sealed with a key that is not here")
        form, nonce, body = sealed[:1], sealed[HEADER : HEADER + _NONCE], sealed[HEADER + _NONCE :]
        try:
            content = cipher.decrypt(nonce, body, column.bound_to(row_id, form))
            return content if form == _UNPADDED else unpadded(content)
        except (InvalidTag, PaddingFault, ValueError):  # ValueError: too short to be anything
            raise VaultFault(f"{column.place}: not what was sealed for row {row_id}") from None

    def phone_index(self, number: str) -> bytes:
        """The blind index of an E.164 number: HMAC-SHA-256 under the index key."""
        return hmac.digest(self._index_key, b"phone:" + number.encode(), "sha256")

    def tally_index(self, number: str) -> bytes:
        """The keyed hash by which a number's texts are counted: no other column holds the same."""
        return hmac.digest(self._index_key, b"tally:" + number.encode(), "sha256")

    def words_index(self, words: str) -> bytes:
        """A short keyed hash by which words are known when they come again."""
        known = b"words:" + words.encode("utf-8", "surrogatepass")
        return hmac.digest(self._index_key, known, "sha256")[:16]

    def message_index(self, sid: str) -> bytes:
        """The keyed hash by which a provider's message id is known again."""
        return hmac.digest(self._index_key, b"message:" + sid.encode(), "sha256")

    def safe_word(self, member_id: int, word: str) -> bytes:
        """The keyed hash by which a member's own word, folded, is known again; of no other member's."""
        return hmac.digest(self._index_key, f"safe word:{member_id}:{word}".encode(), "sha256")

    def sixteenth(self, member_id: int) -> int:
        """In which of sixteen parts of the members this one is: two of different parts are two people."""
        return hmac.digest(self._index_key, f"sixteenth:{member_id}".encode(), "sha256")[0] % 16

    def playing_key(self, what: str) -> bytes:
        """The keyed hash without which nobody gets to hear `what`: a recording in a call, for a while."""
        return hmac.digest(self._index_key, b"playing:" + what.encode(), "sha256")

    def staff_index(self, folded_name: str) -> bytes:
        """The keyed hash by which a name that is typed to sign in is known again."""
        return hmac.digest(self._index_key, b"staff:" + folded_name.encode(), "sha256")

    def token_index(self, token: str) -> bytes:
        """The keyed hash by which the token of a session or an invitation is known again."""
        return hmac.digest(self._index_key, b"token:" + token.encode(), "sha256")

    def record_key(self) -> bytes:
        """The key of the record's chain: it is not changed with the data keys, or no old link would fit."""
        return hmac.digest(self._index_key, b"record chain", "sha256")

    def recovery_index(self, staff_id: int, code: str) -> bytes:
        """The keyed hash by which a recovery code is known, of this account alone."""
        return hmac.digest(self._index_key, f"recovery:{staff_id}:{code}".encode(), "sha256")

    def passkey_index(self, credential_id: bytes) -> bytes:
        """The keyed hash by which an authenticator's key is found."""
        return hmac.digest(self._index_key, b"passkey:" + credential_id, "sha256")

    def challenge_mark(self, challenge: bytes) -> bytes:
        """What shows that a challenge to an authenticator is ours."""
        return hmac.digest(self._index_key, b"challenge:" + challenge, "sha256")

    def address_index(self, address: str) -> bytes:
        """The keyed hash by which tries to sign in from one address are counted."""
        return hmac.digest(self._index_key, b"address:" + address.encode(), "sha256")

    def cookie_key(self) -> bytes:
        """The key under which the console signs its cookies: the same in every web process."""
        return hmac.digest(self._index_key, b"console cookies", "sha256")

    def renew(self) -> None:
        """Read the data keys anew. Raises VaultFault where the master key does not open one."""
        if self._reload is not None:
            begun = self._monotonic()
            self._ring = _Ring(self._reload())
            self._read_at = begun

    def _cipher(self, sealed: bytes) -> AESGCM | None:
        """The key that `sealed` names, looked for once more where it is not known yet."""
        if sealed[:1] not in (FORMAT, _UNPADDED):
            return None
        number = key_number(sealed)
        if number not in self._ring.ciphers:
            self.renew()
        return self._ring.ciphers.get(number)


def key_number(sealed: bytes) -> int:
    """The number of the data key under which this was sealed."""
    return int.from_bytes(sealed[1:HEADER])
