"""Shifts handed over by text: whoever holds one has others asked, and the first yes takes it.

Until then it stays with its holder, and the team hears of it where nobody says yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from flows.engine.effects import Answers, Found, OfferShift, TakeShift
from flows.engine.events import EffectResult
from flows.text.folding import fold
from flows.understanding.answers import Command
from hotline.domain.messages import Kind
from hotline.domain.reachability import HoldUntil, Send
from hotline.domain.roster import LEVELS, LISTENER, Span
from hotline.services.kernel.answers import number, texts
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, for_each_due
from hotline.services.outbound.notify import foreseen, tell
from hotline.services.sessions import prompted
from hotline.services.team import coordinators
from hotline.store.conversation import sessions
from hotline.store.messages import cancellation
from hotline.store.roster import roster
from hotline.store.roster.roster import Shift
from hotline.store.voice import ringing

SHOWN = 2  # shifts in one text
MOST_ASKED = 12
# Without a yes for so long, or so shortly before it begins, the team hears of it; after a while at least.
PATIENCE, AT_LAST = timedelta(hours=24), timedelta(hours=3)
A_WHILE = timedelta(minutes=10)
_BATCH = 20
_AHEAD = timedelta(days=14)
_NEXT = timedelta(days=7)
_FLOW = "take-shift"


# --- the holder ----------------------------------------------------------------------------------


def find(interaction: Interaction, _: Answers) -> EffectResult[Found]:
    """The member's next shifts."""
    if interaction.member.hidden_at is not None:
        return EffectResult("none")
    mine = roster.of_member(interaction.db, interaction.member.id, interaction.now)[:SHOWN]
    if not mine:
        return EffectResult("none")
    shown = [shown_as(interaction, shift.span) for shift in mine]
    return EffectResult("some", {"ids": [str(shift.id) for shift in mine], "shifts": shown})


def offer(interaction: Interaction, answers: Answers) -> EffectResult[OfferShift]:
    """Ask others to take a shift of the member's own."""
    place, ids = number(answers, "place"), texts(answers, "ids")
    shift = roster.locked(interaction.db, int(ids[place - 1])) if place <= len(ids) else None
    if (
        shift is None
        or shift.member_id != interaction.member.id
        or shift.ends_at <= interaction.now
    ):
        return EffectResult("gone")
    return EffectResult(
        ask_others(interaction, shift), {"shift": shown_as(interaction, shift.span)}
    )


def ask_others(uow: UnitOfWork, shift: Shift) -> OfferShift:
    """Have others asked to take a shift, which is locked: offered, before (they were), nobody (is there).

    The team hears at once where there is nobody.
    """
    due = max(uow.now + A_WHILE, min(uow.now + PATIENCE, shift.starts_at - AT_LAST))
    if not roster.move(uow.db, shift, "offered", due_at=due):
        return "before"
    roster.forget_asks(uow.db, shift.id)
    asked = [_ask(uow, shift, one) for one in _able(uow, shift)[:MOST_ASKED]]
    if any(asked):
        return "offered"
    roster.hurry(uow.db, shift.id, uow.now)
    uow.wakeups.add("roster")
    return "nobody"


def _ask(uow: UnitOfWork, shift: Shift, member_id: int) -> bool:
    """Put the question to one member."""
    answers = {"id": str(shift.id), "role": shift.role, "shift": shown_as(uow, shift.span)}
    kept = prompted.put(uow, member_id, _FLOW, answers, None)
    return kept is not None and roster.ask(uow.db, shift.id, member_id, kept)


def _able(uow: UnitOfWork, shift: Shift) -> list[int]:
    """Who may be asked to take a shift, whoever has fewest of their own first: those who read texts, do not
    rest, and are free then."""
    ahead = roster.between(uow.db, Span(uow.now, uow.now + _AHEAD))
    able = set(roster.able(uow.db, LEVELS[shift.role])) - {shift.member_id}
    if shift.role == LISTENER:
        able &= _listening(uow, ahead)
    free = [one for one in able if _is_free(uow, one, shift)]
    held = {one: sum(each.member_id == one for each in ahead) for one in free}
    return sorted(free, key=lambda one: (held[one], one))


def _listening(uow: UnitOfWork, ahead: Iterable[Shift]) -> set[int]:
    """Those who take calls: they offer talks, or have such shifts."""
    offering = {one.member_id for one in ringing.listeners(uow.db, LEVELS[LISTENER], uow.today)}
    mine = (shift.member_id for shift in ahead if shift.role == LISTENER)
    return offering | {holder for holder in mine if holder is not None}


def _is_free(uow: UnitOfWork, member_id: int, shift: Shift) -> bool:
    reads = isinstance(foreseen(uow, member_id, Kind.QUESTION), Send | HoldUntil)
    return reads and not roster.overlap(uow.db, member_id, shift.span)


# --- whoever is asked ----------------------------------------------------------------------------


