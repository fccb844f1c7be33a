"""A misspelt column or state in SQL fails `make lint` (tools/columns.py): each way is planted."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "columns.py"
BEFORE = """\
from sqlalchemy import func, insert, select, update
from hotline.store.db.lifecycle import MESSAGES, NEEDS
from hotline.store.schema import asks, members, needs, outbox
from hotline.store.schema import outbox as texts

_N = needs.c
a, o = asks.c, outbox.c
"""


@pytest.fixture(scope="module")
def columns() -> ModuleType:
    """The tool, which is no package."""
    spec = importlib.util.spec_from_file_location("columns", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["columns"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


COLUMNS = [
    "x = select(needs.c.stat)",
    "x = select(_N.stat)",
    "x = select(o.stat, a.state)",
    "x = select(texts.c.stat)",
    "x = needs.c['stat']",
    "def f(db):\n    n = needs.c\n    return n.stat",
    "def f(db):\n    row = db.execute(select(_N.id)).one()\n    return row.stat",
    "def f(db):\n    found = db.execute(select(_N.id)).one_or_none()\n    return found.stat",
    "def f(db):\n    return [one.stat for one in db.execute(select(_N.id))]",
    "def f(db):\n    for one in db.execute(select(_N.id)).all():\n        print(one.stat)",
    "def f(db):\n    taken = select(_N.id).subquery()\n    return taken.c.stat",
    "x = update(needs).where(_N.id == 1).values(deu_at=None)",
    "x = insert(needs).values(stat='seeking')",
    "def f(db):\n    late = update(asks).where(a.id == 1)\n    db.execute(late.values(due_at=None))",
    "def f(db):\n    values = {'stat': 1}\n    db.execute(insert(needs).values(**values))",
    "def f(db):\n    a = {'id': 1}\n    a |= {'stat': 1}\n    db.execute(insert(needs).values(**a))",
    "x = insert(needs).values(**({'id': 1} | {'stat': 1}))",
    "insert_new(db, members, levl=1)",
    "NEEDS.move(db, 1, 'done', closedat=None)",
    "x = MESSAGES.moving('canceled', leas_until=None)",
    "_SAVE.run(db, stat=1)",
]
STATES = [
    "x = needs.c.state == 'seekng'",
    "x = needs.c.state == 'sent'",  # of an ask
    "x = 'seekng' != _N.state",
    "x = _N.state.in_(('seeking', 'matchd'))",
    "x = ~a.state.not_in(['acepted'])",
    "_OVER = ('done', 'withdrwn')\nx = _N.state.in_(_OVER)",
    "from hotline.domain.states import LIVE_ASKS\nx = _N.state.in_(LIVE_ASKS)",
    "def f(need):\n    return need.state in ('matched', 'doen')",
    "def f(need):\n    return need.state not in {'matchd'}",
    "_OVER = frozenset({'done', 'withdrwn'})\ndef f(need):\n    return need.state in _OVER",
    "def f(state):\n    return state in ('sendin', 'unclear')",
    "def f(db):\n    row = db.execute(select(_N.state)).one()\n    return row.state == 'seekng'",
]


@pytest.mark.parametrize("planted", COLUMNS + STATES)
def test_a_slip_is_found(columns: ModuleType, planted: str) -> None:
    found = list(columns.findings(BEFORE + planted + "\n"))
    assert len(found) == 1, found
    assert found[0].line > BEFORE.count("\n")


@pytest.mark.parametrize(
    "right",
    [
        "x = select(needs.c.state, _N.due_at, o.state, texts.c.state, needs.c['state'])",
        "x = update(needs).where(_N.state == 'seeking').values(due_at=None)",
        "def f(db):\n    n = select(func.count().label('many')).subquery()\n    return n.c.many",
        "def f(db):\n    return [row.many for row in db.execute(select(func.count().label('many')))]",
        "def f(need, row):\n    return need.state in ('matched', 'done') and row._mapping",
        "x = _N.state.in_(('seeking', 'escalated')) & a.state.not_in(('queued', 'sent'))",
        "insert_new(db, members, level=1)",
        "NEEDS.move(db, 1, 'done', closed_at=None)",
    ],
)
def test_what_is_right_passes(columns: ModuleType, right: str) -> None:
    assert list(columns.findings(BEFORE + right + "\n")) == []


def test_the_command_names_file_and_line(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(BEFORE + "x = needs.c.stat\n", "utf-8")
    command = [sys.executable, str(TOOL), str(planted)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, f"{planted}:8: needs has no column 'stat'\n")


def test_lint_asks_for_it() -> None:
    lint = (ROOT / "Makefile").read_text("utf-8").split("\nlint:")[1].split("\n\n")[0]
    assert "tools/columns.py" in lint


def test_the_house_has_no_such_slip(columns: ModuleType) -> None:
    looked_at = list(columns.files())
    assert len(looked_at) > 200
    assert [
        (path, one) for path in looked_at for one in columns.findings(path.read_text("utf-8"))
    ] == []
