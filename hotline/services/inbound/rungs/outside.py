"""Rungs that look at who writes before what they write: in danger, too often, blocked, gone, new."""

from __future__ import annotations

from flows.vocabulary.arabizi import is_arabizi
from hotline.services.inbound import crisis
from hotline.services.inbound.rung import InboundText
from hotline.services.kernel.interaction import Interaction
from hotline.services.members import erasure, safe_word, subscription
from hotline.services.sessions import spending
from hotline.store.people import offers

_STOPS = ("STOP", "ARABIC_STOP")
# From somebody who has left, these say that they are back and want something.
_WANTS_SOMETHING = ("NEED", "OFFER", "MENU", "PERSON", "STATUS")


def hides(interaction: Interaction, text: InboundText) -> bool:
    """The member's own word; what the carrier has answered is never one."""
    if text.opt_out is not None or not safe_word.is_their_word(interaction, text.words):
        return False
    safe_word.hide(interaction)
    return True


# --- a crisis ------------------------------------------------------------------------------------


def hears_crisis(interaction: Interaction, text: InboundText) -> None:
    """The contacts come first in the answer, and the text is read on as any other."""
    crisis.heard(interaction, text.words)


def is_crisis_only(interaction: Interaction, text: InboundText) -> bool:
    """Nothing but the crisis is heard of these."""
    return interaction.crisis and (
        text.limit_state != "within" or interaction.member.state == "blocked"
    )


def alarms_team(interaction: Interaction, text: InboundText) -> None:
    """The team looks at once. What the blocked write is for nobody else, so the team reads it as well."""
    if not interaction.crisis:
        return
    if interaction.member.state == "active":
        crisis.tell_team(interaction)
    if text.limit_state != "within":
        crisis.keep(interaction, text.words)
    elif interaction.member.state == "blocked":
        crisis.pass_on(interaction, text.words)


# --- too many texts ------------------------------------------------------------------------------


def stops_over_limit(interaction: Interaction, text: InboundText) -> bool:
    """No more texts, and not one more to say so."""
    if text.limit_state == "within" or not _wants_to_stop(text):
        return False
    if interaction.member.state == "active":
        subscription.stop(interaction)
    return True


def _wants_to_stop(text: InboundText) -> bool:
    return text.opt_out == "STOP" or text.is_word(*_STOPS) or text.leaving == "sure"


def is_too_much(interaction: Interaction, text: InboundText) -> bool:
    """That it was too much is said once, and not to those who want no texts."""
    told = interaction.member.state != "opted_out"
    if text.limit_state == "tell" and told:
        greet(interaction, text)
        interaction.say("too-many")
    elif text.limit_state == "poor" and told:
        greet(interaction, text)
        again = spending.resumes_at(interaction.app, interaction.now)
        interaction.say("too-many-today", time=interaction.clock_time(again))
    return text.limit_state != "within"


# --- blocked, or gone ----------------------------------------------------------------------------


def erases(interaction: Interaction, text: InboundText) -> bool:
    """To be forgotten is for everybody. A bare YES of those who left brings texts back, as with the
    carrier, and answers nothing else."""
    blocked, left = (interaction.member.state == state for state in ("blocked", "opted_out"))
    if not blocked and not (left and not text.is_word("YES")):
        return False
    return erasure.takes(interaction, text.words, text.command)


def is_blocked(interaction: Interaction, text: InboundText) -> bool:
    """The same kind answer to everything, and none to whoever wants no more texts."""
    if interaction.member.state != "blocked":
        return False
    if not _wants_to_stop(text):
        interaction.say("neutral")
    return True


def stops(interaction: Interaction, text: InboundText) -> bool:
    """STOP has been answered by the carrier; its Arabic words are not known there."""
    if text.word == "STOP" or text.opt_out == "STOP":
        subscription.stop(interaction)
        return True
    if text.word == "ARABIC_STOP":
        subscription.stop(interaction)
        interaction.say("optout-ack")
        return True
    return False


def is_carriers_help(_: Interaction, text: InboundText) -> bool:
    """Nothing is left to be said."""
    return text.opt_out == "HELP"


def starts(interaction: Interaction, text: InboundText) -> bool:
    """Texts again; for those who left a bare YES and RESUME say so too, and do nothing else."""
    left = interaction.member.state == "opted_out"
    words = ("YES", "RESUME", "START") if left else ("START",)
    if text.word not in words and text.opt_out != "START":
        return False
    if left:
        _text_again(interaction, text)
    interaction.come_back()
    if text.opt_out != "START":  # else the carrier has said so
        interaction.say("optin-ack")
    return True


def _text_again(interaction: Interaction, text: InboundText) -> None:
    interaction.move_member("active")
    if text.word == "RESUME":
        offers.move(interaction.db, interaction.member.id, "active")


def comes_back(interaction: Interaction, text: InboundText) -> None:
    """A word that can be answered only by texts: they come again, and it is read on."""
    if interaction.member.state == "opted_out" and text.word in _WANTS_SOMETHING:
        interaction.move_member("active")
        interaction.say("optin-ack")


def has_left(interaction: Interaction, text: InboundText) -> bool:
    """How texts come again, but not in answer to thanks."""
    if interaction.member.state != "opted_out":
        return False
    if text.word != "POLITE":
        interaction.say("optout-ack")
    return True


# --- new -----------------------------------------------------------------------------------------


def greet(interaction: Interaction, text: InboundText) -> None:
    """Once in a member's time with us. Who writes Arabic in Latin letters may rather read English."""
    if interaction.member.greeted_at is not None:
        return
    interaction.say("welcome-first")
    if interaction.member.language == "ar" and _may_read_english(interaction, text):
        interaction.say("english-how")
    interaction.change_member(greeted_at=interaction.now)


def _may_read_english(interaction: Interaction, text: InboundText) -> bool:
    return "en" in interaction.app.community.languages and is_arabizi(text.words)
