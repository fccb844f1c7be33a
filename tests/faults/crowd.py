"""A crowd of members who play through the local carrier: they read their phones and answer.

Nobody here knows how the hotline works. Askers ask and answer what they are asked, helpers say yes, no
or nothing, coordinators take what nobody took. Like people, they text again when told to or when no
answer comes, and some of them say things twice.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread

from hotline.simulator.server import Simulator

FALLBACK = "Sorry, please send again soon."
REQUEST = "need food harbour today 2"
_IDLE = 10.0  # seconds after which an asker to whom nothing happens asks for more
_NO_ANSWER = 8.0  # seconds after which people text once more
_LOOK = 0.25

Answer = str | Callable[["Player", str], str | None] | None


@dataclass
class Player:
    """One phone and whoever holds it. `rules` says what is answered to what is read, the first that fits."""

    number: str
    carrier: Simulator
    chance: Random
    rules: Sequence[tuple[str, Answer]]
    asks_again: bool = False  # once a request has come to its end
    read: int = 0
    last: str = ""
    pin: str = ""
    heard: float = field(default_factory=time.monotonic)  # when something came last
    since: float = 0.0  # when `last` was texted, while its answer is out
    tokens: list[str] = field(default_factory=list)  # words for others, each of its kind
    to_come: list[tuple[float, str]] = field(default_factory=list)

    def text(self, words: str) -> None:
        """Text the hotline, and wait for it to take that."""
        self.last, self.since = words, time.monotonic()
        self.carrier.text(self.number, words)

    def later(self, words: str, seconds: float) -> None:
        """Text that in a while."""
        self.to_come.append((time.monotonic() + seconds, words))

    def token(self) -> str:
        """Words that nobody else ever says."""
        self.tokens.append(f"word-{self.number[-4:]}-{len(self.tokens)}")
        return self.tokens[-1]

    def turn(self) -> None:
        """Read what is new, and do what is to be done."""
        for line in self.carrier.screen(self.number, self.read, wait=_LOOK):
            self.read += 1
            if line.direction == "received":
                self._take(line.body)
        self._do_what_was_put_off()

    def _take(self, words: str) -> None:
        if words == FALLBACK:
            return self.later(self.last, 1.0)
        self.since, self.heard = 0.0, time.monotonic()
        answer = next((a for pattern, a in self.rules if re.search(pattern, words)), None)
        said = answer(self, words) if callable(answer) else answer
        if said is not None:
            self.later(said, self.chance.uniform(0.05, 0.6))
        return None

    def _do_what_was_put_off(self) -> None:
        now = time.monotonic()
        due = [words for moment, words in self.to_come if moment <= now]
        self.to_come = [one for one in self.to_come if one[0] > now]
        for words in due:
            self.text(words)
        if due or self.to_come:
            return
        if self.since and now - self.since > _NO_ANSWER:
            self.text(self.last)
        elif self.asks_again and not self.since and now - self.heard > _IDLE:
            self.begin()

    def begin(self) -> None:
        """Ask for more: nothing has happened for a while."""
        self.text("NEED")


def _holds(words: str, token: str) -> bool:
    return token in words.split()


def reference_in(words: str) -> str:
    """The number of a request that stands there; empty where none does."""
    found = re.search(r"\d{3,5}", words)
    return found[0] if found else ""


# What askers say.


def _relayed(player: Player, words: str) -> str | None:
    return player.token()


def _it_happened(player: Player, words: str) -> str:
    return player.chance.choice(["1", "1", "1", "2", "3"])


def _begun(player: Player, words: str) -> str | None:
    return "1" if player.asks_again else None


def _ended(player: Player, words: str) -> str | None:
    return "NEED" if player.asks_again else None  # in so many words it would go to the last helper


_INTAKE: tuple[tuple[str, Answer], ...] = (
    # Told to whoever accepts, so perhaps more than once: no words that are counted.
    (r"Anything to add\?", lambda player, _: player.chance.choice(["1", "by the mill"])),
    (r"Is this right", "1"),
    (r"\b1 food", _begun),
    (r"is still open", "2"),
    (r"Which area", "harbour"),
    (r"When, and for how many", "today 2"),
    (r"When\?", "today"),
    (r"did help come\?", _it_happened),
    (r"A word of thanks", lambda player, _: player.chance.choice(["1", player.token()])),
    (r"Shall we look for the rest", "2"),
    (r"What would be best now", "3"),
    (r"^Good news on request", _relayed),
    (r"[Tt]ake (good )?care|past its time|did not find anybody", _ended),
    (r"Which (one|request)", lambda _, words: reference_in(words)),
)


# What helpers say.


def _asked(player: Player, words: str) -> str | None:
    reference = reference_in(words)
    said = player.chance.choices(["YES", "NO", ""], [5, 3, 2])[0]
    if said and player.chance.random() < 0.2:
        player.later(f"{said} {reference}", 0.7)  # said twice, to be sure
    return f"{said} {reference}" if said else None


def _mine(player: Player, words: str) -> str | None:
    reference = reference_in(words)
    player.later(f"{reference} {player.token()}", 0.5)
    end = player.chance.choices(["DONE", "CANT", ""], [6, 3, 1])[0]
    if end:
        player.later(f"{end} {reference}", player.chance.uniform(1.0, 3.0))
    return None


_HELPING: tuple[tuple[str, Answer], ...] = (
    (r"Could you\?", _asked),
    (r"is yours\.", _mine),
    (r"needs our team:|wants a person", lambda _, words: f"YES {reference_in(words)}"),
    (r"To answer:", lambda player, words: f"{reference_in(words)} {player.token()}"),
    (r"Which (one|request)", lambda _, words: reference_in(words)),
)


# What coordinators say besides.


def _code(player: Player, words: str) -> str:
    """The code that this phone is told; it becomes the PIN as well, so that one said twice is no other."""
    player.pin = words.split("please text ")[1][:6]
    return player.pin


_TEAM: tuple[tuple[str, Answer], ...] = (
    (r"please text \d{6}", _code),
    (r"^Waiting: ", "1"),
    (r"Now the secret number itself|your secret number first", lambda player, _: player.pin),
    *_HELPING,
)


class Players:
    """People, each in a thread of their own until `leave`."""

    def __init__(self, everybody: Sequence[Player]) -> None:
        self.everybody = everybody
        self.broken: list[BaseException] = []
        self._over = Event()
        self._threads = [
            Thread(target=self._play, args=(player,), daemon=True) for player in everybody
        ]

    def start(self) -> None:
        """Let them read and write."""
        for thread in self._threads:
            thread.start()

    def come_to_an_end(self) -> None:
        """Nobody begins anything new."""
        for player in self.everybody:
            player.asks_again = False

    def leave(self) -> None:
        """Put the phones away. Raises what went wrong in anybody's hands."""
        self._over.set()
        for thread in self._threads:
            thread.join(60)
        if self.broken:
            raise self.broken[0]

    def _play(self, player: Player) -> None:
        try:
            while not self._over.is_set():
                player.turn()
        except BaseException as fault:  # to be raised where the others are waited for
            self.broken.append(fault)


