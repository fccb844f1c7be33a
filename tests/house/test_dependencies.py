"""What is imported is declared, what is declared is used, pinned and has its reason."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tools.known_holes import Verdict, verdict

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "hotline", "workers")
NEVER_IMPORTED = {"tzdata"}  # zoneinfo looks for it by itself

_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[a-z]+\])?==(\S+)(?: ; .+?)?(?: \\)?")
_PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


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


def locked(name: str) -> dict[str, str]:
    """The versions in a lock, by package."""
    return pins((ROOT / name).read_text("utf-8").splitlines())


def test_what_runs_and_what_builds_it_are_pinned_as_locked() -> None:
    stated = tomllib.loads(_PROJECT)
    wanted = [*stated["project"]["dependencies"], *stated["build-system"]["requires"]]
    assert len(pins(wanted)) == len(wanted)
    found = locked("requirements.lock")
    assert {name: found.get(name) for name in pins(wanted)} == pins(wanted)


def test_what_tests_is_pinned_as_locked_and_stands_apart() -> None:
    wanted = tomllib.loads(_PROJECT)["project"]["optional-dependencies"]["dev"]
    tests, runs = locked("requirements-dev.lock"), locked("requirements.lock")
    assert len(pins(wanted)) == len(wanted)
    assert {name: tests.get(name) for name in pins(wanted)} == pins(wanted)
    assert not pins(wanted).keys() & runs.keys()
    both = tests.keys() & runs.keys()
    assert {name: tests[name] for name in both} == {name: runs[name] for name in both}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_of_a_lock_has_its_hashes_and_none_says_where_it_comes_from(
    name: str,
) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert set(re.findall(r"^ *--(\S+?)[=:]", text, re.MULTILINE)) == {"hash"}
    assert "://" not in text and "@" not in text
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) == len(locked(name))
    for entry in entries:  # a wheel and the source, at the least, wherever both are published
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_only_what_bears_a_hash_is_installed() -> None:
    installs = [line for line in MAKEFILE.splitlines() if "$(PIP)" in line]
    assert installs and all("$(LOCKED)" in line or "$(OURSELVES)" in line for line in installs)
    assert "LOCKED := --require-hashes " in MAKEFILE
    assert "--no-deps --no-build-isolation" in MAKEFILE  # or pip would fetch what builds us
    assert MAKEFILE.count("pip install") == 1


def test_a_known_hole_fails_and_what_was_not_looked_up_is_said() -> None:
    hole = {"id": "PYSEC-2026-1", "fix_versions": ["2.0"], "aliases": [], "description": ""}
    told = verdict(
        {
            "dependencies": [
                {"name": "left", "version": "1.0", "vulns": [hole]},
                {"name": "right", "version": "1.0", "vulns": []},
                {"name": "unknown", "skip_reason": "not found"},
            ]
        }
    )
    assert told == Verdict(("left 1.0: PYSEC-2026-1, mended in 2.0",), 2, 3)


def test_the_list_of_parts_holds_every_part_that_runs_with_its_hashes(tmp_path: Path) -> None:
    (recipe,) = re.findall(r"\$\(PY\) (-m cyclonedx_py .*\\\n.*)", MAKEFILE)
    listed = tmp_path / "parts.json"
    options = recipe.replace("\\\n", " ").replace("hotline.cdx.json", str(listed)).split()
    subprocess.run([sys.executable, "-W", "ignore", *options], cwd=ROOT, check=True)
    parts = json.loads(listed.read_text("utf-8"))
    assert parts["metadata"]["component"]["name"] == "hotline"
    found = {normal(part["name"]): part["version"] for part in parts["components"]}
    assert found == locked("requirements.lock")
    sources = [source for part in parts["components"] for source in part["externalReferences"]]
    assert len(sources) == len(found) and all(source["hashes"] for source in sources)


def test_each_has_its_reason() -> None:
    block = _PROJECT.partition("\ndependencies = [\n")[2].partition("\n]")[0].splitlines()
    assert len(block) == len(DECLARED)
    assert [line for line in block if not re.search(r'",\s+# \w', line)] == []
