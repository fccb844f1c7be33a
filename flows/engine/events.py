"""What goes into the engine and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from flows.engine.session import Session
from flows.text.prompts import Prompt, Value
from flows.vocabulary.lexicon import Lexicon


@dataclass(frozen=True)
class Context:
    """What holds for one message. `facts` are things known of the member, such as `last_area`."""

    lexicon: Lexicon
    language: str
    channel: Literal["text", "voice"] = "text"
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class TextReceived:
    """A member's words, as they were typed."""

    text: str


@dataclass(frozen=True)
class KeysPressed:
    """Keys of a telephone, without the # that ends them."""

    keys: str


@dataclass(frozen=True)
class InputTimeout:
    """A caller was asked and pressed nothing."""


OutcomeT = TypeVar("OutcomeT", bound=str, covariant=True)


@dataclass(frozen=True)
class EffectResult(Generic[OutcomeT]):
    """A service has performed the effect: how it went, what is known now, what to say first."""

    outcome: OutcomeT
    answers: Mapping[str, Value] = field(default_factory=dict)
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True)
class Back:
    """Undo one answer."""


@dataclass(frozen=True)
class Repeat:
    """Say the open question again."""


Event = TextReceived | KeysPressed | InputTimeout | EffectResult[str] | Back | Repeat


@dataclass(frozen=True)
class Effect:
    """Something that a service is to do, by its name in flows/engine/effects.py."""

    name: str
    args: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """What one event led to.

    waiting     for an answer; with the effect `ask-person` where the member asked for a person
    performing  `effect` is to be performed, then resume with Performed
    ended       the session is over; with `next_flow` another starts, with `next_answers`
    unread      the answer was not understood: `prompts` say so and `session` counts it. Where the
                question was optional there is no session any more and nothing to say. A caller who
                knows what else the words may mean can throw this turn away.
    """

    status: Literal["waiting", "performing", "ended", "unread"]
    session: Session | None = None
    prompts: tuple[Prompt, ...] = ()
    effect: Effect | None = None
    next_flow: str | None = None
    next_answers: Mapping[str, Value] = field(default_factory=dict)
