"""Rungs for what is no word of ours and no answer: words for somebody, thanks, anything."""

from __future__ import annotations

from flows.understanding.answers import read_one_shot
from flows.understanding.told.offer_text import read_offer
from hotline.services.inbound import crisis, unread_words
from hotline.services.inbound.rung import InboundText
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import relay
from hotline.services.roster import handover
from hotline.services.sessions import flow_sessions


def has_no_words(interaction: Interaction, text: InboundText) -> bool:
    """Answered kindly, and nothing of it is kept."""
    if text.words.strip():
        return False
    interaction.say("media-ignored")
    interaction.resume_session_after = True
    return True


def for_match(interaction: Interaction, text: InboundText) -> bool:
    """Before a new request: who has somebody at the other end speaks to them."""
    return not relay.only_team(interaction) and relay.words(interaction, text.words)


def offer(interaction: Interaction, text: InboundText) -> bool:
    """What is surely an offer, and no request; what it leaves open is asked."""
    lexicon = interaction.app.lexicon
    if text.command is not None or read_one_shot(text.words, lexicon) is not None:
        return False
    told = read_offer(text.words, lexicon)
    if told is None:
        return False
    flow_sessions.begin(interaction, "offer", told)
    return True


def for_team(interaction: Interaction, text: InboundText) -> bool:
    """Nobody but the team is at the other end here."""
    return relay.words(interaction, text.words)


def late_for_shift(interaction: Interaction, text: InboundText) -> bool:
    """The question was withdrawn while it was being answered."""
    return handover.late(interaction, text.words, text.command)


def late_answer(interaction: Interaction, text: InboundText) -> bool:
    """The answer that tells nothing."""
    if not text.is_word("YES", "NO", "SOFT"):
        return False
    interaction.say("ref-unknown")
    return True


def is_polite(interaction: Interaction, text: InboundText) -> bool:
    """Answered in kind; what was begun is taken up again."""
    if not text.is_word("POLITE"):
        return False
    interaction.say("neutral")
    interaction.resume_session_after = True
    return True


def crisis_rest(interaction: Interaction, text: InboundText) -> bool:
    """No menu is put in the way of words of crisis: the team reads them."""
    if interaction.crisis:
        crisis.pass_on(interaction, text.words)
    return interaction.crisis


def menu(interaction: Interaction, text: InboundText) -> bool:
    """What can be done here; the team may learn what was meant."""
    unread_words.note(interaction, text.words)
    flow_sessions.begin(interaction, "menu")
    return True


def take_up_again(interaction: Interaction, _: InboundText) -> None:
    """Their answer to the aside came first."""
    if interaction.resume_session_after:
        flow_sessions.take_up_again(interaction)
