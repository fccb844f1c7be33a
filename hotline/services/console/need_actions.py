"""What a coordinator does about a need. Of two at once, one wins; the other is told so.

Each answers with the name of what happened; those in DONE have happened, and stand in the trail.
"""

from __future__ import annotations

from collections.abc import Callable

from hotline.domain import planning
from hotline.domain.messages import About
from hotline.domain.states import LIVE_NEEDS, OPEN_NEEDS
from hotline.services.console import needs as need_views
from hotline.services.inbound import effects
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.needs import asking, dispatch, fulfilment, matching, requests
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell
from hotline.services.sessions import spending
from hotline.services.team import coordinators
from hotline.store.console import console_actions
from hotline.store.console.staff import Staff
from hotline.store.needs import asks, matches, needs, team_threads
from hotline.store.needs.matches import Match
from hotline.store.needs.needs import Need
from hotline.store.needs.team_threads import Thread
from hotline.store.people import members, reports

DONE = frozenset(
    {"taken", "reassigned", "widened", "widened-later", "closed", "withdrawn", "written"}
)
MOST_WORDS = 600  # characters in one message of the team

Work = Callable[[UnitOfWork, Need], str]


def _act(app: App, who: Staff, reference: str, work: Work) -> str:
    def at(uow: UnitOfWork) -> str:
        need = need_views.met(uow.db, who, reference)
        if need is None:
            return "gone"
        outcome = work(uow, need)
        if outcome in DONE:
            console_actions.add(uow.db, who.id, uow.now, outcome, "need", need.id)
        return outcome

    return in_unit_of_work(app, at)


def take(app: App, who: Staff, reference: str) -> str:
    """Accept a need as the member that this account belongs to, like any helper who says yes."""

    def work(uow: UnitOfWork, need: Need) -> str:
        if who.member_id is None:
            return "no-member"
        member = members.locked_by_id(uow.db, who.member_id)  # one's own row first, always
        if member.state != "active" or member.id == need.asker_id:
            return "not-yours"
        if reports.is_held(uow.db, member.id):
            return "not-yours"
        interaction = Interaction(
            app, uow.db, uow.now, uow.wakeups, member=member, effect_handler=effects.perform
        )
        need = needs.locked(uow.db, need.id)
        ask = asks.last_for(uow.db, need.id, member.id)
        if need.state not in OPEN_NEEDS or not matching.accept(interaction, need, ask):
            return "too-late"
        about = About(need_id=need.id, author_id=interaction.author_id)
        notify(interaction, Envelope(member_id=member.id, prompts=interaction.said, about=about))
        return "taken"

    return _act(app, who, reference, work)


def reassign(app: App, who: Staff, reference: str, seen: str) -> str:
    """Thank the helper and look for somebody else, never the same one again."""

    def work(uow: UnitOfWork, need: Need) -> str:
        need, match = _as_seen(uow, need, seen)
        if match is None:
            return "changed"
        if not matching.reopen(uow, need, match):
            return "changed"
        about, reference = need.id, need.reference
        asking.tell_reopened(uow, need)
        tell(uow, match.helper_id, "withdrawn-helper", about=about, reference=reference)
        return "reassigned"

    return _act(app, who, reference, work)


def widen(app: App, who: Staff, reference: str, seen: str) -> str:
    """Ask more people now, without waiting for those who were asked."""

    def work(uow: UnitOfWork, need: Need) -> str:
        need = needs.locked(uow.db, need.id)
        if need.state not in OPEN_NEEDS or seen != need_views.seen(need, None):
            return "changed"
        if spending.held_until(uow, urgent=need.urgent) is not None:
            return "spent"
        move = dispatch.ask_more(uow, need)
        if isinstance(move, planning.Escalate):
            return "asker-reported" if move.why == "reported" else "nobody-left"
        if isinstance(move, planning.Wait):
            return "one-at-a-time"
        return "widened-later" if isinstance(move, planning.Later) else "widened"

    return _act(app, who, reference, work)


def close(app: App, who: Staff, reference: str, seen: str) -> str:
    """The help happened: the need is done, and both are thanked."""

    def work(uow: UnitOfWork, need: Need) -> str:
        need, match = _as_seen(uow, need, seen)
        if match is None:
            return "changed"
        fulfilment.finish(uow, need, match)
        about, reference = need.id, need.reference
        tell(uow, match.helper_id, "done-helper", about=about, reference=reference)
        tell(uow, need.asker_id, "follow-up-closed", about=about, reference=reference)
        return "closed"

    return _act(app, who, reference, work)


def withdraw(app: App, who: Staff, reference: str, seen: str) -> str:
    """Nobody is to be asked any more; the asker, the helper and those asked are told."""

    def work(uow: UnitOfWork, need: Need) -> str:
        need, match = needs.locked(uow.db, need.id), matches.open_for_need(uow.db, need.id)
        if need.state not in LIVE_NEEDS or not _is_as(seen, need_views.seen(need, match)):
            return "changed"
        if not requests.close(uow, need, "withdrawn", "withdrawn-helper"):
            return "changed"
        tell(uow, need.asker_id, "withdrawn-asker", about=need.id, reference=need.reference)
        return "withdrawn"

    return _act(app, who, reference, work)


def write(app: App, who: Staff, reference: str, words: str) -> str:
    """Write to the asker through the line; their answer goes to whoever wrote, if they are a member."""
    typed = " ".join(words.split())
    if not typed or len(typed) > MOST_WORDS:
        return "no-words"

    def work(uow: UnitOfWork, need: Need) -> str:
        need = needs.locked(uow.db, need.id)
        if need.state not in LIVE_NEEDS or need.asker_id == who.member_id:
            return "changed"
        sent = coordinators.write_to(uow, _thread(uow, need), typed, coordinator(uow, who))
        return "written" if sent.told else "unreachable"

    return _act(app, who, reference, work)


def _thread(uow: UnitOfWork, need: Need) -> Thread:
    """Where the asker's answer will reach the team. While somebody helps, what bears the need's number
    goes to that helper, so the team has a thread of its own with the asker then."""
    about = team_threads.open_for_need(uow.db, need.id)
    return (
        about if about and need.state in OPEN_NEEDS else coordinators.thread_of(uow, need.asker_id)
    )


def coordinator(uow: UnitOfWork, who: Staff) -> int | None:
    """The member whom answers go to: one who is a coordinator by text as well."""
    if who.member_id is None or not members.get(uow.db, who.member_id).is_coordinator:
        return None
    return who.member_id


def _as_seen(uow: UnitOfWork, need: Need, seen: str) -> tuple[Need, Match | None]:
    """The need, locked, and its match; None where it has none, or not the one that was seen."""
    need, match = needs.locked(uow.db, need.id), matches.open_for_need(uow.db, need.id)
    return need, match if _is_as(seen, need_views.seen(need, match)) else None


def _is_as(seen: str, present: str) -> bool:
    """Whether state and helper are as they were seen; a wave more makes no difference."""
    return seen.split(".")[::2] == present.split(".")[::2]
