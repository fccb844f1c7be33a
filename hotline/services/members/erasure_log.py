"""Who has been erased, in a file beside the database: so that a restored backup forgets them again.

Lines of member ids, which say nothing of anybody once the row behind them is gone: ids are random, and the
lines stand in the order of ids, so that neither tells when anybody went. The file's own date is that of no
erasure. The database is the truth; the file is brought up to it every minute or so, and only ever grows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from hotline.config import Settings
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, for_each_due
from hotline.services.members import erasure
from hotline.store.people import members
from hotline.store.upkeep import erasing as erasing_rows

_UNDATED = 0  # seconds since 1970


def file_of(settings: Settings) -> Path:
    """Where the list stands."""
    return settings.data / "erasures.log"


def keep(app: App) -> int:
    """Add to the list who is not on it yet; how many."""
    with app.database.reading() as db:
        erased = erasing_rows.erased_ids(db)
    file = file_of(app.settings)
    known = listed(file)
    if erased - known:
        _write(file, sorted(erased | known))
    return len(erased - known)


def _write(file: Path, ids: Iterable[int]) -> None:
    """Replace the list: the old one or the new one is there at any moment."""
    fresh = file.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_TRUNC | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.writelines(f"{one}\n" for one in ids)
        out.flush()
        os.fsync(out.fileno())
    os.utime(fresh, (_UNDATED, _UNDATED))
    fresh.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def listed(file: Path) -> set[int]:
    """The ids in a list; a line cut off by a loss of power is no id."""
    try:
        lines = file.read_text("ascii", "replace").splitlines()
    except FileNotFoundError:
        return set()
    return {int(line) for line in lines if line.isascii() and line.isdigit()}


def redo(app: App, erased: Iterable[int]) -> int:
    """Forget these members again, as if they had asked now; how many were there."""
    return for_each_due(app, erased, _redo)


def _redo(uow: UnitOfWork, member_id: int) -> bool:
    known = members.find(uow.db, member_id)
    if known is None or known.state == "erased":
        return False
    member = members.locked_by_id(uow.db, member_id)
    here = uow.app, uow.db, uow.now, uow.wakeups
    erasure.erase(Interaction(*here, member=member, effect_handler=lambda *_: None))
    return True
