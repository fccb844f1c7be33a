"""Who was reported, in one place: the team looks, and decides whether they rest, are blocked, or come back.

Until then, and while they rest, they are asked for nobody and nobody for them. Resting is one person's
decision; to let somebody back takes two (proposals.py). Whoever reported, whoever was reported and who is
kept apart from one of them finds nothing of it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from hotline.domain.limits import REPORTS_COUNTED
from hotline.domain.states import MemberState
from hotline.domain.two_people import ACTS_SHOWN, Overtaken
from hotline.services.console import member_actions
from hotline.services.console import members as member_views
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.store.console import console_actions
from hotline.store.console.proposals import Proposal
from hotline.store.console.staff import Staff
from hotline.store.people import members, reports
from hotline.store.people.members import Member
from hotline.store.people.reports import Report

MOST = 200  # rows of the page

Work = Callable[[UnitOfWork, Report, Member], str]


@dataclass(frozen=True)
class Line:
    """One report as the page shows it. `subject` and `reporter` are names, empty where none was chosen;
    `by_number` counts what the reporter's number has reported within the week.

    `subject_state` is None where whoever was reported has been forgotten: nothing can be done then.
    """

    report: Report
    subject: str
    subject_state: MemberState | None
    reporter: str
    by_number: int
    may_block: bool

    @property
    def waits(self) -> bool:
        return self.report.state in ("open", "noted")


@dataclass(frozen=True)
class Sheet:
    """What waits for the team, the oldest first, and what was decided, the latest first."""

    waiting: tuple[Line, ...]
    decided: tuple[Line, ...]

    @property
    def member_ids(self) -> list[int]:
        """The members who are named in it."""
        shown = (line.report for line in (*self.waiting, *self.decided))
        sides = {one for report in shown for one in (report.subject_id, report.reporter_id)}
        return sorted(one for one in sides if one is not None)


def sheet(app: App, reader: Staff) -> Sheet:
    """All reports that this reader may know of."""
    with app.database.reading() as db:
        found = reports.everything(db, app.clock() - ACTS_SHOWN, MOST)
        lines = _lines(app, db, reader, _known(db, reader, found))
    return Sheet(
        tuple(line for line in lines if line.waits),
        tuple(line for line in lines if not line.waits),
    )


def waiting(app: App, reader: Staff) -> int:
    """How many wait for a decision that this reader may make."""
    with app.database.reading() as db:
        return len(_known(db, reader, reports.waiting(db, MOST)))


def _known(db: Connection, reader: Staff, found: list[Report]) -> list[Report]:
    """Those of them that concern neither the reader nor anybody whom the reader does not meet."""
    away = member_views.apart_from(db, reader) if found else set()
    if reader.member_id is not None:
        away |= {reader.member_id}
    return [one for one in found if not away & {one.subject_id, one.reporter_id}]


def _lines(app: App, db: Connection, reader: Staff, found: list[Report]) -> list[Line]:
    """What belongs to them is read once for all of them."""
    sides = {one for report in found for one in (report.subject_id, report.reporter_id) if one}
    names, people = members.names_of(db, app.vault, sides), members.several(db, sides)
    counts = reports.by_number(db, [one.id for one in found], app.clock() - REPORTS_COUNTED)
    return [_line(reader, one, names, people, counts.get(one.id, 0)) for one in found]


def _line(
    reader: Staff,
    report: Report,
    names: Mapping[int, str],
    people: Mapping[int, Member],
    by_number: int,
) -> Line:
    subject = people.get(report.subject_id or 0)
    return Line(
        report=report,
        subject=names.get(report.subject_id or 0, ""),
        subject_state=None if subject is None else _state(subject),
        reporter=names.get(report.reporter_id or 0, ""),
        by_number=by_number,
        may_block=subject is not None and member_actions.may_block(reader, subject),
    )


def _state(member: Member) -> MemberState | None:
    known: dict[str, MemberState] = {state: state for state in member_views.STATES}
    return known.get(member.state)


def rest(app: App, who: Staff, report_id: int) -> str:
    """They go on being asked for nobody, and nobody for them; they are told nothing."""

    def work(uow: UnitOfWork, report: Report, member: Member) -> str:
        if not reports.rest(uow.db, report.id, uow.now, who.id):
            return "member-changed"
        console_actions.add(uow.db, who.id, uow.now, "report-rested", "member", member.id)
        return "report-rested"

    return _act(app, who, report_id, work)


def block(app: App, who: Staff, report_id: int) -> str:
    """Block whoever was reported, as on their own page."""

    def work(uow: UnitOfWork, _: Report, member: Member) -> str:
        outcome = member_actions.put_away(uow, who, member)
        if outcome == "blocked":
            console_actions.add(uow.db, who.id, uow.now, outcome, "member", member.id)
        return outcome

    return _act(app, who, report_id, work)


def subject(app: App, who: Staff, report_id: int) -> int | None:
    """Whom a report is about, for somebody who may propose to let them back; None where they may not."""
    with app.database.reading() as db:
        known = _find(db, who, report_id)
        return None if known is None or known.state == "let_back" else known.subject_id


def let_back_agreed(uow: UnitOfWork, proposal: Proposal) -> None:
    """Let somebody back as proposed. Raises Overtaken where no report holds them any more."""
    writer, member = member_actions.writer_and_member(uow, proposal)
    if not reports.decide(uow.db, member.id, "let_back", uow.now, writer.id):
        raise Overtaken
    console_actions.add(uow.db, writer.id, uow.now, "report-let-back", "member", member.id)


def _find(db: Connection, who: Staff, report_id: int) -> Report | None:
    found = reports.find(db, report_id)
    return next(iter(_known(db, who, [found])), None) if found is not None else None


def _act(app: App, who: Staff, report_id: int, work: Work) -> str:
    def at(uow: UnitOfWork) -> str:
        report = _find(uow.db, who, report_id)
        if report is None or report.subject_id is None:
            return "gone"
        return work(uow, report, members.locked_by_id(uow.db, report.subject_id))

    return in_unit_of_work(app, at)
