"""The order of understanding is one list: nothing is read beside it, and everybody can read it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from types import FunctionType

from hotline.services.inbound import order
from hotline.services.inbound.rung import InPassing, Rung
from hotline.services.inbound.rungs import (
    about_other,
    free_words,
    leaving,
    needs_told,
    numbers,
    open_question,
    outside,
    pending,
)

FILES = (
    *(about_other, free_words, leaving, needs_told),
    *(numbers, open_question, outside, pending),
)
STEPS = (*order.ORDER, *order.AFTERWARDS)
_NAME = re.compile(r"[a-z]+(-[a-z]+)*")
A_SCREEN = 50


def line(step: Rung | InPassing) -> str:
    return step.takes if isinstance(step, Rung) else step.does


def function(step: Rung | InPassing) -> Callable[..., object]:
    return step.take if isinstance(step, Rung) else step.act


def faults(steps: Iterable[Rung | InPassing]) -> list[str]:
    """The names that are not names, stand twice, or have no line that says what they take."""
    known = list(steps)
    names = [step.name for step in known]
    bad = [name for name in names if not _NAME.fullmatch(name) or names.count(name) > 1]
    return bad + [s.name for s in known if not re.fullmatch(r"\S[^\n]{5,60}[^\s.]", line(s))]


def test_every_rung_has_a_name_and_its_line() -> None:
    assert faults(STEPS) == []


def test_a_rung_without_a_line_would_be_found() -> None:
    menu = order.ORDER[-1]
    assert isinstance(menu, Rung)
    nameless, silent = replace(menu, name="the menu"), replace(menu, name="new", takes=" ")
    assert faults([menu, menu, nameless, silent]) == ["menu", "menu", "the menu", "new"]


def test_what_reads_a_text_is_on_the_list_once() -> None:
    read = [f for file in FILES for f in vars(file).values() if _is_public(f, file.__name__)]
    listed = [function(step) for step in STEPS]
    assert sorted(f.__qualname__ for f in read) == sorted(f.__qualname__ for f in listed)


def _is_public(value: object, module: str) -> bool:
    if not isinstance(value, FunctionType) or value.__module__ != module:
        return False
    return not value.__name__.startswith("_")


def test_the_list_is_read_in_one_screen() -> None:
    source = inspect.getsource(order)
    listed = source[source.index("ORDER:") :].splitlines()
    assert len(listed) <= A_SCREEN
    assert listed[-1] == ")"


def test_it_ends_with_the_menu_and_begins_with_what_must_never_wait() -> None:
    names = [step.name for step in order.ORDER]
    assert names[0] == "safe-word"
    assert names.index("stop-over-limit") < names.index("over-limit")
    assert names.index("stop") < names.index("greeting")
    assert names[-1] == "menu"
