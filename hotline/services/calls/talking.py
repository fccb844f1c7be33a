"""The open question of a flow, put aloud: the same talk that a text goes on with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.effects import ASK_PERSON
from flows.message_ids import MessageId
from flows.options import digits_of, one_key_areas
from flows.prompts import Prompt
from flows.turns import Again, Performed, Pressed, Silent, Turn
from flows.turns import Event as FlowEvent
from hotline.gateway.voiceml import Document
from hotline.services import talk
from hotline.services.calls.events import Event, Keys, Silence
from hotline.services.calls.places import gather
from hotline.services.calls.scene import CallScene
from hotline.store.sessions import Kept

# After these the caller has hardly come to an end: the menu follows, else a goodbye.
_NOT_THE_END: frozenset[MessageId] = frozenset(
    {"needs-full", "need-dropped", "need-unchanged", "ref-unknown"}
)
_LAST = Prompt("v-silence-last", lead=True)
_NAMES = "99"  # the choice that reads out names of areas; aloud it is *


def begin(scene: CallScene, flow: str, answers: Mapping[str, Any] | None = None) -> None:
    """Begin a flow aloud."""
    talk.begin(scene, flow, answers)
    settle(scene)


def take_up(scene: CallScene, kept: Kept) -> None:
    """Put the open question of a talk again: one that was left, by text or by call."""
    talk.play(scene, talk.hear(scene, kept, Again()), kept)
    settle(scene)


def go_on(scene: CallScene, performed: Performed[str]) -> None:
    """Tell the talk of this call how the effect went that it waits for."""
    kept = _mine(scene)
    if kept is None or talk.question(scene, kept) is not None:
        return scene.go("menu")  # it went on by text meanwhile
    talk.play(scene, talk.hear(scene, kept, performed), kept)
    return settle(scene)


def settle(scene: CallScene) -> None:
    """After a turn of the engine: wait for the answer, or go on where an effect or the end leads."""
    if scene.asked:
        _remember(scene)
    if scene.next is None:
        scene.go("talk" if scene.asked else after(scene))


def after(scene: CallScene) -> str:
    """Where a call goes when its talk is over."""
    if "then" in scene.memory:
        return str(scene.memory.pop("then"))
    if "reference" in scene.memory:
        return "reference"
    return "menu" if scene.last_said in _NOT_THE_END else "goodbye"


class Talk:
    """A question of a flow."""

    def enter(self, scene: CallScene) -> None:
        """Its words are said by whoever leads here."""
        if not scene.missed:
            scene.say("v-tail")

    def hear(self, scene: CallScene, event: Event) -> None:
        kept = _mine(scene)
        if kept is None or kept.session.step != scene.memory["step"]:
            return self._moved_on(scene, kept)
        turn = talk.hear(scene, kept, _for_the_flow(scene, kept, event))
        if turn.status == "unread" and turn.session is None:
            return scene.go(after(scene))  # a question that may be passed over in silence
        if turn.session is not None and _is_star(event):  # no answer, and no excuse for one either
            turn = replace(turn, session=replace(turn.session, misses=kept.session.misses))
        scene.missed = turn.status == "unread"
        if scene.is_ours and isinstance(event, Silence):
            return self._nobody_there(scene, turn, kept)
        talk.play(scene, turn, kept)
        return settle(scene)

    def _nobody_there(self, scene: CallScene, turn: Turn, kept: Kept) -> None:
        """Whoever we rang says nothing: no person is called for them, the question stays open."""
        if turn.effect is not None and turn.effect.name == ASK_PERSON:
            return scene.go("goodbye")
        last = tuple(_LAST if prompt.id == "v-silence-2" else prompt for prompt in turn.prompts)
        talk.play(scene, replace(turn, prompts=last), kept)
        return settle(scene)

    def _moved_on(self, scene: CallScene, kept: Kept | None) -> None:
        """The talk has been answered or ended by a text since: nothing that was pressed counts."""
        if kept is None:
            scene.go("menu")
        else:
            take_up(scene, kept)

    def document(self, scene: CallScene) -> Document:
        return gather(scene, scene.memory["digits"])


def main_menu(scene: CallScene) -> None:
    """Ask what the call is for; in short where that was asked in this call before."""
    begin(scene, "menu")
    if "menu" in scene.memory:
        step = scene.house.flows["menu"].steps[scene.memory["step"]]
        scene.said[-1] = Prompt(getattr(step, "short", None) or scene.said[-1].id)
        scene.missed = True
    scene.memory["menu"] = True


def _mine(scene: CallScene) -> Kept | None:
    """The talk of this call, if it still goes on."""
    mine = (kept for kept in talk.open_talks(scene) if kept.id == scene.memory.get("talk"))
    return next(mine, None)


def _remember(scene: CallScene) -> None:
    """Which question waits, and how many keys answer it."""
    kept = next(kept for kept in talk.open_talks(scene) if kept.id == scene.kept_talk)
    step = talk.question(scene, kept)
    scene.memory |= {"talk": kept.id, "step": kept.session.step}
    scene.memory["digits"] = digits_of(step, scene.house.lexicon) if step else 1


def _for_the_flow(scene: CallScene, kept: Kept, event: Event) -> FlowEvent:
    if not isinstance(event, Keys):
        return Silent()
    return _star(scene, kept) if _is_star(event) else Pressed(event.keys)


def _is_star(event: Event) -> bool:
    return isinstance(event, Keys) and event.keys == "*"


def _star(scene: CallScene, kept: Kept) -> FlowEvent:
    """Again; where areas are typed by number, * reads them out, page after page."""
    step = talk.question(scene, kept)
    names = step is not None and any(choice.key == _NAMES for choice in step.choices)
    return Pressed(_NAMES) if names and not one_key_areas(scene.house.lexicon) else Again()
