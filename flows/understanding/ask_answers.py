"""What is said to an ask, in any words: a yes, a no, a yes with something added, a question about it.

A yes binds, so it is read only where nothing in the text is left over; whatever is added to one may be a
condition. A no is read only where it cannot be a yes. Everything else is asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from flows.text.phrases import words_of
from flows.vocabulary.chains import Chains, Heard, load_chains
from flows.vocabulary.vocabulary import Vocabulary

AskAnswer = Literal["yes", "no", "condition", "perhaps", "question"]

FILE: Final = "ask_answers.yaml"
_COMMANDS: Final = {"YES": "yes", "NO": "no", "SOFT": "perhaps", "POLITE": "aside"}
_SHORT: Final = 2  # letters: so short a yes or no counts at the beginning only
_STRETCHED: Final = re.compile(r"([^\W\d])\1{2,}")  # yesssss
_ASKS: Final = ("?", "؟")


@dataclass(frozen=True)
class _Said:
    """What was found in a text, in its order, and whether that is all of it."""

    found: tuple[Heard, ...]
    whole: bool
    asks: bool  # it has a question mark

    def has(self, *kinds: str) -> bool:
        """Whether any of it is of these kinds."""
        return any(each.kind in kinds for each in self.found)

    def sure(self, kind: str) -> bool:
        """Whether it is said beyond doubt, or twice over."""
        told = [each for each in self.found if each.kind == kind]
        return len(told) > 1 or any(each.sure for each in told)


def load_ask_answers() -> Chains:
    """The chains of flows/vocabulary/ask_answers.yaml, read once."""
    return load_chains(FILE)


def read_ask_answer(text: str, vocabulary: Vocabulary) -> AskAnswer | None:
    """What `text` says to an ask; None where it says nothing to one.

    "on my way" is a yes, "yes but only after 6" a condition, "sorry, not today" a no, "let me see"
    perhaps, "who is it for?" a question.
    """
    said = _read(text, vocabulary)
    if said.has("yes"):
        return _with_yes(said)
    if said.has("no"):
        return _without_yes(said)
    if said.has("condition"):
        return "condition"
    if said.has("perhaps"):
        return "perhaps"
    return "question" if said.asks or said.has("question") else None


def opens_as_answer(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text begins with a yes or a no: the rest belongs to it."""
    found = vocabulary.command_phrases.match(words_of(_short(text)))
    return found is not None and found[0] in ("YES", "NO", "SOFT")


def _with_yes(said: _Said) -> AskAnswer:
    """Anything beside a yes makes it a question to whoever said it; so does a no, of course."""
    adds = said.asks or said.has("condition", "question")
    if said.has("no"):
        return "condition" if adds else "perhaps"
    if adds or not said.whole:
        return "condition"
    return "yes" if said.sure("yes") and not said.has("perhaps") else "perhaps"


def _without_yes(said: _Said) -> AskAnswer:
    """Only so, after the last no, is no no: not today, but tomorrow."""
    last = max(each.begins for each in said.found if each.kind == "no")
    if any(each.kind == "condition" and each.begins > last for each in said.found):
        return "condition"
    if said.sure("no") or (said.whole and not said.asks and not said.has("condition")):
        return "no"
    return "condition" if said.has("condition") else "perhaps"


def _read(text: str, vocabulary: Vocabulary) -> _Said:
    plain = _short(text)
    words = words_of(plain)
    found = _apart([*load_ask_answers().all_heard(plain), *_commands(words, vocabulary)])
    covered = {at for each in found for at in range(each.begins, each.ends)}
    left = [word for at, word in enumerate(words) if at not in covered]
    asks = any(mark in text for mark in _ASKS)
    return _Said(tuple(found), all(map(_is_ornament, left)), asks)


def _short(text: str) -> str:
    """The text without the letters that were held down."""
    return _STRETCHED.sub(r"\1", text)


def _commands(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[Heard]:
    """The yes and no of everybody's vocabulary, and thanks. A no may be about anything, so it is likely."""
    for at in range(len(words)):
        match = vocabulary.command_phrases.match(words, at)
        if match is None or match[0] not in _COMMANDS:
            continue
        name, length = match
        if at == 0 or name == "POLITE" or len("".join(words[at : at + length])) > _SHORT:
            yield Heard(_COMMANDS[name], name != "NO", at, at + length)


def _apart(heard: Iterable[Heard]) -> list[Heard]:
    """The longest of what overlaps: "no problem" holds no no. Of the same length, what is sure."""
    taken: list[Heard] = []
    for each in sorted(heard, key=lambda h: (h.begins - h.ends, not h.sure, h.kind == "aside")):
        if all(each.ends <= other.begins or other.ends <= each.begins for other in taken):
            taken.append(each)
    return sorted(taken, key=lambda h: h.begins)


def _is_ornament(word: str) -> bool:
    return len(word) == 1 and unicodedata.category(word) == "So"
