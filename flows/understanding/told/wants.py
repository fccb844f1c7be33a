"""A need told in any words: "me and my 2 kids have nothing to eat tonight we are near the market"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.text.phrases import words_of
from flows.text.prompts import Value
from flows.understanding.categories import category_at
from flows.understanding.told.near import near_area, near_category
from flows.understanding.told.one_shot import read_one_shot, read_told
from flows.vocabulary.chains import Heard
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.needs import load_needs
from flows.vocabulary.vocabulary import Vocabulary

ALSO: Final = ("also", "also-2")
"""The answers of a request that hold the kinds which are asked for after it."""

_URGENT: Final = "urgent"
_LATER: Final = frozenset({"money", "talk"})  # they wait for a meal, a bed and the way there
_SAID_BY_LACK: Final = frozenset({"food", "shelter", "money"})  # "no car" is no wish for a ride yet
_NEAR: Final = 6  # words between wanting and what is wanted
_BESIDE: Final = 3  # words between lacking and what is not there
_LONGEST: Final = 160  # words
_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
_AMOUNT: Final = re.compile(
    r"[$€£₪]\s*\d|\d\s*(?:[$€£₪]|dollars?\b|usd\b|bucks\b|euros?\b|pounds\b|lira\b|quid\b|dinars?\b"
    r"|ليرة|ليره|دولار|ريال|دينار|جنيه|درهم|شيكل)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Want:
    """What a text seems to want.

    kinds    the categories, the most pressing first; none where only the rest is understood
    told     what else was said: area, when, count
    guessed  a category or an area as it would be but for a slip of the finger: to be asked about
    sure     whether it is beyond doubt that the writer needs it
    medicine whether medicine is asked for, which is no category
    """

    kinds: tuple[str, ...] = ()
    told: Mapping[str, Value] = field(default_factory=dict)
    guessed: Mapping[str, Value] = field(default_factory=dict)
    sure: bool = False
    medicine: bool = False


@dataclass(frozen=True)
class _Said:
    """A text with everything in it that may speak of a need."""

    text: str
    words: Sequence[str]
    signs: Sequence[Heard]  # the rows of needs.yaml, without those taken back by a no
    denied: Sequence[Heard]
    mentions: Sequence[tuple[str, int]]  # words of categories, and where they stand

    def has(self, *kinds: str) -> bool:
        """Whether a row of one of these kinds was heard, taken back or not."""
        return any(sign.kind in kinds for sign in (*self.signs, *self.denied))


def read_want(text: str, lexicon: Lexicon) -> Want | None:
    """What `text` seems to want; None where it holds no word of any need.

    Sure: a whole request in a line, or words by which somebody says that they need it themselves. A word
    of a category alone is a hint, as is anything beside words of giving, or of asking how things go here.
    """
    said = _said(squeezed(text, lexicon.vocabulary), lexicon)
    line = read_one_shot(said.text, lexicon)
    told = read_told(said.text, lexicon)
    needed = _in_order([*_by_line(line), *_needed(said, told)], lexicon)
    sure = bool(needed) and (line is not None or not said.has("giving", "whether"))
    kinds = needed or _in_order(_hinted(said), lexicon)
    medicine = not needed and said.has("medicine") and said.has("wants", "lacks")
    if kinds[:1] == ("transport",):
        told = read_told(said.text, lexicon, leaves=True)
    if kinds[:1] == (_URGENT,) and told.get("when") == "now":
        told.pop("when")  # it goes without saying
    guessed = _guessed(said, lexicon, kinds or medicine, told)
    if kinds or medicine or "category" in guessed:
        return Want(kinds, told, guessed, sure, medicine)
    return Want((), told, guessed, sure=True) if told and _opens_with_want(said) else None


def _opens_with_want(said: _Said) -> bool:
    """ "need blankets, harbour, today": what is needed is no word of ours, and the rest is one."""
    opening = any(sign.kind == "wants" and sign.begins == 0 for sign in said.signs)
    return opening and not said.has("giving", "whether")


def told_besides(text: str, lexicon: Lexicon, known: Mapping[str, Value]) -> dict[str, Value]:
    """What an answer says beside what was asked: category, also, also-2, area, when and count.

    Of the kinds only what is wanted beyond doubt, or named where no kind is known.
    """
    want = read_want(text, lexicon)
    kinds = () if want is None or not (want.sure or "category" not in known) else want.kinds
    others = [kind for kind in kinds if kind not in (known.get("category"), _URGENT)]
    names = ALSO if "category" in known else ("category", *ALSO)
    leaves = "transport" in (known.get("category"), *kinds)
    return {**read_told(text, lexicon, leaves), **dict(zip(names, others, strict=False))}


def is_another(text: str, lexicon: Lexicon, known: Mapping[str, Value]) -> bool:
    """Whether `text` is a whole request in a line, of another kind than the one that is half made."""
    line = read_one_shot(text, lexicon) if "category" in known else None
    return line is not None and line["category"] not in (known["category"], _URGENT)


def squeezed(text: str, vocabulary: Vocabulary) -> str:
    """Letters that were held down, once: "pleeease", "اكللل"; twice where a word of ours has them so."""
    if _DRAWN_OUT.search(text) is None:
        return text
    return " ".join(_squeezed(word, vocabulary) for word in text.split())


def _squeezed(word: str, vocabulary: Vocabulary) -> str:
    twice = _DRAWN_OUT.sub(r"\1\1", word)
    known = vocabulary.known.issuperset(words_of(twice))
    return twice if known else _DRAWN_OUT.sub(r"\1", word)


def _said(text: str, lexicon: Lexicon) -> _Said:
    words = words_of(text)[:_LONGEST]
    heard = [sign for sign in load_needs().all_heard(text) if sign.ends <= len(words)]
    negations = lexicon.vocabulary.negations
    denied = [sign for sign in heard if sign.begins and words[sign.begins - 1] in negations]
    signs = [sign for sign in heard if sign not in denied]
    mentions = [(kind, at) for kind, at in _mentions(words, lexicon) if kind != _URGENT]
    meant = [
        mention
        for mention in mentions
        if not _is_denied(mention[1], words, signs, denied, negations)
    ]
    return _Said(text, words, signs, denied, meant)


def _mentions(words: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[str, int]]:
    at = 0
    while at < len(words):
        found = category_at(words, at, lexicon.vocabulary)
        if found is not None:
            yield found[0], at
        at += found[1] if found else 1


def _is_denied(
    at: int,
    words: Sequence[str],
    signs: Sequence[Heard],
    denied: Sequence[Heard],
    negations: frozenset[str],
) -> bool:
    """Whether a word of a category is what is not wanted: "not money", "ما بدي اكل"."""
    before = [
        sign
        for sign in (*signs, *denied)
        if sign.kind == "wants" and sign.ends <= at <= sign.ends + _NEAR
    ]
    last = max(before, key=lambda sign: sign.ends, default=None)
    if last is not None and last in denied:
        return True
    lacked = any(sign.kind == "lacks" and sign.ends == at for sign in signs)
    wanted = last is not None and at - last.ends <= 1
    return at > 0 and words[at - 1] in negations and (wanted or not lacked)


def _by_line(line: Mapping[str, Value] | None) -> Iterable[tuple[str, int]]:
    return [] if line is None else [(str(line["category"]), -1)]


def _needed(said: _Said, told: Mapping[str, Value]) -> Iterator[tuple[str, int]]:
    """The kinds that the writer needs beyond doubt, with where that is said."""
    for sign in said.signs:
        if sign.sure:
            yield sign.kind, sign.begins
    asked = len(told) > 1 or (said.has("please") and len(said.words) <= _NEAR)
    for kind, at in said.mentions:
        if asked or any(_leads_to(sign, kind, at) for sign in said.signs):
            yield kind, at
    if said.has("wants", "money") and _AMOUNT.search(said.text):
        yield "money", -1


def _leads_to(sign: Heard, kind: str, at: int) -> bool:
    """Whether wanting or lacking leads to the word of a category at `at`."""
    if sign.kind == "lacks":
        return kind in _SAID_BY_LACK and sign.ends <= at <= sign.ends + _BESIDE
    return sign.kind == "wants" and sign.ends <= at <= sign.ends + _NEAR


def _hinted(said: _Said) -> Iterator[tuple[str, int]]:
    yield from said.mentions
    yield from ((sign.kind, sign.begins) for sign in said.signs)


def _in_order(found: Iterable[tuple[str, int]], lexicon: Lexicon) -> tuple[str, ...]:
    """The categories once each, the more pressing first, else as they were said."""
    served = [(kind in _LATER, at, kind) for kind, at in found if kind in lexicon.categories]
    return tuple(dict.fromkeys(kind for _, _, kind in sorted(served)))


def _guessed(
    said: _Said, lexicon: Lexicon, named: object, told: Mapping[str, Value]
) -> dict[str, Value]:
    """What the words would name but for a slip: the category where none is named, the area likewise."""
    guessed: dict[str, Value] = {}
    if not named and not said.has("giving", "whether") and not said.denied:
        category = near_category(said.words, lexicon, led=said.has("wants"))
        guessed |= {"category": category} if category else {}
    if "area" not in told and (named or guessed):
        area = near_area(said.words, lexicon)
        guessed |= {"area": area} if area else {}
    return guessed
