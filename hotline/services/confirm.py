"""The provider tells what became of a text: any number of times, in any order."""

from __future__ import annotations

from hotline.services import results
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.services.results import Report
from hotline.store import attempts, outbox


def confirm(house: House, attempt_id: int, status: str, code: int | None, sid: str | None) -> bool:
    """Take down a status callback for one attempt; False where we know of no such attempt.

    `status` is the provider's word, `code` its error code where it gave one, `sid` its id of the text.
    """
    report = Report(status, code, sid)
    return at_a_desk(house, lambda desk: _take_down(desk, attempt_id, report))


def _take_down(desk: Desk, attempt_id: int, report: Report) -> bool:
    found = attempts.get(desk.db, attempt_id)
    text = None if found is None else outbox.find(desk.db, found.message_id)
    attempt = attempts.get(desk.db, attempt_id)  # as it stands now that the text's row is ours
    if text is None or attempt is None:
        results.held(desk, None, report)
        return False
    results.reported(desk, text, attempt, report)
    return True
