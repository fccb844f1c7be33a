"""Needs, changed only along the table of legal transitions, by conditional UPDATEs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict, Unpack

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    exists,
    false,
    insert,
    or_,
    select,
    true,
    update,
)

from hotline.domain.community.days import Wanted
from hotline.domain.limits import Funds
from hotline.domain.states import LIVE_NEEDS, NeedState
from hotline.domain.transitions import NEED
from hotline.store.db import identity_map
from hotline.store.db.encryption import NEED_WORDS, Vault
from hotline.store.db.identity_map import IdentityMap
from hotline.store.db.ids import new_id, next_turn
from hotline.store.db.lifecycle import NEEDS
from hotline.store.db.prepared import Prepared
from hotline.store.needs import references
from hotline.store.schema import matches, needs
from hotline.store.schema import references as numbers


@dataclass(frozen=True)
class Need:
    """A need. Its words stay sealed until somebody has accepted it (`words_of`)."""

    id: int
    reference: str
    asker_id: int
    category: str
    area: str
    wanted: str
    people: int | None
    language: str
    urgent: bool
    state: NeedState
    wave: int
    waves_before: int
    due_at: datetime | None
    opened_at: datetime
    asking_at: datetime | None
    follow_up_at: datetime | None
    expires_at: datetime
    yes_within: str | None = None  # how soon the first yes came
    heard_only: bool = (
        False  # its asker wants no text of it on this phone: news is heard by calling
    )
    day: date | None = None
    part: str | None = None
    words: bytes | None = field(default=None, repr=False)

    @property
    def when(self) -> Wanted:
        """When it is wanted."""
        return Wanted(self.wanted, self.day, self.part)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_NEEDS

    @property
    def details(self) -> dict[str, Any]:
        """What an ask may carry, as prompt arguments: category, area, when, how many, reference."""
        told = {
            "reference": self.reference,
            "category": self.category,
            "area": self.area,
            "when": self.when.value,
        }
        return told if self.people is None else told | {"count": self.people}


class NewNeed(TypedDict):
    """What is asked for, by whom, when somebody is first looked for, and until when."""

    asker_id: int
    category: str
    area: str
    wanted: str
    day: NotRequired[date | None]
    part: NotRequired[str | None]
    people: int | None
    language: str
    urgent: bool
    due_at: datetime | None
    expires_at: datetime
    asking_at: NotRequired[datetime | None]
    heard_only: NotRequired[bool]


class NeedValues(TypedDict, total=False):
    """Columns that change while a need lives; its state does by `move` alone."""

    wave: int
    waves_before: int
    urgent: bool
    heard_only: bool
    words: bytes | None
    due_at: datetime | None
    asking_at: datetime | None
    matched_at: datetime | None
    follow_up_at: datetime | None
    expires_at: datetime
    closed_at: datetime | None
    yes_within: str


_COLUMNS = [needs.c[name] for name in Need.__dataclass_fields__]

_HELD = IdentityMap(Need)
_BY_ID = Prepared(select(*_COLUMNS).where(needs.c.id == bindparam("need")))
_LOCKED_BY_ID = Prepared(
    select(*_COLUMNS).where(needs.c.id == bindparam("need")).with_for_update(key_share=True)
)
_LOCKED_BY_REFERENCE = Prepared(
    select(*_COLUMNS)
    .join(numbers, numbers.c.subject_id == needs.c.id)
    .where(numbers.c.code == bindparam("code"))
    .with_for_update(key_share=True, of=needs)
)
_CHANGE = Prepared(update(needs).where(needs.c.id == bindparam("need")))
_OF_ASKER = needs.c.asker_id == bindparam("asker")
_OPEN = Prepared(insert(needs))
_OLDEST_FIRST = needs.c.opened_at, needs.c.turn, needs.c.id
_LATEST_FIRST = tuple(column.desc() for column in _OLDEST_FIRST)
_IS_LIVE = or_(*(needs.c.state == state for state in LIVE_NEEDS))
_LIVE_OF = Prepared(select(*_COLUMNS).where(_OF_ASKER, _IS_LIVE).order_by(*_OLDEST_FIRST))
_LAST_AREA = select(needs.c.area).where(_OF_ASKER).order_by(*_LATEST_FIRST).limit(1)


def open_new(
    db: Connection,
    vault: Vault,
    *,
    words: str | None,
    now: datetime,
    **asked: Unpack[NewNeed],
) -> Need:
    """Open a need with a fresh reference."""
    row_id = new_id()
    fresh = {
        "id": row_id,
        "reference": references.take(db, row_id, now),
        "words": None if words is None else vault.seal(NEED_WORDS, row_id, words),
        "state": NEED.initial,
        "wave": 0,
        "waves_before": 0,
        "opened_at": now,
        "turn": next_turn(),
    }
    _OPEN.run(db, **asked, **fresh)
    return _HELD.keep(db, get(db, row_id))


def get(db: Connection, need_id: int) -> Need:
    """The need of this id, unlocked."""
    found = find(db, need_id)
    if found is None:
        raise LookupError("no need has this id")
    return found


def find(db: Connection, need_id: int) -> Need | None:
    """The need of this id, unlocked; None once it has been forgotten."""
    known = _HELD.find(db, need_id)
    if known is not None:
        return known
    rows = _BY_ID.rows(db, need=need_id)
    return Need(*rows[0]) if rows else None


def locked(db: Connection, need_id: int) -> Need:
    """The need of this id, its row locked: before its asks and matches, always."""
    known = _HELD.find(db, need_id)
    if known is not None:
        return known
    found = _LOCKED_BY_ID.first(db, need=need_id)
    if found is None:
        raise LookupError("no need has this id")
    return _HELD.keep(db, Need(*found))


def by_reference(db: Connection, code: str) -> Need | None:
    """The need that a reference stands for, whatever its state, unlocked."""
    found = references.subject(db, code)
    return None if found is None else find(db, found)


def locked_by_reference(db: Connection, code: str) -> Need | None:
    """The need that a reference stands for, whatever its state, its row locked as of `locked`."""
    rows = _LOCKED_BY_REFERENCE.rows(db, code=code)
    return _HELD.keep(db, Need(*rows[0])) if rows else None


def live_of(db: Connection, asker_id: int) -> list[Need]:
    """The asker's live needs, the oldest first."""
    return [Need(*row) for row in _LIVE_OF.rows(db, asker=asker_id)]


