"""Columns and states as SQL names them, held to the tables (make lint): what mypy cannot see.

SQLAlchemy looks its columns up by name while the program runs, its rows have whatever attribute one asks
for, and a column equals any word. So this reads the source: it knows which names stand for tables and for
their columns, and what each table has. `python tools/columns.py [FILE …]` prints file:line of every name
and word that no table has; the exit status says whether there was one. States in plain Python are types
(hotline/domain/states.py); only `state in (…)` passes mypy whatever stands there, and is looked at here.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.engine import Row
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from hotline.domain import states
from hotline.store import schema
from hotline.store.db import lifecycle
from hotline.store.db.lifecycle import LIFECYCLES, Lifecycle

ROOT = Path(__file__).parent.parent
SOURCES = ("hotline", "workers")
LEFT_OUT = {"migrations", "simulator", "audit"}  # no tables of ours, or none by name

TABLES: Mapping[str, Table] = {
    name: value for name, value in vars(schema).items() if isinstance(value, Table)
}
LIVES: Mapping[str, Lifecycle[str]] = {
    name: value for name, value in vars(lifecycle).items() if isinstance(value, Lifecycle)
}
WORDS: Mapping[str, frozenset[str]] = {
    life.table.name: frozenset(life.states.states) for life in LIFECYCLES
} | {"suppressions": frozenset({"opted_out", "blocked"}), "": frozenset({"stranger"})}
EVERY_COLUMN = frozenset(name for table in TABLES.values() for name in table.c.keys())  # noqa: SIM118
_OF_ROWS = frozenset(dir(Row))
_OF_COLUMNS = frozenset(dir(ReadOnlyColumnCollection))
_ROWS = {"execute", "rows", "all"}  # what is gone through one by one gives rows
_ONE_ROW = {"one", "one_or_none", "first"}


@dataclass(frozen=True)
class Finding:
    """A name or a word that is nowhere, and what was looked through."""

    line: int
    text: str


# --- what the names of a file stand for --------------------------------------------------------------


class Names:
    """Tables, their columns, rows and plain values, by the names that a file or a function gives them."""

    def __init__(self, tree: ast.AST, outer: Names | None = None) -> None:
        self.tables: dict[str, Table] = dict(outer.tables) if outer else {}
        self.columns: dict[str, Table] = dict(outer.columns) if outer else {}
        self.values: dict[str, list[ast.AST]] = dict(outer.values) if outer else {}
        self.rows: set[str] = set(outer.rows) if outer else set()
        self.labels: frozenset[str] = outer.labels if outer else frozenset(_labels(tree))
        for node in _own(tree):
            self._learn(node)

    def table_of(self, node: ast.AST) -> Table | None:
        """The table that an expression is, or whose columns it is the collection of."""
        if isinstance(node, ast.Name):
            return self.columns.get(node.id)
        if isinstance(node, ast.Attribute) and node.attr in ("c", "columns"):
            inner = node.value
            return self.tables.get(inner.id) if isinstance(inner, ast.Name) else None
        return None

    def words(self, node: ast.AST) -> list[str] | None:
        """The words that an expression is made of; None where they are not to be seen."""
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else None
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            return [one.value for one in node.elts if _is_word(one)]  # type: ignore[attr-defined]
        if isinstance(node, ast.Call) and len(node.args) == 1:  # frozenset({…}), sorted(…)
            return self.words(node.args[0])
        if isinstance(node, ast.Name):
            known = getattr(states, node.id, None)
            if isinstance(known, tuple):
                return list(known)
            return next((self.words(value) for value in self.values.get(node.id, ())), None)
        return None

    def _learn(self, node: ast.AST) -> None:
        if isinstance(node, ast.ImportFrom) and node.module == "hotline.store.schema":
            known = [one for one in node.names if one.name in TABLES]
            self.tables |= {one.asname or one.name: TABLES[one.name] for one in known}
            self.rows.add("row")
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                self._assign(target, node.value)
        elif isinstance(node, ast.For | ast.comprehension):
            self._go_through(node.target, node.iter)

    def _assign(self, target: ast.AST, value: ast.AST) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, part in zip(target.elts, value.elts, strict=False):
                self._assign(one, part)
        elif isinstance(target, ast.Name):
            self.values.setdefault(target.id, []).append(value)
            table = self.table_of(value)
            if table is not None:
                self.columns[target.id] = table
            if _calls(value) & _ONE_ROW and "scalars" not in _calls(value):
                self.rows.add(target.id)

    def _go_through(self, target: ast.AST, what: ast.AST) -> None:
        called = _calls(what)
        if isinstance(target, ast.Name) and called & _ROWS and "scalars" not in called:
            self.rows.add(target.id)


def _own(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those inside functions, in the order of the source; of a function its own."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef):
            yield node
            yield from _own(node)


def _calls(node: ast.AST) -> set[str]:
    """The methods of a chain: db.execute(…).scalars().all()."""
    found = set()
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        found.add(node.func.attr)
        node = node.func.value
    return found


def _labels(tree: ast.AST) -> Iterator[str]:
    """The names that a file gives to what it selects and binds."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _is_word(node.args[0]):
            name = (
                node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            )
            if name in ("label", "bindparam", "column"):
                yield node.args[0].value  # type: ignore[attr-defined]


