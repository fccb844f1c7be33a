"""A whole request in one line: "need food harbour today 2", "بدي اكل الميناء"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from flows.text.phrases import words_of
from flows.text.prompts import Value
from flows.understanding.categories import category_at
from flows.understanding.told.days import merged, when_at, with_dates
from flows.understanding.told.people import number_of, people_at
from flows.vocabulary.arabizi import is_arabizi
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import Vocabulary

_LONGEST_READ: Final = 30  # words; what follows is a story
_LONGEST_TOLD: Final = 160  # words of a story
_FROM: Final = frozenset({"from", "frm", "من", "min", "mn", "mel", "mnel"})
_MOST_BARE: Final = 20  # a higher number that nothing explains is hardly one of people
_URGENT: Final = "urgent"
_TRANSPORT: Final = "transport"
_SLOTS: Final = ("category", "area", "when", "count")
_SMALL: Final = ""
_UNREAD: Final = "unread"


@dataclass(frozen=True)
class _Piece:
    """Some of the words and what they tell: a slot and its value, or nothing ("") or unread."""

    slot: str
    value: Value
    length: int


def read_one_shot(text: str, lexicon: Lexicon) -> dict[str, Value] | None:
    """What of category, area, when and count a request in one line tells; None where it is none.

    After a need word, whatever can be read counts; without one, all of it must be readable. Both
    need a category. Of several categories the first counts, after a need word; other things that
    are told twice over are left to be asked. "Food, urgent" is food, now.
    """
    words = words_of(with_dates(text))[:_LONGEST_READ]
    meaning, start = _opening(words, lexicon.vocabulary)
    if meaning == "OFFER":
        return None
    led = meaning == "NEED"
    pieces = _pieces(words, start, lexicon, led)
    if pieces is None:
        return None
    departure = _departure(pieces, words[start:])
    return _request(_counted(pieces, words, start, lexicon.vocabulary), led, departure)


def read_told(text: str, lexicon: Lexicon, leaves: bool = False) -> dict[str, Value]:
    """What of area, when and count any words tell, wherever they stand in the text.

    What is told twice over is left out; but who `leaves` for somewhere needs help where they are:
    "from hill to market" is the hill.
    """
    words = words_of(with_dates(text))[:_LONGEST_TOLD]
    pieces = _pieces(words, 0, lexicon, led=True) or []
    counted = _counted(pieces, words, 0, lexicon.vocabulary)
    told = {slot: _values(counted, slot) for slot in _SLOTS}
    told["when"] = list(merged(str(each) for each in told["when"]))
    told["when"] = told["when"] or (["now"] if _URGENT in told["category"] else [])
    if not told["area"] and is_arabizi(text):
        told["area"] = [area for area in [lexicon.place_index.in_latin(words)] if area]
    told["area"] = (_departure(pieces, words) if leaves else []) or told["area"]
    return {slot: told[slot][0] for slot in _SLOTS[1:] if len(told[slot]) == 1}


def _departure(pieces: Sequence[_Piece], words: Sequence[str]) -> list[Value]:
    """The area behind a word like "from", where one area alone has it."""
    starts = list(accumulate((piece.length for piece in pieces), initial=0))
    behind = [
        piece.value
        for piece, at in zip(pieces, starts, strict=False)
        if piece.slot == "area" and at > 0 and words[at - 1] in _FROM
    ]
    return behind if len(behind) == 1 else []


def _opening(words: Sequence[str], vocabulary: Vocabulary) -> tuple[str | None, int]:
    """NEED or OFFER where the text begins so, and where what follows begins.

    Greetings and small words may come first.
    """
    at = 0
    while at < len(words):
        found = vocabulary.need_phrases.match(words, at)
        if found is not None:
            return found[0], at + found[1]
        small = vocabulary.telling.match(words, at)
        if small is None or small[0][0]:
            break
        at += small[1]
    return None, 0


def _pieces(words: Sequence[str], start: int, lexicon: Lexicon, led: bool) -> list[_Piece] | None:
    """The words from `start` in pieces; None where one is unreadable and no need word led."""
    pieces: list[_Piece] = []
    at = start
    while at < len(words):
        piece = _piece(words, at, lexicon, led)
        if at > 0 and words[at - 1] in lexicon.vocabulary.negations:
            piece = None  # "not money" names what is not needed
        if piece is None and not led:
            return None
        pieces.append(piece or _Piece(_UNREAD, None, 1))
        at += pieces[-1].length
    return pieces


def _piece(words: Sequence[str], at: int, lexicon: Lexicon, led: bool) -> _Piece | None:
    """The longest piece that stands at `at`; a word of ours goes before the name of an area."""
    found = [
        piece
        for piece in (
            _coded_area(words, at, lexicon),
            _told(words, at, lexicon, led),
            _category(words, at, lexicon),
            _area(words, at, lexicon),
        )
        if piece is not None
    ]
    if found:
        return max(found, key=lambda piece: piece.length)
    return _number(words[at], lexicon.vocabulary)


def _told(words: Sequence[str], at: int, lexicon: Lexicon, led: bool) -> _Piece | None:
    """Times, people and small words; and words that are a category only after a need word."""
    after_need = lexicon.vocabulary.after_need.get(words[at])
    if led and after_need in lexicon.categories:
        return _Piece("category", after_need, 1)
    found = lexicon.vocabulary.telling.match(words, at)
    small = _Piece(*found[0], found[1]) if found else None
    return _longest(_time(words, at, lexicon), _people(words, at, lexicon), small)


def _time(words: Sequence[str], at: int, lexicon: Lexicon) -> _Piece | None:
    found = when_at(words, at, lexicon.vocabulary)
    if found is None:
        return None
    return _Piece("when", *found) if found[0] else _Piece(_SMALL, None, found[1])


def _people(words: Sequence[str], at: int, lexicon: Lexicon) -> _Piece | None:
    found = people_at(words, at, lexicon.vocabulary)
    if found is None:
        return None
    return _Piece("count", *found) if found[0] else _Piece(_SMALL, None, found[1])


def _longest(*pieces: _Piece | None) -> _Piece | None:
    """The longest of these; the earlier where two are as long."""
    found = [piece for piece in pieces if piece is not None]
    return max(found, key=lambda piece: piece.length, default=None)


def _category(words: Sequence[str], at: int, lexicon: Lexicon) -> _Piece | None:
    found = category_at(words, at, lexicon.vocabulary)
    if found is None or found[0] not in lexicon.categories:
        return None
    return _Piece("category", *found)


def _area(words: Sequence[str], at: int, lexicon: Lexicon) -> _Piece | None:
    found = lexicon.place_index.match(words, at)
    return _Piece("area", *found) if found else None


def _coded_area(words: Sequence[str], at: int, lexicon: Lexicon) -> _Piece | None:
    """ "area 2", "منطقة رقم 2": bare digits are people, not areas."""
    vocabulary = lexicon.vocabulary
    if words[at] not in vocabulary.area_marks:
        return None
    marked = words[at + 1 : at + 2] and words[at + 1] in vocabulary.number_marks
    end = at + (3 if marked else 2)
    place = lexicon.place_index.by_code(words[end - 1]) if end <= len(words) else None
    return _Piece("area", place, end - at) if place else None


def _number(word: str, vocabulary: Vocabulary) -> _Piece | None:
    number = number_of(word, vocabulary)
    if number is None:
        return None
    return _Piece("number" if word.isdecimal() or word[0] == "و" else "count", number, 1)


def _counted(
    pieces: Sequence[_Piece], words: Sequence[str], start: int, vocabulary: Vocabulary
) -> list[_Piece]:
    """The pieces, with each number told apart: people, or nothing that we can read."""
    told: list[_Piece] = []
    at = start
    for index, piece in enumerate(pieces):
        end = at + piece.length
        if piece.slot == "number":
            followed = index + 1 < len(pieces) and pieces[index + 1].slot == _UNREAD
            led = at > 0 and words[at - 1] in vocabulary.count_leads
            certain = _says_people(words[end:], vocabulary) or led or _stands_bare(told, piece)
            piece = replace(piece, slot="count" if certain and not followed else _UNREAD)
        told.append(piece)
        at = end
    return told


def _says_people(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether "people" follows, in one word or two."""
    return any(" ".join(words[:length]) in vocabulary.people for length in (1, 2))


