"""What is imported is declared, what is declared is used, pinned and has its reason."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "hotline", "workers")
NEVER_IMPORTED = {"tzdata"}  # zoneinfo looks for it by itself

_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[a-z]+\])?==(\S+)")
_PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")


def normal(name: str) -> str:
    """A distribution's name in its one form (PyPA, "Names and normalization")."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lines: list[str]) -> dict[str, str]:
    found = (_PIN.fullmatch(line) for line in lines)
    return {normal(pin[1]): pin[2] for pin in found if pin}


DECLARED = pins(tomllib.loads(_PROJECT)["project"]["dependencies"])


def imported(source: str) -> Iterator[str]:
    """The modules that a file imports by name, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module


def distribution(module: str, known: dict[str, list[str]]) -> str | None:
    """The distribution that a module comes from; None for the standard library's and our own."""
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names or top in ROOMS:
        return None
    names = {normal(name) for name in known.get(top, [top])}
    if len(names) > 1:  # several share a namespace, each named like its own part of it
        names &= {normal(".".join(module.split(".")[:2]))}
    (name,) = names
    return name


def used(room: str) -> set[str]:
    known = {top: list(names) for top, names in packages_distributions().items()}
    files = (ROOT / room).rglob("*.py")
    modules = {name for file in files for name in imported(file.read_text("utf-8"))}
    return {name for module in modules if (name := distribution(module, known)) is not None}


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_imported_is_declared(room: str) -> None:
    assert used(room) - DECLARED.keys() == set()


def test_what_is_declared_is_imported() -> None:
    everywhere = {name for room in ROOMS for name in used(room)}
    assert DECLARED.keys() - everywhere == NEVER_IMPORTED


def test_an_import_that_is_not_declared_would_be_found() -> None:
    known = {"requests": ["requests"], "fluent": ["fluent.runtime", "fluent.syntax"]}
    planted = "import os, requests.adapters\nfrom fluent.syntax import ast\nfrom flows import x\n"
    found = {distribution(module, known) for module in imported(planted)}
    assert found == {None, "requests", "fluent-syntax"}


def test_what_is_declared_is_pinned_as_locked() -> None:
    stated = tomllib.loads(_PROJECT)["project"]
    wanted = [*stated["dependencies"], *stated["optional-dependencies"]["dev"]]
    locked = pins((ROOT / "requirements.lock").read_text("utf-8").splitlines())
    assert len(pins(wanted)) == len(wanted)
    assert {name: locked.get(name) for name in pins(wanted)} == pins(wanted)


def test_each_has_its_reason() -> None:
    block = _PROJECT.partition("\ndependencies = [\n")[2].partition("\n]")[0].splitlines()
    assert len(block) == len(DECLARED)
    assert [line for line in block if not re.search(r'",\s+# \w', line)] == []
