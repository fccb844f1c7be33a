"""A list of members from a spreadsheet: bad rows told by line, good ones in, nobody texted."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from hotline.config import read_settings
from hotline.services.kernel.app import App
from hotline.services.members.member_import import import_members
from hotline.store.people import members as people
from hotline.store.schema import member_languages, members, offer_cells, offers, outbox
from tests.support_app import COLUMNS, rows
from tests.support_processes import Processes

HEADER = ",".join(COLUMNS)
GOOD = "Sam,03 000 002,ar;en,food;transport,harbour;market,2"


def take(app: App, *lines: str, header: str = HEADER) -> tuple[int, int, list[tuple[int, str]]]:
    report = import_members(app, io.StringIO("\n".join([header, *lines])))
    return report.added, report.updated, report.bad


def cells(app: App) -> set[tuple[str, str]]:
    return {(cell.category, cell.area) for cell in rows(app, offer_cells)}


def test_a_row_becomes_a_member_with_a_standing_offer(app: App) -> None:
    assert take(app, GOOD) == (1, 0, [])
    (member,) = rows(app, members)
    assert (member.language, member.level, member.state) == ("ar", 2, "active")
    assert member.greeted_at is None
    assert {row.language for row in rows(app, member_languages)} == {"ar", "en"}
    (offer,) = rows(app, offers)
    assert (offer.state, offer.hours) == ("active", "any")
    assert cells(app) == {
        (category, area) for category in ("food", "transport") for area in ("harbour", "market")
    }
    with app.database.reading() as db:
        assert people.number_of(db, app.vault, member.id) == "+9613000002"


def test_nobody_is_texted(app: App) -> None:
    take(app, GOOD)
    assert rows(app, outbox) == []


def test_the_same_number_again_updates_the_member(app: App) -> None:
    take(app, GOOD)
    assert take(app, "Samir,+961 3 000002,en,talk,all,3") == (0, 1, [])
    (member,) = rows(app, members)
    assert (member.language, member.level) == ("en", 3)
    assert {row.language for row in rows(app, member_languages)} == {"en"}
    assert cells(app) == {("talk", "all")}


@pytest.mark.parametrize(
    "phone", ["03000002", "+9613000002", "009613000002", "٠٣٠٠٠٠٠٢", "3 000-002"]
)
def test_a_number_is_read_however_it_is_typed(app: App, phone: str) -> None:
    take(app, GOOD)
    assert take(app, f"Sam,{phone},en,food,all,0") == (0, 1, [])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Sam,12,en,food,all,0", "phone"),
        ("Sam,,en,food,all,0", "phone"),
        ("Sam,+15550001111,en,food,all,0", "phone"),
        ("Sam,+33612345678,en,food,all,0", "phone"),
        ("Sam,03000002,fr,food,all,0", "language"),
        ("Sam,03000002,en,cars,all,0", "categories"),
        ("Sam,03000002,en,food,moon,0", "areas"),
        ("Sam,03000002,en,food,all,4", "level"),
        ("Sam,03000002,en,food,all,two", "level"),
    ],
)
def test_a_bad_row_is_told_by_its_line_and_the_good_ones_are_in(
    app: App, line: str, told: str
) -> None:
    added, updated, bad = take(app, "Lina,03000003,en,food,all,0", line, GOOD)
    assert (added, updated) == (2, 0)
    ((number, why),) = bad
    assert number == 3
    assert why.startswith(told)
    assert "03000002" not in why and "Sam" not in why  # what is shown may be copied about


def test_a_line_break_inside_a_cell_does_not_shift_the_lines(app: App) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([COLUMNS, ["Two\nlines", "03000003", "en", "food", "all", "0"]])
    file.write("Sam,12,en,food,all,0\n")
    file.seek(0)
    report = import_members(app, file)
    assert report.added == 1
    assert [line for line, _ in report.bad] == [4]


def test_a_missing_column_is_told(app: App) -> None:
    added, _, bad = take(app, "03000002", header="phone")
    assert added == 0
    assert "name" in bad[0][1] and "level" in bad[0][1]


def test_who_has_said_stop_stays_away(app: App) -> None:
    take(app, GOOD)
    with app.database.writing() as db:
        people.move(db, rows(app, members)[0].id, "opted_out")
    take(app, GOOD)
    assert [member.state for member in rows(app, members)] == ["opted_out"]


def test_the_command_tells_bad_rows_and_keeps_the_good_ones(
    environ: dict[str, str], tmp_path: Path, app: App
) -> None:
    path = tmp_path / "members.csv"
    path.write_text(f"{HEADER}\n{GOOD}\nNour,12,en,food,all,0\n", "utf-8")
    logs = tmp_path / "logs"
    logs.mkdir()
    children = Processes(environ, logs, forked=True)
    child = children.start("members", "import", str(path))
    assert child.wait(60) == 2
    assert len(rows(app, members)) == 1
    written = children.written()
    assert "3" in written and "phone" in written
    assert "000002" not in written
    assert read_settings(environ).number not in written
