"""Moments that nobody needs to the minute any more lose it, as moments.py decides, some rows at a time.

Every statement says by itself which rows it still has to change, so that it may run again at any time, and
a row that somebody changes meanwhile is left to the next run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    type_coerce,
    update,
)

from hotline.store.db import identity_map
from hotline.store.schema import metadata, outbox
from hotline.store.upkeep.moments import (
    BY_DAY_AFTER,
    DAY,
    DECISIONS,
    EXACT_FOR,
    HOUR,
    MINUTE,
    TURNS,
    Ahead,
    Decision,
    Passing,
    Past,
)

_RANKED = (
    1000  # milliseconds: so many rows keep their order within a step, or it is a whole step already
)
_PLACES = 9  # a turn that is no greater may be a place in an answer, and tells as little
_ANSWERS = {"outbox": outbox.c.inbound_id}
_KEYS = {"offer_cells": "offer_id"}  # where the first part of the key is the same in many rows

Step = tuple[ColumnElement[bool], ColumnElement[int]]


@dataclass(frozen=True)
class Coarsening:
    """What is to become of one table's rows, seen from one moment."""

    table: Table
    key: Column[int]
    wanted: ColumnElement[bool]
    values: Mapping[str, ColumnElement[int]]


def tables() -> list[str]:
    """The tables of which something becomes coarse."""
    swept = (name.split(".")[0] for name, one in DECISIONS.items() if _is_swept(one))
    return list(dict.fromkeys(swept))


def find(db: Connection, name: str, now: datetime, limit: int) -> list[object]:
    """The keys of rows of this table that are more exact than they must be, the oldest first."""
    plan = _plan(name, now)
    query = select(plan.key).where(plan.wanted).limit(limit)
    oldest_first = query.order_by(plan.table.c[TURNS[name]]) if name in TURNS else query
    return list(db.execute(oldest_first).scalars())


def coarsen(db: Connection, name: str, keys: Sequence[object], now: datetime) -> int:
    """Make the moments of these rows coarse, but for those that somebody holds; how many rows changed.

    All are looked at before the first is changed: the place of one among others depends on theirs.
    """
    plan = _plan(name, now)
    which = list(plan.table.primary_key.columns)
    after = [value.label(f"new_{column}") for column, value in plan.values.items()]
    query = select(*(column.label(f"old_{column.name}") for column in which), *after)
    free = query.where(plan.key.in_(list(keys)), plan.wanted)
    found = db.execute(free.with_for_update(skip_locked=True, of=plan.table)).all()
    if found:
        this = and_(*(column == bindparam(f"old_{column.name}") for column in which))
        fresh = {one: type_coerce(bindparam(f"new_{one}"), BigInteger) for one in plan.values}
        db.execute(update(plan.table).where(this).values(fresh), [dict(r._mapping) for r in found])
    identity_map.forget(db)
    return len(found)


def _is_swept(decision: Decision) -> bool:
    return isinstance(decision, Past | Ahead | Passing)


def _plan(name: str, now: datetime) -> Coarsening:
    table = metadata.tables[name]
    steps = {column: list(_steps(column, now)) for column in table.columns}
    values = {c.name: case(*those, else_=_number(c)) for c, those in steps.items() if those}
    wanted = or_(false(), *(which for those in steps.values() for which, _ in those))
    key = _KEYS.get(name) or next(iter(table.primary_key.columns)).name
    return Coarsening(table, table.c[key], wanted, values)


def _steps(column: Column[int], now: datetime) -> Iterator[Step]:
    """What may be done to a column, the farthest-reaching first."""
    decision = DECISIONS.get(f"{column.table.name}.{column.name}")
    at = _number(column)
    if isinstance(decision, Passing):
        yield at <= _ms(now), type_coerce(null(), BigInteger)
    if isinstance(decision, Ahead):
        far = at > _ms(now + decision.step)
        yield far & _is_finer(at, decision.step), _rounded(at, decision.step, up=True)
        decision = Past()
    if isinstance(decision, Past):
        yield from _past(column, decision, now)
    if column.name == "turn" and column.table.name in TURNS:
        place = _rank(column, _ANSWERS.get(column.table.name), literal(0))
        yield _turn_is_over(column, now), place


def _past(column: Column[int], rule: Past, now: datetime) -> Iterator[Step]:
    at = _number(column)
    settled = literal(True, Boolean) if rule.needed is None else not_(rule.needed)
    for step, age in ((DAY, BY_DAY_AFTER), (HOUR, EXACT_FOR)):
        old = settled, at <= _ms(now - age)
        if step == HOUR and rule.since is not None:
            begun = func.coalesce(_number(rule.since), at)
            from_then = _rounded(begun, HOUR)
            length = _rounded(at - begun, MINUTE, up=True)
            yield and_(*old, _is_finer(at - from_then, MINUTE)), from_then + length
        else:
            coarse = _rounded(at, step, up=rule.up)
            yield and_(*old, _is_finer(at, step)), coarse + _rank(column, rule.among, coarse)


def _turn_is_over(turn: Column[int], now: datetime) -> ColumnElement[bool]:
    """The moment beside it is old enough to be coarse."""
    table = turn.table
    beside = table.c[TURNS[table.name]]
    rule = DECISIONS[f"{table.name}.{beside.name}"]
    needed = rule.needed if isinstance(rule, Past) and rule.needed is not None else false()
    return and_(turn > _PLACES, _number(beside) <= _ms(now - EXACT_FOR), not_(needed))


def _rank(
    column: Column[int], among: Column[int] | None, coarse: ColumnElement[int]
) -> ColumnElement[int]:
    """How many rows that are alike in `among` come before this one within the same step, or the most that
    leaves it coarse."""
    if among is None:
        return literal(0)
    other = among.table.alias("before_it")
    alike = other.c[among.name] == among
    earlier = _number(other.c[column.name]) < _number(column)
    within = _number(other.c[column.name]) >= coarse
    before = select(literal(1)).where(alike, earlier, within).limit(_RANKED - 1)
    counted = before.correlate(among.table).subquery()
    return select(func.count()).select_from(counted).scalar_subquery()


def _number(column: ColumnElement[int]) -> ColumnElement[int]:
    """A moment as it stands in the database: milliseconds since 1970."""
    return type_coerce(column, BigInteger)


def _is_finer(at: ColumnElement[int], step: timedelta) -> ColumnElement[bool]:
    return at % _length(step) >= _RANKED


def _rounded(at: ColumnElement[int], step: timedelta, *, up: bool = False) -> ColumnElement[int]:
    raised = at + (_length(step) - 1) if up else at
    return raised - raised % _length(step)


def _length(step: timedelta) -> int:
    return step // timedelta(milliseconds=1)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
