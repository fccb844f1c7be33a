"""What a coordinator does about a need. Of two at once, one wins; the other is told so.

Each answers with the name of what happened; those in DONE have happened, and stand in the trail.
"""

from __future__ import annotations

from collections.abc import Callable

from hotline.domain import planning
from hotline.domain.messages import About
from hotline.services import asking, dispatch, effects, helping, matching, spending, team
from hotline.services.console import board
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell
from hotline.services.scene import Scene
from hotline.store import asks, console_actions, matches, members, needs, threads
from hotline.store.matches import Match
from hotline.store.needs import LIVE, OPEN, Need
from hotline.store.staff import Staff
from hotline.store.threads import Thread

DONE = frozenset(
    {"taken", "reassigned", "widened", "widened-later", "closed", "withdrawn", "written"}
)
MOST_WORDS = 600  # characters in one message of the team

Work = Callable[[Desk, Need], str]


def _act(house: House, who: Staff, reference: str, work: Work) -> str:
    def at(desk: Desk) -> str:
        need = needs.by_reference(desk.db, reference)
        if need is None:
            return "gone"
        outcome = work(desk, need)
        if outcome in DONE:
            console_actions.add(desk.db, who.id, desk.now, outcome, "need", need.id)
        return outcome

    return at_a_desk(house, at)


def take(house: House, who: Staff, reference: str) -> str:
    """Accept a need as the member that this account belongs to, like any helper who says yes."""

    def work(desk: Desk, need: Need) -> str:
        if who.member_id is None:
            return "no-member"
        member = members.locked_by_id(desk.db, who.member_id)  # one's own row first, always
        if member.state != "active" or member.id == need.asker_id:
            return "not-yours"
        scene = Scene(house, desk.db, desk.now, desk.rings, member=member, perform=effects.perform)
        need = needs.locked(desk.db, need.id)
        ask = asks.last_for(desk.db, need.id, member.id)
        if need.state not in OPEN or not matching.accept(scene, need, ask):
            return "too-late"
        about = About(need_id=need.id, author_id=scene.quoted)
        notify(scene, Envelope(member_id=member.id, prompts=scene.said, about=about))
        return "taken"

    return _act(house, who, reference, work)


def reassign(house: House, who: Staff, reference: str, seen: str) -> str:
    """Thank the helper and look for somebody else, never the same one again."""

    def work(desk: Desk, need: Need) -> str:
        need, match = _as_seen(desk, need, seen)
        if match is None:
            return "changed"
        if not matching.reopen(desk, need, match):
            return "changed"
        about, reference = need.id, need.reference
        tell(desk, need.asker_id, "reopened-asker", about=about, reference=reference)
        tell(desk, match.helper_id, "withdrawn-helper", about=about, reference=reference)
        return "reassigned"

    return _act(house, who, reference, work)


def widen(house: House, who: Staff, reference: str, seen: str) -> str:
    """Ask more people now, without waiting for those who were asked."""

    def work(desk: Desk, need: Need) -> str:
        need = needs.locked(desk.db, need.id)
        if need.state not in OPEN or seen != board.seen(need, None):
            return "changed"
        if spending.is_spent(house, desk.db, desk.now):
            return "spent"
        move = dispatch.ask_more(desk, need)
        if isinstance(move, planning.Escalate):
            return "nobody-left"
        return "widened-later" if isinstance(move, planning.Later) else "widened"

    return _act(house, who, reference, work)


def close(house: House, who: Staff, reference: str, seen: str) -> str:
    """The help happened: the need is done, and both are thanked."""

    def work(desk: Desk, need: Need) -> str:
        need, match = _as_seen(desk, need, seen)
        if match is None:
            return "changed"
        helping.finish(desk, need, match)
        about, reference = need.id, need.reference
        tell(desk, match.helper_id, "done-helper", about=about, reference=reference)
        tell(desk, need.asker_id, "follow-up-closed", about=about, reference=reference)
        return "closed"

    return _act(house, who, reference, work)


def withdraw(house: House, who: Staff, reference: str, seen: str) -> str:
    """Nobody is to be asked any more; the asker, the helper and those asked are told."""

    def work(desk: Desk, need: Need) -> str:
        need, match = needs.locked(desk.db, need.id), matches.open_for_need(desk.db, need.id)
        if need.state not in LIVE or not _is_as(seen, board.seen(need, match)):
            return "changed"
        if not asking.close(desk, need, "withdrawn", "withdrawn-helper"):
            return "changed"
        tell(desk, need.asker_id, "withdrawn-asker", about=need.id, reference=need.reference)
        return "withdrawn"

    return _act(house, who, reference, work)


def write(house: House, who: Staff, reference: str, words: str) -> str:
    """Write to the asker through the line; their answer goes to whoever wrote, if they are a member."""
    typed = " ".join(words.split())
    if not typed or len(typed) > MOST_WORDS:
        return "no-words"

    def work(desk: Desk, need: Need) -> str:
        need = needs.locked(desk.db, need.id)
        if need.state not in LIVE or need.asker_id == who.member_id:
            return "changed"
        sent = team.write_to(desk, _talk(desk, need), typed, coordinator(desk, who))
        return "written" if sent.told else "unreachable"

    return _act(house, who, reference, work)


def _talk(desk: Desk, need: Need) -> Thread:
    """Where the asker's answer will reach the team. While somebody helps, what bears the need's number
    goes to that helper, so the team has a talk of its own with the asker then."""
    about = threads.open_for_need(desk.db, need.id)
    return about if about and need.state in OPEN else team.talk_of(desk, need.asker_id)


def coordinator(desk: Desk, who: Staff) -> int | None:
    """The member whom answers go to: one who is a coordinator by text as well."""
    if who.member_id is None or not members.get(desk.db, who.member_id).is_coordinator:
        return None
    return who.member_id


def _as_seen(desk: Desk, need: Need, seen: str) -> tuple[Need, Match | None]:
    """The need, locked, and its match; None where it has none, or not the one that was seen."""
    need, match = needs.locked(desk.db, need.id), matches.open_for_need(desk.db, need.id)
    return need, match if _is_as(seen, board.seen(need, match)) else None


def _is_as(seen: str, present: str) -> bool:
    """Whether state and helper are as they were seen; a wave more makes no difference."""
    return seen.split(".")[::2] == present.split(".")[::2]
