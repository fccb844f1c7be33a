"""Talks in flows: begun, gone on with, kept between messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import Any

from flows import engine, turns
from flows.definition import Flow, Question
from flows.effects import ASK_PERSON, AskPerson
from flows.message_ids import MessageId
from flows.parsing import parse_flow
from flows.prompts import Prompt
from flows.session import Session
from flows.turns import Context
from hotline.services.scene import Scene
from hotline.store import needs, sessions
from hotline.store.sessions import Kept

LIFE = timedelta(days=7)  # afterwards: "continue or start over?"
PAUSE = timedelta(hours=1)  # afterwards we say where we were before asking again
MID_FLOW = timedelta(minutes=10)  # so long nothing else is asked of them
_NOTED_ANEW = timedelta(
    minutes=1
)  # a talk of many quick answers need not write that down each time
INTAKES = ("need", "offer")
_ASKED: AskPerson = "asked"
NUMBERS = ("which-one", "which-relay", "pin")  # flows in which a number is an answer


def note_busy(scene: Scene, asked: bool) -> None:
    """While a question is open, nothing else is asked of the member for a while."""
    noted = scene.member.in_flow_until
    if not asked:
        if noted is not None:
            scene.change_member(in_flow_until=None)
        return
    until = scene.now + MID_FLOW
    if noted is None or until - noted > _NOTED_ANEW:
        scene.change_member(in_flow_until=until)


def open_talks(scene: Scene) -> list[Kept]:
    """The member's talks, the one whose question was sent last first.

    Past its time, only an intake is still worth going on with.
    """
    if scene.talks is None:
        kept = sessions.of_member(scene.db, scene.house.vault, scene.member.id)
        over = [k for k in kept if k.expires_at <= scene.now and k.session.flow not in INTAKES]
        sessions.end(scene.db, [k.id for k in over])
        scene.talks = [k for k in kept if k not in over]
    return scene.talks


def begin(scene: Scene, flow: str, answers: Mapping[str, Any] | None = None) -> None:
    """Begin a flow, in place of an unfinished talk of the same flow."""
    same = [kept.id for kept in open_talks(scene) if kept.session.flow == flow]
    _over(scene, same)
    definition = scene.house.flows[flow]
    play(scene, engine.start(definition, _context(scene), answers), None)


def hear(scene: Scene, kept: Kept, event: turns.Event) -> turns.Turn:
    """What the event would lead to; nothing is changed yet."""
    return engine.resume(_flow(scene, kept.session), kept.session, event, _context(scene))


def play(scene: Scene, turn: turns.Turn, kept: Kept | None) -> None:
    """Say what the turn says, perform its effects, keep or end the talk, begin what comes next."""
    while turn.status == "performing" and turn.session and turn.effect:
        scene.said.extend(turn.prompts)
        performed = scene.perform(scene, turn.effect)
        if performed is None:  # it takes longer than this answer: the talk waits at the effect
            return _keep(scene, turn.session, kept)
        flow = _flow(scene, turn.session)
        turn = engine.resume(flow, turn.session, performed, _context(scene))
    scene.said.extend(_person_or_truth(scene, turn))
    if turn.session is None:
        _end(scene, turn, kept)
    else:
        _keep(scene, turn.session, kept)
    return None


def _person_or_truth(scene: Scene, turn: turns.Turn) -> Sequence[Prompt]:
    """What the turn says; where it promises a person, one is called, or the truth is said."""
    if turn.effect is None or turn.effect.name != ASK_PERSON:
        return turn.prompts
    performed = scene.perform(scene, turn.effect)
    if performed is None or performed.outcome == _ASKED:
        return turn.prompts
    return performed.prompts


def ask_again(scene: Scene, kept: Kept, lead: MessageId | None = None) -> None:
    """Put the open question once more, so that it is the last one again."""
    turn = hear(scene, kept, turns.Again())
    if lead:
        scene.say(lead, lead=True)
    play(scene, turn, kept)


def take_up_again(scene: Scene) -> None:
    """After an aside, go back to an intake that was left half-way."""
    left = [kept for kept in unfinished(scene) if kept.expires_at > scene.now]
    if left and not scene.asked:
        ask_again(scene, left[0], "status-unfinished")


def unfinished(scene: Scene) -> list[Kept]:
    """Requests and offers left half-way. A soft question is none: its request is made already."""
    return [
        kept
        for kept in open_talks(scene)
        if kept.session.flow in INTAKES
        and not engine.is_soft(_flow(scene, kept.session), kept.session)
    ]


def end_about(scene: Scene, reference: str) -> None:
    """End talks about changing a request that is not there any more."""
    about = [k.id for k in open_talks(scene) if k.session.answers.get("editing") == reference]
    _over(scene, about)


def reads_free_words(scene: Scene, kept: Kept) -> bool:
    """Whether its open question takes whatever is written."""
    return engine.reads_free_words(_flow(scene, kept.session), kept.session)


def question(scene: Scene, kept: Kept) -> Question | None:
    """The step whose answer a talk waits for; None where an effect is under way."""
    return engine.question(_flow(scene, kept.session), kept.session)


def asks_number(scene: Scene) -> bool:
    """Whether the last question was for a number, so that one is no reference by itself."""
    talks = open_talks(scene)
    return bool(talks) and talks[0].session.flow in NUMBERS


def drop(scene: Scene, kept: Kept) -> None:
    """End a talk without a word."""
    _over(scene, [kept.id])


def _over(scene: Scene, talks: Sequence[int]) -> None:
    sessions.end(scene.db, talks)
    if scene.talks is not None:
        scene.talks = [kept for kept in scene.talks if kept.id not in talks]


def _keep(scene: Scene, session: Session, kept: Kept | None) -> None:
    scene.asked = True
    scene.talks = None
    vault, expires_at = scene.house.vault, scene.now + LIFE
    if kept is None:
        owner = scene.member.id
        scene.kept_talk = sessions.begin(
            scene.db, vault, owner, session, now=scene.now, expires_at=expires_at
        )
    else:
        scene.kept_talk = kept.id
        sessions.keep(scene.db, vault, kept.id, session, scene.now, expires_at)


def _end(scene: Scene, turn: turns.Turn, kept: Kept | None) -> None:
    if kept is not None:
        drop(scene, kept)
    if turn.next_flow:
        begin(scene, turn.next_flow, turn.next_answers)
    else:
        scene.aside = True


def _context(scene: Scene) -> Context:
    if scene.facts is None:
        scene.facts = _Facts(scene)
    return Context(scene.house.lexicon, scene.member.language, scene.channel, scene.facts)


class _Facts(Mapping[str, Any]):
    """What is known of the member, looked up when a reader asks for it: few answers do."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    @cached_property
    def _known(self) -> Mapping[str, Any]:
        area = needs.last_area(self._scene.db, self._scene.member.id)
        return {"last_area": area} if area else {}

    def __getitem__(self, name: str) -> Any:
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _flow(scene: Scene, session: Session) -> Flow:
    """The flow as it was when the session began: somebody may have edited it since."""
    current = scene.house.flows.get(session.flow)
    if current is not None and current.version == session.version:
        return current
    return _parsed(session.flow, sessions.flow_source(scene.db, session.version))


@lru_cache(maxsize=64)
def _parsed(name: str, source: str) -> Flow:
    return parse_flow(source, f"{name}.yaml")
