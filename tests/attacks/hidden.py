"""Phones of which one is hidden: what it takes to have everything of a member's, and then to hide."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from secrets import token_hex
from typing import NamedTuple

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.schema import members, needs, threads
from tests.conftest import FakeClock
from tests.support_app import enrol, id_of, rows, settle_down

WORD = {"en": "purple lantern", "ar": "فانوس بنفسجي بعيد"}
KIM = "+9613000001"

_numbers = count(10_000)


class Phones:
    """A line with a team, somebody who asks, and phones in pairs: one hidden, one never seen."""

    def __init__(self, app: App, clock: FakeClock) -> None:
        self.app, self.clock = app, clock

    def say(self, number: str, words: str) -> list[str]:
        self.clock.advance(minutes=1)
        sent = receive(self.app, Inbound(f"SM{token_hex(16)}", number, words))
        return [text.body for text in sent]

    def references(self) -> set[str]:
        return {str(row.reference) for table in (needs, threads) for row in rows(self.app, table)}

    def others(self) -> str:
        """The number of a request that is open, and somebody else's."""
        asker = self.new_number()
        enrol(self.app, ("Omar", asker, "en;ar", "", "", "1"))
        return self.ask(asker, "need talk hill today")

    def new_number(self) -> str:
        return f"+96171{next(_numbers):06d}"

    def hidden(self, language: str) -> tuple[str, list[str]]:
        """A member of level 2 with everything that a member can have, who then hides; and the numbers that
        stood for something of theirs."""
        number, before = self.new_number(), self.references()
        enrol(self.app, ("Maya", number, language, "", "", "2"))
        for words in _PAST:
            self.say(number, words)
        self._helps(number)
        word = WORD[language]
        for words in ("safe word", word, word):
            self.say(number, words)
        self.say(number, word)
        (maya,) = [row for row in rows(self.app, members) if row.id == id_of(self.app, number)]
        assert maya.hidden_at is not None and maya.veiled_at is not None
        settle_down(self.app)
        self.clock.advance(hours=2)
        return number, sorted(self.references() - before)

    def _helps(self, number: str) -> None:
        """They are asked twice, and say yes to the second."""
        asker = self.new_number()
        enrol(self.app, ("Omar", asker, "en;ar", "", "", "1"))
        self.ask(asker, "need talk market today")
        newest = self.ask(asker, "need food market today 2")
        settle_down(self.app)
        self.say(number, f"YES {newest}")
        settle_down(self.app)

    def ask(self, number: str, words: str) -> str:
        """Open a request; its number."""
        before = self.references()
        for each in (words, "1", "1"):
            self.say(number, each)
        (reference,) = self.references() - before
        return reference


_PAST = (
    *("offer", "1 and 5", "90", "1", "1"),
    *("safe hours", "0-23"),
    *("pin", "4071", "4071", "2"),
    *("need transport hill today 2", "1", "1"),
    *("0", "calls are not safe"),
    "drop",
)


class Past(NamedTuple):
    """What somebody lived through before they hid: where it is kept, and what is known of it."""

    url: str
    now: datetime
    number: str
    references: list[str]


class World(NamedTuple):
    """A line on which somebody has hidden, and the numbers that stood for something of theirs."""

    phones: Phones
    hidden: str
    past: list[str]
