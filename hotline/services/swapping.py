"""Shifts handed over by text: whoever holds one has others asked, and the first yes takes it.

Until then it stays with its holder, and the team hears of it where nobody says yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from flows.answers import Command
from flows.effects import Found, OfferShift, TakeShift
from flows.folding import fold
from flows.turns import Performed
from hotline.domain.messages import Kind
from hotline.domain.reachability import HoldUntil, Send
from hotline.domain.roster import LEVELS, LISTENER, Span
from hotline.services import questions, team
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, for_each_due
from hotline.services.outbound.notify import foreseen, tell
from hotline.services.scene import Scene
from hotline.store import ringing, roster, sessions, unsent
from hotline.store.roster import Shift

Answers = Mapping[str, Any]

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


def find(scene: Scene, _: Answers) -> Performed[Found]:
    """The member's next shifts."""
    if scene.member.hidden_at is not None:
        return Performed("none")
    mine = roster.of_member(scene.db, scene.member.id, scene.now)[:SHOWN]
    if not mine:
        return Performed("none")
    shown = [shown_as(scene, shift.span) for shift in mine]
    return Performed("some", {"ids": [str(shift.id) for shift in mine], "shifts": shown})


def offer(scene: Scene, answers: Answers) -> Performed[OfferShift]:
    """Ask others to take a shift of the member's own."""
    place = int(answers["place"])
    ids = answers["ids"]
    shift = roster.locked(scene.db, int(ids[place - 1])) if place <= len(ids) else None
    if shift is None or shift.member_id != scene.member.id or shift.ends_at <= scene.now:
        return Performed("gone")
    return Performed(ask_others(scene, shift), {"shift": shown_as(scene, shift.span)})


def ask_others(desk: Desk, shift: Shift) -> OfferShift:
    """Have others asked to take a shift, which is locked: offered, before (they were), nobody (is there).

    The team hears at once where there is nobody.
    """
    due = max(desk.now + A_WHILE, min(desk.now + PATIENCE, shift.starts_at - AT_LAST))
    if not roster.move(desk.db, shift, "offered", due_at=due):
        return "before"
    roster.forget_asks(desk.db, shift.id)
    asked = [_ask(desk, shift, one) for one in _able(desk, shift)[:MOST_ASKED]]
    if any(asked):
        return "offered"
    roster.hurry(desk.db, shift.id, desk.now)
    desk.rings.add("roster")
    return "nobody"


def _ask(desk: Desk, shift: Shift, member_id: int) -> bool:
    """Put the question to one member."""
    answers = {"id": str(shift.id), "role": shift.role, "shift": shown_as(desk, shift.span)}
    kept = questions.put(desk, member_id, _FLOW, answers, None)
    return kept is not None and roster.ask(desk.db, shift.id, member_id, kept)


def _able(desk: Desk, shift: Shift) -> list[int]:
    """Who may be asked to take a shift, whoever has fewest of their own first: those who read texts, do not
    rest, and are free then."""
    ahead = roster.between(desk.db, Span(desk.now, desk.now + _AHEAD))
    able = set(roster.able(desk.db, LEVELS[shift.role])) - {shift.member_id}
    if shift.role == LISTENER:
        able &= _listening(desk, ahead)
    free = [one for one in able if _is_free(desk, one, shift)]
    held = {one: sum(each.member_id == one for each in ahead) for one in free}
    return sorted(free, key=lambda one: (held[one], one))


def _listening(desk: Desk, ahead: Iterable[Shift]) -> set[int]:
    """Those who take calls: they offer talks, or have such shifts."""
    offering = {one.member_id for one in ringing.listeners(desk.db, LEVELS[LISTENER])}
    mine = (shift.member_id for shift in ahead if shift.role == LISTENER)
    return offering | {holder for holder in mine if holder is not None}


def _is_free(desk: Desk, member_id: int, shift: Shift) -> bool:
    reads = isinstance(foreseen(desk, member_id, Kind.QUESTION), Send | HoldUntil)
    return reads and not roster.overlap(desk.db, member_id, shift.span)


# --- whoever is asked ----------------------------------------------------------------------------


def take(scene: Scene, answers: Answers) -> Performed[TakeShift]:
    """Yes: the first one has the shift. One UPDATE decides."""
    me, shift = scene.member.id, roster.locked(scene.db, int(answers["id"]))
    if shift is None or not _is_to_be_had(scene, shift):
        decline(scene, answers)
        return Performed("gone")
    if roster.overlap(scene.db, me, shift.span):
        decline(scene, answers)
        return Performed("busy")
    if not roster.move(scene.db, shift, "held", member_id=me, due_at=None):
        return Performed("gone")
    roster.answered(scene.db, shift.id, me, "accepted")
    release(scene, shift)
    shown = shown_as(scene, shift.span)
    if shift.member_id is not None:
        tell(scene, shift.member_id, "shift-taken", shift=shown)
    return Performed("taken", {"shift": shown})


