"""What the team does about a member: level, rest, block, and, with a reason, their number.

Each answers with the name of what happened; those in DONE have happened, and stand in the trail with
the kind of reason behind a point: `level-2.known`. What takes two people is proposed (proposals.py), and
is performed by functions of this file that end in `_agreed`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hotline.domain import console as rules
from hotline.domain.reachability import Drop
from hotline.domain.two_people import RAISED_BY_TWO, USED_WITHIN, Overtaken, is_reason
from hotline.services.console import members as member_views
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.members import blocking, vouching
from hotline.services.needs import responses
from hotline.services.outbound.notify import foreseen, tell
from hotline.store.console import console_actions, proposals, staff
from hotline.store.console.proposals import Proposal
from hotline.store.console.staff import Staff
from hotline.store.people import members, offers, pins, reports
from hotline.store.people.members import COORDINATOR_LEVEL, Member

DONE = frozenset({"levelled", "rested", "resumed", "blocked", "unblocked"})

VOUCHED = ("met", "known", "group", "correction")  # how somebody answers for a member
REASONS = ("danger", "unreachable", "handover", "authority")  # why a number must be seen

Work = Callable[[UnitOfWork, Member], str]


@dataclass(frozen=True)
class Shown:
    """A number that is shown this once, or why it is not: `gone|not-yours-to-do|too-many`."""

    outcome: str
    member_id: int = 0
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
    """Raise or lower a level, saying how one answers for it. One's own stays as it is.

    `takes-two` where it would be raised so far that it takes two: it is to be proposed, and nothing was done.
    """
    if level not in member_views.LEVELS or how not in VOUCHED:
        return "no-vouching"

    def work(uow: UnitOfWork, member: Member) -> str:
        if member.id == who.member_id or not may_set(who, member.level, level):
            return "not-yours-to-do"
        if member.level == level:
            return "member-changed"
        if level > member.level and level >= RAISED_BY_TWO:
            return "takes-two"
        vouching.set_level(uow, member.id, level)
        return "levelled"

    return _act(app, who, member_id, seen, work, f"level-{level}.{how}")


def level_agreed(uow: UnitOfWork, proposal: Proposal) -> None:
    """Raise a member as proposed. Raises Overtaken where their level is another one meanwhile, or its
    writer's role."""
    details, (writer, member) = proposal.details, writer_and_member(uow, proposal)
    level = int(details["level"])
    if str(member.level) != details["from"] or not may_set(writer, member.level, level):
        raise Overtaken
    vouching.set_level(uow, member.id, level)
    action = f"level-{level}.{details['how']}"
    console_actions.add(uow.db, writer.id, uow.now, action, "member", member.id)


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

    return _act(app, who, member_id, seen, lambda uow, member: put_away(uow, who, member))


def put_away(uow: UnitOfWork, who: Staff, member: Member) -> str:
    """Block a locked member whom this account meets, unless it has blocked enough within the hour."""
    if not may_block(who, member):
        return "not-yours-to-do"
    if member.state == "blocked":
        return "member-changed"
    if blocking.are_enough(uow, member_id=who.member_id, staff_id=who.id):
        return "blocks-enough"
    away = blocking.put_away(uow, member, who.member_id, who.id)
    return "blocked" if away else "member-changed"


def may_block(who: Staff, member: Member) -> bool:
    """Whether this is for the account: nobody does it to themselves, and of the team stewards alone."""
    return member.id != who.member_id and may_set(who, member.level, member.level)


def unblock(app: App, who: Staff, member_id: int, seen: str) -> str:
    """Take a block away; their offer rests until they say otherwise.

    `takes-two` where it is not one's own block of within the hour: it is to be proposed, nothing was done.
    """

    def work(uow: UnitOfWork, member: Member) -> str:
        if not may_set(who, member.level, member.level):
            return "not-yours-to-do"
        if member.state != "blocked":
            return "member-changed"
        if not blocking.may_undo(uow, member.id, who.member_id, who.id):
            return "takes-two"
        return "unblocked" if blocking.let_in(uow, member, who.member_id) else "member-changed"

    return _act(app, who, member_id, seen, work)


