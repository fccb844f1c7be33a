"""How many people, as people say it: "me and my 2 kids", انا ومرتي وابني, "family of five", احنا ستة."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.text.phrases import words_of
from flows.vocabulary.vocabulary import Vocabulary

MOST_PEOPLE: Final = 99
_NAMED: Final = ("self", "one", "two", "theirs")
_JOINERS: Final = frozenset({"n", "nd", "e", "wu", "plus", "و", "with"})


def people_at(
    words: Sequence[str], at: int, vocabulary: Vocabulary
) -> tuple[int | None, int] | None:
    """The number of people that the words at `at` tell, and how many words do.

    None for a number that surely counts none ("50 dollars", "room 4"), or that may leave out who writes
    ("i have 2 kids"): it is passed over, and asked for. Nothing where no people are told at all.
    """
    other = _no_people(words, at, vocabulary)
    if other:
        return None, other
    for reader in (_household, _us, _group):
        found = reader(words, at, vocabulary)
        if found is not None and (found[0] is None or 1 <= found[0] <= MOST_PEOPLE):
            return found
    return None


def number_at(words: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """The number in digits or words at `at`, with the Arabic letters that stick to it."""
    for length in (2, 1):
        number = (
            _number(" ".join(words[at : at + length]), vocabulary)
            if at + length <= len(words)
            else None
        )
        if number is not None:
            return number, length
    return None


def _number(word: str, vocabulary: Vocabulary) -> int | None:
    if word.isdecimal():
        return int(word) if len(word) <= 2 and int(word) else None
    if word.isascii():
        return vocabulary.numbers.get(word)
    bare = (word.removeprefix(prefix) for prefix in ("", "و", "ل", "ول", "ال"))
    return next((vocabulary.numbers[form] for form in bare if form in vocabulary.numbers), None)


def _no_people(words: Sequence[str], at: int, vocabulary: Vocabulary) -> int:
    """How many words tell a number that counts something else: the number alone, the rest may mean more."""
    number = number_at(words, at, vocabulary)
    if number is None:
        return 0
    unit = _length(words, at + number[1], "units", vocabulary)
    behind = at > 0 and words[at - 1] in vocabulary.family["measures"]
    people = _length(words, at + number[1], "many", vocabulary)
    return number[1] if (unit or behind) and not people else 0


def _household(
    words: Sequence[str], at: int, vocabulary: Vocabulary
) -> tuple[int | None, int] | None:
    """ "family of five", عيلة من اربع."""
    lead = _length(words, at, "household", vocabulary)
    number = number_at(words, at + lead, vocabulary) if lead else None
    if number is None or _unit_follows(words, at + lead + number[1], vocabulary):
        return None
    return number[0], lead + number[1] + _noun(words, at + lead + number[1], vocabulary)


def _us(words: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[int | None, int] | None:
    """ "we are six", احنا خمسة; "i have 2 kids" is passed over."""
    for kind in ("us", "have"):
        lead = _length(words, at, kind, vocabulary)
        group = _group(words, at + lead, vocabulary) if lead else None
        if group is not None and kind == "have":
            return None, lead + group[1]
        number = number_at(words, at + lead, vocabulary) if lead and kind == "us" else None
        if number is None or _unit_follows(words, at + lead + number[1], vocabulary):
            continue
        return number[0], lead + number[1] + _noun(words, at + lead + number[1], vocabulary)
    return None


def _group(words: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Several who are named one by one: who writes, their own, and so many of others.

    One alone is none of these: "my mother told me" counts nobody, but "2 kids" does.
    """
    count, named, end, numbered, step = 0, 0, at, False, at
    while (one := _one(words, step, vocabulary)) is not None:
        count, named = count + one[0], named + 1
        numbered = numbered or one[2]
        end = step + one[1]
        step = end + _joiner(words, end, vocabulary)
    if _plural_follows(words, step, vocabulary):
        return None  # "me and my kids": nobody says how many
    return (count, end - at) if named > 1 or numbered else None


