"""The schema's versions: what is applied, what is to come, and the way there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

from hotline.store.database import Database

_HERE = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Pending:
    """A migration that has not been applied, with the line that says what it does."""

    revision: str
    summary: str


def pending(db: Connection) -> Sequence[Pending]:
    """What `migrate` would apply, oldest first; empty when the schema is current."""
    scripts = ScriptDirectory.from_config(_config(None))
    applied = MigrationContext.configure(db).get_current_heads()
    known = {script.revision: script for script in scripts.walk_revisions()}
    done = _ancestry(known, applied)
    return [Pending(r, known[r].doc) for r in reversed(list(known)) if r not in done]


def newer(db: Connection) -> bool:
    """Whether the schema is of a release that this one does not know."""
    return not set(MigrationContext.configure(db).get_current_heads()) <= set(_known())


def migrate(database: Database, target: str = "head") -> None:
    """Bring the schema to `target` (`head`, `base` or a revision), in one transaction."""
    with database.writing() as db:
        current = MigrationContext.configure(db).get_current_revision()
        down = target == "base" or (
            current is not None and target in _ancestry(_known(), (current,)) - {current}
        )
        (command.downgrade if down else command.upgrade)(_config(db), target)


def _known() -> dict[str, Script]:
    return {s.revision: s for s in ScriptDirectory.from_config(_config(None)).walk_revisions()}


def _ancestry(known: dict[str, Script], heads: Sequence[str]) -> set[str]:
    done: set[str] = set()
    waiting = [head for head in heads if head in known]
    while waiting:
        revision = waiting.pop()
        done.add(revision)
        waiting += [r for r in known[revision]._all_down_revisions if r not in done]
    return done


def _config(db: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = db
    return config
