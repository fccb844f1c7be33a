"""The record as a chain: events and console_actions, one after the other, each row linked to the last.

Rows are written without a link, so that nobody waits for the newest one; a worker links what is new some
seconds later, in the order in which it finds them. A row that is not linked yet can still be changed by
whoever holds the database. Once linked, it cannot be changed, taken out, moved or followed by fewer rows
without a link that does not fit, but by whoever has the key as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, select, update

from hotline.store.db.database import insert_new
from hotline.store.db.encryption import Vault
from hotline.store.schema import record_ends
from hotline.store.upkeep.chaining import NO_LINK, Chain, Head
from hotline.store.upkeep.record_entries import TRAILS, Entry, Trail, entries

FIRST, LAST = "first", "last"
_E = record_ends.c


class ChainBroken(Exception):
    """What is chained does not fit any more: `hotline audit` names the row. Nothing was changed."""


# --- linking ---------------------------------------------------------------------------------------


def extend(db: Connection, vault: Vault, limit: int) -> int:
    """Link up to `limit` new rows of each table, the oldest first; how many.

    One writer at a time: where another is at it, 0. Raises ChainBroken where the end of the chain is not
    the one that was set.
    """
    chain = Chain(vault.record_key())
    last = _held(db, chain, LAST)
    if last is None:
        return 0
    new = [entry.marked(chain) for trail in TRAILS for entry in _unlinked(db, trail, limit)]
    new.sort(key=lambda entry: (entry.at, entry.turn, entry.trail.table.name, entry.id))
    values: dict[str, list[dict[str, object]]] = {trail.table.name: [] for trail in TRAILS}
    for entry in new:
        last = Head(last.seq + 1, chain.link(last.link, entry.covered(last.seq + 1)))
        own = {"row": entry.id, "seq": last.seq, "link": last.link}
        values[entry.trail.table.name].append(own | entry.marks())
    for trail in TRAILS:
        _write(db, trail, values[trail.table.name])
    if new:
        _set(db, chain, LAST, last)
    return len(new)


def _unlinked(db: Connection, trail: Trail, limit: int) -> list[Entry]:
    """New rows that nobody else is changing just now."""
    return entries(db, trail, trail.table.c.seq.is_(None), limit=limit, skip_locked=True)


def _write(db: Connection, trail: Trail, values: list[dict[str, object]]) -> None:
    if values:
        own = update(trail.table).where(trail.table.c.id == bindparam("row"))
        db.execute(own, values)


# --- its ends --------------------------------------------------------------------------------------


def head(db: Connection) -> Head:
    """The newest link; number 0 where nothing was chained yet."""
    return _end(db, LAST)


def holds(db: Connection, noted: Head) -> bool:
    """Whether a link that was noted elsewhere is in the chain, or was removed with its time."""
    if noted.seq <= _end(db, FIRST).seq:
        return True
    return any(db.execute(_at(trail, noted)).first() for trail in TRAILS)


def _at(trail: Trail, link: Head) -> Select[tuple[int]]:
    t = trail.table.c
    return select(t.id).where(t.seq == link.seq, t.link == link.link)


def _end(db: Connection, place: str) -> Head:
    row = db.execute(select(_E.seq, _E.link).where(_E.place == place)).one_or_none()
    return Head(0, NO_LINK) if row is None else Head(row.seq, bytes(row.link))


def _held(db: Connection, chain: Chain, place: str) -> Head | None:
    """An end of the chain, locked until the transaction ends; None where somebody else holds it."""
    query = select(_E.seq, _E.link, _E.seal).where(_E.place == place)
    row = db.execute(query.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        there = db.execute(select(_E.seq).where(_E.place == place)).first()
        return None if there else _begun(db, chain)
    found = Head(row.seq, bytes(row.link))
    if bytes(row.seal) != chain.seal(place, found):
        raise ChainBroken(f"the {place} end of the record is not the one that was set")
    return found


def _begun(db: Connection, chain: Chain) -> Head | None:
    """Both ends of a chain that has no link yet; None where somebody else has just set them.

    Raises ChainBroken where there are links.
    """
    start = Head(0, NO_LINK)
    made = [insert_new(db, record_ends, **_values(chain, at, start)) for at in (FIRST, LAST)]
    if not all(made):
        return None
    if any(db.execute(select(func.max(trail.table.c.seq))).scalar() for trail in TRAILS):
        raise ChainBroken("an end of the record is gone")
    return start


def _set(db: Connection, chain: Chain, place: str, end: Head) -> None:
    db.execute(update(record_ends).where(_E.place == place).values(**_values(chain, place, end)))


def _values(chain: Chain, place: str, end: Head) -> dict[str, object]:
    seal = chain.seal(place, end)
    return {"place": place, "seq": end.seq, "link": end.link, "seal": seal}


# --- what goes -------------------------------------------------------------------------------------


def trim(db: Connection, vault: Vault, old: datetime, limit: int) -> int:
    """Remove up to `limit` rows from the front whose time is over, as of `old`; how many.

    A row that does not fit stays, with all that follow it: it is to be looked at first. Raises ChainBroken
    where it is the very first.
    """
    chain = Chain(vault.record_key())
    first = _held(db, chain, FIRST)
    if first is None:
        return 0
    rows = _front(db, old, first.seq, limit)
    upto = _fitting(chain, first, rows)
    if rows and upto == first:
        raise ChainBroken(f"row {first.seq + 1} of the record does not follow the one before it")
    for trail in TRAILS:
        db.execute(delete(trail.table).where(trail.table.c.seq <= upto.seq))
    _set(db, chain, FIRST, upto)
    return upto.seq - first.seq


def _fitting(chain: Chain, before: Head, rows: Iterable[Entry]) -> Head:
    """The last of these rows up to which each follows the one before it."""
    for entry in rows:
        after = Head(before.seq + 1, chain.link(before.link, entry.covered(before.seq + 1)))
        if (entry.seq, entry.link) != (after.seq, after.link):
            break
        before = after
    return before


def _front(db: Connection, old: datetime, after: int, limit: int) -> list[Entry]:
    """The rows at the front, in order, up to the first that is still kept."""
    until, found = after + limit + 1, []
    for trail in TRAILS:
        until = min([until, *db.execute(_first_kept(trail, old, after)).scalars()])
    for trail in TRAILS:
        seq = trail.table.c.seq
        found += entries(db, trail, seq > after, seq < until)
    return sorted(found, key=lambda entry: entry.seq or 0)


def _first_kept(trail: Trail, old: datetime, after: int) -> Select[tuple[int]]:
    t = trail.table.c
    return select(t.seq).where(t.seq > after, t.at > old).order_by(t.seq).limit(1)


def overdue(db: Connection, old: datetime, most: int) -> int:
    """How many rows are here whose time is over, counted up to `most` in each table."""
    found = 0
    for trail in TRAILS:
        late = select(trail.table.c.id).where(trail.table.c.at <= old).limit(most).subquery()
        found += int(db.execute(select(func.count()).select_from(late)).scalar_one())
    return found


def cut(db: Connection, vault: Vault, whom: Select[tuple[int]]) -> None:
    """Take the ids of these members out of the record; every link goes on fitting."""
    chain = Chain(vault.record_key())
    for trail in TRAILS:
        for mark in trail.named:
            _cut(db, chain, trail, mark, whom)


def _cut(db: Connection, chain: Chain, trail: Trail, mark: str, whom: Select[tuple[int]]) -> None:
    t, column, place = trail.table.c, trail.named[mark], trail.place(mark)
    theirs: ColumnElement[bool] = t[column].in_(whom)
    if trail.members_only is not None:
        theirs &= t.kind == trail.members_only
    cuts: list[dict[str, object]] = []
    for entry in entries(db, trail, theirs):
        known = entry.named[mark].mark
        proof = None if known is None else chain.cut(place, entry.id, known)
        cuts.append({"row": entry.id, column: None, f"{mark}_proof": proof})
    if cuts:
        db.execute(update(trail.table).where(t.id == bindparam("row")), cuts)


def unlink(db: Connection) -> None:
    """Take every link away, so that the chain is begun anew with the rows that are there."""
    for trail in TRAILS:
        db.execute(update(trail.table).values(seq=None, link=None))
    db.execute(delete(record_ends))
