"""Members whom we add: the team named in community.yaml, and whole lists from a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from sqlalchemy import Connection

from hotline.domain.phones import BadNumber, may_reach, typed_number
from hotline.services.house import House
from hotline.store import members, offers
from hotline.store.members import COORDINATOR_LEVEL, Member

_COLUMNS = ("name", "phone", "language", "categories", "areas", "level")
_BY = "by"  # a column that need not be there: who has no texts is called
_WAYS = ("text", "call")


class BadRow(ValueError):
    """A row that cannot be taken; the message says what to change."""


@dataclass
class Report:
    """What an import did: how many were added and updated, and each bad row by its line."""

    added: int = 0
    updated: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A good row, in the words of the community."""

    name: str
    number: str = field(repr=False)
    languages: tuple[str, ...]
    categories: tuple[str, ...]
    areas: tuple[str, ...]
    level: int
    by: str = ""  # text or call; nothing leaves it as it is


def enrol_coordinators(house: House, db: Connection) -> None:
    """Whoever community.yaml names is a member of the coordinators' level."""
    for number in house.community.coordinators:
        member = _enrolled(house, db, number, house.community.default_language)[0]
        if member.level < COORDINATOR_LEVEL:
            members.change(db, member.id, level=COORDINATOR_LEVEL)


def import_members(house: House, file: TextIO) -> Report:
    """Add or update members with a standing offer from CSV; bad rows are reported, good ones kept.

    Columns: name, phone, language (`ar` or `ar;en`), categories and areas (`;` between ids),
    level (0 to 3); and where there is one, by (`text`, or `call` for phones that take no texts).
    Nothing is texted.
    """
    report = Report()
    for line, cells in _rows(file, report):
        try:
            row = _read(house, cells)
        except BadRow as fault:
            report.bad.append((line, str(fault)))
            continue
        added = house.database.write(lambda db, row=row: _take(house, db, row))  # type: ignore[misc]
        report.added += added
        report.updated += not added
    return report


def _rows(file: TextIO, report: Report) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(file, skipinitialspace=True)
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        columns = ", ".join(_COLUMNS)
        report.bad.append((1, f"column {', '.join(missing)} is missing; the columns are {columns}"))
        return
    for cells in reader:
        texts = {key: (cells.get(key) or "").strip() for key in (*_COLUMNS, _BY)}
        if any(texts.values()):
            yield reader.line_num, texts


def _read(house: House, cells: dict[str, str]) -> Row:
    community = house.community
    areas = [area.id for area in community.areas]
    return Row(
        name=cells["name"],
        number=_number(house, cells["phone"]),
        languages=_ids(cells, "language", community.languages) or (community.default_language,),
        categories=_ids(cells, "categories", community.categories),
        areas=_ids(cells, "areas", [*areas, offers.EVERYWHERE]) or (offers.EVERYWHERE,),
        level=_level(cells["level"]),
        by=_way(cells[_BY]),
    )


def _number(house: House, text: str) -> str:
    try:
        number = typed_number(text, house.community.region)
    except BadNumber as fault:
        raise BadRow(f"phone: {fault}") from None
    if not may_reach(number, house.community.allowed_countries):
        allowed = ", ".join(sorted(house.community.allowed_countries))
        raise BadRow(f"phone: texts may not go there; allowed_countries are {allowed}")
    return number


def _ids(cells: dict[str, str], column: str, known: Sequence[str]) -> tuple[str, ...]:
    given = [part.strip() for part in cells[column].split(";") if part.strip()]
    for each in given:
        if each not in known:
            raise BadRow(f"{column}: {each!r} is not one of {', '.join(known)}")
    return tuple(dict.fromkeys(given))


def _level(text: str) -> int:
    if text not in ("", "0", "1", "2", "3"):
        raise BadRow("level: give 0, 1, 2 or 3")
    return int(text or "0")


def _way(text: str) -> str:
    if text not in ("", *_WAYS):
        raise BadRow(f"{_BY}: give text or call")
    return text


def _take(house: House, db: Connection, row: Row) -> bool:
    """Whether the member is new."""
    member, added = _enrolled(house, db, row.number, row.languages[0])
    members.change(db, member.id, level=row.level, language=row.languages[0])
    members.set_languages(db, member.id, row.languages)
    if row.by == "call":  # whoever has no texts has said that calls are all right
        members.change(db, member.id, by_call=True, call_safe="yes")
    elif row.by:
        members.change(db, member.id, by_call=False)
    if row.name:
        members.rename(db, house.vault, member.id, row.name)
    if row.categories:
        told = {"categories": row.categories, "areas": row.areas, "hours": "any"}
        offers.save(db, member.id, now=house.clock(), **told)  # type: ignore[arg-type]
    return added


def _enrolled(house: House, db: Connection, number: str, language: str) -> tuple[Member, bool]:
    added = members.add(db, house.vault, number, language, house.clock())
    member = members.locked(db, house.vault.phone_index(number))
    if member is None:
        raise LookupError("a member vanished between two statements of one transaction")
    return member, added