def unblock_agreed(uow: UnitOfWork, proposal: Proposal) -> None:
    """Let somebody back as proposed. Raises Overtaken where they are not blocked any more."""
    writer, member = writer_and_member(uow, proposal)
    if not may_set(writer, member.level, member.level) or not blocking.let_in(
        uow, member, writer.member_id
    ):
        raise Overtaken
    reports.decide(uow.db, member.id, "let_back", uow.now, writer.id)
    console_actions.add(uow.db, writer.id, uow.now, "unblocked", "member", member.id)


def pin_agreed(uow: UnitOfWork, proposal: Proposal) -> None:
    """Take away a PIN that its owner has forgotten, as proposed; they are told. Raises Overtaken where there
    is none."""
    writer, member = writer_and_member(uow, proposal)
    if not pins.remove(uow.db, member.id):
        raise Overtaken
    members.change(uow.db, member.id, pin_in_texts=False, unlocked_until=None)
    tell(uow, member.id, "pin-removed")
    console_actions.add(uow.db, writer.id, uow.now, "pin-removed", "member", member.id)


def writer_and_member(uow: UnitOfWork, proposal: Proposal) -> tuple[Staff, Member]:
    """Who proposed it and whom it is about, locked. Raises Overtaken where the two do not meet any more."""
    member_id = proposal.member_id
    writer = None if proposal.by is None else staff.find(uow.db, proposal.by)
    if member_id is None or writer is None or member_views.met(uow.db, writer, member_id) is None:
        raise Overtaken
    return writer, members.locked_by_id(uow.db, member_id)


def stands_against_number(app: App, who: Staff, member_id: int, reason: str, typed: str) -> str:
    """Why seeing a number cannot be proposed: `gone|no-reason|not-yours-to-do`; empty where it can."""
    if reason not in REASONS or not is_reason(typed):
        return "no-reason"
    with app.database.reading() as db:
        member = member_views.met(db, who, member_id)
    if member is None:
        return "gone"
    return "" if may_set(who, member.level, member.level) else "not-yours-to-do"


def number_agreed(uow: UnitOfWork, proposal: Proposal) -> None:
    """From now on the number may be shown, once (`show_number`). Raises Overtaken where nobody has it."""
    member = None if proposal.member_id is None else members.find(uow.db, proposal.member_id)
    if member is None or member.state == "erased":
        raise Overtaken


def show_number(app: App, who: Staff, proposal_id: int) -> Shown:
    """The number that somebody else agreed is shown to whoever asked: once, and soon.

    The kind of reason is written down in the transaction that opens the number. So many a day and no
    more, of one account and of all.
    """

    def at(uow: UnitOfWork) -> Shown:
        proposal = proposals.locked(uow.db, app.vault, proposal_id)
        if proposal is None or proposal.kind != "number" or proposal.by != who.id:
            return Shown("gone")
        return _show(uow, who, proposal)

    return in_unit_of_work(app, at)


def _show(uow: UnitOfWork, who: Staff, proposal: Proposal) -> Shown:
    member_id = proposal.member_id
    member = None if member_id is None else member_views.met(uow.db, who, member_id)
    if member is None:
        return Shown("gone")
    if not may_set(who, member.level, member.level):
        return Shown("not-yours-to-do")
    if _shown_too_many(uow, who):
        return Shown("too-many")
    if not proposals.use(uow.db, proposal.id, uow.now - USED_WITHIN, uow.now):
        return Shown("gone")
    reason = f"number.{proposal.details['reason']}"
    console_actions.add(uow.db, who.id, uow.now, reason, "member", member.id)
    return Shown("shown", member.id, members.number_of(uow.db, uow.app.vault, member.id))


def _shown_too_many(uow: UnitOfWork, who: Staff) -> bool:
    """Whether enough were shown within a day. Locks all accounts, so that two cannot slip through."""
    staff.hold_all(uow.db)
    since = uow.now - rules.NUMBERS_WINDOW
    shown = console_actions.count(uow.db, "number.", since)
    mine = console_actions.count(uow.db, "number.", since, who.id)
    return mine >= rules.NUMBERS_OF_ONE or shown >= rules.NUMBERS_OF_ALL
