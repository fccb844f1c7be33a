"""An acceptance and what follows from it, and letting go again."""

from __future__ import annotations

from datetime import timedelta

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.domain.messages import About, Kind
from hotline.domain.schedule import follow_up_at
from hotline.domain.scrubbing.scrubber import scrub
from hotline.domain.states import AskState
from hotline.domain.statistics.counting import yes_within
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.needs import relay
from hotline.services.outbound import facts, order_calls
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell, words_wait
from hotline.services.sessions import recorded_answers
from hotline.services.team import coordinators
from hotline.store.messages import cancellation
from hotline.store.needs import asks, matches, needs, references, team_threads
from hotline.store.needs.asks import Ask
from hotline.store.needs.matches import Match
from hotline.store.needs.needs import Need
from hotline.store.people import offers, reports
from hotline.store.upkeep import audit_log

_QUIET_END = timedelta(days=7)  # after the follow-up: silence about it then counts as done
_MORE_TIME = timedelta(hours=24)  # what a need is given when it is opened again


def accept(interaction: Interaction, need: Need, ask: Ask | None, added: str | None = None) -> bool:
    """Give the need to this member if nobody has it; whether they have it now. The need is locked.

    `added`: what they said beside their yes, perhaps a condition; the asker reads it before anything else.
    """
    if ask is not None and ask.state == "released":
        return False  # they gave it back once; it is not theirs to take again
    if is_stopped(interaction, need):
        return False
    when = follow_up_at(interaction.now, need.urgent, interaction.app.community)
    won = needs.move(
        interaction.db,
        need.id,
        "matched",
        matched_at=interaction.now,
        due_at=None,
        asking_at=None,
        follow_up_at=when,
        expires_at=when + _QUIET_END,
        yes_within=need.yes_within or yes_within(need.opened_at, interaction.now),
    )
    if not won:
        return False
    if ask is not None:
        asks.move(
            interaction.db, ask.id, "sent", sent_at=interaction.now
        )  # where the provider's word is late
        asks.move(interaction.db, ask.id, "accepted", answered_at=interaction.now)
        offers.note_answered(interaction.db, interaction.member.id)
    matches.add(interaction.db, need.id, interaction.member.id, need.asker_id, interaction.now)
    sides = {"member_id": need.asker_id, "actor_id": interaction.member.id}
    audit_log.note(interaction.db, "need_matched", interaction.now, need_id=need.id, **sides)
    if added:
        _pass_on_added(interaction, need, added)
    _tell_both(interaction, need)
    release_others(interaction, need, "covered", "covered")
    _tell_team(interaction, need)
    if facts.is_unvouched(interaction, interaction.member.id, need.category):
        _tell_of_newcomer(interaction, need)
    return True


def is_stopped(interaction: Interaction, need: Need) -> bool:
    """Whether a report keeps this member from helping with this need: about themselves, or about its asker,
    for whom the team alone may."""
    held = reports.held_among(interaction.db, [interaction.member.id, need.asker_id])
    return bool(held - {need.asker_id}) or (bool(held) and not interaction.member.is_coordinator)


def _pass_on_added(interaction: Interaction, need: Need, added: str) -> None:
    """Words leave before the news that they go with."""
    match = matches.open_for_need(interaction.db, need.id)
    if match is not None:
        relay.pass_on(interaction, relay.RelayTarget(need.reference, need.category, match), added)


def _tell_both(interaction: Interaction, need: Need) -> None:
    """Both learn what passes between them, as far as it does. Where the team does not know the helper, a word
    that there are spoken words waits as those would."""
    new = facts.is_unvouched(interaction, interaction.member.id, need.category)
    to_asker: MessageId = "accepted-asker-new" if new else "accepted-asker"
    tell(interaction, need.asker_id, to_asker, about=need.id, reference=need.reference)
    say_accepted(interaction, need)
    words = needs.words_of(interaction.db, interaction.app.vault, need.id)
    if words:
        told = {"reference": need.reference, **scrub(words).as_told}
        _pass_on(interaction, need, Prompt("relay-to-helper", told))
    elif recorded_answers.of_need(interaction, need.id):
        spoken = Prompt("words-recorded", {"reference": need.reference})
        if new:
            _pass_on(interaction, need, spoken)
        else:
            interaction.said.append(spoken)


