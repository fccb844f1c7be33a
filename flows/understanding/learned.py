"""Words that one community has taught its line, beside those of the word lists.

A meaning is `yes`, `no`, or a slot and its value: `category:food`, `area:harbour`, `when:today`. What is
taught only ever adds to these: no word of ours, nothing about safety and nothing that is understood
already can become something else (`refusal`). It is looked at again whenever the words are read, so that a
newer list goes before an older lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import Final, Literal

import yaml

from flows.text.phrases import Phrases, words_of
from flows.text.typos import one_slip_apart
from flows.text.yaml_nodes import LOADER
from flows.understanding.answers import is_understood, read_command
from flows.understanding.categories import category_at
from flows.vocabulary.chains import Chains, load_chains
from flows.vocabulary.crisis import FILE as CRISIS
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import Vocabulary
from flows.vocabulary.wordlists import SHIPPED, WordLists

Refusal = Literal[
    "empty",  # no letter in it
    "long",  # more than a phrase
    "short",  # so short that it is met everywhere
    "number",
    "meaning",  # nothing of this community
    "safety",  # of a crisis, of being left alone, of a report, of a person wanted
    "command",  # a word of ours, yes, no or thanks
    "negated",
    "trap",  # known to have two meanings, or texted by anybody by chance
    "known",  # understood already
    "small",  # nothing but small words
    "close",  # one slip from a word about safety, from a yes or from a no
]
"""Why a phrase cannot be taught this meaning."""

YES, NO = "yes", "no"
BINDING: Final = frozenset({YES, NO})  # they answer for somebody

_MOST_WORDS: Final = 4
_FEWEST_LETTERS, _MOST_LETTERS = 3, 40
_SUGGESTED: Final = 3  # words
_LONGEST_READ: Final = 30  # words
_SAFETY_CHAINS: Final = (CRISIS, "leave.yaml", "harm.yaml")  # those of them that there are
_GLUED: Final = ("", "ال", "و", "ل", "لل", "ب", "بال", "ف", "وال")
_SHORTEST_NEIGHBOUR: Final = 4  # letters


def meanings(lexicon: Lexicon) -> tuple[str, ...]:
    """Everything that can be taught in this community."""
    whens = dict.fromkeys(lexicon.vocabulary.when.values())
    return (
        *(f"category:{name}" for name in lexicon.categories),
        *(f"when:{when}" for when in whens),
        YES,
        NO,
        *(f"area:{place.id}" for place in lexicon.places),
    )


def with_learned(lexicon: Lexicon, taught: Mapping[str, str]) -> Lexicon:
    """The lexicon with what was taught, a meaning by its phrase; what fits no more is left out."""
    fitting = {
        " ".join(words_of(phrase)): meaning
        for phrase, meaning in taught.items()
        if refusal(phrase, meaning, lexicon) is None
    }
    if not fitting:
        return lexicon
    vocabulary = lexicon.vocabulary
    answers = {phrase: meaning.upper() for phrase, meaning in fitting.items() if meaning in BINDING}
    added = replace(
        vocabulary,
        commands={**vocabulary.commands, **answers},
        categories={**vocabulary.categories, **_of(fitting, "category")},
        when={**vocabulary.when, **_of(fitting, "when")},
        yes=vocabulary.yes | {phrase for phrase, meaning in fitting.items() if meaning == YES},
        no=vocabulary.no | {phrase for phrase, meaning in fitting.items() if meaning == NO},
    )
    return replace(lexicon, vocabulary=added, nicknames=_of(fitting, "area"))


def _of(taught: Mapping[str, str], slot: str) -> dict[str, str]:
    parts = ((phrase, meaning.partition(":")) for phrase, meaning in taught.items())
    return {phrase: value for phrase, (name, _, value) in parts if name == slot}


def suggestion(text: str, lexicon: Lexicon) -> str:
    """What of a text is likely the word to be taught: the most letters in a row that mean nothing yet."""
    words = words_of(text)[:_LONGEST_READ]
    known = lexicon.vocabulary.known | lexicon.vocabulary.usual
    runs = [
        list(run)
        for unknown, run in groupby(words, lambda word: word not in known and not word.isdecimal())
        if unknown
    ]
    best = max(runs, key=lambda run: len("".join(run)), default=words)
    return " ".join(best[:_SUGGESTED])


def is_usual(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is one that anybody sends and that asks for nothing: hello."""
    usual, words = lexicon.vocabulary.usual, words_of(text)
    return " ".join(words) in usual or usual.union(lexicon.vocabulary.fillers).issuperset(words)


def has_unknown(text: str, lexicon: Lexicon) -> bool:
    """Whether there is a word in it that means nothing yet."""
    known = lexicon.vocabulary.known | lexicon.vocabulary.usual
    return any(word not in known and any(map(str.isalpha, word)) for word in words_of(text))


