"""The provider tells what became of a text: any number of times, in any order."""

from __future__ import annotations

from hotline.services.delivery import delivery_outcomes
from hotline.services.delivery.delivery_outcomes import Report
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.store.messages import attempts, outbox


def confirm(app: App, attempt_id: int, status: str, code: int | None, sid: str | None) -> bool:
    """Take down a status callback for one attempt; False where we know of no such attempt.

    `status` is the provider's word, `code` its error code where it gave one, `sid` its id of the text.
    """
    report = Report(status, code, sid)
    return in_unit_of_work(app, lambda uow: _take_down(uow, attempt_id, report))


def _take_down(uow: UnitOfWork, attempt_id: int, report: Report) -> bool:
    found = attempts.get(uow.db, attempt_id)
    text = None if found is None else outbox.find(uow.db, found.message_id)
    attempt = attempts.get(uow.db, attempt_id)  # as it stands now that the text's row is ours
    if text is None or attempt is None:
        delivery_outcomes.held(uow, None, report)
        return False
    delivery_outcomes.reported(uow, text, attempt, report)
    return True
