"""The record: who of the staff saw and did what, and what happened on the line, day by day.

Names of staff, ids and references; no member's name, no number, no word of anybody.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from hotline.domain.console import LeftOut
from hotline.services.console import members as member_views
from hotline.services.kernel.app import App
from hotline.store.console import console_actions, staff
from hotline.store.console.console_actions import StaffAction
from hotline.store.console.staff import Staff
from hotline.store.people import member_search
from hotline.store.upkeep import audit_log, left_out
from hotline.store.upkeep.audit_log import Event

A_PAGE = 150
MOST_PAGES = 60
MOST_LINES = 20_000  # of each kind in one file
COLUMNS = ("time", "who", "action", "reason", "kind", "reference", "id")
_FAR = timedelta(days=36_500)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class AuditEntry:
    """One thing: at what time, by whom of the staff (None: on the line, or an operator), and about
    what. `reason` is the kind of reason that was given, `reference` that of a request, where known."""

    at: datetime
    who: str | None
    action: str
    reason: str
    kind: str | None
    target_id: int | None
    reference: str | None

    @property
    def is_event(self) -> bool:
        """Whether it happened on the line rather than in the console."""
        return self.action.startswith("event-")


@dataclass(frozen=True)
class AuditPage:
    """One page of a day's record, the latest first."""

    entries: tuple[AuditEntry, ...]
    more: bool


def day_of(app: App, typed: str) -> date:
    """The day that was typed (YYYY-MM-DD); today on the community's clocks where it is none."""
    today = app.clock().astimezone(app.community.zone).date()
    try:
        typed_day = date.fromisoformat(typed)
    except ValueError:
        return today
    return typed_day if abs(typed_day - today) < _FAR else today


def page(app: App, reader: Staff, day: date, staff_id: int | None, number: int) -> AuditPage:
    """A page of the record of a day, of one account or of all; the first is number 0."""
    first = min(max(number, 0), MOST_PAGES) * A_PAGE
    found = _entries(app, reader, day, staff_id, first + A_PAGE + 1)
    return AuditPage(tuple(found[first : first + A_PAGE]), len(found) > first + A_PAGE)


def sheet(app: App, who: Staff, day: date, staff_id: int | None) -> str:
    """The record of a day as CSV; that it was taken stands in the record."""
    app.database.write(
        lambda db: console_actions.add(db, who.id, app.clock(), "record-taken", "record", None)
    )
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for one in _entries(app, who, day, staff_id, MOST_LINES):
        cells = [one.at.isoformat(timespec="seconds"), one.who, one.action, one.reason]
        writer.writerow([_plain(cell) for cell in (*cells, one.kind, one.reference, one.target_id)])
    return file.getvalue()


def _plain(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula: names are chosen by their owners."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _entries(
    app: App, reader: Staff, day: date, staff_id: int | None, limit: int
) -> list[AuditEntry]:
    """The latest first; nothing of those whom the reader is kept apart from, nor of reports about them."""
    since = datetime.combine(day, time(), app.community.zone)
    until = datetime.combine(day + timedelta(days=1), time(), app.community.zone)
    with app.database.reading() as db:
        but = left_out.of(db, member_views.apart_from(db, reader), reader.member_id)
        actions = console_actions.between(db, since, until, staff_id, limit, but)
        events = _events(db, since, until, staff_id, limit, but)
        names = staff.names(db, app.vault)
        references = member_search.references_of(db, _needs(actions, events))
    found = [_did(one, names, references) for one in actions]
    found += [_happened(one, references) for one in events]
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]


def _events(
    db: Connection,
    since: datetime,
    until: datetime,
    staff_id: int | None,
    limit: int,
    but: LeftOut,
) -> Sequence[Event]:
    """What happened on the line; of one account what the member did to whom it belongs."""
    if staff_id is None:
        return audit_log.between(db, since, until, limit, but=but)
    found = staff.find(db, staff_id)
    if found is None or found.member_id is None:
        return []
    return audit_log.between(db, since, until, limit, actor_id=found.member_id, but=but)


def _needs(actions: Sequence[StaffAction], events: Sequence[Event]) -> set[int]:
    about = {one.target_id for one in actions if one.kind == "need"}
    return {one for one in about | {event.need_id for event in events} if one is not None}


def _did(one: StaffAction, names: dict[int, str], references: dict[int, str]) -> AuditEntry:
    action, _, reason = one.action.partition(".")
    who = None if one.staff_id is None else names.get(one.staff_id)
    reference = references.get(one.target_id or 0) if one.kind == "need" else None
    return AuditEntry(one.at, who, action, reason, one.kind, one.target_id, reference)


def _happened(one: Event, references: dict[int, str]) -> AuditEntry:
    member = one.member_id is not None and one.need_id is None
    kind = "member" if member else "need" if one.need_id is not None else None
    target = one.member_id if member else one.need_id
    reference = references.get(one.need_id or 0)
    return AuditEntry(
        one.at, None, f"event-{one.kind.replace('_', '-')}", "", kind, target, reference
    )
