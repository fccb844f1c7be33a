"""Every threat has a test that shows what is done about it, and that test exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "docs" / "THREATS.md"
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
# What has no test, and says so in its row.
_NOTHING_TO_BE_DONE = "nothing can be done"


def rows(paper: str) -> Iterator[str]:
    """The rows of threats, without headings and rules."""
    for line in paper.split("## What cannot be protected")[0].splitlines():
        if line.startswith("|") and not line.startswith(("|---", "| threat")):
            yield line


def missing(paper: str, root: Path) -> list[str]:
    """Tests that are named and are not there."""
    return [
        found[0].strip("`")
        for found in _TEST.finditer(paper)
        if not (root / found[1]).exists()
        or (found[2] and found[2] not in functions(root / found[1]))
    ]


def functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_test_that_a_threat_names_is_there() -> None:
    assert missing(PAPER.read_text("utf-8"), ROOT) == []


def test_each_threat_has_a_test() -> None:
    found = list(rows(PAPER.read_text("utf-8")))
    assert len(found) > 40
    bare = [row for row in found if not _TEST.search(row) and _NOTHING_TO_BE_DONE not in row]
    assert bare == []


def test_a_test_that_is_not_there_would_be_found() -> None:
    here = "tests/house/test_threats.py"
    paper = f"`{here}::test_each_threat_has_a_test` `{here}::test_nowhere` `tests/nowhere.py`"
    assert missing(paper, ROOT) == [f"{here}::test_nowhere", "tests/nowhere.py"]
