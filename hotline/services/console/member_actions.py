"""What the team does about a member: level, rest, block, and, with a reason, their number.

Each answers with the name of what happened; those in DONE have happened, and stand in the trail with
the kind of reason behind a point: `level-2.known`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hotline.domain import console as rules
from hotline.domain.reachability import Drop
from hotline.services.console import members as member_views
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.members import blocking
from hotline.services.needs import responses
from hotline.services.outbound.notify import foreseen, tell
from hotline.store.console import console_actions, staff
from hotline.store.console.staff import Staff
from hotline.store.people import members, offers
from hotline.store.people.members import COORDINATOR_LEVEL, Member

DONE = frozenset({"levelled", "rested", "resumed", "blocked", "unblocked"})

VOUCHED = ("met", "known", "group", "correction")  # how somebody answers for a member
REASONS = ("danger", "unreachable", "handover", "authority")  # why a number must be seen

Work = Callable[[UnitOfWork, Member], str]


@dataclass(frozen=True)
class Shown:
    """A number that is shown this once, or why it is not: `gone|not-yours|no-reason|too-many`."""

    outcome: str
    number: str | None = field(default=None, repr=False)


def _act(app: App, who: Staff, member_id: int, seen: str, work: Work, action: str = "") -> str:
    def at(uow: UnitOfWork) -> str:
        if member_views.met(uow.db, who, member_id) is None:
            return "gone"
        member = members.locked_by_id(uow.db, member_id)
        if seen != member_views.seen(member, offers.of_member(uow.db, member_id)):
            return "member-changed"
        outcome = work(uow, member)
        if outcome in DONE:
            console_actions.add(uow.db, who.id, uow.now, action or outcome, "member", member_id)
        return outcome

    return in_unit_of_work(app, at)


def set_level(app: App, who: Staff, member_id: int, seen: str, level: int, how: str) -> str:
    """Raise or lower a level, saying how one answers for it. One's own stays as it is."""
    if level not in member_views.LEVELS or how not in VOUCHED:
        return "no-vouching"

    def work(uow: UnitOfWork, member: Member) -> str:
        if member.id == who.member_id or not may_set(who, member.level, level):
            return "not-yours-to-do"
        if member.level == level:
            return "member-changed"
        members.change(uow.db, member.id, level=level)
        return "levelled"

    return _act(app, who, member_id, seen, work, f"level-{level}.{how}")


def may_set(who: Staff, old: int, new: int) -> bool:
    """Whether a role may make this of that level: coordinators up to 2, stewards up to 3."""
    return max(old, new) < COORDINATOR_LEVEL or rules.at_least(who.role, "steward")


def rest(app: App, who: Staff, member_id: int, seen: str) -> str:
    """No asks for a while, as if they had written PAUSE; they are told."""

    def work(uow: UnitOfWork, member: Member) -> str:
        offer = offers.of_member(uow.db, member.id)
        if offer is None or offer.state != "active":
            return "member-changed"
        responses.decline_all(uow, member.id)
        offers.move(uow.db, member.id, "paused")
        tell(uow, member.id, "paused")
        return "rested"

    return _act(app, who, member_id, seen, work)


def resume(app: App, who: Staff, member_id: int, seen: str) -> str:
    """Asks may come again, as if they had written RESUME; they are told."""

    def work(uow: UnitOfWork, member: Member) -> str:
        offer = offers.of_member(uow.db, member.id)
        if offer is None or offer.state != "paused":
            return "member-changed"
        if isinstance(foreseen(uow, member.id), Drop):
            return "not-now"
        offers.move(uow.db, member.id, "active")
        tell(uow, member.id, "resumed")
        return "resumed"

    return _act(app, who, member_id, seen, work)


def block(app: App, who: Staff, member_id: int, seen: str) -> str:
    """Block, as by text. Those of the team by a steward alone, and nobody themselves."""

    def work(uow: UnitOfWork, member: Member) -> str:
        if member.id == who.member_id or not may_set(who, member.level, member.level):
            return "not-yours-to-do"
        if member.state == "blocked":
            return "member-changed"
        return "blocked" if blocking.put_away(uow, member, who.member_id) else "member-changed"

    return _act(app, who, member_id, seen, work)


def unblock(app: App, who: Staff, member_id: int, seen: str) -> str:
    """Take a block away; their offer rests until they say otherwise."""

    def work(uow: UnitOfWork, member: Member) -> str:
        if not may_set(who, member.level, member.level):
            return "not-yours-to-do"
        return "unblocked" if blocking.let_in(uow, member) else "member-changed"

    return _act(app, who, member_id, seen, work)


def show_number(app: App, who: Staff, member_id: int, reason: str, typed: str) -> Shown:
    """The number of a member, for a reason that is chosen and put into words.

    The kind of reason is written down in the transaction that opens the number; the words are not
    kept, as they would speak of somebody. So many a day and no more, of one account and of all.
    """
    if reason not in REASONS or len("".join(typed.split())) < rules.SHORTEST_REASON:
        return Shown("no-reason")

    def at(uow: UnitOfWork) -> Shown:
        member = member_views.met(uow.db, who, member_id)
        if member is None:
            return Shown("gone")
        if not may_set(who, member.level, member.level):
            return Shown("not-yours-to-do")
        if _shown_too_many(uow, who):
            return Shown("too-many")
        number = members.number_of(uow.db, app.vault, member_id)
        console_actions.add(uow.db, who.id, uow.now, f"number.{reason}", "member", member_id)
        return Shown("shown", number)

    return in_unit_of_work(app, at)


def _shown_too_many(uow: UnitOfWork, who: Staff) -> bool:
    """Whether enough were shown within a day. Locks all accounts, so that two cannot slip through."""
    staff.hold_all(uow.db)
    since = uow.now - rules.NUMBERS_WINDOW
    shown = console_actions.count(uow.db, "number.", since)
    mine = console_actions.count(uow.db, "number.", since, who.id)
    return mine >= rules.NUMBERS_OF_ONE or shown >= rules.NUMBERS_OF_ALL
