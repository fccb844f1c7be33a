"""The slow hash of a PIN, computed while no transaction is open: a tenth of a second would hold up
everybody who writes."""

from __future__ import annotations

import hashlib
import os

from hotline.services.kernel.unit_of_work import computed_outside

SALT = 16  # bytes
# RFC 7914's N, r and p: 16 MiB and some 40 ms for each try. A PIN has few digits, so this alone would not
# protect it: the hash is sealed under the vault's keys too, which are not in the database.
_N, _R, _P, _BYTES = 2**14, 8, 1, 32
_MEMORY = 64 * 1024 * 1024


def of(pin: str, salt: bytes) -> bytes:
    """The hash of a PIN that was typed, within a unit of work."""
    return computed_outside((pin, salt), lambda: _hash(pin, salt))


def new(pin: str) -> bytes:
    """A fresh salt and the PIN's hash with it, likewise."""
    return computed_outside((pin, None), lambda: _salted(pin))


def _salted(pin: str) -> bytes:
    salt = os.urandom(SALT)
    return salt + _hash(pin, salt)


def _hash(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=_MEMORY, dklen=_BYTES)