def _one(words: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[int, int, bool] | None:
    """One member of a group, or so many: how many, in how many words, and whether a number said so."""
    if at >= len(words):
        return None
    words = _without_and(words, at, vocabulary)
    mine = _length(words, at, "mine", vocabulary)
    number = number_at(words, at + mine, vocabulary)
    if number is not None:
        behind = at + mine + number[1]
        behind += _length(words, behind, "mine", vocabulary)
        many = _length(words, behind, "many", vocabulary) or _length(
            words, behind, "one", vocabulary
        )
        return (number[0], behind + many - at, True) if many else None
    theirs = _length(words, at, "theirs", vocabulary)
    number = number_at(words, at + theirs, vocabulary) if theirs else None
    if number is not None:
        return number[0], theirs + number[1], True
    for kind, count in (("two", 2), ("one", 1), ("self", 1)):
        length = _length(words, at + mine, kind, vocabulary)
        length = length or (0 if mine else _length(words, at, kind, vocabulary))
        if length and not (kind == "self" and mine):
            return count, mine + length, False
    return _mine_twice(words, at, mine, vocabulary)


def _mine_twice(
    words: Sequence[str], at: int, mine: int, vocabulary: Vocabulary
) -> tuple[int, int, bool] | None:
    """ "my little sister", "my old mother"."""
    again = _length(words, at + mine, "mine", vocabulary) if mine else 0
    length = _length(words, at + mine + again, "one", vocabulary) if again else 0
    return (1, mine + again + length, False) if length else None


def _without_and(words: Sequence[str], at: int, vocabulary: Vocabulary) -> Sequence[str]:
    """The words with the Arabic "and", "for" or "with" taken off the one at `at`, where that makes it one
    of a family."""
    word = words[at]
    for prefix in ("و", "ل", "ول", "انا و"):
        bare = word.removeprefix(prefix)
        if bare != word and any(bare in vocabulary.family[kind] for kind in _NAMED):
            return [*words[:at], bare, *words[at + 1 :]]
    return words


def _joiner(words: Sequence[str], at: int, vocabulary: Vocabulary) -> int:
    return int(at < len(words) and (words[at] in vocabulary.joiners or words[at] in _JOINERS))


def _plural_follows(words: Sequence[str], at: int, vocabulary: Vocabulary) -> bool:
    if at >= len(words):
        return False
    words = _without_and(words, at, vocabulary)
    at += _length(words, at, "mine", vocabulary)
    return any(_length(words, at, kind, vocabulary) for kind in ("many", "theirs"))


def _unit_follows(words: Sequence[str], at: int, vocabulary: Vocabulary) -> bool:
    return bool(_length(words, at, "units", vocabulary))


def _noun(words: Sequence[str], at: int, vocabulary: Vocabulary) -> int:
    """How many words of "people", "of us" and the like follow a number."""
    for length in (2, 1):
        if " ".join(words[at : at + length]) in vocabulary.people:
            return length
    return _length(words, at, "many", vocabulary)


def _length(words: Sequence[str], at: int, kind: str, vocabulary: Vocabulary) -> int:
    found = vocabulary.kin[kind].match(words, at)
    return found[1] if found else 0


def read_people(text: str, vocabulary: Vocabulary) -> int | None:
    """The number of people where the whole text tells it, small words aside."""
    words, count, at = words_of(text), None, 0
    small = vocabulary.fillers | vocabulary.joiners | vocabulary.people
    while at < len(words):
        found = people_at(words, at, vocabulary)
        if found is None and words[at] not in small:
            return None
        if found is not None and (found[0] is None or count is not None):
            return None
        count = found[0] if found else count
        at += found[1] if found else 1
    return count


def told_people(words: Sequence[str], vocabulary: Vocabulary) -> int | None:
    """The number of people that the words tell among others, once: "13 of us in one house"."""
    counts: list[int | None] = []
    at = 0
    while at < len(words):
        found = people_at(words, at, vocabulary)
        if found is not None:
            counts.append(found[0])
        at += found[1] if found else 1
    return counts[0] if len(counts) == 1 else None


def number_of(word: str, vocabulary: Vocabulary) -> int | None:
    """The number of people that a word or phrase stands for; و and ل may stick to it."""
    if word.isdecimal():
        return int(word) if len(word) <= 2 and 1 <= int(word) <= MOST_PEOPLE else None
    forms = (word,) if word.isascii() else tuple(map(word.removeprefix, ("", "و", "ل", "ول")))
    for bare in forms:
        number = vocabulary.numbers.get(bare) or vocabulary.persons.get(bare)
        if number is not None:
            return number
    return None