def _is_word(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


# --- what is wrong ---------------------------------------------------------------------------------


def findings(source: str) -> Iterator[Finding]:
    """Whatever a file names that no table has, in no order."""
    tree = ast.parse(source)
    yield from _in_scope(tree, Names(tree))


def _in_scope(tree: ast.AST, names: Names) -> Iterator[Finding]:
    for node in _own(tree):
        for check in (_attribute, _item, _comparison, _in_words, _given):
            yield from check(node, names)
    for function in _functions(tree):
        yield from _in_scope(function, Names(function, names))


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node
        else:
            yield from _functions(node)


def _attribute(node: ast.AST, names: Names) -> Iterator[Finding]:
    """needs.c.stat, _N.stat, row.stat, taken.c.stat (of a subquery)."""
    if not isinstance(node, ast.Attribute):
        return
    table = names.table_of(node.value)
    if table is not None:
        if node.attr not in table.c and node.attr not in _OF_COLUMNS:
            yield Finding(node.lineno, f"{table.name} has no column {node.attr!r}")
    elif isinstance(node.value, ast.Name) and node.value.id in names.rows:
        yield from _anywhere(node, node.attr, _OF_ROWS | names.labels, "a row")
    elif isinstance(node.value, ast.Attribute) and node.value.attr == "c":
        yield from _anywhere(node, node.attr, _OF_COLUMNS | names.labels, "what is selected")


def _anywhere(node: ast.expr, name: str, others: Iterable[str], what: str) -> Iterator[Finding]:
    if name not in EVERY_COLUMN and name not in others:
        yield Finding(
            node.lineno, f"{what} has no {name!r}: it is no column, and no label of this file"
        )


def _item(node: ast.AST, names: Names) -> Iterator[Finding]:
    """needs.c["stat"]."""
    if isinstance(node, ast.Subscript) and _is_word(node.slice):
        table, name = names.table_of(node.value), ast.literal_eval(node.slice)
        if table is not None and name not in table.c:
            yield Finding(node.lineno, f"{table.name} has no column {name!r}")


def _comparison(node: ast.AST, names: Names) -> Iterator[Finding]:
    """needs.c.state == "seekng", needs.c.state.in_(("seekng",)), need.state in ("seekng",)."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = node.left, node.comparators[0]
        yield from _words_of(left, right, names)
        if isinstance(node.ops[0], ast.Eq | ast.NotEq):
            yield from _words_of(right, left, names)
    elif _calls(node) and node.func.attr in ("in_", "not_in"):  # type: ignore[attr-defined]
        yield from _words_of(node.func.value, node.args[0], names)  # type: ignore[attr-defined]


def _words_of(column: ast.AST, compared: ast.AST, names: Names) -> Iterator[Finding]:
    """A column of states, or something's `state`, beside words: they must be its states."""
    if not (isinstance(column, ast.Attribute) and column.attr == "state"):
        return
    words, table = names.words(compared), names.table_of(column.value)
    if not words:
        return
    if table is not None and table.name in WORDS:
        wrong = [word for word in words if word not in WORDS[table.name]]
    else:
        wrong = [] if any(set(words) <= kind for kind in WORDS.values()) else words
    if wrong:
        whose = "things" if table is None else table.name
        yield Finding(column.lineno, f"no state of {whose}: {', '.join(map(repr, wrong))}")


def _in_words(node: ast.AST, names: Names) -> Iterator[Finding]:
    """A plain `state` beside words."""
    if (
        isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Name)
        and node.left.id == "state"
    ):
        words = names.words(node.comparators[0])
        if words and not any(set(words) <= kind for kind in WORDS.values()):
            yield Finding(node.lineno, f"no states of one thing: {', '.join(map(repr, words))}")


