"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hotline.audit.ledger import Ledger


@dataclass(frozen=True)
class Check:
    """One promise: `question` finds the ids of the rows of `table` that break it.

    It may use `:now` and `:late`, the moment before which what was due must have been done (both in
    milliseconds since 1970).
    """

    name: str
    says: str
    table: str
    question: str


@dataclass(frozen=True)
class BrokenPromise:
    """A promise that is not kept, and by which rows: ids, never a number or a word."""

    check: str
    says: str
    table: str
    ids: tuple[object, ...]


def asked(ledger: Ledger, checks: Iterable[Check], now: int, late: int) -> list[BrokenPromise]:
    """What these checks find."""
    found = []
    for check in checks:
        values = {
            name: value
            for name, value in (("now", now), ("late", late))
            if f":{name}" in check.question
        }
        ids = tuple(row[0] for row in ledger.rows(check.question, **values))
        if ids:
            found.append(BrokenPromise(check.name, check.says, check.table, ids))
    return found
