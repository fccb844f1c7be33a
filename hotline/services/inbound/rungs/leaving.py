"""Rungs for who wants no more texts and says so in words of their own.

Sure, they are obeyed like STOP; likely, they are asked. Whoever has somebody at the other end is asked in any
case: "stop texting me" may be meant for them.
"""

from __future__ import annotations

from flows.understanding.leaving import Wish
from hotline.services.inbound import commands, just_asked
from hotline.services.inbound.rung import InboundText
from hotline.services.kernel.interaction import Interaction
from hotline.services.members import subscription
from hotline.services.needs import relay
from hotline.services.sessions import flow_sessions


def leaves(interaction: Interaction, text: InboundText) -> bool:
    """No more texts, beyond doubt: obeyed, or asked whether it is us who are meant."""
    if _wish(interaction, text) != "sure":
        return False
    if relay.is_open(interaction):
        flow_sessions.begin(interaction, "stop-or-send", {"words": text.words})
        return True
    subscription.stop(interaction)
    interaction.say("optout-ack")
    return True


def may_leave(interaction: Interaction, text: InboundText) -> bool:
    """Leave me alone, wrong number: asked, where it is neither for somebody else nor a free answer."""
    if _wish(interaction, text) != "likely" or relay.is_open(interaction):
        return False
    unfinished = flow_sessions.open_sessions(interaction)
    if unfinished and flow_sessions.reads_free_words(interaction, unfinished[0]):
        return False
    commands.ask_whether_to_stop(interaction)
    return True


def _wish(interaction: Interaction, text: InboundText) -> Wish | None:
    """What the text says of it; nothing in a crisis, where no word may silence us, nor where it answers what
    we have just asked: "erase everything about me" after ERASE."""
    if interaction.crisis or text.leaving is None:
        return None
    answered = just_asked.is_answered_in_private(interaction, text.words)
    return None if answered else text.leaving