def of_sides(db: Connection, member_ids: Collection[int]) -> set[int]:
    """The ids of all needs that these members have asked for or helped with."""
    if not member_ids:
        return set()
    asked = select(needs.c.id).where(needs.c.asker_id.in_(member_ids))
    helped = select(matches.c.need_id).where(matches.c.helper_id.in_(member_ids))
    return set(db.execute(asked.union(helped)).scalars())


def live(db: Connection) -> list[Need]:
    """Every live need, the oldest first."""
    query = select(*_COLUMNS).where(needs.c.state.in_(LIVE_NEEDS)).order_by(*_OLDEST_FIRST)
    return [_need(row) for row in db.execute(query)]


def listed(
    db: Connection,
    states: Iterable[NeedState],
    area: str | None,
    category: str | None,
    limit: int,
    *,
    but: Collection[int] = (),
) -> list[Need]:
    """The latest needs in these states, of an area and a category or of any; the oldest first.

    Those that one of the members in `but` asked for, or helps with now, are left out.
    """
    query = select(*_COLUMNS).where(needs.c.state.in_(list(states)))
    if but:
        m = matches.c
        theirs = exists().where(m.need_id == needs.c.id, m.state == "open", m.helper_id.in_(but))
        query = query.where(needs.c.asker_id.not_in(but), ~theirs)
    query = query if area is None else query.where(needs.c.area == area)
    query = query if category is None else query.where(needs.c.category == category)
    latest = query.order_by(*_LATEST_FIRST).limit(limit)
    return [_need(row) for row in db.execute(latest)][::-1]