def take(interaction: Interaction, answers: Answers) -> EffectResult[TakeShift]:
    """Yes: the first one has the shift. One UPDATE decides."""
    me, shift = interaction.member.id, roster.locked(interaction.db, number(answers, "id"))
    if shift is None or not _is_to_be_had(interaction, shift):
        decline(interaction, answers)
        return EffectResult("gone")
    if roster.overlap(interaction.db, me, shift.span):
        decline(interaction, answers)
        return EffectResult("busy")
    if not roster.move(interaction.db, shift, "held", member_id=me, due_at=None):
        return EffectResult("gone")
    roster.answered(interaction.db, shift.id, me, "accepted")
    release(interaction, shift)
    shown = shown_as(interaction, shift.span)
    if shift.member_id is not None:
        tell(interaction, shift.member_id, "shift-taken", shift=shown)
    return EffectResult("taken", {"shift": shown})


def _is_to_be_had(interaction: Interaction, shift: Shift) -> bool:
    """Whether this member may have a shift now; their level may be another than when they were asked."""
    open_still = shift.state == "offered" and shift.ends_at > interaction.now
    return open_still and interaction.member.level >= LEVELS[shift.role]


def decline(interaction: Interaction, answers: Answers) -> EffectResult[Literal["left"]]:
    """No. Where everybody has said so the team hears it now."""
    _decline(interaction, number(answers, "id"), interaction.member.id)
    return EffectResult("left")


def _decline(uow: UnitOfWork, shift_id: int, member_id: int) -> None:
    # The shift first, as everywhere: and of two who say the last no at once, the second sees both.
    roster.locked(uow.db, shift_id)
    declined = roster.answered(uow.db, shift_id, member_id, "declined")
    if declined and all(one.state == "declined" for one in roster.asked(uow.db, shift_id)):
        roster.hurry(uow.db, shift_id, uow.now)
        uow.wakeups.add("roster")


def late(interaction: Interaction, words: str, command: Command | None) -> bool:
    """A yes or a no to a question that was withdrawn while it was being answered."""
    if interaction.member.hidden_at is not None:
        return False
    said = {"1": "YES", "2": "NO"}.get(fold(words)) or (command.name if command else "")
    shift_id = said in ("YES", "NO") and roster.covered(
        interaction.db, interaction.member.id, interaction.now
    )
    if not shift_id:
        return False
    roster.answered(interaction.db, shift_id, interaction.member.id, "declined")
    interaction.say("shift-gone" if said == "YES" else "declined-ack")
    return True


def release(uow: UnitOfWork, shift: Shift) -> None:
    """No answer is needed any more: those whose question has left are told, once; the rest never hear
    of it."""
    waiting = [one for one in roster.asked(uow.db, shift.id) if one.state == "open"]
    questions_of = {one.session_id for one in waiting if one.session_id is not None}
    unheard = cancellation.cancel_questions(uow.db, questions_of)
    sessions.end(uow.db, questions_of)
    for one in waiting:
        roster.answered(uow.db, shift.id, one.member_id, "covered")
        if one.session_id not in unheard:
            tell(uow, one.member_id, "shift-covered", shift=shown_as(uow, shift.span))


# --- somebody leaves -------------------------------------------------------------------------------


def leave(uow: UnitOfWork, member_id: int) -> None:
    """A member leaves the line: what they were asked is a no, and others are asked to take the shifts that
    come next. Those that are further ahead are seen on the roster in time."""
    asked = set(roster.open_asks(uow.db, member_id))
    mine = roster.of_member(uow.db, member_id, uow.now)
    own = {shift.id for shift in mine if shift.starts_at <= uow.now + _NEXT}
    for shift_id in sorted(asked | own):  # in one order, so that two who leave at once do not meet
        if shift_id in asked:
            _decline(uow, shift_id, member_id)
        elif (shift := roster.locked(uow.db, shift_id)) is not None:
            ask_others(uow, shift)


# --- nobody --------------------------------------------------------------------------------------


def run_due(app: App) -> int:
    """Tell the team, and the holder, of shifts that nobody took; how many. Safe to run twice."""
    with app.database.reading() as db:
        due = roster.due(db, app.clock(), _BATCH)
    return for_each_due(app, due, _untaken)


def _untaken(uow: UnitOfWork, shift_id: int) -> bool:
    shift = roster.locked(uow.db, shift_id)
    if shift is None or shift.due_at is None or shift.due_at > uow.now:
        return False
    roster.told(uow.db, shift.id)
    if shift.ends_at <= uow.now:
        return False
    shown, but = shown_as(uow, shift.span), shift.member_id or 0
    coordinators.tell(
        uow, but, "coordinator-shift-untaken", urgent=True, shift=shown, role=shift.role
    )
    if shift.member_id is not None and roster.asked(uow.db, shift.id):
        # Where nobody was asked they have read it in the answer to their own text.
        tell(uow, shift.member_id, "shift-untaken", shift=shown)
    return True


def shown_as(uow: UnitOfWork, span: Span) -> list[str]:
    """When a shift is, as messages take it: its day, and the hours on the community's clocks."""
    day = span.start.astimezone(uow.app.community.zone).date()
    return [day.isoformat(), _clock(uow, span.start), _clock(uow, span.end)]


def _clock(uow: UnitOfWork, moment: datetime) -> str:
    return f"{uow.clock_time(moment):%H:%M}"