def say_accepted(interaction: Interaction, need: Need) -> None:
    """What whoever has just accepted a need reads."""
    new = facts.is_unvouched(interaction, interaction.member.id, need.category)
    interaction.say("accepted-helper-new" if new else "accepted-helper", reference=need.reference)


def _pass_on(interaction: Interaction, need: Need, words: Prompt) -> None:
    """The asker's words, to whoever has just said yes; on a shared phone they wait for the PIN, and for one
    whom the team does not know until it does."""
    about = About(need_id=need.id, author_id=need.asker_id)
    if not words_wait(interaction, interaction.member, about):
        interaction.author_id = need.asker_id
        interaction.said.append(words)
        return
    me = interaction.member.id
    notify(interaction, Envelope(member_id=me, prompts=[words], kind=Kind.RELAY, about=about))


def release_others(uow: UnitOfWork, need: Need, to: AskState, message: MessageId) -> None:
    """Nobody else is needed: those whose text has left are told, once; the rest never hear of it, and
    whoever was only rung is not rung again for it."""
    ended = asks.move_live(uow.db, need.id, to)
    unheard = cancellation.cancel_asks(uow.db, [ask.id for ask in ended])
    unheard |= order_calls.withdraw_asks(uow, [ask.id for ask in ended])
    for ask in ended:
        if ask.id not in unheard:
            _release(uow, need, ask.member_id, message)


def _release(uow: UnitOfWork, need: Need, member_id: int, message: MessageId) -> None:
    """Who was asked by a call need not be called to hear that they were not needed."""
    prompt, about = Prompt(message, {"reference": need.reference}), About(need_id=need.id)
    told = Envelope(member_id=member_id, prompts=[prompt], about=about, needless_by_call=True)
    notify(uow, told)


def _tell_team(interaction: Interaction, need: Need) -> None:
    """Coordinators who were told of it need do nothing more."""
    thread = team_threads.open_for_need(interaction.db, need.id)
    if thread is None:
        return
    team_threads.close(interaction.db, thread, interaction.now)
    message: MessageId = "coordinator-taken" if interaction.member.is_coordinator else "covered"
    for coordinator in coordinators.coordinators_of(interaction, need.asker_id):
        if coordinator != interaction.member.id:
            tell(interaction, coordinator, message, about=need.id, reference=need.reference)


def _tell_of_newcomer(interaction: Interaction, need: Need) -> None:
    """The team may vouch for who helps; but for those who are kept apart from one of the two."""
    about, reference = need.id, need.reference
    for each in coordinators.of_both(interaction, need.asker_id, interaction.member.id):
        tell(interaction, each, "coordinator-newcomer", about=about, reference=reference)


def reopen(uow: UnitOfWork, need: Need, match: Match | None) -> bool:
    """The match did not hold: ask others at once, never the same helper. The need is locked."""
    again = needs.move(
        uow.db,
        need.id,
        "seeking",
        due_at=uow.now,
        follow_up_at=None,
        closed_at=None,
        waves_before=need.wave,
        expires_at=max(need.expires_at, uow.now + _MORE_TIME),
    )
    if again:
        audit_log.note(uow.db, "need_reopened", uow.now, member_id=need.asker_id, need_id=need.id)
        references.reclaim(uow.db, need.reference, need.id)
        uow.wakeups.add("dispatch")
        if match is not None:
            release(uow, need, match)
    return again


def release(uow: UnitOfWork, need: Need, match: Match) -> None:
    """End a match that did not hold; its helper is not asked again for this need."""
    matches.move(uow.db, match.id, "released", ended_at=uow.now)
    matches.change(uow.db, match.id, relay_until=None)
    ask = asks.last_for(uow.db, need.id, match.helper_id)
    if ask is not None:
        asks.move(uow.db, ask.id, "released")
