"""Binds the reader that a step names (`read: area`) to what an answer is, and where it leads.

Every question understands the keys and words of its own choices; its reader adds the rest. Nothing
here guesses: what cannot be told is None, and the engine asks again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flows.engine.definition import Choice, Move, Question
from flows.engine.events import Context, KeysPressed, TextReceived
from flows.engine.options import choices_on, move_for, requests_in
from flows.text.folding import fold
from flows.text.phrases import words_of
from flows.text.prompts import Value
from flows.understanding.answers import (
    Option,
    read_area,
    read_areas,
    read_categories,
    read_category,
    read_choice,
    read_command,
    read_count,
    read_hours,
    read_reference,
    read_skip,
    read_when,
    read_when_and_count,
)
from flows.understanding.own_request import read_outcome
from flows.understanding.pins import is_pin, is_weak
from flows.understanding.time_ranges import read_span

ALL = "all"  # what an area question saves for every area


@dataclass(frozen=True)
class Reading:
    """An answer that was understood: what it adds to the answers, and the way on."""

    move: Move
    answers: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    """What a reader is given: the words (keys, by voice, written out) and all that they may mean."""

    text: str
    step: Question
    answers: Mapping[str, Value]
    context: Context
    pressed: bool


@dataclass(frozen=True)
class _Found:
    """What a reader finds: values for the keys that the step saves, in its order, or a signal."""

    values: tuple[Value, ...] = ()
    signal: str | None = None


def read(
    step: Question,
    event: TextReceived | KeysPressed,
    answers: Mapping[str, Value],
    context: Context,
) -> Reading | None:
    """What `event` answers to `step`, or None where it cannot be told."""
    pressed = isinstance(event, KeysPressed)
    text = event.keys if isinstance(event, KeysPressed) else event.text
    asked = _Asked(text, step, answers, context, pressed)
    chosen = None if step.read in _BEFORE_CHOICES else _choice(asked)
    if chosen is not None:
        return _by_choice(step, chosen)
    found = READERS[step.read](asked)
    return None if found is None else _by_reader(step, found)


def wants_person(step: Question, event: TextReceived | KeysPressed) -> bool:
    """0 is a person at every question; where the flow itself lists it, the flow says how."""
    text = event.keys if isinstance(event, KeysPressed) else event.text
    listed = any(choice.key == "0" for choice in step.choices)
    return words_of(text) == ["0"] and not listed


def _choice(asked: _Asked) -> Choice | None:
    """The choice of the flow that is picked by its key, in any script, or by its words."""
    choices = choices_on(asked.step, asked.context.channel)
    options = [Option(each.key, each.key, each.words) for each in choices]
    key = read_choice(asked.text, options, asked.context.lexicon.vocabulary)
    return next((choice for choice in choices if choice.key == key), None)


def _by_choice(step: Question, choice: Choice) -> Reading | None:
    saved = {step.save[0]: choice.value} if step.save and choice.value is not None else {}
    move = choice.move or move_for(step, choice.value)
    return Reading(move, saved) if move else None


def _by_reader(step: Question, found: _Found) -> Reading | None:
    if found.signal is not None:
        move = step.signals.get(found.signal)
        return Reading(move) if move else None
    move = move_for(step, found.values[0])
    saved = dict(zip(step.save, found.values, strict=False))
    return Reading(move, saved) if move else None


# --- the readers, by the names that flows use ---------------------------------------------------


def _only_choices(asked: _Asked) -> _Found | None:  # noqa: ARG001
    return None


def _yes_no(asked: _Asked) -> _Found | None:
    """yes or no in any dialect, also with the reference of the request that is asked about."""
    command = read_command(asked.text, asked.context.lexicon.vocabulary)
    if command is None or command.reference not in (None, asked.answers.get("reference")):
        return None
    if command.name == "SOFT":
        return _Found(signal="maybe")
    return _value({"YES": "yes", "NO": "no"}.get(command.name))


def _outcome(asked: _Asked) -> _Found | None:
    """Whether it happened, partly or not, in any words; what is not sure is no answer yet."""
    command = read_command(asked.text, asked.context.lexicon.vocabulary)
    if asked.pressed or command is not None:
        return _yes_no(asked)
    outcome = read_outcome(asked.text, asked.context.lexicon.vocabulary)
    return None if outcome == "unsure" else _value(outcome)


def _category(asked: _Asked) -> _Found | None:
    return _value(read_category(asked.text, asked.context.lexicon))


def _categories(asked: _Asked) -> _Found | None:
    text = " ".join(asked.text) if asked.pressed else asked.text
    return _list(read_categories(text, asked.context.lexicon))


def _area(asked: _Asked) -> _Found | None:
    answer = read_area(asked.text, asked.context.lexicon)
    if answer is None:
        return None
    if answer.kind == "place":
        return _value(answer.id)
    return _Found((ALL,)) if answer.kind == "all" else _where_one_is(answer.kind, asked)


def _areas(asked: _Asked) -> _Found | None:
    """Several areas, as a list; every area is [ALL]."""
    answer = read_areas(_separate(asked), asked.context.lexicon)
    if answer is None:
        return None
    if answer.kind == "place":
        return _list(answer.ids)
    if answer.kind == "all":
        return _Found(([ALL],))
    found = _where_one_is(answer.kind, asked)
    return found if found.signal else _Found((list(found.values),))


def _where_one_is(kind: str, asked: _Asked) -> _Found:
    """ "Here" is the area used last, since a text does not tell where it comes from."""
    last = asked.context.facts.get("last_area")
    known = any(place.id == last for place in asked.context.lexicon.places)
    return _Found((last,)) if kind == "here" and known else _Found(signal="unsure")


def _separate(asked: _Asked) -> str:
    """Keys pressed in a row, one area each, where they are not the code of one area."""
    index = asked.context.lexicon.place_index
    return asked.text if not asked.pressed or index.by_code(asked.text) else " ".join(asked.text)


def _when(asked: _Asked) -> _Found | None:
    """When; a number of people beside it counts only where the step saves one."""
    answer = read_when_and_count(asked.text, asked.context.lexicon.vocabulary)
    if answer is None:
        return None
    return _Found((answer.when, answer.count) if answer.count else (answer.when,))


def _when_and_count(asked: _Asked) -> _Found | None:
    """By text both at once, and who names no number means one person; by voice only when."""
    vocabulary = asked.context.lexicon.vocabulary
    if asked.context.channel == "voice":
        chosen = _choice(asked)
        return _value(chosen.value if chosen else read_when(asked.text, vocabulary))
    answer = read_when_and_count(asked.text, vocabulary)
    if answer is not None:
        count = answer.count or (None if answer.unread else 1)
        return _Found((answer.when, count) if count else (answer.when,))
    chosen = _choice(asked)
    return _Found((chosen.value, 1)) if chosen and chosen.value is not None else None


def _count(asked: _Asked) -> _Found | None:
    return _value(read_count(asked.text, asked.context.lexicon.vocabulary))


def _hours(asked: _Asked) -> _Found | None:
    return _value(read_hours(asked.text, asked.context.lexicon.vocabulary))


def _words(asked: _Asked) -> _Found | None:
    """Whatever was typed; "nothing", in any dialect, is the empty text. Keys are no words."""
    words = asked.text.strip()
    if asked.pressed or not words:
        return None
    nothing = read_skip(words, asked.context.lexicon.vocabulary)
    return _Found(("" if nothing else words,))


def _reference(asked: _Asked) -> _Found | None:
    """One of the requests that were listed: by its number, with or without a verb, or its kind.

    Its kind in words: the keys of the kinds are not shown here, and whoever types 1 to the first of the
    list must not reach the one about food.
    """
    requests = requests_in(asked.answers)
    vocabulary = asked.context.lexicon.vocabulary
    command = read_command(asked.text, vocabulary)
    given = read_reference(asked.text, vocabulary) or (command and command.reference)
    if given:
        return _value(given if given in requests else None)
    if fold(asked.text).isdecimal():
        return None
    category = read_category(asked.text, asked.context.lexicon)
    alike = [ref for ref, each in requests.items() if category and each == category]
    return _value(alike[0] if len(alike) == 1 else None)


def _pin(asked: _Asked) -> _Found | None:
    """4 to 8 digits in any script, grouped or not, and nothing else."""
    digits = "".join(words_of(asked.text))
    if not is_pin(digits):
        return None
    return _Found(signal="weak") if is_weak(digits) else _Found((digits,))


def _digits(asked: _Asked) -> _Found | None:
    """A PIN or a code that was set before, so however easy to guess."""
    digits = "".join(words_of(asked.text))
    return _Found((digits,)) if is_pin(digits) else None


def _span(asked: _Asked) -> _Found | None:
    """Two hours on the clock."""
    return None if (span := read_span(asked.text)) is None else _Found(span)


def _value(value: Value | None) -> _Found | None:
    return None if value is None else _Found((value,))


def _list(values: tuple[str, ...] | None) -> _Found | None:
    return _Found((list(values),)) if values else None


READERS: Mapping[str, Callable[[_Asked], _Found | None]] = {
    "area": _area,
    "areas": _areas,
    "categories": _categories,
    "category": _category,
    "choice": _only_choices,
    "count": _count,
    "digits": _digits,
    "hours": _hours,
    "outcome": _outcome,
    "pin": _pin,
    "reference": _reference,
    "span": _span,
    "when": _when,
    "when-and-count": _when_and_count,
    "words": _words,
    "yes-no": _yes_no,
}
# "1" at "when, and for how many?" is a number as well as a key: its reader looks first.
_BEFORE_CHOICES = frozenset({"when-and-count"})
