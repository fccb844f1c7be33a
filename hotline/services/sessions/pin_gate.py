"""The PIN in texts, for phones that are shared: asked once, then open for a while.

Behind it stand how things are (STATUS, a number, CHANGE) and the words of others, which wait sealed
in the outbox. Nothing else waits for it: asking for help, answering, a person, stopping.
"""

from __future__ import annotations

from datetime import timedelta

from flows.engine.effects import Answers, CheckPin, SetPinTexts
from flows.engine.events import EffectResult
from flows.text.phrases import words_of
from flows.understanding.in_full import names_pin, pin_within
from flows.understanding.pins import is_pin
from hotline.services.kernel.interaction import Interaction
from hotline.services.sessions import flow_sessions, pins
from hotline.store.messages import held_messages

OPEN_FOR = timedelta(minutes=15)


def refuses(interaction: Interaction) -> bool:
    """Whether the PIN must come first; then that is said."""
    if interaction.channel != "text" or not interaction.member.is_locked(interaction.now):
        return False
    interaction.say("pin-needed")
    return True


def opened_by(interaction: Interaction, words: str) -> bool:
    """Take a number for the PIN where one is waited for: what was held leaves, and how things stand
    is told. A wrong one counts as in calls; it is never passed on to anybody."""
    digits = "".join(words_of(words))
    if names_pin(words):
        digits = pin_within(words) or digits
    if (
        not interaction.member.is_locked(interaction.now)
        or not is_pin(digits)
        or flow_sessions.asks_number(interaction)
    ):
        return False
    if not pins.check(interaction, interaction.member.id, digits):
        interaction.say("pin-wrong")
        return True
    _open_for_a_while(interaction)
    interaction.say("pin-open")
    flow_sessions.begin(interaction, "status")
    return True


def _open_for_a_while(interaction: Interaction) -> None:
    """The PIN has come: it is not asked for again so soon, and words that waited for it leave."""
    interaction.change_member(unlocked_until=interaction.now + OPEN_FOR)
    if held_messages.release(interaction.db, interaction.member.id, interaction.now):
        interaction.wakeups.add("deliver")


def try_typed(interaction: Interaction, answers: Answers) -> EffectResult[CheckPin]:
    """Whether the PIN that was typed is theirs: before anything about it changes, or is done for the team."""
    if not pins.check(interaction, interaction.member.id, str(answers["pin"])):
        return EffectResult("wrong")
    _open_for_a_while(interaction)
    return EffectResult("right")


def choose(interaction: Interaction, answers: Answers) -> EffectResult[SetPinTexts]:
    """Whether texts ask for the PIN too, from now on."""
    wanted = answers["texts"] == "yes"
    interaction.change_member(pin_in_texts=wanted, unlocked_until=None)
    return EffectResult("texts" if wanted else "calls")
