"""What is of any type is of none: the places that say Any are counted, and may only become fewer."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
STORE = "hotline/store/"
# SQLAlchemy's rows, whose columns tools/columns.py holds instead.
IN_THE_STORE = 57
# Outside the store: what the auditor's two drivers and a line of the provider's record give, what Redis
# tells of its settings, the JSON that a call remembers before it is read, and the simulator's log.
ELSEWHERE = 6


def any_in(source: str) -> int:
    """How often a module says Any, but for importing it."""
    return sum(
        (isinstance(node, ast.Name) and node.id == "Any")
        or (isinstance(node, ast.Attribute) and node.attr == "Any")
        for node in ast.walk(ast.parse(source))
    )


def said(where: str) -> dict[str, int]:
    """The modules that say it, by their path, each with how often."""
    files = {str(p.relative_to(HOUSE)): p for p in (HOUSE / where).rglob("*.py")}
    found = {name: any_in(path.read_text("utf-8")) for name, path in files.items()}
    return {name: times for name, times in found.items() if times}


def test_flows_and_the_domain_say_it_nowhere() -> None:
    assert said("flows") == said("hotline/domain") == {}


def test_it_is_said_no_oftener_than_it_was() -> None:
    found = said("hotline") | said("workers")
    stored = {name: times for name, times in found.items() if name.startswith(STORE)}
    assert sum(stored.values()) <= IN_THE_STORE, stored
    elsewhere = {name: times for name, times in found.items() if name not in stored}
    assert sum(elsewhere.values()) <= ELSEWHERE, elsewhere


@pytest.mark.parametrize(
    ("source", "times"),
    [
        ("from typing import Any", 0),
        ("def f(x: object) -> None: ...", 0),
        ("from typing import Any\ndef f(x: Any, *y: list[Any]) -> Any: ...", 3),
        ("import typing\nRow = dict[str, typing.Any]", 1),
    ],
)
def test_each_place_is_counted(source: str, times: int) -> None:
    assert any_in(source) == times
