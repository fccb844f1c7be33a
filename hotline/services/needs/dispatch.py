"""Finding someone: what the planner decides for each need that is due, carried out.

A job may run twice, or never: each need is looked at under its lock, and what is due stays due
until that has been committed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flows.text.message_ids import MessageId
from hotline.domain import planning
from hotline.domain.community.community import NEWCOMER
from hotline.domain.messages import About, Kind
from hotline.domain.planning import AskView, NeedView
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, for_each_due
from hotline.services.needs import asking, candidates, escalation, matching, requests
from hotline.services.outbound import order_calls
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell
from hotline.services.sessions import spending
from hotline.store.messages import cancellation
from hotline.store.needs import asks, needs
from hotline.store.needs.asks import Ask
from hotline.store.needs.needs import Need
from hotline.store.people import members, offers, reports

_BATCH = 50
# A text that has not left so long after its time to answer has begun counts as failed.
UNSENT = timedelta(minutes=15)
_STILL_LOOKING: Sequence[MessageId] = ("still-looking-1", "still-looking-2", "still-looking-more")


def run_due(app: App) -> int:
    """Do what is due for needs that are being looked for; how many were looked at."""
    with app.database.reading() as db:
        funds = spending.funds(app, db, app.clock())
        due = needs.due(db, app.clock(), _BATCH, funds=funds)
        unfunded = needs.unfunded(db, app.clock(), _BATCH, funds) if funds != "open" else []
    if funds != "open":  # needs stay due, and asks that wait with them have not failed
        all_wait = funds == "shut"
        app.database.write(lambda db: asks.put_off_unsent(db, app.clock(), urgent_too=all_wait))
    if unfunded:
        spending.watch(app)
    waiting = for_each_due(app, unfunded, _tell_of_wait)
    return waiting + for_each_due(app, due, _advance)


def _tell_of_wait(uow: UnitOfWork, need_id: int) -> bool:
    """Money keeps us from asking: that is said, once, and is no reason for not saying it."""
    need = needs.locked(uow.db, need_id)
    until = spending.held_until(uow, urgent=need.urgent)
    if need.state != "seeking" or need.due_at is None or until is None or need.asking_at == until:
        return False
    told = asking.wait(uow, need, until)
    notice = Envelope(
        member_id=need.asker_id, prompts=[told], urgent=True, about=About(need_id=need.id)
    )
    notify(uow, notice)
    return True


def _advance(uow: UnitOfWork, need_id: int) -> bool:
    need = needs.locked(uow.db, need_id)
    if need.due_at is None or need.due_at > uow.now:
        return False  # somebody else was here
    if need.state == "seeking":
        _next_move(uow, need)
    else:
        needs.change(uow.db, need.id, due_at=None)
    return True


def _next_move(uow: UnitOfWork, need: Need) -> None:
    history = _lapse(uow, asks.of_need(uow.db, need.id))
    move = _plan(uow, need, history)
    if isinstance(move, planning.AskThese):
        _ask(uow, need, move)
    elif isinstance(move, planning.Wait):
        needs.change(uow.db, need.id, due_at=max(move.until, uow.now + _TICK))
    elif isinstance(move, planning.Later):
        _later(uow, need, move.until)
    else:
        escalation.escalate(uow, need)


_TICK = timedelta(milliseconds=200)  # the clock looks no oftener than every second anyway


def ask_more(uow: UnitOfWork, need: Need) -> planning.Move:
    """A coordinator wants more people asked at once: what came of it. The need is locked and open.

    The waves begin again with the first, for people who were not asked yet; who was asked may still
    answer. Where nobody is left, or only newcomers while one of them is asked, nothing changes.
    """
    again = replace(need, waves_before=need.wave)
    move = _plan(uow, again, _lapse(uow, asks.of_need(uow.db, need.id)), pressing=True)
    if isinstance(move, planning.Escalate | planning.Wait):
        return move
    if need.state == "escalated":
        matching.reopen(uow, need, None)
        tell(uow, need.asker_id, "still-looking-more", about=need.id, reference=need.reference)
    needs.change(uow.db, need.id, waves_before=need.wave)
    if isinstance(move, planning.AskThese):
        _ask(uow, again, move)
    elif isinstance(move, planning.Later):
        _later(uow, again, move.until)
    return move


def _lapse(uow: UnitOfWork, history: Sequence[Ask]) -> Sequence[Ask]:
    """Silence counts as no; a text that never left counts as failed."""
    for ask in history:
        if ask.lapses_at <= uow.now and ask.state == "sent":
            asks.move(uow.db, ask.id, "lapsed")
        if ask.state == "queued" and ask.lapses_at + UNSENT <= uow.now:
            asks.move(uow.db, ask.id, "failed")
            cancellation.cancel_asks(uow.db, [ask.id])
            order_calls.withdraw_asks(uow, [ask.id])
    return asks.of_need(uow.db, history[0].need_id) if history else history


def _plan(
    uow: UnitOfWork, need: Need, history: Sequence[Ask], *, pressing: bool = False
) -> planning.Move:
    if reports.is_held(uow.db, need.asker_id):
        return planning.Escalate("reported")
    community = uow.app.community
    spoken = members.languages(uow.db, [need.asker_id]).get(need.asker_id, frozenset())
    view = NeedView(
        category=need.category,
        urgent=need.urgent,
        languages=(need.language, *sorted(spoken - {need.language})),
        asker_id=need.asker_id,
        min_level=community.min_level(need.category, urgent=need.urgent),
        expires_at=need.expires_at,
        waves_before=need.waves_before,
        pressing=pressing,
        part=need.part,
    )
    # Whoever was told "covered" never had their say: when the need opens again they may be asked.
    told = [a for a in history if a.state != "covered"]
    return planning.next_move(
        view,
        _asked(uow, told),
        candidates.shortlist(uow, need, view.min_level, {a.member_id for a in told}),
        community.dispatch,
        uow.now,
        community.quiet_hours,
        community.weekend,
    )


def _asked(uow: UnitOfWork, history: Sequence[Ask]) -> list[AskView]:
    levels = members.levels_of(uow.db, {ask.member_id for ask in history})
    return [
        AskView(a.member_id, a.wave, a.state, a.lapses_at, levels[a.member_id] <= NEWCOMER)
        for a in history
    ]


def _ask(uow: UnitOfWork, need: Need, move: planning.AskThese) -> None:
    gap = uow.app.community.dispatch.gap(need.urgent)
    for member_id in move.member_ids:
        ask_id = asks.add(uow.db, need.id, member_id, move.wave, uow.now, uow.now + gap)
        _put(uow, need, member_id, ask_id)
    offers.note_asked(uow.db, move.member_ids, uow.now)
    wave = max(need.wave, move.wave)
    needs.change(uow.db, need.id, wave=wave, asking_at=None, due_at=uow.now + gap)
    if move.still_looking:
        _still_looking(uow, need, move.wave - need.waves_before - 2)
    elif move.opens and need.asking_at is not None:  # they were told of this hour
        tell(uow, need.asker_id, "started-asking", about=need.id, reference=need.reference)


def _put(uow: UnitOfWork, need: Need, member_id: int, ask_id: int) -> None:
    """Ask one member, by a text or by a call."""
    ask = Envelope(
        member_id=member_id,
        prompts=[requests.summary(uow, need)],
        kind=Kind.ASK,
        urgent=need.urgent,
        about=About(need_id=need.id, ask_id=ask_id),
        waits=True,
    )
    if not notify(uow, ask).told:  # they have left since they were chosen
        asks.move(uow.db, ask_id, "failed")


def _still_looking(uow: UnitOfWork, need: Need, rounds: int) -> None:
    message = _STILL_LOOKING[min(max(rounds, 0), len(_STILL_LOOKING) - 1)]
    tell(uow, need.asker_id, message, about=need.id, reference=need.reference)


def _later(uow: UnitOfWork, need: Need, until: datetime) -> None:
    """Nobody may be asked at this hour: the asker hears when asking starts, once."""
    if need.asking_at != until:
        when = uow.clock_time(until)
        tell(
            uow, need.asker_id, "waiting-hours", about=need.id, reference=need.reference, time=when
        )
    needs.change(uow.db, need.id, due_at=until, asking_at=until)
