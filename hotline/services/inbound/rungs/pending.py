"""Rungs for what is pending, in any words: the last ask, one's own request, whether it happened.

No text that we cannot read buries any of them under a menu.
"""

from __future__ import annotations

from flows.text.phrases import words_of
from flows.understanding.own_request import (
    About,
    read_about_request,
    read_changes,
)
from hotline.domain.states import OPEN_NEEDS
from hotline.services.inbound import unread_words
from hotline.services.inbound.rung import InboundText
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import ask_words, follow_up, relay, requests, responses
from hotline.services.sessions import flow_sessions, pin_gate
from hotline.store.needs import needs
from hotline.store.needs.needs import Need

_SHOWN = ("menu", "status")  # asked nothing that must be answered
_VERBS: dict[About, str] = {"off": "DROP", "change": "CHANGE"}


def answers_ask(interaction: Interaction, text: InboundText) -> bool:
    """A yes, a no, a condition or a question, to the ask that was sent last."""
    if text.command is not None or interaction.crisis or follow_up.tells(interaction, text.words):
        return False
    return responses.in_words(interaction, text.words)


def ask_waits(interaction: Interaction, text: InboundText) -> bool:
    """Neither yes nor no, and nothing else: the ask is put again and stays the last question."""
    if interaction.crisis or not (text.command is None or text.is_word("POLITE")):
        return False
    if not ask_words.waits(interaction):
        return False
    if text.command is None:
        unread_words.note(interaction, text.words)
    return ask_words.put_again(interaction, "ask-again")


def about_request(interaction: Interaction, text: InboundText) -> bool:
    """News of an open request, its end or a change of it, where nothing else is asked."""
    if text.command is not None or interaction.crisis or _is_asked(interaction):
        return False
    mine = _meant(_open_requests(interaction), text.words)
    about = read_about_request(text.words) if mine else None
    if about is None:
        return False
    if about == "news":
        flow_sessions.begin(interaction, "status")
    elif len(mine) == 1:
        _take_up(interaction, about, mine[0], text.words)
    else:
        listed = [[need.reference, need.category] for need in mine]
        which = {"verb": _VERBS[about], "requests": listed}
        flow_sessions.begin(interaction, ask_words.WHICH, which)
    return True


def _meant(mine: list[Need], words: str) -> list[Need]:
    """The one whose number they name, else all."""
    spoken = words_of(words)
    return [need for need in mine if need.reference in spoken] or mine


def request_stands(interaction: Interaction, text: InboundText) -> bool:
    """Whoever waits for help and writes what we cannot read hears how that stands."""
    if not _open_requests(interaction):
        return False
    unread_words.note(interaction, text.words)
    flow_sessions.begin(interaction, "status")
    return True


def _take_up(interaction: Interaction, about: About, need: Need, words: str) -> None:
    """Nothing is closed, and nothing changed, without a key."""
    if about == "off":
        flow_sessions.begin(interaction, "drop-check", {"reference": need.reference})
    elif not pin_gate.refuses(interaction):
        told = read_changes(words, interaction.app.lexicon)
        requests.change(interaction, need.reference, told)


def _open_requests(interaction: Interaction) -> list[Need]:
    """Their requests for which somebody is looked for; none where words may be for somebody else."""
    if not relay.only_team(interaction):
        return []
    mine = needs.live_of(interaction.db, interaction.member.id)
    return [need for need in mine if need.state in OPEN_NEEDS]


def _is_asked(interaction: Interaction) -> bool:
    """Whether a question of ours waits that must be answered."""
    for kept in flow_sessions.open_sessions(interaction):
        asked = flow_sessions.question(interaction, kept)
        if kept.session.flow not in _SHOWN and asked is not None and not asked.optional:
            return True
    return False
