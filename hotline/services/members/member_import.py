"""Members whom we add: the team named in community.yaml, and whole lists from a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TextIO

from sqlalchemy import Connection

from hotline.domain.phones import BadNumber, may_reach, typed_number
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.members import vouching
from hotline.store.people import members, offers
from hotline.store.people.members import COORDINATOR_LEVEL

_COLUMNS = ("name", "phone", "language", "categories", "areas", "level")
_BY = "by"  # a column that need not be there: who has no texts is called
_WAYS = ("text", "call")


_DELIMITERS = ",;\t"  # as sheets write CSV, here and there


class BadRow(ValueError):
    """A row that cannot be taken; the message says what to change.

    `why` is columns, sheet, number, country, unknown, level or by, and `about` the values that the
    message speaks of: for those who say it in other words. Neither ever holds a number.
    """

    def __init__(self, message: str, why: str, **about: str) -> None:
        super().__init__(message)
        self.why = why
        self.about: Mapping[str, str] = about


@dataclass
class ImportReport:
    """What an import did: how many were added and updated, and each bad row by its line."""

    added: int = 0
    updated: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ImportedRow:
    """A good row, in the words of the community."""

    name: str
    number: str = field(repr=False)
    languages: tuple[str, ...]
    categories: tuple[str, ...]
    areas: tuple[str, ...]
    level: int
    by: str = ""  # text or call; nothing leaves it as it is


@dataclass(frozen=True)
class SheetLine:
    """One line of a sheet: a good row, or what is wrong with it."""

    number: int
    row: ImportedRow | None = field(default=None, repr=False)
    fault: BadRow | None = None


def enrol_coordinators(app: App, db: Connection) -> None:
    """Whoever community.yaml names is a member of the coordinators' level."""
    uow = UnitOfWork(app, db, app.clock())
    for number in app.community.coordinators:
        language = app.community.default_language
        member, _ = members.get_or_add(db, app.vault, number, language, uow.now)
        if member.level < COORDINATOR_LEVEL:
            vouching.set_level(uow, member.id, COORDINATOR_LEVEL)


def import_members(app: App, file: TextIO) -> ImportReport:
    """Add or update members with a standing offer from CSV; bad rows are reported, good ones kept.

    Columns: name, phone, language (`ar` or `ar;en`), categories and areas (`;` between ids),
    level (0 to 3); and where there is one, by (`text`, or `call` for phones that take no texts).
    Nothing is texted.
    """
    report = ImportReport()
    for line in read(app, file):
        if line.row is None:
            report.bad.append((line.number, str(line.fault)))
            continue
        _, added = in_unit_of_work(app, partial(take, row=line.row))
        report.added += added
        report.updated += not added
    return report


def read(app: App, file: TextIO) -> Iterator[SheetLine]:
    """The lines of a sheet one by one, good and bad; empty ones are left out."""
    try:
        for number, cells in _rows(file):
            try:
                yield SheetLine(number, _read(app, cells))
            except BadRow as fault:
                yield SheetLine(number, fault=fault)
    except _NoSheet as fault:
        yield SheetLine(fault.line, fault=fault.reason)


class _NoSheet(Exception):
    """From this line on it cannot be read."""

    def __init__(self, line: int, reason: BadRow) -> None:
        self.line, self.reason = line, reason


def _rows(file: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    first = file.readline()
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.DictReader(chain([first], file), delimiter=delimiter, skipinitialspace=True)
    try:
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise _NoSheet(1, _without(missing))
        for cells in reader:
            texts = {key: (cells.get(key) or "").strip() for key in (*_COLUMNS, _BY)}
            if any(texts.values()):
                yield reader.line_num, texts
    except csv.Error as fault:
        raise _NoSheet(reader.line_num, BadRow("this is no CSV from here on", "sheet")) from fault


def _without(missing: Sequence[str]) -> BadRow:
    lacking, columns = ", ".join(missing), ", ".join(_COLUMNS)
    message = f"column {lacking} is missing; the columns are {columns}"
    return BadRow(message, "columns", missing=lacking, known=columns)


def _read(app: App, cells: dict[str, str]) -> ImportedRow:
    community = app.community
    areas = [area.id for area in community.areas]
    return ImportedRow(
        name=cells["name"],
        number=_number(app, cells["phone"]),
        languages=_ids(cells, "language", community.languages) or (community.default_language,),
        categories=_ids(cells, "categories", community.categories),
        areas=_ids(cells, "areas", [*areas, offers.EVERYWHERE]) or (offers.EVERYWHERE,),
        level=_level(cells["level"]),
        by=_way(cells[_BY]),
    )


def _number(app: App, text: str) -> str:
    try:
        number = typed_number(text, app.community.region)
    except BadNumber as fault:
        raise BadRow(f"phone: {fault}", "number") from None
    if not may_reach(number, app.community.allowed_countries):
        allowed = ", ".join(sorted(app.community.allowed_countries))
        message = f"phone: texts may not go there; allowed_countries are {allowed}"
        raise BadRow(message, "country", known=allowed)
    return number


def _ids(cells: dict[str, str], column: str, known: Sequence[str]) -> tuple[str, ...]:
    given = [part.strip() for part in cells[column].split(";") if part.strip()]
    for each in given:
        if each not in known:
            message = f"{column}: {each!r} is not one of {', '.join(known)}"
            raise BadRow(message, "unknown", column=column, value=each, known=", ".join(known))
    return tuple(dict.fromkeys(given))


def _level(text: str) -> int:
    if text not in ("", "0", "1", "2", "3"):
        raise BadRow("level: give 0, 1, 2 or 3", "level")
    return int(text or "0")


def _way(text: str) -> str:
    if text not in ("", *_WAYS):
        raise BadRow(f"{_BY}: give text or call", "by")
    return text


def take(uow: UnitOfWork, row: ImportedRow, raised_to: int = COORDINATOR_LEVEL) -> tuple[int, bool]:
    """Add or update one member; their id, and whether they are new. Nobody's rest is ended by it.

    Nobody is raised above the level `raised_to` by it.
    """
    db, vault = uow.db, uow.app.vault
    member, added = members.get_or_add(db, vault, row.number, row.languages[0], uow.now)
    members.change(db, member.id, language=row.languages[0])
    members.set_languages(db, member.id, row.languages)
    if row.by == "call":  # whoever has no texts has said that calls are all right
        members.change(db, member.id, by_call=True, call_safe="yes")
    elif row.by:
        members.change(db, member.id, by_call=False)
    if row.name:
        members.rename(db, vault, member.id, row.name)
    if row.categories:
        standing = offers.of_member(db, member.id)
        offers.save(
            db,
            member.id,
            categories=row.categories,
            areas=row.areas,
            hours="any",
            now=uow.now,
        )
        if standing is not None and standing.state == "paused":
            offers.move(db, member.id, "paused")
    vouching.set_level(uow, member.id, min(row.level, max(member.level, raised_to)))
    return member.id, added
