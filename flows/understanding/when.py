"""When, and for how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from flows.text.phrases import words_of
from flows.understanding.told.days import merged, when_at, with_dates
from flows.understanding.told.people import number_of, people_at, read_people, told_people
from flows.vocabulary.vocabulary import Vocabulary

WHEN_KEYS: Final = {"1": "today", "2": "tomorrow", "3": "week"}
HOURS_KEYS: Final = {"1": "any", "2": "days", "3": "evenings", "4": "weekends"}
_LONGEST_ANSWER: Final = 12  # words; more is a story, not an answer


@dataclass(frozen=True)
class WhenAndCount:
    """When something is needed (a value of flows/understanding/told/days.py) and for how many.

    `count` is None where no number was given. `unread` tells that more was said which could not
    be read, perhaps the number, so that it is worth asking for.
    """

    when: str
    count: int | None = None
    unread: bool = False


def read_when(text: str, vocabulary: Vocabulary) -> str | None:
    """The day and perhaps the part of it, as a value of told/days.py; 1, 2 and 3 stand for
    today, tomorrow and this week."""
    answer = read_when_and_count(text, vocabulary)
    if answer is None or answer.count is not None or answer.unread:
        return None
    return answer.when


def read_when_and_count(text: str, vocabulary: Vocabulary) -> WhenAndCount | None:
    """When and for how many: "1 4", "1 و4", "اليوم 4", "today for four", "بكرة لشخصين", "2".

    None where it does not say when, or says it twice over, or with a no.
    """
    words = words_of(with_dates(text))
    if not words or len(words) > _LONGEST_ANSWER:
        return None
    whens, rest = _whens(words, vocabulary)
    if not whens and rest:
        whens, rest = _keyed(rest, vocabulary)
    if len(whens) != 1 or not vocabulary.negations.isdisjoint(rest):
        return None
    return _with_count(whens.pop(), rest, vocabulary)


def read_count(text: str, vocabulary: Vocabulary) -> int | None:
    """A number of people, 1 to 99: "4", "for 3", "لـ3", "3 people", "شخصين", "لثلاثة", "شخص"."""
    words = words_of(text)
    if len(words) > _LONGEST_ANSWER:
        return None
    return (
        _count(words, vocabulary) or read_people(text, vocabulary) or told_people(words, vocabulary)
    )


def read_hours(text: str, vocabulary: Vocabulary) -> str | None:
    """any, days, evenings or weekends; 1 to 4 stand for them in this order."""
    words = words_of(text)
    marked = len(words) > 1 and words[0] in vocabulary.number_marks
    answer = " ".join(words[1:] if marked else words)
    number = vocabulary.numbers.get(answer)
    return vocabulary.hours.get(answer) or HOURS_KEYS.get(str(number or answer))


def _whens(words: Sequence[str], vocabulary: Vocabulary) -> tuple[set[str], list[str]]:
    """What the words say about when, and the words that say something else."""
    whens: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        people = people_at(words, at, vocabulary)
        told = when_at(words, at, vocabulary)
        if told is None or (people and people[1] > told[1]):
            rest.append(words[at])
            at += 1
        else:
            whens.append(told[0])
            at += told[1]
    return set(merged(whens)), rest


def _keyed(words: list[str], vocabulary: Vocabulary) -> tuple[set[str], list[str]]:
    """A key that says when, if the words begin with one, and the words after it."""
    marks = vocabulary.number_marks - vocabulary.negations
    bare = words[1:] if words[0] in marks else words
    if not bare or people_at(bare, 0, vocabulary) or " ".join(bare[1:3]) in vocabulary.people:
        return set(), words
    if len(bare) > 1 and bare[1] in vocabulary.people:
        return set(), words  # "2 people" says how many, not when
    when = WHEN_KEYS.get(str(vocabulary.numbers.get(bare[0], bare[0])))
    return ({when} if when else set()), bare[1:]


def _with_count(when: str, rest: list[str], vocabulary: Vocabulary) -> WhenAndCount:
    loose = (vocabulary.fillers | vocabulary.joiners) - vocabulary.count_leads
    said = [word for word in rest if word not in loose]
    count = _count(rest, vocabulary) or _count(said, vocabulary)
    count = count or read_people(" ".join(rest), vocabulary)
    if _names_an_hour(rest, vocabulary):
        count = None
    return WhenAndCount(when, count, unread=bool(said) and count is None)


def _names_an_hour(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """ "at 4", "على 4": a number counts people only after words that lead to a number."""
    loose = vocabulary.fillers - vocabulary.count_leads - vocabulary.joiners
    return any(word in loose and after.isdecimal() for word, after in pairwise(words))


def _count(words: Sequence[str], vocabulary: Vocabulary) -> int | None:
    """The number that the words are, with the words that may lead to it and follow it."""
    start = 0
    while start < len(words):
        number = _counted(words[start:], vocabulary)
        if number is not None or words[start] not in vocabulary.count_leads:
            return number
        start += 1
    return None


def _counted(words: Sequence[str], vocabulary: Vocabulary) -> int | None:
    """ "4", "4 people", "تلاتة ديال الناس"."""
    number = number_of(" ".join(words), vocabulary)
    for length in range(1, len(words)):
        if number is None and " ".join(words[length:]) in vocabulary.people:
            number = number_of(" ".join(words[:length]), vocabulary)
    return number
