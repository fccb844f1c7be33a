"""What a flow has gathered, read by an effect: each answer of the kind that its question gives."""

from __future__ import annotations

from flows.engine.effects import Answers


class UnexpectedAnswer(TypeError):
    """A flow gives an effect another kind of answer than it takes."""


def text(answers: Answers, name: str) -> str:
    """A word, an id or a reference. Raises UnexpectedAnswer, and KeyError where there is none."""
    found = answers[name]
    if not isinstance(found, str):
        raise UnexpectedAnswer(name)
    return found


def texts(answers: Answers, name: str) -> list[str]:
    """Several words or ids. Raises UnexpectedAnswer, and KeyError where there are none."""
    found = answers[name]
    if not isinstance(found, list | tuple):
        raise UnexpectedAnswer(name)
    return [str(one) for one in found]


def number(answers: Answers, name: str) -> int:
    """A whole number, or one in digits. Raises UnexpectedAnswer, and KeyError where there is none."""
    found = answers[name]
    if not isinstance(found, int | str):
        raise UnexpectedAnswer(name)
    return int(found)
