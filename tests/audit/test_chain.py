"""The record is one chain: whoever changes it, past the service and without the key, is found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from hotline.audit import chain
from hotline.audit.checks import BrokenPromise
from hotline.audit.report import audit
from hotline.services.kernel.app import App
from hotline.services.operations import chaining, retention
from hotline.store.console import console_actions as record
from hotline.store.schema import console_actions, events, record_ends
from hotline.store.upkeep import audit_log, erasing
from tests.conftest import FakeClock
from tests.integration.processes import hotline
from tests.support_app import enrol, id_of, rows

SAM, LINA = "+9613000001", "+9613000002"


@dataclass(frozen=True)
class Book:
    """A hotline with a record of twelve rows, about two members and by them, all of it chained."""

    app: App
    clock: FakeClock
    sam: int
    lina: int

    def happen(self, many: int = 3) -> None:
        """As many acts of an operator, as many events, a second apart."""
        for number in range(many):
            self.clock.advance(seconds=1)
            now = self.clock()
            with self.app.database.writing() as db:
                record.add(db, None, now, "saw", "member", self.sam)
                ids = {"member_id": self.lina, "need_id": number, "actor_id": self.sam}
                audit_log.note(db, "need_opened", now, **ids)

    def run(self, statement: str, **values: object) -> None:
        """What somebody does who holds the database, and not the key."""
        with self.app.database.writing() as db:
            db.execute(text(statement), values)

    def look(self, *notes: str) -> list[BrokenPromise]:
        """What the auditor finds of the record."""
        noted = [chain.note(each) for each in notes]
        found = audit(
            self.app.settings.database_url,
            now=self.clock(),
            masters=self.app.settings.keys,
            notes=noted,
        )
        return [one for one in found.findings if one.check.startswith("record")]

    def rows(self) -> list[Any]:
        """The rows in the order of the chain, each with its `table`."""
        return sorted(self.found(), key=lambda one: one[1].seq)

    def found(self) -> list[Any]:
        """All of them, chained or not."""
        tables = events, console_actions
        return [(table.name, row) for table in tables for row in rows(self.app, table)]

    def erase(self, member_id: int) -> None:
        with self.app.database.writing() as db:
            erasing.entomb(db, member_id, "en", self.clock())
            erasing.forget(db, self.app.vault, member_id, self.clock())
            audit_log.note(db, "member_erased", self.clock())
        self.clock.advance(seconds=1)

    @property
    def head(self) -> str:
        return str(chaining.newest(self.app))


@pytest.fixture
def book(app: App, clock: FakeClock) -> Book:
    enrol(app, ("Sam", SAM, "en", "food", "all", "1"), ("Lina", LINA, "en", "food", "all", "1"))
    made = Book(app, clock, id_of(app, SAM), id_of(app, LINA))
    made.happen(6)
    assert chaining.run_due(app) == 12
    assert made.look(made.head) == []
    return made


# --- what is planted is found ----------------------------------------------------------------------


EDITS = {
    "another act": "UPDATE console_actions SET action = 'rested' WHERE seq = 5",
    "another time": "UPDATE console_actions SET at = at - 1 WHERE seq = 5",
    "an operator's, said to be nobody's": "UPDATE console_actions SET kind = NULL WHERE seq = 5",
    "another event": "UPDATE events SET kind = 'need_done' WHERE seq = 6",
    "another request": "UPDATE events SET need_id = 77 WHERE seq = 6",
    "another member": "UPDATE events SET member_id = actor_id WHERE seq = 6",
    "whom it was about, taken out": "UPDATE console_actions SET target_id = NULL WHERE seq = 5",
    "the same, with its proof": (
        "UPDATE console_actions SET target_id = NULL, target_proof = NULL WHERE seq = 5"
    ),
    "the same, with its mark": (
        "UPDATE console_actions SET target_id = NULL, target_proof = NULL, target_mark = NULL"
        " WHERE seq = 5"
    ),
    "another link": "UPDATE events SET link = member_mark WHERE seq = 6",
}


@pytest.mark.parametrize("statement", EDITS.values(), ids=EDITS)
def test_a_row_that_was_changed_is_named(book: Book, statement: str) -> None:
    seq = int(statement[-1])
    book.run(statement)
    (found,) = book.look()
    table, row = book.rows()[seq - 1]
    assert (found.table, found.ids) == (table, (row.id,))


def test_of_a_row_that_was_taken_out_the_next_one_is_named(book: Book) -> None:
    book.run("DELETE FROM events WHERE seq = 4")
    table, row = book.rows()[3]
    (found,) = book.look()
    assert (row.seq, found.table, found.ids) == (5, table, (row.id,))
    assert "missing" in found.says


def test_a_row_that_was_put_in_is_named(book: Book) -> None:
    """With every later number moved up, so that none is missing."""
    for table in ("events", "console_actions"):
        book.run(f"UPDATE {table} SET seq = -seq - 1 WHERE seq > 4")
        book.run(f"UPDATE {table} SET seq = -seq WHERE seq < 0")
    link = book.rows()[3][1].link
    book.run(
        "INSERT INTO console_actions (id, at, action, seq, link) VALUES (7, 1, 'blocked', 5, :link)",
        link=link,
    )
    (found,) = book.look()
    assert (found.table, found.ids) == ("console_actions", (7,))


def test_rows_that_changed_places_are_named(book: Book) -> None:
    first, second = book.rows()[2][1], book.rows()[4][1]
    for seq, link, row in ((0, b"", first), (first.seq, first.link, second)):
        values = {"seq": seq, "link": link, "id": row.id}
        book.run("UPDATE console_actions SET seq = :seq, link = :link WHERE id = :id", **values)
    values = {"seq": second.seq, "link": second.link, "id": first.id}
    book.run("UPDATE console_actions SET seq = :seq, link = :link WHERE id = :id", **values)
    (found,) = book.look()
    assert found.ids == (second.id,)


def test_rows_that_are_missing_at_the_end_are_told(book: Book) -> None:
    book.run("DELETE FROM events WHERE seq > 10")
    book.run("DELETE FROM console_actions WHERE seq > 10")
    (found,) = book.look()
    assert "at the end" in found.says


def test_an_end_that_was_moved_with_them_is_told(book: Book) -> None:
    link = book.rows()[9][1].link
    book.run("DELETE FROM events WHERE seq > 10")
    book.run("DELETE FROM console_actions WHERE seq > 10")
    book.run("UPDATE record_ends SET seq = 10, link = :link WHERE place = 'last'", link=link)
    (found,) = book.look()
    assert found.table == "record_ends"


def test_an_end_of_before_is_told_by_what_was_noted_elsewhere(book: Book) -> None:
    """With its seal of then: nothing in the database itself tells."""
    book.happen()
    (last,) = [row for row in rows(book.app, record_ends) if row.place == "last"]
    chaining.run_due(book.app)
    noted = book.head
    book.run("DELETE FROM events WHERE seq > :seq", seq=last.seq)
    book.run("DELETE FROM console_actions WHERE seq > :seq", seq=last.seq)
    book.run(
        "UPDATE record_ends SET seq = :seq, link = :link, seal = :seal WHERE place = 'last'",
        seq=last.seq,
        link=last.link,
        seal=last.seal,
    )
    assert book.look() == []
    short = noted[: noted.index("-") + 17]
    for one in (noted, short):
        (found,) = book.look(one)
        assert found.ids == (18,)


def test_a_whole_record_of_before_is_told_also_once_it_goes_on(book: Book) -> None:
    """The note beside the database is not put back by whoever chains, and the command reads it."""
    book.happen()
    kept = {row.place: row for row in rows(book.app, record_ends)}["last"]
    chaining.run_due(book.app)
    noted = chaining.file_of(book.app.settings).read_text()
    for table in ("events", "console_actions"):
        book.run(f"DELETE FROM {table} WHERE seq > 12")
    values = {"seq": kept.seq, "link": kept.link, "seal": kept.seal}
    book.run("UPDATE record_ends SET seq=:seq, link=:link, seal=:seal WHERE place='last'", **values)
    book.happen(4)
    assert chaining.run_due(book.app) == 8
    assert chaining.file_of(book.app.settings).read_text() == noted
    assert book.look() == []
    assert [found.check for found in book.look(noted)] == ["record noted"]


def test_a_record_that_is_gone_is_told(book: Book) -> None:
    noted = book.head
    for table in ("events", "console_actions", "record_ends"):
        book.run(f"DELETE FROM {table}")
    assert [found.check for found in book.look(noted)] == ["record noted"]
    book.run(
        "INSERT INTO events (id, at, kind, seq, link) VALUES (1, 1, 'need_done', 1, :l)", l=b"x"
    )
    assert "ends" in book.look()[0].says


# --- what ERASE and time take ----------------------------------------------------------------------


def test_of_the_erased_the_ids_go_and_every_link_fits(book: Book) -> None:
    book.happen(1)  # not chained yet
    book.erase(book.sam)
    for _, row in book.found():
        assert book.sam not in row._mapping.values()
    assert book.look() == []
    chaining.run_due(book.app)
    assert book.look() == []
    assert any(row.target_mark for row in rows(book.app, console_actions))
    assert all(row.member_id == book.lina for row in rows(book.app, events) if row.need_id)


def test_nobody_can_try_ids_against_what_was_cut(book: Book) -> None:
    """Not even with the key: the random part of the mark is gone."""
    before = {row.id: row.target_proof for row in rows(book.app, console_actions)}
    book.erase(book.sam)
    for row in rows(book.app, console_actions):
        assert row.target_proof not in {None, before[row.id]}
        assert len(row.target_proof) == 32


def test_a_cut_of_one_row_is_none_of_another(book: Book) -> None:
    book.erase(book.sam)
    first, second, *_ = rows(book.app, console_actions)
    book.run(
        "UPDATE console_actions SET target_proof = :proof WHERE id = :id",
        proof=first.target_proof,
        id=second.id,
    )
    assert [found.ids for found in book.look()] == [(second.id,)]


def test_the_front_goes_with_its_time_and_the_rest_fits(book: Book) -> None:
    noted = book.head
    book.clock.advance(days=80)
    book.happen()
    chaining.run_due(book.app)
    book.clock.advance(days=11)
    retention.run_due(book.app, monotonic=lambda: 0.0)
    assert [row.seq for _, row in book.rows()] == list(range(13, 19))
    assert book.look(noted) == []  # it went with its time
    assert book.look(noted.replace(noted[-8:], "00000000")) != []
    book.happen()
    chaining.run_due(book.app)
    assert book.look(book.head) == []


def test_a_front_that_somebody_else_took_is_told(book: Book) -> None:
    link = book.rows()[3][1].link
    for table in ("events", "console_actions"):
        book.run(f"DELETE FROM {table} WHERE seq <= 4")
    assert "missing" in book.look()[0].says
    book.run("UPDATE record_ends SET seq = 4, link = :link WHERE place = 'first'", link=link)
    assert book.look()[0].table == "record_ends"


def test_what_was_made_old_by_hand_is_not_taken_for_it(book: Book) -> None:
    """Retention would else do away with the traces of whoever changes times."""
    book.run("UPDATE events SET at = 1 WHERE seq <= 6")
    book.run("UPDATE console_actions SET at = 1 WHERE seq <= 6")
    retention.run_due(book.app, monotonic=lambda: 0.0)
    assert len(book.rows()) == 12
    assert book.look()[0].ids == (book.rows()[0][1].id,)


# --- who chains ------------------------------------------------------------------------------------


def test_many_write_and_several_chain_at_once_and_it_is_one_chain(book: Book) -> None:
    """Members are forgotten meanwhile, too."""

    def write(number: int) -> None:
        with book.app.database.writing() as db:
            record.add(
                db, None, book.clock(), "saw", "member", book.sam if number % 2 else book.lina
            )

    def work(number: int) -> None:
        if number % 5 == 0:
            chaining.run_due(book.app)
        elif number == 42:
            book.app.database.write(
                lambda db: erasing.forget(db, book.app.vault, book.sam, book.clock())
            )
        else:
            write(number)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(90)))
    chaining.run_due(book.app)
    assert book.look(book.head) == []
    assert [row.seq for _, row in book.rows()] == list(range(1, 12 + 71 + 1))


def test_an_end_that_does_not_fit_is_not_built_upon(book: Book) -> None:
    book.run("UPDATE record_ends SET seq = 9 WHERE place = 'last'")
    book.happen()
    assert chaining.run_due(book.app) == 0
    book.run("DELETE FROM record_ends")
    assert chaining.run_due(book.app) == 0
    assert book.look() != []


def test_somebody_who_has_looked_begins_anew_and_that_is_the_newest_row(book: Book) -> None:
    book.run("DELETE FROM events WHERE seq = 4")
    assert book.look() != []
    book.clock.advance(seconds=1)
    assert chaining.begin_anew(book.app) == 12
    assert book.look(book.head) == []
    assert book.rows()[-1][1].action == "chained-anew"
    note = chaining.file_of(book.app.settings)
    assert note.read_text().strip() == book.head
    assert len(list(note.parent.glob("record.head.before-*"))) == 1


def test_the_command_begins_anew_as_well(book: Book, environ: dict[str, str]) -> None:
    book.run("UPDATE events SET kind = 'need_done' WHERE seq = 6")
    done = hotline("staff", "rechain", environ=environ)
    assert "13 rows are linked anew" in done.stdout, done.stderr
    assert chaining.newest(book.app).short in done.stdout
    assert book.look(book.head) == []


def test_rows_are_chained_within_seconds_and_late_ones_are_told(book: Book) -> None:
    book.happen(1)
    late = audit(book.app.settings.database_url, now=book.clock() + timedelta(hours=1, minutes=6))
    assert {"stuck: event to be chained", "stuck: act of the staff to be chained"} <= late.names()


def test_the_command_looks_at_the_note_and_at_marks(book: Book, environ: dict[str, str]) -> None:
    assert chaining.file_of(book.app.settings).name == chain.HEAD_FILE
    done = hotline("audit", "--patience", "999999999", "--mark", book.head, environ=environ)
    assert "record" not in done.stdout, done.stdout
    done = hotline("audit", "--mark", "12-" + "0" * 16, environ=environ)
    assert "record noted" in done.stdout
    chaining.file_of(book.app.settings).write_text("12-" + "0" * 64)
    assert "record noted" in hotline("audit", environ=environ).stdout
    assert hotline("audit", "--mark", "nonsense", environ=environ).returncode == 1