def is_heard_only(db: Connection, need_id: int, member_id: int) -> bool:
    """Whether this member asked for this need, and for no text of it on their phone."""
    need = find(db, need_id)
    return need is not None and need.asker_id == member_id and need.heard_only


def last_area(db: Connection, asker_id: int, after: datetime | None = None) -> str | None:
    """The area of the asker's latest need, if it was opened after that."""
    query = _LAST_AREA if after is None else _LAST_AREA.where(needs.c.opened_at > after)
    return db.execute(query, {"asker": asker_id}).scalar_one_or_none()


def words_of(db: Connection, vault: Vault, need_id: int) -> str | None:
    """The asker's own words, opened to be passed on to the helper."""
    sealed = get(db, need_id).words
    return None if sealed is None else vault.open(NEED_WORDS, need_id, sealed)


def set_words(db: Connection, vault: Vault, need_id: int, words: str | None) -> None:
    """Replace the asker's words."""
    change(db, need_id, words=None if words is None else vault.seal(NEED_WORDS, need_id, words))


def forget_follow_ups(db: Connection, asker_id: int) -> None:
    """Let a member not be checked on any more."""
    db.execute(update(needs).where(needs.c.asker_id == asker_id).values(follow_up_at=None))
    identity_map.forget(db)


def move(db: Connection, need_id: int, to: NeedState, **values: Unpack[NeedValues]) -> bool:
    """Change the state if the table of transitions allows it; whether it did."""
    moved = NEEDS.move(db, need_id, to, **values)
    if moved:
        _HELD.changed(db, need_id, {"state": to, **values})
    return moved


def change(db: Connection, need_id: int, **values: Unpack[NeedValues]) -> None:
    """Set columns other than the state."""
    _CHANGE.run(db, need=need_id, **values)
    _HELD.changed(db, need_id, values)


def due(db: Connection, now: datetime, limit: int, *, funds: Funds = "open") -> list[int]:
    """Needs that dispatch must look at, the longest overdue first; urgent ones alone, or none, where
    there is money for no others."""
    query = select(needs.c.id).where(needs.c.due_at <= now, _PAID_FOR[funds])
    return list(db.execute(query.order_by(needs.c.due_at).limit(limit)).scalars())


def unfunded(db: Connection, now: datetime, limit: int, funds: Funds) -> list[int]:
    """Needs that are due, for which nobody can be asked for want of money, and whose asker does not know."""
    told = needs.c.asking_at.is_not(None) & (needs.c.asking_at > now)
    waiting = needs.c.due_at <= now, needs.c.state == "seeking", ~_PAID_FOR[funds], ~told
    query = select(needs.c.id).where(*waiting).order_by(needs.c.due_at)
    return list(db.execute(query.limit(limit)).scalars())


_PAID_FOR: Mapping[Funds, ColumnElement[bool]] = {
    "open": true(),
    "urgent": needs.c.urgent,
    "shut": false(),
}


def to_follow_up(db: Connection, now: datetime, limit: int) -> list[int]:
    """Needs whose asker is to be checked on."""
    query = select(needs.c.id).where(needs.c.follow_up_at <= now)
    return list(db.execute(query.order_by(needs.c.follow_up_at).limit(limit)).scalars())


def expired(db: Connection, now: datetime, limit: int) -> list[int]:
    """Live needs past their time."""
    query = select(needs.c.id).where(needs.c.state.in_(LIVE_NEEDS), needs.c.expires_at <= now)
    return list(db.execute(query.order_by(needs.c.expires_at).limit(limit)).scalars())


def _need(row: Row[Any]) -> Need:
    return Need(**row._mapping)
