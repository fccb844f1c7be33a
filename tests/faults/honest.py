"""Honest members and coordinators, who read and write English or Arabic.

They ask and help as people do, report whoever menaces them, and now and then let a number of their own
slip. A coordinator does with her PIN what she wrote herself, and drops what waits there and is not hers.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.faults.crowd import Answer, Player, reference_in
from tests.faults.numbers import dressed

Rules = Sequence[tuple[str, Answer]]

# What is said, in each language.
_SAID = {
    "en": {
        "request": "need food harbour today 2",
        "urgent": "urgent",
        "need": "NEED",
        "area": "harbour",
        "when": "today 2",
        "day": "today",
        "yes": "YES {}",
        "no": "NO {}",
        "done": "DONE {}",
        "cannot": "CANT {}",
        "report": "REPORT {}",
        "drop": "DROP {}",
        "erase": "ERASE",
        "offer": "OFFER",
        "menace": "pay me first",
    },
    "ar": {
        "request": "بدي اكل الميناء اليوم 2",
        "urgent": "عاجل",
        "need": "طلب",
        "area": "الميناء",
        "when": "اليوم 2",
        "day": "اليوم",
        "yes": "نعم {}",
        "no": "لا {}",
        "done": "تم {}",
        "cannot": "تعذر {}",
        "report": "تبليغ {}",
        "drop": "سحب {}",
        "erase": "محو",
        "offer": "عرض",
        "menace": "المال أولا",
    },
}
MENACE = "|".join(words["menace"] for words in _SAID.values())
_TRY_AGAIN = 6.0  # seconds
_WAITS = 8.0  # so long whoever has just asked does not give up
OPENED = r"Request (\d+) is open\.|سجلنا طلبك (\d+)\. نبحث"
_CONSONANTS = str.maketrans("0123456789", "bcdfgklmnp")


@dataclass
class Person(Player):
    """Somebody with a language, whose words nobody else ever says."""

    rules: Rules = ()
    language: str = "en"
    slips: float = 0.0  # how often a number of their own stands in what they write

    def say(self, what: str, reference: str = "") -> str:
        """The words for it in their language."""
        return _SAID[self.language][what].format(reference)

    def begin(self) -> None:
        """Most wait until they are asked."""

    def token(self) -> str:
        """Words that nobody else ever says, without a digit: those may be struck out."""
        tail = f"{self.number[-8:]}{len(self.tokens):02}".translate(_CONSONANTS)
        self.tokens.append(f"xq{tail}")
        return self.tokens[-1]

    def words(self) -> str:
        """The same among other words, now and then with their number beside it."""
        token = self.token()
        if self.chance.random() < self.slips:
            return f"{token} {dressed(self.number, self.chance)}"
        return token


# Asking.


def _begun(player: Player, _: str) -> str | None:
    return player.chance.choice(["1", "6"]) if player.asks_again else None


def _thanks(player: Player, _: str) -> str:
    return player.chance.choice(["1", player.token()])


def _it_happened(player: Player, _: str) -> str:
    return player.chance.choice(["1", "1", "1", "2", "3"])


def said(what: str) -> Answer:
    """Say this, in one's own language, with the reference that was read."""
    return lambda player, words: _person(player).say(what, reference_in(words))


def _person(player: Player) -> Person:
    assert isinstance(player, Person)
    return player


def _ended(player: Player, _: str) -> str | None:
    # In so many words it would go to the last helper.
    return _person(player).say("need") if player.asks_again else None


def _asker(player: Player) -> Asker:
    assert isinstance(player, Asker)
    return player


def relayed(player: Player, _: str) -> str:
    return _person(player).words()


def _opened(player: Player, words: str) -> None:
    asker = _asker(player)
    asker.open.append(reference_in(words))
    asker.asked_at = time.monotonic()


def _gone(player: Player, words: str) -> str | None:
    """It is withdrawn, or is theirs no more."""
    asker = _asker(player)
    if asker.gives_up and asker.open:
        asker.open.pop(0)
        asker.next_try = 0.0
    return _ended(player, words)


INTAKE: Rules = (
    (OPENED, _opened),
    (r"Anything to add\?|أي إضافة", relayed),
    (r"Is this right|إرسال الطلب", "1"),
    (r"is still open|ما زال مفتوحا", "2"),
    (r"Open already|مفتوح الآن:", lambda player, words: _make_room(player, words)),
    (r"\b1 (food|طعام)", _begun),
    (r"Which area|أي منطقة", said("area")),
    (r"When, and for how many|متى، وكم", said("when")),
    (r"When\?|متى؟", said("day")),
    (r"For how many people|كم شخصا", "2"),
    (r"did help come\?|هل وصلت المساعدة؟", _it_happened),
    (r"A word of thanks|كلمة شكر نوصلها", _thanks),
    (r"Shall we look for the rest|هل نبحث عن الباقي", "2"),
    (r"What would be best now|ما الأفضل؟", "3"),
    (r"[Tt]ake (good )?care|مع أطيب الأمنيات|مع السلامة", _ended),
    (r"is closed and nobody else|Nothing is open here|لن نسأل|لا شيء مفتوح هنا", _gone),
    (r"past its time|انتهى وقت", _ended),
    (r"Which (one|request)|أي طلب؟|لأي طلب", lambda _, words: reference_in(words)),
)
ACCEPTED = r"^Good news on request|^خبر سار"
_MENACED: Rules = ((rf"^\d+: .*({MENACE})", said("report")),)
HONEST_ASKING: Rules = (*_MENACED, (ACCEPTED, relayed), *INTAKE)


