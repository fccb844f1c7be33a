"""The record is linked row by row, and its newest link noted in a file beside the database.

Who takes rows off the end, and sets the end back to what it once was, is found by that note, and by those
that people made of the record's mark: a copy of the whole database from before is sound in itself. The
note is never put back: where it is in no link any more it stays as it is, for `hotline audit` to find.
"""

from __future__ import annotations

import os
from pathlib import Path

import structlog
from sqlalchemy import Connection

from hotline.config import Settings
from hotline.services.kernel.app import App
from hotline.store.console import console_actions
from hotline.store.upkeep import chaining, record_chain
from hotline.store.upkeep.chaining import Head
from hotline.store.upkeep.record_chain import ChainBroken

BATCH = 200

log = structlog.get_logger(__name__)


def file_of(settings: Settings) -> Path:
    """Where the newest link is noted."""
    return settings.data / "record.head"


def run_due(app: App) -> int:
    """Link all that is new, a batch at a time, and note the newest link; how many. Safe to repeat."""
    done, linked = 0, BATCH
    try:
        while linked >= BATCH:
            linked = app.database.write(lambda db: record_chain.extend(db, app.vault, BATCH))
            done += linked
    except ChainBroken as fault:
        log.error("record.broken", fault=str(fault))
        return done
    if done:
        note(app)
    return done


def note(app: App) -> bool:
    """Note the newest link; False where the one that is noted is in no link any more, and stays."""
    file = file_of(app.settings)
    with app.database.reading() as db:
        noted, head = noted_in(file), record_chain.head(db)
        fits = noted is None or record_chain.holds(db, noted)
    if not fits:
        log.error("record.note_differs", file=file.name)
        return False
    if noted is None or noted.seq < head.seq:
        _replace(file, f"{head}\n")
    return True


def noted_in(file: Path) -> Head | None:
    """The link that is noted there; None where none is."""
    try:
        return chaining.read(file.read_text("ascii", "replace"))
    except FileNotFoundError:
        return None


def newest(app: App) -> Head:
    """The newest link, by whose short form people know the record as it is now."""
    with app.database.reading() as db:
        return record_chain.head(db)


def begin_anew(app: App) -> int:
    """Link everything that is there anew, whatever it was, and note that; how many rows.

    For after somebody has looked at what did not fit. That it was done is the newest row.
    """
    app.database.write(lambda db: _unlinked(app, db))
    put_note_aside(app.settings, f"{app.clock():%Y%m%dT%H%M%S}")
    return run_due(app)


def _unlinked(app: App, db: Connection) -> None:
    record_chain.unlink(db)
    console_actions.add(db, None, app.clock(), "chained-anew", "record")


def put_note_aside(settings: Settings, moment: str) -> None:
    """Keep the note under another name: the record goes on from elsewhere."""
    file = file_of(settings)
    if file.exists():
        file.replace(file.with_name(f"{file.name}.before-{moment}"))


def _replace(file: Path, content: str) -> None:
    part = file.with_name(f".{file.name}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
