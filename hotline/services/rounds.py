"""Due rows, one by one: each in a transaction of its own, its bells rung once that is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hotline.services.desks import at_a_desk
from hotline.services.house import House
from hotline.services.scene import Desk


def each(house: House, row_ids: Iterable[int], work: Callable[[Desk, int], bool]) -> int:
    """Do `work` for every row; how many said that there was something to do.

    Two workers may come to the same row: `work` locks it and looks again.
    """
    return sum(_one(house, row_id, work) for row_id in row_ids)


def _one(house: House, row_id: int, work: Callable[[Desk, int], bool]) -> bool:
    return at_a_desk(house, lambda desk: work(desk, row_id))