def _is_to_be_had(scene: Scene, shift: Shift) -> bool:
    """Whether this member may have a shift now; their level may be another than when they were asked."""
    open_still = shift.state == "offered" and shift.ends_at > scene.now
    return open_still and scene.member.level >= LEVELS[shift.role]


def decline(scene: Scene, answers: Answers) -> Performed[Literal["left"]]:
    """No. Where everybody has said so the team hears it now."""
    _decline(scene, int(answers["id"]), scene.member.id)
    return Performed("left")


def _decline(desk: Desk, shift_id: int, member_id: int) -> None:
    # The shift first, as everywhere: and of two who say the last no at once, the second sees both.
    roster.locked(desk.db, shift_id)
    declined = roster.answered(desk.db, shift_id, member_id, "declined")
    if declined and all(one.state == "declined" for one in roster.asked(desk.db, shift_id)):
        roster.hurry(desk.db, shift_id, desk.now)
        desk.rings.add("roster")


def late(scene: Scene, words: str, command: Command | None) -> bool:
    """A yes or a no to a question that was withdrawn while it was being answered."""
    if scene.member.hidden_at is not None:
        return False
    said = {"1": "YES", "2": "NO"}.get(fold(words)) or (command.name if command else "")
    shift_id = said in ("YES", "NO") and roster.covered(scene.db, scene.member.id, scene.now)
    if not shift_id:
        return False
    roster.answered(scene.db, shift_id, scene.member.id, "declined")
    scene.say("shift-gone" if said == "YES" else "declined-ack")
    return True


def release(desk: Desk, shift: Shift) -> None:
    """No answer is needed any more: those whose question has left are told, once; the rest never hear
    of it."""
    waiting = [one for one in roster.asked(desk.db, shift.id) if one.state == "open"]
    questions_of = {one.session_id for one in waiting if one.session_id is not None}
    unheard = unsent.cancel_questions(desk.db, questions_of)
    sessions.end(desk.db, questions_of)
    for one in waiting:
        roster.answered(desk.db, shift.id, one.member_id, "covered")
        if one.session_id not in unheard:
            tell(desk, one.member_id, "shift-covered", shift=shown_as(desk, shift.span))


# --- somebody leaves -------------------------------------------------------------------------------


def leave(desk: Desk, member_id: int) -> None:
    """A member leaves the line: what they were asked is a no, and others are asked to take the shifts that
    come next. Those that are further ahead are seen on the roster in time."""
    asked = set(roster.open_asks(desk.db, member_id))
    mine = roster.of_member(desk.db, member_id, desk.now)
    own = {shift.id for shift in mine if shift.starts_at <= desk.now + _NEXT}
    for shift_id in sorted(asked | own):  # in one order, so that two who leave at once do not meet
        if shift_id in asked:
            _decline(desk, shift_id, member_id)
        elif (shift := roster.locked(desk.db, shift_id)) is not None:
            ask_others(desk, shift)


# --- nobody --------------------------------------------------------------------------------------


def run_due(house: House) -> int:
    """Tell the team, and the holder, of shifts that nobody took; how many. Safe to run twice."""
    with house.database.reading() as db:
        due = roster.due(db, house.clock(), _BATCH)
    return for_each_due(house, due, _untaken)


def _untaken(desk: Desk, shift_id: int) -> bool:
    shift = roster.locked(desk.db, shift_id)
    if shift is None or shift.due_at is None or shift.due_at > desk.now:
        return False
    roster.told(desk.db, shift.id)
    if shift.ends_at <= desk.now:
        return False
    shown, but = shown_as(desk, shift.span), shift.member_id or 0
    team.tell(desk, but, "coordinator-shift-untaken", urgent=True, shift=shown, role=shift.role)
    if shift.member_id is not None and roster.asked(desk.db, shift.id):
        # Where nobody was asked they have read it in the answer to their own text.
        tell(desk, shift.member_id, "shift-untaken", shift=shown)
    return True


def shown_as(desk: Desk, span: Span) -> list[str]:
    """When a shift is, as messages take it: its day, and the hours on the community's clocks."""
    day = span.start.astimezone(desk.house.community.zone).date()
    return [day.isoformat(), _clock(desk, span.start), _clock(desk, span.end)]


def _clock(desk: Desk, moment: datetime) -> str:
    return f"{desk.clock_time(moment):%H:%M}"
