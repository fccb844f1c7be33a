"""Members without text are asked by a call: one yes, two no, three not now. The same race as by text."""

from __future__ import annotations

from datetime import datetime

from flows.text.prompts import Prompt
from hotline.domain.states import OPEN_NEEDS
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.needs import requests, responses
from hotline.services.voice.nodes import pin, playback
from hotline.services.voice.nodes.node import Menu, OutboundMenu
from hotline.store.needs import asks, matches, needs
from hotline.store.needs.asks import Ask
from hotline.store.needs.needs import Need
from hotline.store.voice.calls import Call

# What those who text are answered; here other words follow, but for a newcomer, who gets none yet.
_WON, _RECORDED = "accepted-helper", "words-recorded"


def after(uow: UnitOfWork, call: Call, outcome: str) -> None:
    """The call of an ask is over. One that reached no phone is replaced; silence is waited for."""
    if call.ask_id is None:
        return
    ask = asks.get(uow.db, call.ask_id)
    need = needs.locked(uow.db, ask.need_id)
    if outcome in ("failed", "unknown"):
        if asks.move(uow.db, ask.id, "failed") and need.state == "seeking":
            needs.change(uow.db, need.id, due_at=uow.now)
            uow.wakeups.add("dispatch")
    elif ask.state == "queued":  # nobody picked up
        _has_reached(uow, ask, need)


def _has_reached(uow: UnitOfWork, ask: Ask, need: Need) -> None:
    """Their time to answer begins, as with a text that has left."""
    lapses_at: datetime = uow.now + uow.app.community.dispatch.gap(need.urgent)
    asks.move(uow.db, ask.id, "sent", sent_at=uow.now, lapses_at=lapses_at)


class AskNode(OutboundMenu):
    """ "There is a request…", to a member whom we rang. Only a key accepts: silence is a no."""

    def __init__(self) -> None:
        super().__init__(
            lambda interaction: requests.summary(interaction, _need(interaction)),
            lambda _: _ANSWERS,
        )

    def enter(self, interaction: CallInteraction) -> None:
        interaction.memory["chosen"] = True
        found = _still_wanted(interaction)
        if found is None:
            interaction.say("v-ask-off")
            return interaction.go("goodbye")
        _has_reached(interaction, *found)
        return super().enter(interaction)


def _still_wanted(interaction: CallInteraction) -> tuple[Ask, Need] | None:
    """The ask with its need, locked, where an answer is still of use."""
    if interaction.call.ask_id is None:
        return None
    need = needs.locked(interaction.db, _need(interaction).id)
    ask = asks.get(interaction.db, interaction.call.ask_id)
    return (ask, need) if need.state in OPEN_NEEDS and ask.state in ("queued", "sent") else None


def _need(interaction: CallInteraction) -> Need:
    if interaction.call.ask_id is None:
        raise LookupError("a call without an ask asks nothing")
    return needs.get(interaction.db, asks.get(interaction.db, interaction.call.ask_id).need_id)


def _yes(interaction: CallInteraction) -> None:
    if pin.is_asked(interaction):
        pin.before(interaction, "ask-yes")
    else:
        accept(interaction)


def accept(interaction: CallInteraction) -> None:
    """The same as YES by text; whoever wins hears what came with the request, others that they did
    not."""
    need = _need(interaction)
    before = len(interaction.said)
    if not responses.yes(interaction, need.reference):
        interaction.say("v-ask-off")
        return interaction.go("goodbye")
    answer = interaction.said[before:]
    if all(prompt.id != _WON for prompt in answer):
        return interaction.go("goodbye")
    interaction.said[before:] = [prompt for prompt in answer if prompt.id not in (_WON, _RECORDED)]
    playback.play_words(interaction, need.id)
    interaction.memory["about"] = need.reference
    return interaction.go("taken")


def taken() -> Menu:
    """To be connected at once, or not; whoever says nothing has accepted all the same."""
    return Menu(
        lambda interaction: Prompt("v-taken") if _is_theirs(interaction) else None,
        lambda _: {"1": lambda interaction: interaction.go("connect"), "2": _later},
        on_max_retries=_later,
        on_missing=lambda interaction: interaction.go("goodbye"),
    )


def _is_theirs(interaction: CallInteraction) -> bool:
    match = matches.open_for_need(interaction.db, _need(interaction).id)
    return match is not None and match.helper_id == interaction.member.id


def _later(interaction: CallInteraction) -> None:
    interaction.say("v-accepted")
    interaction.go("goodbye")


def _no(interaction: CallInteraction) -> None:
    if not responses.no(interaction, _need(interaction).reference):
        interaction.say("v-ask-off")
    interaction.go("goodbye")


def _not_now(interaction: CallInteraction) -> None:
    """A no to this request, and no more than that."""
    reference = _need(interaction).reference
    before = len(interaction.said)
    responses.no(interaction, reference)
    interaction.said[before:] = [Prompt("v-ask-later")]
    interaction.go("goodbye")


_ANSWERS = {"1": _yes, "2": _no, "3": _not_now}
