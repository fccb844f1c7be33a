"""A small community and a way to talk to a flow in tests.

Between any two messages the session is written out and read back, as it is between two texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.engine.definition import Flow
from flows.engine.engine import resume, start
from flows.engine.events import Context, Effect, EffectResult, Event, TextReceived, Turn
from flows.engine.parsing import parse_flow
from flows.engine.session import Session
from flows.text.prompts import Prompt
from flows.vocabulary.area_index import Place
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import load_vocabulary

PLACES = (
    Place("harbour", 1, {"en": "Harbour", "ar": "الميناء"}),
    Place("market", 2, {"en": "Market", "ar": "السوق"}),
    Place("hill", 3, {"en": "Hill", "ar": "التلة"}),
)
CATEGORIES = ("food", "shelter", "transport", "money", "talk", "urgent")
LEXICON = Lexicon(load_vocabulary(), CATEGORIES, PLACES)
CONTEXT = Context(LEXICON, "en")
VOICE = Context(LEXICON, "en", "voice")

Outcome = EffectResult[str] | str


def flow_of(text: str) -> Flow:
    return parse_flow(text, "test.yaml")


@dataclass
class Talk:
    """One talk with a flow. `outcomes` say how each effect ends; `effects` are those performed."""

    flow: Flow
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    context: Context = CONTEXT
    turn: Turn = field(default_factory=lambda: Turn("ended"))
    effects: list[Effect] = field(default_factory=list)
    said: list[Prompt] = field(default_factory=list)

    def begin(self, **answers: Any) -> Talk:
        return self._went_on(start(self.flow, self.context, answers))

    def send(self, *events: Event | str) -> Talk:
        for event in events:
            heard = TextReceived(event) if isinstance(event, str) else event
            self._went_on(resume(self.flow, self.session, heard, self.context))
        return self

    @property
    def session(self) -> Session:
        """The session as it comes back from the database."""
        assert self.turn.session is not None, "the talk is over"
        written = self.turn.session.to_json()
        session = Session.from_json(written)
        assert session == self.turn.session
        return session

    @property
    def ids(self) -> list[str]:
        """What the last event had us say, by message id."""
        return [prompt.id for prompt in self.said]

    @property
    def answers(self) -> Mapping[str, Any]:
        return self.session.answers

    def _went_on(self, turn: Turn) -> Talk:
        self.turn, self.said = turn, list(turn.prompts)
        before = len(self.effects)
        while self.turn.status == "performing":
            assert self.turn.effect is not None
            assert len(self.effects) - before < 20, "effects without end"
            self.effects.append(self.turn.effect)
            outcome = self.outcomes.get(self.turn.effect.name, "done")
            done = outcome if isinstance(outcome, EffectResult) else EffectResult(outcome)
            self.turn = resume(self.flow, self.session, done, self.context)
            self.said += self.turn.prompts
        return self


def names(effects: Iterable[Effect]) -> list[str]:
    return [effect.name for effect in effects]