# --- values that are written -------------------------------------------------------------------------


def _given(node: ast.AST, names: Names) -> Iterator[Finding]:
    """update(needs).values(stat=…), insert_new(db, needs, stat=…), NEEDS.moving("done", stat=…), and
    what a prepared statement is run with; also by **values, where those are written down nearby."""
    if not isinstance(node, ast.Call):
        return
    writes, table = _written(node, names)
    if not writes:
        return
    known = table.c.keys() if table is not None else EVERY_COLUMN | names.labels
    whose = "no table" if table is None else table.name
    for name in _keywords(node, names):
        if name not in known:
            yield Finding(
                node.lineno,
                f"{whose} has no column {name!r}"
                if table is not None
                else f"no table has a column {name!r}",
            )


def _written(call: ast.Call, names: Names) -> tuple[bool, Table | None]:
    """Whether a call writes columns, and of which table where that is to be seen."""
    func = call.func
    if isinstance(func, ast.Name):
        is_new = func.id == "insert_new" and len(call.args) > 1
        return is_new, _named(call.args[1], names) if is_new else None
    if not isinstance(func, ast.Attribute):
        return False, None
    whose = func.value.id if isinstance(func.value, ast.Name) else None
    if func.attr in ("move", "moving") and whose is not None and whose in LIVES:
        return True, LIVES[whose].table
    if func.attr == "run" and whose is not None and whose.isupper():
        return True, None
    return func.attr == "values", _statement(func.value, names)


def _statement(node: ast.AST, names: Names) -> Table | None:
    """The table of update(…) or insert(…), however much is said of it; None where that stands elsewhere."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    if isinstance(node, ast.Name):
        return next((_statement(one, names) for one in names.values.get(node.id, ())), None)
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("update", "insert") and node.args:
        return _named(node.args[0], names)
    return None


def _named(node: ast.AST, names: Names) -> Table | None:
    return names.tables.get(node.id) if isinstance(node, ast.Name) else None


def _keywords(call: ast.Call, names: Names) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg
        elif isinstance(keyword.value, ast.Name):
            for value in names.values.get(keyword.value.id, ()):
                yield from _keys(value)
        else:
            yield from _keys(keyword.value)


def _keys(node: ast.AST) -> Iterator[str]:
    """The words that are keys of a mapping written down here: {…}, {…} | {…}."""
    if isinstance(node, ast.Dict):
        yield from (ast.literal_eval(key) for key in node.keys if key is not None and _is_word(key))
    elif isinstance(node, ast.BinOp):
        yield from _keys(node.left)
        yield from _keys(node.right)


# --- the files ---------------------------------------------------------------------------------------


def files() -> Iterator[Path]:
    """What is looked at where nothing is named."""
    for name in SOURCES:
        for path in sorted((ROOT / name).rglob("*.py")):
            if not LEFT_OUT & set(path.relative_to(ROOT).parts):
                yield path


def main(named: list[str]) -> int:
    """Print what is wrong; the exit status."""
    found = 0
    for path in map(Path, named) if named else files():
        for one in sorted(findings(path.read_text("utf-8")), key=lambda finding: finding.line):
            print(f"{path}:{one.line}: {one.text}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
