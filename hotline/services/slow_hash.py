"""The slow hash of a PIN, computed while no transaction is open.

A tenth of a second would hold up everybody who writes. So a transaction that needs a hash which is not
at hand is given up, the hash is computed, and the transaction runs again from its start: whatever it
then reads, counts and decides is as it stands at that moment, under its locks.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

SALT = 16  # bytes
# RFC 7914's N, r and p: 16 MiB and some 40 ms for each try. A PIN has few digits, so this alone would not
# protect it: the hash is sealed under the vault's keys too, which are not in the database.
_N, _R, _P, _BYTES = 2**14, 8, 1, 32
_MEMORY = 64 * 1024 * 1024

_Known = dict[tuple[str, bytes | None], bytes]
_at_hand: ContextVar[_Known] = ContextVar("hashes of the transaction that runs again")


class _Missing(Exception):
    """A hash is needed that is not at hand."""

    def __init__(self, pin: str, salt: bytes | None) -> None:
        super().__init__("a slow hash is needed; run the transaction by slow_hash.outside()")
        self.key = (pin, salt)


def of(pin: str, salt: bytes) -> bytes:
    """The hash of a PIN that was typed, within a transaction that `outside` runs."""
    return _looked_up(pin, salt)


def new(pin: str) -> bytes:
    """A fresh salt and the PIN's hash with it, likewise."""
    return _looked_up(pin, None)


def outside(transaction: Callable[[], T]) -> T:
    """Run a transaction, as often as it lacks a hash; its hashes are forgotten afterwards."""
    known: _Known = {}
    token = _at_hand.set(known)
    try:
        while True:
            try:
                return transaction()
            except _Missing as missing:
                known[missing.key] = _computed(*missing.key)
    finally:
        _at_hand.reset(token)


def _looked_up(pin: str, salt: bytes | None) -> bytes:
    found = _at_hand.get({}).get((pin, salt))
    if found is None:
        raise _Missing(pin, salt)
    return found


def _computed(pin: str, salt: bytes | None) -> bytes:
    if salt is None:
        fresh = os.urandom(SALT)
        return fresh + _computed(pin, fresh)
    return hashlib.scrypt(pin.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=_MEMORY, dklen=_BYTES)
