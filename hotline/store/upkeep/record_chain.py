"""The record as a chain: events and console_actions, one after the other, each row linked to the last.

Rows are written without a link, so that nobody waits for the newest one; a worker links what is new some
seconds later, in the order in which it finds them. A row that is not linked yet can still be changed by
whoever holds the database. Once linked, it cannot be changed, taken out, moved or followed by fewer rows
without a link that does not fit, but by whoever has the key as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    delete,
    func,
    select,
    type_coerce,
    update,
)

from hotline.store.db.chaining import NO_LINK, Chain, Head
from hotline.store.db.database import insert_new
from hotline.store.db.encryption import Vault
from hotline.store.schema import console_actions, events, record_ends

FIRST, LAST = "first", "last"


class ChainBroken(Exception):
    """What is chained does not fit any more: `hotline audit` names the row. Nothing was changed."""


@dataclass(frozen=True)
class Trail:
    """One of the tables. `said` are the columns that a link covers as they are; `named`, by the name of
    its mark, those that may hold a member's id: where `members_only` is given, only in rows of that kind."""

    table: Table
    said: tuple[str, ...]
    named: Mapping[str, str]
    members_only: str | None = None

    def place(self, mark: str) -> str:
        """The column that this mark is for, as `table.column`."""
        return f"{self.table.name}.{self.named[mark]}"

    def names_member(self, row: Any) -> bool:
        """Whether the ids in a row's `named` columns are those of members."""
        return self.members_only is None or row.kind == self.members_only


TRAILS = (
    Trail(events, ("at", "kind", "need_id"), {"member": "member_id", "actor": "actor_id"}),
    Trail(
        console_actions,
        ("at", "staff_id", "action", "kind"),
        {"target": "target_id"},
        members_only="member",
    ),
)
_E = record_ends.c


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
    new = [(trail, row) for trail in TRAILS for row in _unlinked(db, trail, limit)]
    new.sort(key=lambda one: (one[1].at, one[0].table.name, one[1].id))
    linked: dict[str, list[dict[str, Any]]] = {trail.table.name: [] for trail in TRAILS}
    for trail, row in new:
        marks = _marks(chain, trail, row)
        link = chain.link(last.link, _said(trail, row, last.seq + 1, marks))
        last = Head(last.seq + 1, link)
        linked[trail.table.name].append({"row": row.id, "seq": last.seq, "link": link, **marks})
    for trail in TRAILS:
        _write(db, trail, linked[trail.table.name])
    if new:
        _set(db, chain, LAST, last)
    return len(new)


def _unlinked(db: Connection, trail: Trail, limit: int) -> Sequence[Any]:
    """New rows that nobody else is changing just now."""
    t = trail.table.c
    query = _rows(trail).where(t.seq.is_(None)).order_by(t.at).limit(limit)
    return db.execute(query.with_for_update(skip_locked=True)).all()


def _rows(trail: Trail) -> Select[Any]:
    t = trail.table.c
    marks = [t[f"{mark}_{part}"] for mark in trail.named for part in ("mark", "proof")]
    plain = [t[name] for name in trail.said if name != "at"]
    at = type_coerce(t.at, BigInteger).label("at")  # milliseconds, as the auditor reads them
    return select(
        t.id, t.seq, t.link, at, *plain, *(t[name] for name in trail.named.values()), *marks
    )


def _marks(chain: Chain, trail: Trail, row: Any) -> dict[str, bytes | None]:
    """The marks of a row's members, and their proofs. One that was marked before keeps its mark."""
    found: dict[str, bytes | None] = {}
    for mark, column in trail.named.items():
        known, member_id = getattr(row, f"{mark}_mark"), getattr(row, column)
        pair: tuple[bytes | None, bytes | None] = known, getattr(row, f"{mark}_proof")
        if known is None and member_id is not None and trail.names_member(row):
            pair = chain.marked(member_id)
        found[f"{mark}_mark"], found[f"{mark}_proof"] = pair
    return found


def _said(
    trail: Trail, row: Any, seq: int, marks: Mapping[str, bytes | None]
) -> list[int | str | None]:
    """What a link covers of its row; of a member its mark alone."""
    said = [seq, trail.table.name, row.id, *(getattr(row, name) for name in trail.said)]
    for mark, column in trail.named.items():
        covered = marks[f"{mark}_mark"]
        hashed = None if covered is None else bytes(covered).hex()
        said.append(hashed if trail.names_member(row) else getattr(row, column))
    return said


def _write(db: Connection, trail: Trail, values: list[dict[str, Any]]) -> None:
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


def _fitting(chain: Chain, before: Head, rows: Iterable[tuple[Trail, Any]]) -> Head:
    """The last of these rows up to which each follows the one before it."""
    for trail, row in rows:
        link = chain.link(before.link, _said(trail, row, row.seq, row._mapping))
        if row.seq != before.seq + 1 or bytes(row.link) != link:
            break
        before = Head(row.seq, link)
    return before


def _front(db: Connection, old: datetime, after: int, limit: int) -> list[tuple[Trail, Any]]:
    """The rows at the front, in order, up to the first that is still kept."""
    until, found = after + limit + 1, []
    for trail in TRAILS:
        until = min([until, *db.execute(_first_kept(trail, old, after)).scalars()])
    for trail in TRAILS:
        seq = trail.table.c.seq
        query = _rows(trail).where(seq > after, seq < until).with_for_update()
        found += [(trail, row) for row in db.execute(query)]
    return sorted(found, key=lambda one: one[1].seq)


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
    t, column = trail.table.c, trail.named[mark]
    theirs: ColumnElement[bool] = t[column].in_(whom)
    if trail.members_only is not None:
        theirs &= t.kind == trail.members_only
    marked: Column[bytes] = t[f"{mark}_mark"]
    rows = db.execute(select(t.id, marked.label("mark")).where(theirs).with_for_update()).all()
    place = trail.place(mark)
    values = [
        {"row": row.id, "proof": row.mark and chain.cut(place, row.id, bytes(row.mark))}
        for row in rows
    ]
    if values:
        gone: dict[str, Any] = {column: None, f"{mark}_proof": bindparam("proof")}
        db.execute(update(trail.table).where(t.id == bindparam("row")).values(gone), values)


def unlink(db: Connection) -> None:
    """Take every link away, so that the chain is begun anew with the rows that are there."""
    for trail in TRAILS:
        db.execute(update(trail.table).values(seq=None, link=None))
    db.execute(delete(record_ends))
