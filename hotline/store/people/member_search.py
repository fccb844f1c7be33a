"""Members as the team looks them up: pages of the list, and what one of them did here. No numbers.

Names are sealed, so a name is looked for by opening a bounded number of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, select, tuple_

from hotline.domain.states import LIVE_NEEDS, MemberState
from hotline.store.db.encryption import MEMBER_NAME, Vault
from hotline.store.schema import (
    asks,
    calls,
    flow_sessions,
    matches,
    member_languages,
    members,
    needs,
    offers,
    outbox,
)

_M = members.c
_OPENED = needs.c.opened_at, needs.c.turn, needs.c.id
_AT_ONCE = 500  # rows read in one go


@dataclass(frozen=True)
class DirectoryEntry:
    """A member in the list; an empty `name` where none is known."""

    id: int
    name: str
    level: int
    state: MemberState


@dataclass(frozen=True)
class Past:
    """How often a member asked, was asked, answered and helped; and when they were last heard of."""

    asked_for: int
    was_asked: int
    answered: int
    helped: int
    seen_at: datetime | None


def page(
    db: Connection,
    vault: Vault,
    is_wanted: Callable[[str], bool],
    *,
    state: MemberState | None,
    level: int | None,
    before: int | None,
    but: set[int],
    limit: int,
    most_read: int,
) -> tuple[list[DirectoryEntry], int | None]:
    """Members whose name `is_wanted`, the newest first, from after the one with the id `before`.

    At most `limit`, found among `most_read` rows. The second value is where the next page goes on;
    None at the end.
    """
    found: list[DirectoryEntry] = []
    for _ in range(0, most_read, _AT_ONCE):
        rows = db.execute(_rows(state, level, before)).all()
        for row in rows:
            before = row.id
            name = "" if row.name is None else vault.open(MEMBER_NAME, row.id, row.name)
            if row.id not in but and is_wanted(name):
                found.append(DirectoryEntry(row.id, name, row.level, row.state))
            if len(found) == limit:
                return found, before
        if len(rows) < _AT_ONCE:
            return found, None
    return found, before


def _rows(
    state: MemberState | None, level: int | None, before: int | None
) -> Select[tuple[int, bytes, int, str]]:
    query = select(_M.id, _M.name, _M.level, _M.state).where(_M.state != "erased")
    if state is not None:
        query = query.where(_M.state == state)
    if level is not None:
        query = query.where(_M.level == level)
    if before is not None:
        since = select(_M.created_at).where(_M.id == before).scalar_subquery()
        query = query.where(tuple_(_M.created_at, _M.id) < tuple_(since, before))
    return query.order_by(_M.created_at.desc(), _M.id.desc()).limit(_AT_ONCE)


def open_references(db: Connection, member_id: int) -> list[str]:
    """The references of a member's requests that are not over, the oldest first."""
    mine = needs.c.asker_id == member_id, needs.c.state.in_(LIVE_NEEDS)
    return list(db.execute(select(needs.c.reference).where(*mine).order_by(*_OPENED)).scalars())


def helps_with(db: Connection, member_id: int) -> list[str]:
    """The references of the requests that a member helps with now."""
    query = select(needs.c.reference).join(matches, matches.c.need_id == needs.c.id)
    mine = matches.c.helper_id == member_id, matches.c.state == "open"
    return list(db.execute(query.where(*mine).order_by(*_OPENED)).scalars())


def languages_of(db: Connection, member_id: int) -> Sequence[str]:
    """The languages that a member speaks."""
    query = select(member_languages.c.language).where(member_languages.c.member_id == member_id)
    return sorted(db.execute(query).scalars())


def past_of(db: Connection, member_id: int) -> Past:
    """Counts of what is still kept here about a member."""

    def count(*where: object) -> int:
        query = select(func.count()).where(*where)  # type: ignore[arg-type]
        return int(db.execute(query).scalar_one())

    tally = select(offers.c.asked, offers.c.answered).where(
        offers.c.member_id == member_id, offers.c.state != "ended"
    )
    offer = db.execute(tally).one_or_none()
    return Past(
        asked_for=count(needs.c.asker_id == member_id),
        was_asked=0 if offer is None else offer.asked,
        answered=0 if offer is None else offer.answered,
        helped=count(matches.c.helper_id == member_id, matches.c.state == "done"),
        seen_at=_seen_at(db, member_id),
    )


def _seen_at(db: Connection, member_id: int) -> datetime | None:
    """The latest sign of a member: a text that was answered, an answer, a call, a thread."""
    replies = outbox.c.member_id == member_id, outbox.c.inline
    signs = (
        select(func.max(outbox.c.created_at)).where(*replies),
        select(func.max(asks.c.answered_at)).where(asks.c.member_id == member_id),
        select(func.max(flow_sessions.c.touched_at)).where(flow_sessions.c.member_id == member_id),
        select(func.max(calls.c.started_at)).where(
            calls.c.member_id == member_id, calls.c.direction == "inbound"
        ),
    )
    found = [db.execute(sign).scalar_one() for sign in signs]
    return max((at for at in found if at is not None), default=None)


def references_of(db: Connection, need_ids: Collection[int]) -> dict[int, str]:
    """The references of these needs, of those that are still kept."""
    query = select(needs.c.id, needs.c.reference).where(needs.c.id.in_(list(need_ids)))
    return {row.id: row.reference for row in db.execute(query)}
