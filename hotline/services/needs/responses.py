"""A volunteer's yes or no. One winner, decided by the row count of one UPDATE."""

from __future__ import annotations

from flows.text.folding import fold
from flows.understanding.answers import Command
from hotline.domain.states import LIVE_ASKS, OPEN_NEEDS
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.needs import matching
from hotline.services.outbound import order_calls
from hotline.services.sessions import flow_sessions, team_pin
from hotline.services.team import coordinators
from hotline.store.messages import cancellation, outbox
from hotline.store.needs import asks, matches, needs
from hotline.store.needs.asks import Ask
from hotline.store.needs.needs import Need
from hotline.store.people import members, offers, reports

_ANSWERS = ("YES", "NO", "SOFT")


def yes(interaction: Interaction, reference: str) -> bool:
    """YES 47. Whether that is something they were asked, or a coordinator's to take."""
    need = needs.by_reference(interaction.db, reference)
    if need is None or need.asker_id == interaction.member.id:
        return False
    ask = asks.last_for(interaction.db, need.id, interaction.member.id)
    if ask is None and not coordinators.may_take(interaction, need):
        return False
    if interaction.member.id in members.avoided_by(interaction.db, need.asker_id):
        return False  # asked before the two were kept apart
    if ask is None and team_pin.holds(interaction, "YES", reference):
        return True
    need = needs.locked(interaction.db, need.id)
    if need.state in OPEN_NEEDS and ask is not None and _is_below(interaction, need):
        _decline(interaction, ask)
        interaction.say("late-yes-known", reference=need.reference)
        return True
    if need.state in OPEN_NEEDS and matching.accept(interaction, need, ask):
        return True
    return _too_late(interaction, need) or _with_team(interaction, need)


def _is_below(interaction: Interaction, need: Need) -> bool:
    """Whether it takes a higher level by now: it has become urgent since they were asked, say."""
    wanted = interaction.app.community.min_level(need.category, urgent=need.urgent)
    return interaction.member.level < wanted


def _too_late(interaction: Interaction, need: Need) -> bool:
    """Somebody was faster, or it is their own yes a second time; a need that is gone tells nothing."""
    match = matches.open_for_need(interaction.db, need.id)
    if match is None:
        return False
    if match.helper_id == interaction.member.id:
        matching.say_accepted(interaction, need)
    else:
        interaction.say("late-yes", reference=need.reference)
    return True


def _with_team(interaction: Interaction, need: Need) -> bool:
    """The request is still open, and only the team helps with it now."""
    if need.state not in OPEN_NEEDS or not reports.is_held(interaction.db, need.asker_id):
        return False
    interaction.say("with-team", reference=need.reference)
    return True


def no(interaction: Interaction, reference: str) -> bool:
    """NO 47: the next in line is asked at once."""
    need = needs.by_reference(interaction.db, reference)
    ask = asks.last_for(interaction.db, need.id, interaction.member.id) if need else None
    if ask is None:
        return False
    if _decline(interaction, ask):
        offers.note_answered(interaction.db, interaction.member.id)
    interaction.say("declined-ack")
    return True


def decline_all(uow: UnitOfWork, member_id: int) -> None:
    """Whoever rests or leaves says no to what waits for them."""
    for ask, _, _ in asks.waiting_for(uow.db, member_id):
        _decline(uow, ask)


def take_back_all(uow: UnitOfWork, member_id: int) -> None:
    """Nobody waits for this member any more, who hears nothing of it: what has not left stays here."""
    waiting = asks.live_to(uow.db, member_id)
    unheard = cancellation.cancel_asks(uow.db, [ask.id for ask in waiting])
    unheard |= order_calls.withdraw_asks(uow, [ask.id for ask in waiting])
    for ask in waiting:
        if ask.id in unheard:
            asks.move(uow.db, ask.id, "failed")
            _next_in_line(uow, needs.locked(uow.db, ask.need_id))
        else:
            _decline(uow, ask)


def decline_those_of(uow: UnitOfWork, member_id: int, asker_id: int) -> None:
    """A no to what waits for this member from one asker: the two are kept apart."""
    for ask, _, _ in asks.waiting_for(uow.db, member_id):
        if needs.get(uow.db, ask.need_id).asker_id == asker_id:
            _decline(uow, ask)


def _decline(uow: UnitOfWork, ask: Ask) -> bool:
    need = needs.locked(uow.db, ask.need_id)
    asks.move(uow.db, ask.id, "sent", sent_at=uow.now)  # where the provider's word is late
    declined = asks.move(uow.db, ask.id, "declined", answered_at=uow.now)
    if declined:
        _next_in_line(uow, need)
    return declined


def _next_in_line(uow: UnitOfWork, need: Need) -> None:
    """A place is free: the next one is asked at once. The need is locked."""
    if need.state == "seeking":
        needs.change(uow.db, need.id, due_at=uow.now)
        uow.wakeups.add("dispatch")


def maybe(interaction: Interaction, reference: str) -> bool:
    """A word that may mean yes: nobody is bound by it, we ask once more."""
    need = needs.by_reference(interaction.db, reference)
    if need is None or asks.last_for(interaction.db, need.id, interaction.member.id) is None:
        return False
    flow_sessions.begin(interaction, "soft-yes", {"reference": reference})
    return True


def to_the_last_ask(interaction: Interaction, words: str, command: Command | None) -> bool:
    """A bare yes, no, maybe or digit, where the last question we sent was an ask."""
    word = command.name if command and command.name in _ANSWERS and not command.reference else None
    digit = word is None and fold(words) in ("1", "2")
    if word is None and not digit:
        return False
    unfinished = flow_sessions.open_sessions(interaction)
    if digit and unfinished:
        return False  # an ask is answered with a word: digits belong to the session under way
    last = asks.last_to(interaction.db, interaction.member.id)
    if last is None:
        return False
    if last.state not in LIVE_ASKS and interaction.member.is_veiled(last.created_at):
        return False
    if _in_the_middle_of_words(interaction):
        return False
    if (
        unfinished
        and unfinished[0].asked_at is not None
        and unfinished[0].asked_at >= last.reached_at
    ):
        return False
    return _settle_bare(interaction, word or "SOFT", last)


def _in_the_middle_of_words(interaction: Interaction) -> bool:
    """Somebody's words came last, so that a "yes" is for them and must bind nobody to a need."""
    relaying = matches.relaying(interaction.db, interaction.member.id, interaction.now)
    return (
        bool(relaying) and outbox.last_kind_sent(interaction.db, interaction.member.id) == "relay"
    )


def _settle_bare(interaction: Interaction, word: str, last: Ask) -> bool:
    waiting = asks.waiting_for(interaction.db, interaction.member.id)
    unanswered = [one for one in waiting if one[0].state != "lapsed"] or waiting
    if len(unanswered) > 1:
        requests = [[reference, category] for _, reference, category in unanswered]
        flow_sessions.begin(interaction, "which-one", {"verb": word, "requests": requests})
        return True
    if unanswered:
        return _ACTS[word](interaction, unanswered[0][1])
    if last.state == "covered" and word == "YES":
        return yes(interaction, needs.get(interaction.db, last.need_id).reference)
    return False


_ACTS = {"YES": yes, "NO": no, "SOFT": maybe}
