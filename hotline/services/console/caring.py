"""What the team does about a member: level, rest, block, and, with a reason, their number.

Each answers with the name of what happened; those in DONE have happened, and stand in the trail with
the kind of reason behind a point: `level-2.known`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hotline.domain import console as rules
from hotline.domain.reachability import Drop
from hotline.services import answering, blocking
from hotline.services.console import people
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.services.outbound.notify import foreseen, tell
from hotline.store import console_actions, members, offers, staff
from hotline.store.members import COORDINATOR_LEVEL, Member
from hotline.store.staff import Staff

DONE = frozenset({"levelled", "rested", "resumed", "blocked", "unblocked"})

VOUCHED = ("met", "known", "group", "correction")  # how somebody answers for a member
REASONS = ("danger", "unreachable", "handover", "authority")  # why a number must be seen

Work = Callable[[Desk, Member], str]


@dataclass(frozen=True)
class Shown:
    """A number that is shown this once, or why it is not: `gone|not-yours|no-reason|too-many`."""

    outcome: str
    number: str | None = field(default=None, repr=False)


def _act(house: House, who: Staff, member_id: int, seen: str, work: Work, action: str = "") -> str:
    def at(desk: Desk) -> str:
        if people.met(desk.db, who, member_id) is None:
            return "gone"
        member = members.locked_by_id(desk.db, member_id)
        if seen != people.seen(member, offers.of_member(desk.db, member_id)):
            return "member-changed"
        outcome = work(desk, member)
        if outcome in DONE:
            console_actions.add(desk.db, who.id, desk.now, action or outcome, "member", member_id)
        return outcome

    return at_a_desk(house, at)


def set_level(house: House, who: Staff, member_id: int, seen: str, level: int, how: str) -> str:
    """Raise or lower a level, saying how one answers for it. One's own stays as it is."""
    if level not in people.LEVELS or how not in VOUCHED:
        return "no-vouching"

    def work(desk: Desk, member: Member) -> str:
        if member.id == who.member_id or not may_set(who, member.level, level):
            return "not-yours-to-do"
        if member.level == level:
            return "member-changed"
        members.change(desk.db, member.id, level=level)
        return "levelled"

    return _act(house, who, member_id, seen, work, f"level-{level}.{how}")


def may_set(who: Staff, old: int, new: int) -> bool:
    """Whether a role may make this of that level: coordinators up to 2, stewards up to 3."""
    return max(old, new) < COORDINATOR_LEVEL or rules.at_least(who.role, "steward")


def rest(house: House, who: Staff, member_id: int, seen: str) -> str:
    """No asks for a while, as if they had written PAUSE; they are told."""

    def work(desk: Desk, member: Member) -> str:
        offer = offers.of_member(desk.db, member.id)
        if offer is None or offer.state != "active":
            return "member-changed"
        answering.decline_all(desk, member.id)
        offers.move(desk.db, member.id, "paused")
        tell(desk, member.id, "paused")
        return "rested"

    return _act(house, who, member_id, seen, work)


def resume(house: House, who: Staff, member_id: int, seen: str) -> str:
    """Asks may come again, as if they had written RESUME; they are told."""

    def work(desk: Desk, member: Member) -> str:
        offer = offers.of_member(desk.db, member.id)
        if offer is None or offer.state != "paused":
            return "member-changed"
        if isinstance(foreseen(desk, member.id), Drop):
            return "not-now"
        offers.move(desk.db, member.id, "active")
        tell(desk, member.id, "resumed")
        return "resumed"

    return _act(house, who, member_id, seen, work)


def block(house: House, who: Staff, member_id: int, seen: str) -> str:
    """Block, as by text. Those of the team by a steward alone, and nobody themselves."""

    def work(desk: Desk, member: Member) -> str:
        if member.id == who.member_id or not may_set(who, member.level, member.level):
            return "not-yours-to-do"
        if member.state == "blocked":
            return "member-changed"
        return "blocked" if blocking.put_away(desk, member, who.member_id) else "member-changed"

    return _act(house, who, member_id, seen, work)


def unblock(house: House, who: Staff, member_id: int, seen: str) -> str:
    """Take a block away; their offer rests until they say otherwise."""

    def work(desk: Desk, member: Member) -> str:
        if not may_set(who, member.level, member.level):
            return "not-yours-to-do"
        return "unblocked" if blocking.let_in(desk, member) else "member-changed"

    return _act(house, who, member_id, seen, work)


def show_number(house: House, who: Staff, member_id: int, reason: str, typed: str) -> Shown:
    """The number of a member, for a reason that is chosen and put into words.

    The kind of reason is written down in the transaction that opens the number; the words are not
    kept, as they would speak of somebody. So many a day and no more, of one account and of all.
    """
    if reason not in REASONS or len("".join(typed.split())) < rules.SHORTEST_REASON:
        return Shown("no-reason")

    def at(desk: Desk) -> Shown:
        member = people.met(desk.db, who, member_id)
        if member is None:
            return Shown("gone")
        if not may_set(who, member.level, member.level):
            return Shown("not-yours-to-do")
        if _shown_too_many(desk, who):
            return Shown("too-many")
        number = members.number_of(desk.db, house.vault, member_id)
        console_actions.add(desk.db, who.id, desk.now, f"number.{reason}", "member", member_id)
        return Shown("shown", number)

    return at_a_desk(house, at)


def _shown_too_many(desk: Desk, who: Staff) -> bool:
    """Whether enough were shown within a day. Locks all accounts, so that two cannot slip through."""
    staff.hold_all(desk.db)
    since = desk.now - rules.NUMBERS_WINDOW
    shown = console_actions.count(desk.db, "number.", since)
    mine = console_actions.count(desk.db, "number.", since, who.id)
    return mine >= rules.NUMBERS_OF_ONE or shown >= rules.NUMBERS_OF_ALL
