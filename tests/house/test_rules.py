"""The rules of the house that a program can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask

from hotline.services.kernel.app import App
from hotline.simulator.server import Simulator
from hotline.web.app import create_app

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "hotline", "workers", "benchmarks")
LONGEST = 400
# One thought that needs more lines: every table, once; and what a tool has written.
LONGER = {
    "hotline/store/migrations/versions/m0001_first_release.py",
    "hotline/web/console/word_ids.py",
}

OPEN_TO_ALL = {"health.alive", "health.ready", "prompts.recording"}  # no word of a member in any
# In its address: what the provider plays is fetched without a form to sign.
OPENED_BY_A_KEY = {"recordings.sound", "metrics.metrics"}


def sources(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def test_imports_run_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ROOMS)
def test_a_file_holds_one_thought(room: str) -> None:
    long = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in sources(room)}
    assert {p: n for p, n in long.items() if n > LONGEST and p not in LONGER} == {}


_UNFINISHED = re.compile(r"\bTODO\b|\bFIXME\b|\bXXX\b|\bNotImplementedError\b")


@pytest.mark.parametrize("path", sources(*ROOMS), ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_is_left_unfinished(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not _UNFINISHED.search(text)
    assert not list(swallowed(ast.parse(text)))


def swallowed(tree: ast.AST) -> Iterator[int]:
    """Lines at which a fault is passed over, unless another is raised in its place right after."""
    for node in ast.walk(tree):
        block = getattr(node, "body", None)
        for statement, following in pairwise([*block, None] if isinstance(block, list) else []):
            if isinstance(statement, ast.Try) and not isinstance(following, ast.Raise):
                for handler in statement.handlers:
                    if all(isinstance(inner, ast.Pass) for inner in handler.body):
                        yield handler.lineno


def test_a_fault_passed_over_would_be_found() -> None:
    planted = "try:\n    go()\nexcept OSError:\n    pass\n"
    assert list(swallowed(ast.parse(planted))) == [3]
    assert not list(swallowed(ast.parse(planted + "raise Unclear")))


# Ids tell no order: who takes turns by them only goes through all, or locks rows in one order everywhere.
_BY_IDS = re.compile(r"order_by\(\s*(?:\w+\.c|_?[A-Za-z])\.id\b")
TAKES_TURNS = {
    "hotline/store/console/staff.py",  # locked in one order
    "hotline/store/db/keyring.py",  # numbered by us, one after the other
    "hotline/store/messages/broadcast_readers.py",  # some at a time, until all are through
    "hotline/store/messages/outbox.py",  # locked in one order
    "hotline/store/roster/roster.py",  # in whatever order, but always in the same
}


def test_nothing_that_has_an_order_has_it_by_ids() -> None:
    found = {str(p.relative_to(ROOT)) for p in sources("hotline") if _BY_IDS.search(p.read_text())}
    assert found == TAKES_TURNS


# Documents


def documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


# What looks like a path of this project: `hotline/web/sms.py`, [text](docs/x.md), and the like.
_QUOTED = re.compile(r"`([\w.{},*/-]+)`|\]\((?!https?:|#|mailto:)([^)#\s]+)")
_ROOTS = ("flows/", "hotline/", "workers/", "tests/", "docs/", "benchmarks/", ".ci/")


def mentioned(document: Path) -> Iterator[str]:
    for found in _QUOTED.finditer(document.read_text("utf-8")):
        path = found[1] or found[2]
        if found[2] or path.startswith(_ROOTS):
            yield path


def exists(document: Path, path: str) -> bool:
    pattern = re.sub(r"\{([^}]*)\}", "*", path).rstrip("/")
    places = (ROOT, document.parent, ROOT / "hotline", ROOT / "flows")
    return any(any(place.glob(pattern)) for place in places)


@pytest.mark.parametrize("document", documents(), ids=lambda p: p.name)
def test_a_document_speaks_of_what_is_there(document: Path) -> None:
    assert [path for path in mentioned(document) if not exists(document, path)] == []


def test_a_path_that_is_not_there_would_be_found(tmp_path: Path) -> None:
    document = tmp_path / "made-up.md"
    document.write_text("See `hotline/web/nowhere.py` and [this](nothing.md).")
    gone = [path for path in mentioned(document) if not exists(document, path)]
    assert gone == ["hotline/web/nowhere.py", "nothing.md"]


# Routes


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def flask_app(app: App, carrier: Simulator) -> Flask:
    return create_app(app)


def routes(flask_app: Flask) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and an example path of every route but those that are for everybody.

    The console's have locks of another kind: tests/web/test_console_locks.py walks them.
    """
    for rule in flask_app.url_map.iter_rules():
        if rule.endpoint not in OPEN_TO_ALL and not rule.endpoint.startswith("console."):
            path = re.sub(r"<[^>]*>", "1", rule.rule)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, path


def test_every_route_is_locked(flask_app: Flask) -> None:
    client, tried = flask_app.test_client(), set[str]()
    for endpoint, method, path in routes(flask_app):
        answer = client.open(path, method=method, environ_overrides={"REQUEST_URI": path})
        locked = 404 if endpoint in OPENED_BY_A_KEY else 403
        assert answer.status_code == locked, f"{method} {path}"
        tried.add(endpoint)
    assert {"sms.inbound", "status.status", "voice.arrives"} <= tried


def test_webhooks_are_posted_and_pages_are_read(flask_app: Flask) -> None:
    for endpoint, method, path in routes(flask_app):
        assert method == ("GET" if endpoint in OPENED_BY_A_KEY else "POST"), path
