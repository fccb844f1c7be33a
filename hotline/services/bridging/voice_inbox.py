"""What members who get no texts have not heard yet: found when they call, told again where a call of
ours was not heard out, and brought to somebody's notice in the end."""

from __future__ import annotations

from hotline.domain.messages import About, Kind
from hotline.domain.reachability import Drop
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.kernel.call_memory import memory_of
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.needs import follow_up
from hotline.services.outbound import voice_notices
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.news import News, in_memory
from hotline.services.outbound.notify import foreseen, notify, tell
from hotline.services.sessions import flow_sessions
from hotline.services.team import coordinators
from hotline.store.conversation import sessions
from hotline.store.conversation.sessions import StoredSession
from hotline.store.needs import matches, needs, team_threads
from hotline.store.voice import call_orders, calls
from hotline.store.voice.calls import Call

# --- in a call -----------------------------------------------------------------------------------


def news_waits(interaction: CallInteraction) -> bool:
    """Whether there is news that this caller has not heard."""
    order = _waiting(interaction, voice_notices.NEWS)
    if order is None or interaction.member.hidden_at is not None:
        return False
    call = calls.locked(interaction.db, interaction.app.vault, order)
    kept = [] if call is None else in_memory(memory_of(call))
    return not all(voice_notices.is_held(interaction, interaction.member.id, one) for one in kept)


def take_news(interaction: CallInteraction) -> list[News]:
    """The news that waits for this caller: theirs now, and nobody rings them for it any more."""
    return to_be_told(interaction, _taken(interaction, interaction.member.id))


def to_be_told(interaction: CallInteraction, news: list[News]) -> list[News]:
    """What of this they may hear now. An asker's words are kept on where nobody has vouched for them, and
    nobody hears those over a match that did not hold."""
    me = interaction.member.id
    good = [one for one in news if not voice_notices.is_off(interaction, me, one)]
    held = [one for one in good if voice_notices.is_held(interaction, me, one)]
    voice_notices.keep_again(interaction, me, held)
    return [one for one in good if one not in held]


def question(interaction: CallInteraction) -> StoredSession | None:
    """How it went, still to be asked of one who gets no texts about it."""
    if interaction.is_stranger or interaction.member.hidden_at is not None:
        return None
    open_ones = [*sessions.unasked(interaction.db, interaction.app.vault, interaction.member.id)]
    open_ones += flow_sessions.open_sessions(interaction)
    return next((kept for kept in open_ones if _is_to_be_heard(interaction, kept)), None)


def _is_to_be_heard(interaction: Interaction, kept: StoredSession) -> bool:
    if kept.session.flow != follow_up.FLOW or kept.expires_at <= interaction.now:
        return False
    if interaction.member.by_call:
        return True
    need = needs.by_reference(interaction.db, str(kept.session.answers["reference"]))
    return need is not None and need.heard_only and need.asker_id == interaction.member.id


def withdraw_question(interaction: CallInteraction) -> None:
    """They are asked in this very call: nobody rings them for it any more."""
    order = _waiting(interaction, voice_notices.QUESTION)
    if order is not None:
        call_orders.cancel(interaction.db, order, interaction.now)


def is_of_use(interaction: CallInteraction) -> bool:
    """Whether what this call of ours was placed for is still to be told."""
    return "news" in interaction.memory or question(interaction) is not None


def _waiting(interaction: CallInteraction, purpose: str) -> int | None:
    return (
        None
        if interaction.is_stranger
        else call_orders.waiting(interaction.db, interaction.member.id, purpose)
    )


def _taken(uow: UnitOfWork, member_id: int) -> list[News]:
    order = call_orders.waiting(uow.db, member_id, voice_notices.NEWS)
    call = calls.locked(uow.db, uow.app.vault, order) if order is not None else None
    if call is None:
        return []
    call_orders.cancel(uow.db, call.id, uow.now)
    return in_memory(memory_of(call))


# --- texts again ---------------------------------------------------------------------------------


def lift(interaction: Interaction, reference: str | None) -> None:
    """The asker of a request that was for their ear alone texts its number: texts of it are all right."""
    # Locked as it is read: this may change it, and so may whatever its number was named for.
    need = needs.locked_by_reference(interaction.db, reference) if reference else None
    if need is None or not need.heard_only or need.asker_id != interaction.member.id:
        return
    needs.change(interaction.db, need.id, heard_only=False)
    for kept in sessions.unasked(interaction.db, interaction.app.vault, interaction.member.id):
        if kept.session.answers.get("reference") == reference:
            sessions.end(interaction.db, [kept.id])
            needs.change(interaction.db, need.id, follow_up_at=interaction.now)
    text_instead(interaction)


def text_instead(interaction: Interaction) -> None:
    """What waited to be heard is texted, but for what must still be heard alone."""
    for one in _taken(interaction, interaction.member.id):
        need = needs.by_reference(interaction.db, one.reference) if one.reference else None
        asked = need is not None and voice_notices.is_from_asker(one)
        words = Envelope(
            member_id=interaction.member.id,
            prompts=[one.prompt],
            kind=Kind.RELAY if asked or voice_notices.are_words(one.message) else Kind.NOTICE,
            about=About(
                need_id=need.id if need else None,
                author_id=need.asker_id if need and asked else None,
            ),
        )
        notify(interaction, words)


# --- a call that was not heard out -----------------------------------------------------------------


def after(uow: UnitOfWork, call: Call, _outcome: str) -> None:
    """A call of ours is over. What was not heard is told again, and in the end the others know."""
    memory = memory_of(call)
    if call.member_id is None or memory.get("heard"):
        return
    if isinstance(foreseen(uow, call.member_id), Drop):
        return
    if call.purpose == voice_notices.QUESTION and not sessions.is_there(uow.db, memory["session"]):
        return
    if not voice_notices.again(uow, call.member_id, call.purpose, memory):
        news = in_memory(memory)
        for reference in {one.reference for one in news if one.reference is not None}:
            _tell_whoever_counts_on_it(uow, call.member_id, reference, news)


def _tell_whoever_counts_on_it(
    uow: UnitOfWork, member_id: int, reference: str, news: list[News]
) -> None:
    """Words have not arrived, for their writer; something about a live request has not, for the team."""
    words = any(voice_notices.are_words(one.message) and one.reference == reference for one in news)
    need = needs.by_reference(uow.db, reference)
    writer = _writer(uow, member_id, reference, need.id if need else None)
    if words and writer is not None:
        tell(uow, writer, "relay-failed", reference=reference)
    if need is not None and need.is_live:
        coordinators.undeliverable(uow, need.id)


def _writer(uow: UnitOfWork, member_id: int, reference: str, need_id: int | None) -> int | None:
    match = matches.open_for_need(uow.db, need_id) if need_id is not None else None
    if match is not None and member_id in (match.helper_id, match.asker_id):
        return match.other_side(member_id)
    thread = team_threads.open_by_reference(uow.db, reference)
    return thread.coordinator_id if thread is not None else None
