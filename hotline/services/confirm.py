"""The provider tells what became of a text: any number of times, in any order."""

from __future__ import annotations

from hotline.services import results
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.store import attempts, outbox


def confirm(house: House, attempt_id: int, status: str, code: int | None, sid: str | None) -> bool:
    """Take down a status callback for one attempt; False where we know of no such attempt.

    `status` is the provider's word, `code` its error code where it gave one, `sid` its id of the text.
    """
    return at_a_desk(house, lambda desk: _take_down(desk, attempt_id, status, code, sid))


def _take_down(desk: Desk, attempt_id: int, status: str, code: int | None, sid: str | None) -> bool:
    house, db = desk.house, desk.db
    found = attempts.get(db, attempt_id)
    row = None if found is None else outbox.find(db, found.message_id)
    attempt = attempts.get(db, attempt_id)  # as it stands now that the text's row is ours
    if row is None or attempt is None:
        results.held(house, db, None, sid, status, desk.now)
        return False
    desk.rings |= results.reported(house, db, row, attempt, status, code, sid, desk.now)
    return True
