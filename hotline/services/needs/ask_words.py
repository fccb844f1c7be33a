"""What is said to an ask beside yes and no: what is added to a yes, a question about it, anything at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from flows.engine.options import requests_in
from flows.text.message_ids import MessageId
from flows.understanding.answers import read_one_shot
from flows.understanding.ask_answers import AskAnswer, opens_as_answer, read_ask_answer
from flows.understanding.own_request import read_about_request
from hotline.domain.states import LIVE_ASKS
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import relay, requests
from hotline.services.sessions import flow_sessions
from hotline.store.conversation.sessions import StoredSession
from hotline.store.messages import outbox
from hotline.store.needs import asks, matches, needs
from hotline.store.needs.asks import Ask

SOFT = "soft-yes"
WHICH = "which-one"
_CROSSING = timedelta(days=1)
_AT_MOST = 2  # asks that are put again in one answer
_SHOWN = ("menu", "status", SOFT)  # flows that may be left alone for an ask
_LONG = 16  # words; in a longer text a day or an "if" alone is hardly about an ask


def last_question(interaction: Interaction, but: Collection[str]) -> Ask | None:
    """The ask that was the last question we sent, but for those of some flows; None where it was another."""
    last = asks.last_to(interaction.db, interaction.member.id)
    if last is None or _in_the_middle_of_words(interaction):
        return None
    if last.state not in LIVE_ASKS and interaction.member.is_veiled(last.created_at):
        return None
    for kept in flow_sessions.open_sessions(interaction):
        if kept.session.flow not in but and _is_asked_since(kept, last):
            return None
    return last


def _is_asked_since(kept: StoredSession, ask: Ask) -> bool:
    return kept.asked_at is not None and kept.asked_at >= ask.reached_at


def _in_the_middle_of_words(interaction: Interaction) -> bool:
    """Somebody's words came last, so that a "yes" is for them and must bind nobody to a need."""
    relaying = matches.relaying(interaction.db, interaction.member.id, interaction.now)
    return (
        bool(relaying) and outbox.last_kind_sent(interaction.db, interaction.member.id) == "relay"
    )


def reading(interaction: Interaction, words: str, last: Ask) -> AskAnswer | None:
    """What words say to the ask that was the last question; None where they are for something else."""
    vocabulary = interaction.app.lexicon.vocabulary
    said = read_ask_answer(words, vocabulary)
    opens = opens_as_answer(words, vocabulary)
    if said is None or (relay.is_open(interaction) and not opens):
        return None
    if not _fresh(interaction):
        return said if said in ("yes", "no") and _is_just_covered(interaction, last) else None
    if said in ("yes", "no") or opens:
        return said
    elsewhere = _is_request(interaction, words, said) or _is_about_own(interaction, words)
    return None if elsewhere else said


def _is_request(interaction: Interaction, words: str, said: AskAnswer) -> bool:
    long = said == "condition" and len(words.split()) > _LONG and "?" not in words
    return long or read_one_shot(words, interaction.app.lexicon) is not None


def _is_about_own(interaction: Interaction, words: str) -> bool:
    """Whether they have a request open themselves and write about that."""
    mine = needs.live_of(interaction.db, interaction.member.id)
    return bool(mine) and read_about_request(words) is not None


def _fresh(interaction: Interaction) -> list[str]:
    """The references of asks that wait, the latest first; of those past their time only where nothing
    else was sent since."""
    waiting = asks.waiting_for(interaction.db, interaction.member.id)
    live = [reference for ask, reference, _ in waiting if ask.state != "lapsed"]
    if live or outbox.last_kind_sent(interaction.db, interaction.member.id) != "ask":
        return live
    return [reference for _, reference, _ in waiting]


def _is_just_covered(interaction: Interaction, ask: Ask) -> bool:
    """Whether somebody else was faster, so lately that an answer may be on its way."""
    return ask.state == "covered" and ask.reached_at > interaction.now - _CROSSING


def waits(interaction: Interaction) -> bool:
    """Whether an ask waits and nothing else that we have asked does."""
    others = (k for k in flow_sessions.open_sessions(interaction) if k.session.flow not in _SHOWN)
    return not any(others) and bool(_fresh(interaction))


def put_again(interaction: Interaction, lead: MessageId) -> bool:
    """Say once more what is asked for, and nothing else about whoever asks: it is the last question again."""
    for kept in list(flow_sessions.open_sessions(interaction)):
        if kept.session.flow in _SHOWN:
            flow_sessions.drop(interaction, kept)  # a digit would be for that
    interaction.say(lead, lead=True)
    for reference in _fresh(interaction)[:_AT_MOST]:
        need = needs.by_reference(interaction.db, reference)
        if need is not None:
            interaction.said.append(requests.summary(need))
    return True


def added_to(interaction: Interaction, reference: str) -> str | None:
    """What they added to a yes to this ask, held until it is one."""
    for kept in flow_sessions.open_sessions(interaction):
        words = kept.session.answers.get("words")
        if isinstance(words, str) and _is_about(kept, reference):
            return words
    return None


def settled(interaction: Interaction, reference: str) -> None:
    """There is a yes or a no to this ask: it is not asked about any more."""
    for kept in list(flow_sessions.open_sessions(interaction)):
        if kept.session.flow == SOFT and _is_about(kept, reference):
            flow_sessions.drop(interaction, kept)


def _is_about(kept: StoredSession, reference: str) -> bool:
    answers = kept.session.answers
    if kept.session.flow == WHICH:
        return reference in requests_in(answers)
    return kept.session.flow == SOFT and answers.get("reference") == reference
