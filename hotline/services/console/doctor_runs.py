"""The doctor, asked from the console: one examination at a time in a process, and written down."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from hotline.services.kernel.app import App
from hotline.store.console import console_actions
from hotline.store.console.staff import Staff

if TYPE_CHECKING:
    from hotline.services.doctor.findings import Diagnosis, Target

_room = Lock()


def examine(app: App, who: Staff, patient: Target) -> Diagnosis | None:
    """What the doctor finds; None while somebody else is being told. Takes up to half a minute."""
    from hotline.services.doctor import examine as doctor

    if not _room.acquire(blocking=False):
        return None
    try:
        app.database.write(lambda db: console_actions.add(db, who.id, app.clock(), "examined"))
        return doctor.examine(patient)
    finally:
        _room.release()
