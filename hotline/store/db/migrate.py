"""The way from one version of the schema to another, by Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from hotline.store.db.database import Database
from hotline.store.db.versions import applied, chain

_HERE = Path(__file__).parent.parent / "migrations"


def migrate(database: Database, target: str = "head") -> None:
    """Bring the schema to `target` (`head`, `base` or a revision), in one transaction."""
    with database.writing() as db:
        down = _is_before(target, applied(db))
        (command.downgrade if down else command.upgrade)(_config(db), target)


def _is_before(target: str, current: str | None) -> bool:
    names = [each.revision for each in chain()]
    if target == "base":
        return True
    return target in names and current in names and names.index(target) < names.index(str(current))


def _config(db: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = db
    return config
