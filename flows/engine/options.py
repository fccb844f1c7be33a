"""The options of a question: those that stand in the flow and those that come from data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from flows.engine.definition import Choice, Move, Question
from flows.text.prompts import Value
from flows.vocabulary.lexicon import Lexicon

SOURCES = ("categories", "areas", "requests")
_TYPED = ("count", "categories", "areas")  # readers of answers that take several keys
_KEYS = 9

MOST_CODES = 5  # areas that a hint can name one by one; of more, only 99 (their names) is offered


def options_of(
    step: Question, answers: Mapping[str, Value], lexicon: Lexicon, channel: str = "text"
) -> tuple[Choice, ...]:
    """Every option on `channel`, in the order of the prompt; those of the flow come last."""
    return (*_from_data(step.source, answers, lexicon), *choices_on(step, channel))


def choices_on(step: Question, channel: str) -> tuple[Choice, ...]:
    """The choices of the flow that there are on `channel`."""
    return tuple(choice for choice in step.choices if choice.only in (None, channel))


def keys_of(step: Question, answers: Mapping[str, Value], lexicon: Lexicon) -> tuple[str, ...]:
    """The keys worth naming when a text was not understood; 0 is always named besides."""
    given = [option.key for option in _from_data(step.source, answers, lexicon)]
    if step.source == "areas" and len(given) > MOST_CODES:
        given = []
    return tuple(
        key for key in (*given, *(choice.key for choice in choices_on(step, "text"))) if key != "0"
    )


def digits_of(step: Question, lexicon: Lexicon) -> int | None:
    """How many keys answer this question by voice; None for as many as come before a #."""
    if step.read in _TYPED or step.source == "requests":
        return None
    return 1 if step.source != "areas" or one_key_areas(lexicon) else None


def one_key_areas(lexicon: Lexicon) -> bool:
    """Whether a single key tells every area: then they are named in the question itself, aloud."""
    return all(place.code <= _KEYS for place in lexicon.places)


def move_for(step: Question, value: Value | None) -> Move | None:
    """Where `value` leads: by the choice that saves it, else by the question's `then`."""
    if value is not None:
        for choice in step.choices:
            if choice.value == value and choice.move:
                return choice.move
    return step.then


def _from_data(
    source: str | None, answers: Mapping[str, Value], lexicon: Lexicon
) -> tuple[Choice, ...]:
    if source == "categories":
        return tuple(Choice(str(n), name) for n, name in enumerate(lexicon.categories, 1))
    if source == "areas":
        return tuple(Choice(str(place.code), place.id) for place in lexicon.places)
    if source == "requests":
        return tuple(Choice(ref, ref) for ref in requests_in(answers))
    return ()


def requests_in(answers: Mapping[str, Value]) -> dict[str, str]:
    """The category of each request that was listed, by its reference."""
    listed = cast(Sequence[tuple[str, str]], answers.get("requests", ()))
    return {str(reference): category for reference, category in listed}