class Crowd(Players):
    """Askers, helpers and one of the team."""

    def __init__(self, carrier: Simulator, chance: Random, askers: int, helpers: int) -> None:
        self.askers = [self._player(carrier, chance, 100 + n, _INTAKE) for n in range(askers)]
        self.helpers = [self._player(carrier, chance, 200 + n, _HELPING) for n in range(helpers)]
        self.team = [self._player(carrier, chance, 300, _TEAM)]
        super().__init__([*self.askers, *self.helpers, *self.team])

    @staticmethod
    def _player(
        carrier: Simulator, chance: Random, n: int, rules: Sequence[tuple[str, Answer]]
    ) -> Player:
        return Player(f"+96171000{n}", carrier, Random(chance.random()), rules)

    def play(self, chance: Random) -> None:
        """Begin: askers ask, and ask again when that has come to its end."""
        for asker in self.askers:
            asker.asks_again = True
            asker.later(REQUEST, chance.uniform(0, 2))
        self.start()

    def told_too_often(self) -> list[tuple[str, str]]:
        """Words that reached a phone more often than they were texted: the phone's number, the words."""
        carrier = self.team[0].carrier
        screens = {player.number: carrier.screen(player.number) for player in self.everybody}
        texted = Counter(
            token
            for player in self.everybody
            for line in screens[player.number]
            for token in player.tokens
            if line.direction == "sent" and _holds(line.body, token)
        )
        return [
            (number, token)
            for number, lines in screens.items()
            for token, times in texted.items()
            if sum(x.direction == "received" and _holds(x.body, token) for x in lines) > times
        ]
