"""The provider tells what became of a text: any number of times, in any order."""

from __future__ import annotations

from sqlalchemy import Connection

from hotline.services import results
from hotline.services.house import House
from hotline.services.transactions import in_one_go
from hotline.store import attempts, outbox


def confirm(house: House, attempt_id: int, status: str, code: int | None, sid: str | None) -> bool:
    """Take down a status callback for one attempt; False where we know of no such attempt.

    `status` is the provider's word, `code` its error code where it gave one, `sid` its id of the text.
    """

    def take_down(db: Connection, rings: set[str]) -> bool:
        return _take_down(house, db, attempt_id, status, code, sid, rings)

    return in_one_go(house, take_down)


def _take_down(
    house: House,
    db: Connection,
    attempt_id: int,
    status: str,
    code: int | None,
    sid: str | None,
    rings: set[str],
) -> bool:
    found = attempts.get(db, attempt_id)
    row = None if found is None else outbox.find(db, found.message_id)
    attempt = attempts.get(db, attempt_id)  # as it stands now that the text's row is ours
    if row is None or attempt is None:
        results.held(house, db, None, sid, status, house.clock())
        return False
    rings |= results.reported(house, db, row, attempt, status, code, sid, house.clock())
    return True
