"""The roster as the team sees it: who is on duty now, what is planned, where nobody is; and planning it.

Each action answers with the name of what happened; those in DONE have happened, and stand in the trail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from hotline.domain.roster import LEVELS, ROLES, Span, gaps, weekly
from hotline.services.console import members as member_views
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.roster import planning
from hotline.store.console import console_actions
from hotline.store.console.staff import Staff
from hotline.store.db.ids import LARGEST_ID
from hotline.store.people import members
from hotline.store.roster import roster
from hotline.store.roster.roster import Shift

DONE = frozenset({"planned", "off", "offered", "nobody"})
AHEAD = timedelta(days=14)  # shifts that are shown
GAPS_AHEAD = timedelta(days=7)
_FAR = timedelta(days=366)


@dataclass(frozen=True)
class ShiftView:
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
    turns: tuple[ShiftView, ...]


@dataclass(frozen=True)
class Wish:
    """A shift as it was typed."""

    role: str
    member: str
    day: str
    begins: str
    ends: str
    weeks: str


def roster_for(app: App, reader: Staff) -> Roster:
    """The roster from now on."""
    now = app.clock()
    with app.database.reading() as db:
        ahead = roster.between(db, Span(now, now + AHEAD))
        there = roster.there(db, ahead)
        holders = {each.id: each.member_id for each in ahead if each.member_id is not None}
        names = _names(app, db, reader, list(holders.values()))
    turns = tuple(
        ShiftView(each, names.get(holders.get(each.id, 0), ""), each.id in there) for each in ahead
    )
    return Roster(tuple(_duty(app, role, turns) for role in ROLES), turns)


def _duty(app: App, role: str, turns: Sequence[ShiftView]) -> Duty:
    """One role. A shift whose holder has left or rests counts for nobody."""
    now, community = app.clock(), app.community
    mine = [turn for turn in turns if turn.shift.role == role and turn.there]
    covered = [turn.shift.span for turn in mine]
    within = Span(now, now + GAPS_AHEAD)
    return Duty(
        role,
        tuple(turn.name for turn in mine if turn.shift.starts_at <= now),
        tuple(gaps(covered, within, community.duty_hours, community.zone)),
    )


def choices(app: App, reader: Staff) -> dict[str, list[tuple[int, str]]]:
    """Who can have a shift in each role, with their names, in alphabetical order."""
    with app.database.reading() as db:
        able = {role: roster.able(db, LEVELS[role]) for role in ROLES}
        names = _names(app, db, reader, able[ROLES[0]])
    return {
        role: sorted(((one, names[one]) for one in ids if one in names), key=lambda p: p[1])
        for role, ids in able.items()
    }


def _names(app: App, db: Connection, reader: Staff, ids: Sequence[int]) -> dict[int, str]:
    """What these members are called; those kept apart from the reader are left out."""
    away = member_views.apart_from(db, reader)
    return members.names_of(db, app.vault, [one for one in ids if one not in away])


def plan(app: App, who: Staff, wish: Wish) -> str:
    """Put a shift on the roster, in one week or in several: planned, or unclear (what was typed), and
    what stands against it (see rostering.plan)."""
    try:
        spans = _spans(app, wish)
        member_id = int(wish.member)
    except ValueError:
        return "unclear"
    if wish.role not in ROLES or not 0 < member_id <= LARGEST_ID:
        return "unclear"

    def work(uow: UnitOfWork) -> str:
        if member_views.met(uow.db, who, member_id) is None:
            return "not-able"
        return planning.plan(uow, wish.role, member_id, spans)

    return _act(app, who, "member", member_id, work)


def _spans(app: App, wish: Wish) -> list[Span]:
    """Raises ValueError for what is no day or far away, no hour, or too many weeks."""
    begins, ends = _clock(wish.begins), _clock(wish.ends)
    day, today = date.fromisoformat(wish.day), app.clock().date()
    if abs(day - today) > _FAR:
        raise ValueError(f"{day} is too far away")
    return weekly(day, begins, ends, int(wish.weeks or 1), app.community.zone)


def _clock(typed: str) -> time:
    return datetime.strptime(typed, "%H:%M").time()  # noqa: DTZ007 - on the community's clocks


def take_off(app: App, who: Staff, shift_id: int) -> str:
    """Take a shift off the roster."""
    return _act(app, who, "shift", shift_id, lambda uow: planning.take_off(uow, shift_id))


def ask_others(app: App, who: Staff, shift_id: int) -> str:
    """Have others asked to take a shift."""
    return _act(app, who, "shift", shift_id, lambda uow: planning.ask_others(uow, shift_id))


def _act(app: App, who: Staff, kind: str, target: int, work: Callable[[UnitOfWork], str]) -> str:
    def at(uow: UnitOfWork) -> str:
        outcome = work(uow)
        if outcome in DONE:
            console_actions.add(uow.db, who.id, uow.now, f"shift-{outcome}", kind, target)
        return outcome

    return in_unit_of_work(app, at)
