"""Write down, commit, then ring: how a use case ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from hotline.services import slow_hash
from hotline.services.house import House

T = TypeVar("T")


def in_one_go(house: House, work: Callable[[Connection, set[str]], T]) -> T:
    """Do `work` in one transaction, then ring the bells whose names it put into the set.

    It may run several times before it is committed (Database.write, slow_hash), each from the start.
    """
    rings: set[str] = set()

    def afresh(db: Connection) -> T:
        rings.clear()
        return work(db, rings)

    house.wording.refresh()  # here, where no connection is held
    done = slow_hash.outside(lambda: house.database.write(afresh))
    for name in sorted(rings):
        house.doorbell.ring(name)
    return done
