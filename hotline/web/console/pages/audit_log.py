"""The record, for stewards: who saw and did what, by day and account, also as CSV."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

from flask import Response, request

from hotline.services.console import audit_log
from hotline.services.console.sign_in import accounts
from hotline.services.operations import chaining
from hotline.web.console.rendering import catalogs, me, saw, say, show
from hotline.web.console.routing import STEWARD, app, jinja, page
from hotline.web.console.word_ids import ConsoleWordId


@page("/audit-log", role=STEWARD, menu="menu-record", order=85, personal=True)
def day() -> Response:
    """A day's record. That it was looked at stands in it too."""
    chosen, staff_id = _asked()
    number = request.args.get("page", "0")
    number = number if number.isascii() and number.isdigit() and len(number) < 4 else "0"
    found = audit_log.page(app(), me(), chosen, staff_id, int(number))
    saw("record", 0)
    return show(
        "audit_log.html",
        page=found,
        day=chosen,
        before=chosen - timedelta(days=1),
        number=int(number),
        staff_id=staff_id or "",
        mark=chaining.newest(app()).short,
        colleagues=accounts.colleagues(app()),
    )


@page("/audit-log.csv", role=STEWARD, personal=True)
def sheet() -> Response:
    """The same day as a file."""
    chosen, staff_id = _asked()
    content = audit_log.sheet(app(), me(), chosen, staff_id)
    saw("record", 0)
    answer = Response("\ufeff" + content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="notes-{chosen}.csv"'
    return answer


def _asked() -> tuple[date, int | None]:
    typed = request.args.get("who", "")
    staff_id = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
    return audit_log.day_of(app(), request.args.get("day", "")), staff_id


@jinja("deed")
def deed(entry: audit_log.AuditEntry) -> str:
    """What was done, in words; by its name where there are none for it."""
    return _worded("" if entry.is_event else "act-", entry.action)


@jinja("reason")
def reason(name: str) -> str:
    """A kind of reason, in words."""
    return _worded("why-", name)


@jinja("thing")
def thing(kind: str) -> str:
    """What an action was about, in words."""
    return _worded("kind-", kind)


def _worded(family: str, name: str) -> str:
    id = f"{family}{name}"
    known = any(one.has(id, "en") for one in catalogs())
    return say(cast(ConsoleWordId, id)) if known else name