def _stands_bare(before: Sequence[_Piece], number: _Piece) -> bool:
    """Whether a number that nothing explains stands where people are told: after what is needed."""
    if not isinstance(number.value, int) or number.value > _MOST_BARE:
        return False
    category = any(piece.slot == "category" for piece in before)
    return category and before[-1].slot in _SLOTS


def _request(
    pieces: Sequence[_Piece], led: bool, departure: list[Value]
) -> dict[str, Value] | None:
    """The slots that were told once; None where there is no category, or one is in doubt."""
    told = {slot: _values(pieces, slot) for slot in _SLOTS}
    kinds = [kind for kind in told["category"] if kind != _URGENT] or told["category"]
    if kinds != told["category"]:
        told["when"] = told["when"] or ["now"]
    told["category"] = kinds
    told["when"] = list(merged(str(each) for each in told["when"]))
    doubtful = any(piece.slot == _UNREAD for piece in pieces) or _twice(told)
    if not kinds or (doubtful and not led):
        return None
    told["category"] = kinds[:1]
    if kinds[:1] == [_TRANSPORT] and len(told["area"]) > 1:
        told["area"] = departure
    return {slot: values[0] for slot, values in told.items() if len(values) == 1}


def _twice(told: Mapping[str, Sequence[Value]]) -> bool:
    return any(len(values) > 1 for values in told.values())


def _values(pieces: Sequence[_Piece], slot: str) -> list[Value]:
    return list(dict.fromkeys(piece.value for piece in pieces if piece.slot == slot))
