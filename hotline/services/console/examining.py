"""The doctor, asked from the console: one examination at a time in a process, and written down."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from hotline.services.house import House
from hotline.store import console_actions
from hotline.store.staff import Staff

if TYPE_CHECKING:
    from hotline.services.doctor.findings import Patient, Report

_room = Lock()


def examine(house: House, who: Staff, patient: Patient) -> Report | None:
    """What the doctor finds; None while somebody else is being told. Takes up to half a minute."""
    from hotline.services.doctor import examine as doctor

    if not _room.acquire(blocking=False):
        return None
    try:
        house.database.write(lambda db: console_actions.add(db, who.id, house.clock(), "examined"))
        return doctor.examine(patient)
    finally:
        _room.release()
