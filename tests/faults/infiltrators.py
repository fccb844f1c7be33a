"""Members who mean harm, one class for each way of it. They know what anybody can read, and no secret.

All go on until `asks_again` is taken from them; what they have begun then ends as everybody's does.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.faults.crowd import Player, reference_in
from tests.faults.honest import (
    ACCEPTED,
    ASKED,
    INTAKE,
    MINE,
    OFFERING,
    Asker,
    Person,
    Rules,
)
from tests.faults.numbers import dressed

_FORGET = r"Forget everything we hold|محو كل ما لدينا"
_FORGOTTEN = r"All forgotten|تم محو كل شيء"
_REPORTED = r"^Thank you for telling us\. Nothing passes|^شكرا على التبليغ"
TWICE = 2  # so often they do it under one name


@dataclass
class Returning(Person):
    """Does harm to whom they are brought together with; after each two is forgotten and comes back."""

    deeds: int = 0

    def come(self) -> str:
        """What they text first, under a clean name as well."""
        return self.say("offer")

    def harm(self, reference: str) -> str:
        """What they write to the other side."""
        raise NotImplementedError


def _met(player: Player, words: str) -> str | None:
    assert isinstance(player, Returning)
    if not player.asks_again:
        return None
    player.deeds += 1
    if player.deeds % TWICE == 0:
        player.later(player.say("erase"), 2.0)
    return player.harm(reference_in(words))


def _back(player: Player, _: str) -> str | None:
    assert isinstance(player, Returning)
    return player.come() if player.asks_again else None


def _yes(player: Player, words: str) -> str | None:
    assert isinstance(player, Person)
    return player.say("yes", reference_in(words)) if player.asks_again else None


_COMING_BACK: Rules = ((_FORGET, "1"), (_FORGOTTEN, _back))
_HELPING: Rules = (*_COMING_BACK, *OFFERING, (ASKED, _yes), (MINE, _met))
_ASKING: Rules = (*_COMING_BACK, (ACCEPTED, _met), *INTAKE)


@dataclass
class ReturningAsker(Returning, Asker):
    """One who asks."""

    rules: Rules = _ASKING

    def come(self) -> str:
        """A request."""
        return self.wish()


@dataclass
class ReturningHelper(Returning):
    """One who offers everything and says yes to everything."""

    rules: Rules = _HELPING


@dataclass
class FalseAsker(ReturningAsker):
    """Asks, and reports whoever comes."""

    def harm(self, reference: str) -> str:
        """A report."""
        return self.say("report", reference)


@dataclass
class FalseHelper(ReturningHelper):
    """Says yes, and reports whoever asked."""

    def harm(self, reference: str) -> str:
        """A report."""
        return self.say("report", reference)


@dataclass
class DangerousAsker(ReturningAsker):
    """Menaces whoever helps."""

    def harm(self, reference: str) -> str:
        """A menace."""
        return f"{reference} {self.token()} {self.say('menace')}"


@dataclass
class DangerousHelper(ReturningHelper):
    """Menaces whoever asked."""

    def harm(self, reference: str) -> str:
        """A menace."""
        return f"{reference} {self.token()} {self.say('menace')}"


@dataclass
class LuringAsker(ReturningAsker):
    """Writes a number of their own to whoever helps, in one dress after the other."""

    def harm(self, reference: str) -> str:
        """A number, and another one a little later."""
        for n in range(3):
            self.later(f"{reference} {self.lure()}", 0.3 * n)
        return f"{reference} {self.lure()}"

    def lure(self) -> str:
        """The number, dressed."""
        return f"{self.token()} {dressed(self.number, self.chance)}"


@dataclass
class LuringHelper(ReturningHelper):
    """The same, by one who says yes."""

    lure = LuringAsker.lure
    harm = LuringAsker.harm


@dataclass
class Joiner(ReturningHelper):
    """Joins, says yes at once, and reads whatever comes; asks for more, by text and by calling in."""

    def harm(self, reference: str) -> str:
        """A question, a call, and what anybody may text to read more."""
        self.later("STATUS", 0.5)
        self.later(f"CALL {reference}", 1.0)
        return f"{reference} {self.token()} who are you and where"


@dataclass
class Forger(Person):
    """Texts in a coordinator's name, blindly: what is answered goes to the coordinator's own phone."""

    witnesses: tuple[Player, ...] = ()  # on whose phones there are references to name
    guesses: bool = True  # PINs as well
    said: int = 0
    _pins: Iterator[int] = field(default_factory=lambda: count(4826))

    def token(self) -> str:
        """Words of nobody else, those of whoever is forged not excepted."""
        self.tokens.append(f"xf{super().token()}")
        self.tokens = [token for token in self.tokens if token.startswith("xf")]
        return self.tokens[-1]

    def turn(self) -> None:
        """One thing after the other, for as long as it lasts."""
        time.sleep(0.5)
        if self.asks_again:
            for words in self._in_their_name(self._reference()):
                self.carrier.text(self.number, words)
                self.said += 1

    def _reference(self) -> str:
        lines = [x for w in self.witnesses for x in self.carrier.screen(w.number)]
        found = [r for line in lines if (r := reference_in(line.body))]
        return self.chance.choice(found) if found else "47"

    def _in_their_name(self, reference: str) -> list[str]:
        deeds = [
            [f"BLOCK {reference}", "1", "1"],
            [f"YES {reference}"],
            [f"DONE {reference}"],
            [f"{reference} {self.token()} come to the old mill"],
        ]
        if self.guesses:
            deeds += [[f"YES {reference}", str(next(self._pins))], ["PIN", str(next(self._pins))]]
        return self.chance.choice(deeds)


@dataclass
class Flooder(Person):
    """Texts without end, of one number or each time of another."""

    others: Iterator[str] | None = None
    most: int = 160
    sent: int = 0

    def turn(self) -> None:
        """One text more."""
        if not self.asks_again or self.sent >= self.most:
            return time.sleep(0.2)
        self.sent += 1
        number = self.number if self.others is None else next(self.others)
        self.carrier.text(number, f"hello {self.sent}")
        return time.sleep(0.02)


@dataclass
class PinGuesser(Person):
    """Calls with the numbers of others shown, and types wrong PINs."""

    victims: tuple[str, ...] = ()
    tries: int = 3  # calls for each of them
    done: int = 0

    def turn(self) -> None:
        """One call more."""
        if not self.asks_again or self.done >= self.tries * len(self.victims):
            return time.sleep(0.2)
        victim = self.victims[self.done % len(self.victims)]
        self.done += 1
        call = self.carrier.phone(victim).call(pace=0)
        for keys in ("7", f"{7000 + self.done}#", f"{8000 + self.done}#"):
            if not call.ended:
                call.press(keys)
        if not call.ended:
            call.hang_up()
        return None
