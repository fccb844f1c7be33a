"""docs/states.md is true: states change by the tables of transitions, in one place, and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import String

import hotline
import workers
from hotline.domain import states, transitions
from hotline.domain.transitions import TABLES, TransitionTable
from hotline.store.db.lifecycle import LIFECYCLES, Lifecycle
from hotline.store.schema import metadata

ROOTS = [Path(module.__file__ or "").parent for module in (hotline, workers)]
# A row of each is written once, and deleted: what an erased member was.
NO_LIFE = {"suppressions"}


# --- one table of transitions for each thing, one lifecycle for each table -------------------------


def test_every_table_with_states_has_its_lifecycle() -> None:
    with_states = {
        table.name
        for table in metadata.tables.values()
        if "state" in table.c and isinstance(table.c.state.type, String)
    }
    assert with_states - NO_LIFE == {life.table.name for life in LIFECYCLES}
    assert [life.states for life in LIFECYCLES] == list(TABLES)


@pytest.mark.parametrize("life", LIFECYCLES, ids=lambda life: life.table.name)
def test_states_fit_their_column(life: Lifecycle[str]) -> None:
    assert max(map(len, life.states.states)) <= life.table.c.state.type.length


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_every_state_of_its_type(table: TransitionTable[str]) -> None:
    """mypy sees to the rest: no word in it is of another type."""
    types = [get_args(kind) for name, kind in vars(states).items() if name.endswith("State")]
    assert [set(words) for words in types if set(words) == set(table.states)] != []
    assert len(types) == len(transitions.TABLES)


# --- nobody else writes a state ---------------------------------------------------------------------


def writers(source: str) -> Iterator[str]:
    """The functions that set a column `state` in an UPDATE; `module` where no function does."""
    tree = ast.parse(source)
    shared = {name for name, value in _assigned(tree.body) if _names_state(value)}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        if _updates(function) and (_names_state(function) or _splats(function) & shared):
            yield function.name
    top = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    for node in top:
        if _updates(node) and _names_state(node):
            yield "module"


def _assigned(body: list[ast.stmt]) -> Iterator[tuple[str, ast.AST]]:
    for node in body:
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((one.id, node.value) for one in targets if isinstance(one, ast.Name))


def _updates(node: ast.AST) -> bool:
    """Whether rows are changed here: update(…), or a statement that was prepared (`_SAVE.run`)."""
    called = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    return any(
        (isinstance(one, ast.Name) and one.id == "update")
        or (
            isinstance(one, ast.Attribute)
            and one.attr in ("update", "run", "on_conflict_do_update")
        )
        for one in called
    )


def _names_state(node: ast.AST) -> bool:
    """Whether values are given to a column of that name: state=…, or {"state": …}."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and _gives_values(one):
            return True
        if isinstance(one, ast.Dict) and "state" in [_word(key) for key in one.keys]:
            return True
        stored = isinstance(one, ast.Subscript) and isinstance(one.ctx, ast.Store)
        if stored and _word(one.slice) == "state":
            return True
    return False


def _gives_values(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    given = name in ("values", "run", "dict") and "state" in [one.arg for one in call.keywords]
    return given and not ast.unparse(call.func).startswith("insert(")


def _word(node: ast.AST | None) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _splats(function: ast.AST) -> set[str]:
    return {
        keyword.value.id
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg is None and isinstance(keyword.value, ast.Name)
    }


# What changes no state of a row: a flow session, sealed; rows that begin.
_OTHERS = {
    "hotline/store/conversation/sessions.py:keep",
    "hotline/store/conversation/sessions.py:begin",
    "hotline/store/messages/attempts.py:begin",
    "hotline/store/needs/needs.py:open_new",
}


def test_states_are_written_in_one_place() -> None:
    found = {
        f"{path.relative_to(root.parent)}:{name}"
        for root in ROOTS
        for path in root.rglob("*.py")
        if not {"migrations", "simulator"} & set(path.parts)
        for name in writers(path.read_text("utf-8"))
    }
    assert found == _OTHERS | {"hotline/store/db/lifecycle.py:moving"}


@pytest.mark.parametrize(
    "planted",
    [
        "def f(db):\n    db.execute(update(needs).values(state='done'))\n",
        "def f(db):\n    over = {'state': 'over', 'phone': None}\n    db.execute(update(o).values(**over))\n",
        "_ENDED = {'state': 'over'}\ndef f(db):\n    db.execute(update(o).values(**_ENDED))\n",
        "def f(db):\n    values['state'] = 'over'\n    db.execute(table.update().values(values))\n",
        "def f(db):\n    _CHANGE.run(db, member_id=1, state='active')\n",
    ],
)
def test_a_state_written_by_hand_is_found(planted: str) -> None:
    assert list(writers(planted)) == ["f"]
