"""Finding someone: what the planner decides for each need that is due, carried out.

A job may run twice, or never: each need is looked at under its lock, and what is due stays due
until that has been committed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flows.message_ids import MessageId
from hotline.domain import planning
from hotline.domain.messages import About, Kind
from hotline.domain.planning import AskView, NeedView
from hotline.services import asking, candidates, matching, spending, team
from hotline.services.calls import ordering
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, for_each_due
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell
from hotline.store import asks, members, needs, offers, trail, unsent
from hotline.store.asks import Ask
from hotline.store.needs import Need

_BATCH = 50
# A text that has not left so long after its time to answer has begun counts as failed.
UNSENT = timedelta(minutes=15)
# Whether the team was told, and whether it is urgent.
_NOBODY: Mapping[tuple[bool, bool], MessageId] = {
    (True, False): "nobody-asker",
    (True, True): "nobody-asker-urgent",
    (False, False): "nobody-asker-alone",
    (False, True): "nobody-asker-alone-urgent",
}
_STILL_LOOKING: Sequence[MessageId] = ("still-looking-1", "still-looking-2", "still-looking-more")


def run_due(house: House) -> int:
    """Do what is due for needs that are being looked for; how many were looked at."""
    with house.database.reading() as db:
        spent = spending.is_spent(house, db, house.clock())
        due = needs.due(db, house.clock(), _BATCH)
    if spent:  # needs stay due, and asks that wait with them have not failed
        house.database.write(lambda db: asks.put_off_unsent(db, house.clock()))
        return 0
    return for_each_due(house, due, _advance)


def _advance(desk: Desk, need_id: int) -> bool:
    need = needs.locked(desk.db, need_id)
    if need.due_at is None or need.due_at > desk.now:
        return False  # somebody else was here
    if need.state == "seeking":
        _next_move(desk, need)
    else:
        needs.change(desk.db, need.id, due_at=None)
    return True


def _next_move(desk: Desk, need: Need) -> None:
    history = _lapse(desk, asks.of_need(desk.db, need.id))
    move = _plan(desk, need, history)
    if isinstance(move, planning.Ask):
        _ask(desk, need, move)
    elif isinstance(move, planning.Wait):
        needs.change(desk.db, need.id, due_at=max(move.until, desk.now + _TICK))
    elif isinstance(move, planning.Later):
        _later(desk, need, move.until)
    else:
        _escalate(desk, need)


_TICK = timedelta(milliseconds=200)  # the clock looks no oftener than every second anyway


def ask_more(desk: Desk, need: Need) -> planning.Move:
    """A coordinator wants more people asked at once: what came of it. The need is locked and open.

    The waves begin again with the first, for people who were not asked yet; who was asked may still
    answer. Where nobody is left, nothing changes.
    """
    again = replace(need, waves_before=need.wave)
    move = _plan(desk, again, _lapse(desk, asks.of_need(desk.db, need.id)), pressing=True)
    if isinstance(move, planning.Escalate):
        return move
    if need.state == "escalated":
        matching.reopen(desk, need, None)
        tell(desk, need.asker_id, "still-looking-more", about=need.id, reference=need.reference)
    needs.change(desk.db, need.id, waves_before=need.wave)
    if isinstance(move, planning.Ask):
        _ask(desk, again, move)
    elif isinstance(move, planning.Later):
        _later(desk, again, move.until)
    return move


def _lapse(desk: Desk, history: Sequence[Ask]) -> Sequence[Ask]:
    """Silence counts as no; a text that never left counts as failed."""
    for ask in history:
        if ask.lapses_at <= desk.now and ask.state == "sent":
            asks.move(desk.db, ask.id, "lapsed")
        if ask.state == "queued" and ask.lapses_at + UNSENT <= desk.now:
            asks.move(desk.db, ask.id, "failed")
            unsent.cancel_asks(desk.db, [ask.id])
            ordering.withdraw_asks(desk, [ask.id])
    return asks.of_need(desk.db, history[0].need_id) if history else history


def _plan(
    desk: Desk, need: Need, history: Sequence[Ask], *, pressing: bool = False
) -> planning.Move:
    community = desk.house.community
    spoken = members.languages(desk.db, [need.asker_id]).get(need.asker_id, frozenset())
    view = NeedView(
        category=need.category,
        urgent=need.urgent,
        languages=(need.language, *sorted(spoken - {need.language})),
        asker_id=need.asker_id,
        min_level=community.levels.get(need.category, 0),
        expires_at=need.expires_at,
        waves_before=need.waves_before,
        pressing=pressing,
    )
    # Whoever was told "covered" never had their say: when the need opens again they may be asked.
    told = [a for a in history if a.state != "covered"]
    return planning.next_move(
        view,
        [AskView(a.member_id, a.wave, a.state, a.lapses_at) for a in told],
        candidates.shortlist(desk, need, view.min_level, {a.member_id for a in told}),
        community.dispatch,
        desk.now,
        community.quiet_hours,
        community.weekend,
    )


def _ask(desk: Desk, need: Need, move: planning.Ask) -> None:
    gap = desk.house.community.dispatch.gap(need.urgent)
    for member_id in move.member_ids:
        ask_id = asks.add(desk.db, need.id, member_id, move.wave, desk.now, desk.now + gap)
        _put(desk, need, member_id, ask_id)
    offers.note_asked(desk.db, move.member_ids, desk.now)
    wave = max(need.wave, move.wave)
    needs.change(desk.db, need.id, wave=wave, asking_at=None, due_at=desk.now + gap)
    if move.still_looking:
        _still_looking(desk, need, move.wave - need.waves_before - 2)
    elif move.opens and need.asking_at is not None:  # they were told of this hour
        tell(desk, need.asker_id, "started-asking", about=need.id, reference=need.reference)


def _put(desk: Desk, need: Need, member_id: int, ask_id: int) -> None:
    """Ask one member, by a text or by a call."""
    ask = Envelope(
        member_id=member_id,
        prompts=[asking.summary(need)],
        kind=Kind.ASK,
        urgent=need.urgent,
        about=About(need_id=need.id, ask_id=ask_id),
        waits=True,
    )
    if not notify(desk, ask).told:  # they have left since they were chosen
        asks.move(desk.db, ask_id, "failed")


def _still_looking(desk: Desk, need: Need, rounds: int) -> None:
    message = _STILL_LOOKING[min(max(rounds, 0), len(_STILL_LOOKING) - 1)]
    tell(desk, need.asker_id, message, about=need.id, reference=need.reference)


def _later(desk: Desk, need: Need, until: datetime) -> None:
    """Nobody may be asked at this hour: the asker hears when asking starts, once."""
    if need.asking_at != until:
        when = desk.clock_time(until)
        tell(
            desk, need.asker_id, "waiting-hours", about=need.id, reference=need.reference, time=when
        )
    needs.change(desk.db, need.id, due_at=until, asking_at=until)


def _escalate(desk: Desk, need: Need) -> None:
    """Nobody is left to ask: coordinators take over, and the asker hears who looks after it now."""
    if not needs.move(desk.db, need.id, "escalated", due_at=None):
        return
    trail.note(desk.db, "need_escalated", desk.now, member_id=need.asker_id, need_id=need.id)
    people = asks.people_asked(desk.db, need.id)
    told = team.hand_over(desk, need, "coordinator-escalated", **need.details, people=people)
    message = _NOBODY[told, need.urgent]
    tell(desk, need.asker_id, message, about=need.id, reference=need.reference)
