"""Whatever changes rows that are kept while they are locked says so (store/db/identity_map.py)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import hotline
from hotline.store import schema
from hotline.store.needs import needs
from hotline.store.people import members

ROOT = Path(hotline.__file__).parent
KEPT = {"members", "needs"}


def writers(source: str) -> Iterator[ast.FunctionDef]:
    """The functions in which rows of such a table are changed or deleted."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef) and any(map(_changes, ast.walk(function))):
            yield function


def _changes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):  # NEEDS.move(…): store/db/lifecycle.py
        whose = node.func.value
        return isinstance(whose, ast.Name) and whose.id.lower() in KEPT and whose.id.isupper()
    return (
        isinstance(node.func, ast.Name)
        and node.func.id in ("update", "delete")
        and any(isinstance(one, ast.Name) and one.id in KEPT for one in node.args)
    )


def says_so(function: ast.FunctionDef) -> bool:
    body = ast.unparse(function)
    return "_HELD.changed(" in body or "identity_map.forget(" in body


def test_whatever_changes_members_or_needs_says_so() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{function.name}": says_so(function)
        for path in ROOT.rglob("*.py")
        if "migrations" not in path.parts
        for function in writers(path.read_text("utf-8"))
    }
    assert len(found) > 6
    assert [name for name, said in found.items() if not said] == []


def test_a_writer_that_does_not_say_so_is_seen() -> None:
    silent = "def f(db):\n    db.execute(update(needs).values(state='x'))\n"
    (found,) = writers(silent)
    assert not says_so(found)
    (moving,) = writers("def f(db):\n    NEEDS.move(db, 1, 'done')\n")
    assert not says_so(moving)


def test_only_a_table_of_which_everything_is_known_is_kept() -> None:
    """Each field is a column, so that `changed` with columns leaves nothing as it was."""
    for kind, table in ((members.Member, schema.members), (needs.Need, schema.needs)):
        assert set(kind.__dataclass_fields__) <= set(table.c.keys())
