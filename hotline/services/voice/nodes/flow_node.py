"""The open question of a flow, put aloud: the same session that a text goes on with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.engine.effects import ASK_PERSON
from flows.engine.events import EffectResult, InputTimeout, KeysPressed, Repeat, Turn
from flows.engine.events import Event as FlowEvent
from flows.engine.options import digits_of, one_key_areas
from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value
from hotline.gateway.voiceml import Document
from hotline.services.kernel.call_interaction import CallInteraction
from hotline.services.sessions import flow_sessions
from hotline.services.voice.events import Digits, Event, Silence
from hotline.services.voice.nodes.node import gather
from hotline.store.conversation.sessions import StoredSession

# After these the caller has hardly come to an end: the menu follows, else a goodbye.
_NOT_THE_END: frozenset[MessageId] = frozenset(
    {"needs-full", "need-dropped", "need-unchanged", "ref-unknown"}
)
_LAST = Prompt("v-silence-last", lead=True)
_NAMES = "99"  # the choice that reads out names of areas; aloud it is *


def begin(
    interaction: CallInteraction, flow: str, answers: Mapping[str, Value] | None = None
) -> None:
    """Begin a flow aloud."""
    flow_sessions.begin(interaction, flow, answers)
    settle(interaction)


def take_up(interaction: CallInteraction, kept: StoredSession) -> None:
    """Put the open question of a session again: one that was left, by text or by call."""
    flow_sessions.play(interaction, flow_sessions.hear(interaction, kept, Repeat()), kept)
    settle(interaction)


def go_on(interaction: CallInteraction, performed: EffectResult[str]) -> None:
    """Tell the session of this call how the effect went that it waits for."""
    kept = _mine(interaction)
    if kept is None or flow_sessions.question(interaction, kept) is not None:
        return interaction.go("menu")  # it went on by text meanwhile
    flow_sessions.play(interaction, flow_sessions.hear(interaction, kept, performed), kept)
    return settle(interaction)


def settle(interaction: CallInteraction) -> None:
    """After a turn of the engine: wait for the answer, or go on where an effect or the end leads."""
    if interaction.asked:
        _remember(interaction)
    if interaction.next is None:
        interaction.go("flow" if interaction.asked else after(interaction))


def after(interaction: CallInteraction) -> str:
    """Where a call goes when its session is over."""
    if "then" in interaction.memory:
        return str(interaction.memory.pop("then"))
    if "reference" in interaction.memory:
        return "reference"
    return "menu" if interaction.last_said in _NOT_THE_END else "goodbye"


class FlowNode:
    """A question of a flow."""

    def enter(self, interaction: CallInteraction) -> None:
        """Its words are said by whoever leads here."""
        if not interaction.missed:
            interaction.say("v-tail")

    def hear(self, interaction: CallInteraction, event: Event) -> None:
        kept = _mine(interaction)
        if kept is None or kept.session.step != interaction.memory["step"]:
            return self._moved_on(interaction, kept)
        turn = flow_sessions.hear(interaction, kept, _for_the_flow(interaction, kept, event))
        if turn.status == "unread" and turn.session is None:
            return interaction.go(
                after(interaction)
            )  # a question that may be passed over in silence
        if turn.session is not None and _is_star(event):  # no answer, and no excuse for one either
            turn = replace(turn, session=replace(turn.session, retries=kept.session.retries))
        interaction.missed = turn.status == "unread"
        if interaction.is_ours and isinstance(event, Silence):
            return self._nobody_there(interaction, turn, kept)
        flow_sessions.play(interaction, turn, kept)
        return settle(interaction)

    def _nobody_there(self, interaction: CallInteraction, turn: Turn, kept: StoredSession) -> None:
        """Whoever we rang says nothing: no person is called for them, the question stays open."""
        if turn.effect is not None and turn.effect.name == ASK_PERSON:
            return interaction.go("goodbye")
        last = tuple(_LAST if prompt.id == "v-silence-2" else prompt for prompt in turn.prompts)
        flow_sessions.play(interaction, replace(turn, prompts=last), kept)
        return settle(interaction)

    def _moved_on(self, interaction: CallInteraction, kept: StoredSession | None) -> None:
        """The session has been answered or ended by a text since: nothing that was pressed counts."""
        if kept is None:
            interaction.go("menu")
        else:
            take_up(interaction, kept)

    def document(self, interaction: CallInteraction) -> Document:
        return gather(interaction, interaction.memory["digits"])


def main_menu(interaction: CallInteraction) -> None:
    """Ask what the call is for; in short where that was asked in this call before."""
    begin(interaction, "menu")
    if "menu" in interaction.memory:
        step = interaction.app.flows["menu"].steps[interaction.memory["step"]]
        interaction.said[-1] = Prompt(getattr(step, "short", None) or interaction.said[-1].id)
        interaction.missed = True
    interaction.memory["menu"] = True


def _mine(interaction: CallInteraction) -> StoredSession | None:
    """The session of this call, if it still goes on."""
    mine = (
        kept
        for kept in flow_sessions.open_sessions(interaction)
        if kept.id == interaction.memory.get("session")
    )
    return next(mine, None)


def _remember(interaction: CallInteraction) -> None:
    """Which question waits, and how many keys answer it."""
    kept = next(
        kept
        for kept in flow_sessions.open_sessions(interaction)
        if kept.id == interaction.asked_session
    )
    step = flow_sessions.question(interaction, kept)
    interaction.memory |= {"session": kept.id, "step": kept.session.step}
    interaction.memory["digits"] = digits_of(step, interaction.app.lexicon) if step else 1


def _for_the_flow(interaction: CallInteraction, kept: StoredSession, event: Event) -> FlowEvent:
    if not isinstance(event, Digits):
        return InputTimeout()
    return _star(interaction, kept) if _is_star(event) else KeysPressed(event.keys)


def _is_star(event: Event) -> bool:
    return isinstance(event, Digits) and event.keys == "*"


def _star(interaction: CallInteraction, kept: StoredSession) -> FlowEvent:
    """Again; where areas are typed by number, * reads them out, page after page."""
    step = flow_sessions.question(interaction, kept)
    names = step is not None and any(choice.key == _NAMES for choice in step.choices)
    return KeysPressed(_NAMES) if names and not one_key_areas(interaction.app.lexicon) else Repeat()
