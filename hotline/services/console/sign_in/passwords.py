"""Passwords of the staff, hashed slowly. The hash is sealed as well (hotline.store.console.staff)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# OWASP's least for argon2id: 19 MiB, two passes. One at a time in a process, so that many who try at
# once do not fill the memory of a small machine; and few may wait, so that they do not hold the threads
# that texts are taken in by. Whoever comes from a browser that is known waits in a room of their own:
# strangers cannot fill it.
_MEMORY_KIB, _PASSES = 19 * 1024, 2
_room, _room_of_known = threading.BoundedSemaphore(3), threading.BoundedSemaphore(3)
_turn = threading.Lock()


class Busy(Exception):
    """Too many wait for their password to be looked at; in a moment it will go."""


def hashed(password: str) -> str:
    """The hash to keep, in argon2's own notation: salt and costs stand in it. Raises Busy."""
    with _in_turn(_room):
        return _hasher().hash(password)


def fits(known: str | None, password: str, *, known_device: bool = False) -> bool:
    """Whether a password is the one that was hashed. Without one it costs as much, and is False.

    Raises Busy.
    """
    from argon2.exceptions import VerifyMismatchError

    with _in_turn(_room_of_known if known_device else _room):
        try:
            _hasher().verify(known or _nobodys(), password)
        except VerifyMismatchError:
            return False
    return known is not None


@contextmanager
def _in_turn(room: threading.BoundedSemaphore) -> Iterator[None]:
    if not room.acquire(blocking=False):
        raise Busy
    try:
        with _turn:
            yield
    finally:
        room.release()


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")
