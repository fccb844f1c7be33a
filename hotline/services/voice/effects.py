"""What flows ask for by name, where they are heard: some things go otherwise than by text."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from flows.engine.effects import (
    Answers,
    CheckOpen,
    Effects,
    Found,
    OpenNeed,
    TellStatus,
    UpdateNeed,
)
from flows.engine.events import Effect, EffectResult
from hotline.services.inbound import effects
from hotline.services.kernel.answers import text
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import offers, requests
from hotline.services.voice.nodes import flow_node, operator, pin


def perform(interaction: Interaction, effect: Effect) -> EffectResult[str] | None:
    """Do it, in the open transaction; None for what takes longer than this step."""
    if not isinstance(interaction, CallInteraction):
        raise TypeError("only a call is heard")
    return PERFORMERS.named(effect.name)(interaction, effect.args)


def _person(interaction: CallInteraction, _: Answers) -> EffectResult[Literal["asked"]]:
    interaction.go("person")
    return EffectResult("asked")


def _record(interaction: CallInteraction, _: Answers) -> None:
    interaction.go("record")


def _status(interaction: CallInteraction, _: Answers) -> EffectResult[TellStatus]:
    interaction.go("status")
    return EffectResult("said")


def _listener_first(
    interaction: CallInteraction, answers: Answers
) -> EffectResult[CheckOpen] | None:
    """Someone to talk to: now, if anybody takes calls; else a request like any other."""
    if answers["category"] == "talk" and operator.may_be_connected(interaction):
        interaction.go("listener")
        return None
    return _check_open(interaction, answers)


def _check_open(interaction: CallInteraction, answers: Answers) -> EffectResult[CheckOpen]:
    """Whether such a request is open is private: without the PIN another one is opened."""
    if pin.is_asked(interaction):
        return EffectResult("free")
    return requests.check_open(interaction, answers)


def _find_offer(interaction: CallInteraction, answers: Answers) -> EffectResult[Found] | None:
    """An offer is private, and must not be replaced by whoever shows somebody else's number."""
    if pin.is_asked(interaction):
        pin.before(interaction, "offer")
        return None
    return offers.find(interaction, answers)


def go_on_with_offer(interaction: CallInteraction) -> None:
    """The PIN was right: the session goes on that waits for the offer."""
    flow_node.go_on(interaction, offers.find(interaction, {}))


def _open_need(interaction: CallInteraction, answers: Answers) -> EffectResult[OpenNeed]:
    performed = requests.open_need(interaction, answers)
    if "reference" in performed.answers:
        _remember_reference(interaction, performed.answers)
    return performed


def _update_need(interaction: CallInteraction, answers: Answers) -> EffectResult[UpdateNeed]:
    performed = requests.update_need(interaction, answers)
    if performed.outcome != "words" and "reference" in performed.answers:
        _remember_reference(interaction, performed.answers)
    return performed


def _remember_reference(interaction: CallInteraction, known: Answers) -> None:
    """The number of a request that is opened is told at the end of the call."""
    interaction.memory["reference"] = text(known, "reference")


_BY_TEXT: Effects[CallInteraction] = effects.PERFORMERS
PERFORMERS = replace(
    _BY_TEXT,
    ask_person=_person,
    record_words=_record,
    tell_status=_status,
    check_open=_listener_first,
    find_offer=_find_offer,
    open_need=_open_need,
    update_need=_update_need,
)
