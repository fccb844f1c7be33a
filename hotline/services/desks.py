"""A desk in a transaction of its own, its bells rung once that is committed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from hotline.services.house import House
from hotline.services.scene import Desk
from hotline.services.transactions import in_one_go

T = TypeVar("T")


def at_a_desk(house: House, work: Callable[[Desk], T]) -> T:
    """Do `work` in a transaction and give what it gives; a transaction tried again starts afresh."""

    def in_one(db: Connection, rings: set[str]) -> T:
        return work(Desk(house, db, house.clock(), rings))

    return in_one_go(house, in_one)
