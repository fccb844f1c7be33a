"""The schema's versions: which are applied and which are to come.

Read from the versions' own files, without Alembic, which only `migrate` needs: it would take ten
megabytes of every process that just asks whether the schema is current.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

_FILES = Path(__file__).parent.parent / "migrations" / "versions"
_APPLIED = table("alembic_version", column("version_num"))


@dataclass(frozen=True)
class Pending:
    """A migration that has not been applied, with the line that says what it does."""

    revision: str
    summary: str


def pending(db: Connection) -> Sequence[Pending]:
    """What `migrate` would apply, oldest first; empty when the schema is current.

    All of them where the database carries a revision that is `unknown`: it is surely not current.
    """
    current = applied(db)
    names = [each.revision for each in chain()]
    return chain()[names.index(current) + 1 :] if current in names else chain()


def is_newest(db: Connection) -> bool:
    """Whether the database is at the newest revision of this release."""
    return applied(db) == chain()[-1].revision


def unknown(db: Connection) -> str | None:
    """What is to be told where the database carries a revision that this release does not know."""
    current = applied(db)
    if current in {None, *(each.revision for each in chain())}:
        return None
    return (
        f"The database carries revision {current}, and this release knows none past"
        f" {chain()[-1].revision}: a newer release migrated it, or one from before the first. Nothing was"
        " changed. Run the release that it is from, or restore a backup that this one made"
    )


def applied(db: Connection) -> str | None:
    """The revision that the database is at; None before the first."""
    if not inspect(db).has_table(_APPLIED.name):
        return None
    return db.execute(select(_APPLIED.c.version_num)).scalar_one_or_none()


@cache
def chain() -> tuple[Pending, ...]:
    """Every version of this release, each after the one that it builds upon."""
    after = dict(_read(file) for file in _FILES.glob("m*.py"))
    found: list[Pending] = []
    while (last := found[-1].revision if found else None) in after:
        found.append(after[last])
    return tuple(found)


def _read(file: Path) -> tuple[str | None, Pending]:
    """A version, and the revision before it: one chain, so that there is one way up and down."""
    tree = ast.parse(file.read_text("utf-8"))
    told = {
        target.id: ast.literal_eval(line.value)
        for line in tree.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
        for target in line.targets
        if isinstance(target, ast.Name)
    }
    summary = (ast.get_docstring(tree) or "").split("\n\n")[0]
    return told["down_revision"], Pending(told["revision"], summary)
