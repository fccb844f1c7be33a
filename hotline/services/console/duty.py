"""The roster as the team sees it: who is on duty now, what is planned, where nobody is; and planning it.

Each action answers with the name of what happened; those in DONE have happened, and stand in the trail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from hotline.domain.roster import LEVELS, ROLES, Span, gaps, weekly
from hotline.services import rostering
from hotline.services.console import people
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.store import console_actions, members, roster
from hotline.store.ids import LARGEST_ID
from hotline.store.roster import Shift
from hotline.store.staff import Staff

DONE = frozenset({"planned", "off", "offered", "nobody"})
AHEAD = timedelta(days=14)  # shifts that are shown
GAPS_AHEAD = timedelta(days=7)
_FAR = timedelta(days=366)


@dataclass(frozen=True)
class Turn:
    """A shift and its holder's name; `there` says whether they can still do it. The name is empty
    where they have none, or are kept apart from the reader."""

    shift: Shift
    name: str
    there: bool


@dataclass(frozen=True)
class Duty:
    """One role: who is on duty now, and when nobody is in the days to come."""

    role: str
    now: tuple[str, ...]
    gaps: tuple[Span, ...]


@dataclass(frozen=True)
class Roster:
    """The page: what is on now by role, and every shift ahead, in order."""

    duties: tuple[Duty, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Wish:
    """A shift as it was typed."""

    role: str
    member: str
    day: str
    begins: str
    ends: str
    weeks: str


def look(house: House, reader: Staff) -> Roster:
    """The roster from now on."""
    now = house.clock()
    with house.database.reading() as db:
        ahead = roster.between(db, Span(now, now + AHEAD))
        there = roster.there(db, ahead)
        holders = {each.id: each.member_id for each in ahead if each.member_id is not None}
        names = _names(house, db, reader, list(holders.values()))
    turns = tuple(
        Turn(each, names.get(holders.get(each.id, 0), ""), each.id in there) for each in ahead
    )
    return Roster(tuple(_duty(house, role, turns) for role in ROLES), turns)


def _duty(house: House, role: str, turns: Sequence[Turn]) -> Duty:
    """One role. A shift whose holder has left or rests counts for nobody."""
    now, community = house.clock(), house.community
    mine = [turn for turn in turns if turn.shift.role == role and turn.there]
    covered = [turn.shift.span for turn in mine]
    within = Span(now, now + GAPS_AHEAD)
    return Duty(
        role,
        tuple(turn.name for turn in mine if turn.shift.starts_at <= now),
        tuple(gaps(covered, within, community.duty_hours, community.zone)),
    )


def choices(house: House, reader: Staff) -> dict[str, list[tuple[int, str]]]:
    """Who can have a shift in each role, with their names, in alphabetical order."""
    with house.database.reading() as db:
        able = {role: roster.able(db, LEVELS[role]) for role in ROLES}
        names = _names(house, db, reader, able[ROLES[0]])
    return {
        role: sorted(((one, names[one]) for one in ids if one in names), key=lambda p: p[1])
        for role, ids in able.items()
    }


def _names(house: House, db: Connection, reader: Staff, ids: Sequence[int]) -> dict[int, str]:
    """What these members are called; those kept apart from the reader are left out."""
    away = people.apart_from(db, reader)
    return members.names_of(db, house.vault, [one for one in ids if one not in away])


def plan(house: House, who: Staff, wish: Wish) -> str:
    """Put a shift on the roster, in one week or in several: planned, or unclear (what was typed), and
    what stands against it (see rostering.plan)."""
    try:
        spans = _spans(house, wish)
        member_id = int(wish.member)
    except ValueError:
        return "unclear"
    if wish.role not in ROLES or not 0 < member_id <= LARGEST_ID:
        return "unclear"

    def work(desk: Desk) -> str:
        if people.met(desk.db, who, member_id) is None:
            return "not-able"
        return rostering.plan(desk, wish.role, member_id, spans)

    return _act(house, who, "member", member_id, work)


def _spans(house: House, wish: Wish) -> list[Span]:
    """Raises ValueError for what is no day or far away, no hour, or too many weeks."""
    begins, ends = _clock(wish.begins), _clock(wish.ends)
    day, today = date.fromisoformat(wish.day), house.clock().date()
    if abs(day - today) > _FAR:
        raise ValueError(f"{day} is too far away")
    return weekly(day, begins, ends, int(wish.weeks or 1), house.community.zone)


def _clock(typed: str) -> time:
    return datetime.strptime(typed, "%H:%M").time()  # noqa: DTZ007 - on the community's clocks


def take_off(house: House, who: Staff, shift_id: int) -> str:
    """Take a shift off the roster."""
    return _act(house, who, "shift", shift_id, lambda desk: rostering.take_off(desk, shift_id))


def ask_others(house: House, who: Staff, shift_id: int) -> str:
    """Have others asked to take a shift."""
    return _act(house, who, "shift", shift_id, lambda desk: rostering.ask_others(desk, shift_id))


def _act(house: House, who: Staff, kind: str, target: int, work: Callable[[Desk], str]) -> str:
    def at(desk: Desk) -> str:
        outcome = work(desk)
        if outcome in DONE:
            console_actions.add(desk.db, who.id, desk.now, f"shift-{outcome}", kind, target)
        return outcome

    return at_a_desk(house, at)