def speaks_of_safety(text: str) -> bool:
    """Whether a text speaks of a crisis, of harm or of being left alone, be it only as a hint."""
    return any(chains.heard(text) is not None for chains in _safety_chains())


def refusal(phrase: str, meaning: str, lexicon: Lexicon) -> Refusal | None:
    """Why `phrase` cannot be taught `meaning`; None where it can."""
    words, vocabulary = words_of(phrase), lexicon.vocabulary
    unfit = _unfit(words)
    if unfit is not None or meaning not in meanings(lexicon):
        return unfit or "meaning"
    if _is_of_safety(words, vocabulary):
        return "safety"
    if read_command(phrase, vocabulary) is not None:
        return "command"
    if not vocabulary.negations.isdisjoint(words):
        return "negated"
    if _is_trap(words, vocabulary):
        return "trap"
    if _is_known(words, lexicon):
        return "known"
    return _too_loose(words, meaning, vocabulary)


def _unfit(words: Sequence[str]) -> Refusal | None:
    letters = [letter for word in words for letter in word if letter.isalpha()]
    if not letters:
        return "number" if any(word.isdecimal() for word in words) else "empty"
    if len(words) > _MOST_WORDS or len(letters) > _MOST_LETTERS:
        return "long"
    if any(word.isdecimal() for word in words):
        return "number"
    return "short" if len(letters) < _FEWEST_LETTERS or len(set(letters)) == 1 else None


def _is_of_safety(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether it holds anything of words about safety: what is close to them is not ours to give away."""
    if speaks_of_safety(" ".join(words)) or _words_of_chains().issuperset(words):
        return True
    return any(form in vocabulary.safety_words for word in words for form in _forms(word))


def _is_trap(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    traps = vocabulary.not_slips | vocabulary.answers_first | vocabulary.usual | _never()
    whole = " ".join(words)
    return whole in traps or any(form in traps for form in _forms(whole))


def _is_known(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether it is understood as it stands, with letters that stick to it, or as the slip of a word."""
    forms = tuple(_forms(" ".join(words)))
    if any(is_understood(form, lexicon) for form in forms):
        return True
    vocabulary = lexicon.vocabulary
    return any(form in vocabulary.after_need for form in forms) or any(
        category_at(words, at, vocabulary) is not None for at in range(len(words))
    )


def _too_loose(words: Sequence[str], meaning: str, vocabulary: Vocabulary) -> Refusal | None:
    small = vocabulary.known | vocabulary.usual
    if small.issuperset(words):
        return "small"
    if meaning in BINDING and not small.isdisjoint(words):
        return "known"  # a yes or a no is nothing that says something else besides
    return "close" if any(map(_is_close(vocabulary), words)) else None


def _is_close(vocabulary: Vocabulary) -> Callable[[str], bool]:
    """Whether a word is one slip from what must be heard, however it is mistyped."""
    answers = {word for phrase in (*vocabulary.yes, *vocabulary.no) for word in phrase.split()}
    guarded = answers | vocabulary.safety_words
    neighbours = [word for word in guarded if len(word) >= _SHORTEST_NEIGHBOUR]
    return lambda word: any(
        abs(len(word) - len(other)) <= 1 and one_slip_apart(word, other) for other in neighbours
    )


def _forms(phrase: str) -> Iterator[str]:
    """A phrase as it stands, and without each of the letters that may stick to an Arabic word."""
    for glued in _GLUED:
        bare = phrase.removeprefix(glued)
        if len(bare) > 1 and (bare != phrase or not glued):
            yield bare


@cache
def _never() -> frozenset[str]:
    lists = WordLists()
    return frozenset(
        w for kind in ("never", "two_meanings") for w in lists.words("traps.yaml", kind)
    )


@cache
def _safety_chains() -> tuple[Chains, ...]:
    return tuple(load_chains(name) for name in _chain_files())


def _chain_files() -> list[str]:
    return [name for name in _SAFETY_CHAINS if (SHIPPED / name).is_file()]


@cache
def _words_of_chains() -> frozenset[str]:
    """Every word that stands in a chain about safety."""
    texts = [(SHIPPED / name).read_text("utf-8") for name in _chain_files()]
    trees = [yaml.load(text, Loader=LOADER) for text in texts]  # noqa: S506  (a safe one)
    phrases = (phrase for tree in trees for row in tree for phrase in _strings(row["chain"]))
    return frozenset(word for phrase in phrases for word in words_of(phrase))


def _strings(tree: object) -> Iterator[str]:
    if isinstance(tree, list):
        for each in tree:
            yield from _strings(each)
    elif isinstance(tree, str):
        yield tree


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether the words of `phrase` stand in a row in `text`."""
    words, wanted = words_of(text), words_of(phrase)
    if not wanted:
        return False
    table = Phrases({" ".join(wanted): True})
    return any(table.match(words, at) for at in range(len(words)))
