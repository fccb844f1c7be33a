"""The hashes of the record's chain: what a link covers, and how an id can leave without breaking it.

A link is a keyed hash of the link before it and of what its row says. Of an id that must be able to go,
a row says only a mark: a keyed hash of the id and a random proof. While the id is there, anybody with
the key sees that it belongs to the mark; once id and proof are gone nobody can try ids against it, and a
keyed hash in the proof's place says that it was we who cut it.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass

NO_LINK = bytes(32)
"""What the first link of all follows."""
_PROOF = 16
_SHORT = 16

Said = Sequence[int | str | None]


@dataclass(frozen=True)
class Head:
    """One link of the chain: its number and its hash."""

    seq: int
    link: bytes

    def __str__(self) -> str:
        """As it is noted elsewhere: `1042-` and 64 hexadecimal digits."""
        return f"{self.seq}-{self.link.hex()}"

    @property
    def short(self) -> str:
        """As people write it down."""
        return f"{self.seq}-{self.link.hex()[:_SHORT]}"


class Chain:
    """Makes the hashes, under the record's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def link(self, before: bytes, said: Said) -> bytes:
        """The link of a row that says this, after the link `before`."""
        return self._hash(b"link:" + before, said)

    def seal(self, place: str, head: Head) -> bytes:
        """What shows that an end of the chain was set by us."""
        return self._hash(b"end:", [place, str(head)])

    def marked(self, member_id: int) -> tuple[bytes, bytes]:
        """The mark of an id, and its proof."""
        proof = os.urandom(_PROOF)
        return self._hash(b"mark:" + proof, [member_id]), proof

    def cut(self, place: str, row_id: int, mark: bytes) -> bytes:
        """What stands in the proof's place once the id in this column of this row was cut."""
        return self._hash(b"cut:" + mark, [place, row_id])

    def _hash(self, head: bytes, said: Said) -> bytes:
        spelled = json.dumps(list(said), separators=(",", ":"))
        return hmac.digest(self._key, head + spelled.encode(), "sha256")


def read(noted: str) -> Head | None:
    """A head that was noted in full; None where it is none."""
    seq, _, link = noted.strip().partition("-")
    if not (seq.isascii() and seq.isdigit()) or len(link) != 2 * len(NO_LINK):
        return None
    try:
        return Head(int(seq), bytes.fromhex(link))
    except ValueError:
        return None