def _make_room(player: Player, words: str) -> str:
    return _person(player).say("drop", reference_in(words))


@dataclass
class Asker(Person):
    """Asks for food, or for something urgent, again and again."""

    rules: Rules = HONEST_ASKING
    open: list[str] = field(default_factory=list)  # what they have asked for, by reference
    asked_at: float = 0.0  # the last of it
    gives_up: bool = False
    next_try: float = 0.0

    def wish(self) -> str:
        """What they text first of all."""
        return self.say(self.chance.choice(["request", "urgent"]))

    def begin(self) -> None:
        """Ask for more."""
        self.text(self.say("need"))

    def turn(self) -> None:
        """Read and write; in the end, withdraw whatever is open still, until that has been answered."""
        super().turn()
        now = time.monotonic()
        if self.gives_up and self.open and now > max(self.next_try, self.asked_at + _WAITS):
            self.next_try = now + _TRY_AGAIN
            self.text(self.say("drop", self.open[0]))


# Helping.

ASKED = r"Could you\?|ممكن؟"
MINE = r"Request \d+ is yours\.|الطلب \d+ (معك|لك)\b"


def _answer(player: Player, words: str) -> str | None:
    answer = player.chance.choices(["yes", "no", ""], [7, 2, 1])[0]
    return _person(player).say(answer, reference_in(words)) if answer else None


def _help(player: Player, words: str) -> None:
    person, reference = _person(player), reference_in(words)
    player.later(f"{reference} {person.words()}", 0.4)
    end = player.chance.choices(["done", "cannot"], [6, 2])[0]
    player.later(person.say(end, reference), player.chance.uniform(1.5, 3.0))


OFFERING: Rules = (
    (r"^Your offer:|^أساعد:", "1"),
    (r"Help with what\?|^أساعد في:", "1 و 6"),
    (r"In which areas|أي مناطق", "90"),
    (r"When may we ask|متى نسأل", "1"),
    (r"May we text here|هل نسألك عند الحاجة", "1"),
)
HONEST_HELPING: Rules = (
    *_MENACED,
    (ASKED, _answer),
    (MINE, _help),
    (r"Which (one|request)|أي طلب؟|لأي طلب", lambda _, words: reference_in(words)),
)


@dataclass
class Helper(Person):
    """Says yes or no, helps, and says how it went."""

    rules: Rules = HONEST_HELPING


# For the team.


def _brought(player: Player, words: str) -> None:
    _coordinator(player).todo.append(f"YES {reference_in(words)}")


def _asked_for_pin(player: Player, _: str) -> str | None:
    return player.pin if _coordinator(player).wrote else None


def _read_out(player: Player, words: str) -> str:
    """Do it where all of it is hers; else drop it, and write hers once more."""
    mine = _coordinator(player)
    listed = re.findall(r"[^(|]+", words.partition("(")[2].rpartition(")")[0])
    hers = [one.strip() in mine.wrote for one in listed if not one.strip().startswith("+")]
    if hers and all(hers):
        mine.wrote.clear()
        return "1"
    mine.todo[:0], mine.wrote = mine.wrote, []
    return "2"


def _coordinator(player: Player) -> Coordinator:
    assert isinstance(player, Coordinator)
    return player


_TEAM: Rules = (
    (r"^Waiting: ", _read_out),
    (r"your secret number first", _asked_for_pin),
    (r"To take it: YES|it is yours", _brought),
    (MINE, _help),
    (r"Which (one|request)", lambda _, words: reference_in(words)),
)


@dataclass
class Coordinator(Person):
    """Notes what is brought to the team, and takes it once she is at work."""

    rules: Rules = _TEAM
    todo: list[str] = field(default_factory=list)
    wrote: list[str] = field(default_factory=list)  # what may wait for her PIN
    at_work: bool = False
    _next: float = 0.0

    def turn(self) -> None:
        """Read what is new, and do one thing after the other."""
        super().turn()
        if self.at_work and self.todo and time.monotonic() > self._next:
            self._next = time.monotonic() + 1.5
            self.wrote.append(self.todo.pop(0))
            self.text(self.wrote[-1])
            self.since = 0.0
