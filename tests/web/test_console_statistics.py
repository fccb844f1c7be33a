"""Numbers: figures against rows planted by hand, what is hidden, plots and CSV."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import Connection, Table, insert, select

from hotline.domain.statistics.counting import week_of
from hotline.services.console import statistics
from hotline.services.kernel.app import App
from hotline.store.conversation import reading_counts
from hotline.store.db.encryption import MEMBER_NAME
from hotline.store.schema import (
    asks,
    console_actions,
    matches,
    members,
    need_counts,
    needs,
    outbox,
)
from hotline.store.upkeep import retention
from hotline.web.console import csv_export
from hotline.web.console.pages.statistics import _POLICY
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_console import Browser, signed_in
from tests.support_rows import add_row

WEEK = timedelta(weeks=1)
MINUTE = timedelta(minutes=1)


class Planter:
    """Adds needs as they would stand in the database, with all that hangs on them."""

    def __init__(self, app: App, db: Connection) -> None:
        self.now, self.db = app.clock(), db
        self.member = add_row(db, members, state="active")

    def add(self, table: Table, **values: Any) -> int:
        found = add_row(self.db, table, **values)
        assert found is not None
        return found

    def needs(
        self,
        many: int,
        category: str,
        opened: datetime,
        *,
        yes: timedelta | None = None,
        state: str = "done",
        asked: int = 0,
        segments: tuple[int, ...] = (),
    ) -> None:
        """So many alike; each is answered after `yes`, with texts of so many segments."""
        for _ in range(many):
            times = {"opened_at": opened, "closed_at": opened if state != "seeking" else None}
            need = self.add(needs, category=category, state=state, asker_id=self.member, **times)
            about = {"need_id": need}
            for _ in range(asked):
                self.add(asks, **about, sent_at=opened)
            if yes is not None:
                people = {"helper_id": self.member, "asker_id": self.member, "state": "done"}
                self.add(matches, **about, opened_at=opened + yes, **people)
                self.add(matches, **about, opened_at=opened + yes + WEEK, **people)
            for each in segments:
                self.text("delivered", opened, segments=each, **about)

    def text(self, state: str, at: datetime, **more: Any) -> None:
        self.add(outbox, state=state, created_at=at, member_id=self.member, **more)

    def counts(self, week: datetime, category: str, within: str, *sums: int) -> None:
        named = dict(zip(("needs", "asks", "texts"), sums, strict=True))
        key = {"week": week, "category": category, "outcome": "done", "yes_within": within}
        self.db.execute(insert(need_counts).values(**key, **named))


@pytest.fixture
def plant(app: App) -> Callable[[Callable[[Planter], object]], None]:
    def do(work: Callable[[Planter], object]) -> None:
        with app.database.writing() as db:
            work(Planter(app, db))

    return do


@pytest.fixture
def browser(app: App) -> Browser:
    return signed_in(app, "coordinator")


Plant = Callable[[Callable[[Planter], object]], None]


def read(browser: Browser, name: str, weeks: int = 4) -> list[list[str]]:
    """The rows of a report, its head left out, as its CSV has them."""
    answer = browser.get(f"/statistics/{name}/csv?weeks={weeks}")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1:]


def column(browser: Browser, name: str, n: int = 1) -> list[str]:
    return [row[n] for row in read(browser, name)]


def test_requests_by_kind_and_week_live_ones_and_reduced_ones_together(
    browser: Browser, plant: Plant, clock: FakeClock
) -> None:
    this, last = week_of(clock()), week_of(clock()) - WEEK

    def rows_(planter: Planter) -> None:
        planter.needs(7, "food", this)
        planter.needs(4, "food", last)
        planter.needs(6, "talk", last + MINUTE)
        planter.counts(last, "food", "5m", 3, 9, 20)
        planter.counts(last - WEEK, "transport", "never", 12, 30, 60)
        planter.counts(this - 4 * WEEK, "food", "5m", 99, 9, 9)  # before the time looked at

    plant(rows_)
    assert read(browser, "needs") == [
        # week, food, shelter, transport, money, talk, urgent, total
        ["2026-02-09", *["<5"] * 6, "<5"],
        ["2026-02-16", "<5", "<5", "12", "<5", "<5", "<5", ">=12"],
        ["2026-02-23", "7", "<5", "<5", "<5", "6", "<5", ">=13"],
        ["2026-03-02", "7", *["<5"] * 5, ">=7"],
    ]
    text = browser.get("/statistics?weeks=4").text
    assert "at least 13" in text
    assert "under 5" in text


def test_what_retention_reduces_counts_as_before(
    browser: Browser, plant: Plant, app: App, clock: FakeClock
) -> None:
    def rows_(planter: Planter) -> None:
        opened = week_of(clock()) - WEEK
        planter.needs(6, "food", opened, yes=3 * MINUTE, asked=2, segments=(1, 1))
        about = planter.db.execute(select(needs.c.id)).scalars().first()
        for state in ("canceled", "failed"):  # never left
            for _ in range(6):
                planter.text(state, opened, need_id=about)

    plant(rows_)
    names = ("needs", "answered", "waiting", "texts", "cost")
    before = {name: read(browser, name) for name in names}
    app.database.write(lambda db: retention.reduce_needs(db, clock(), clock(), 50))
    assert rows(app, needs) == []
    assert {name: read(browser, name) for name in names} == before
    assert before["texts"][2][1:] == ["2", "2"]


def test_the_time_to_a_yes_counts_the_first_one_and_leaves_out_who_waits(
    browser: Browser, plant: Plant, clock: FakeClock
) -> None:
    this = week_of(clock())

    def rows_(planter: Planter) -> None:
        planter.needs(10, "food", this, yes=4 * MINUTE)
        planter.needs(5, "food", this, yes=30 * MINUTE)
        planter.needs(2, "food", this, yes=2 * 1440 * MINUTE)
        planter.needs(5, "food", this, state="expired")
        planter.needs(40, "food", this, state="seeking")

    plant(rows_)
    # Of 22: 10, 0, 5, 0, 2 and 5, in steps of five.
    assert column(browser, "waiting") == ["45", "<5", "25", "<5", "<5", "25"]
    assert column(browser, "answered")[-1] == "75"  # 17 of 22


def test_a_share_gives_no_small_count_away(
    browser: Browser, plant: Plant, clock: FakeClock
) -> None:
    this = week_of(clock())

    def rows_(planter: Planter) -> None:
        planter.needs(9, "food", this, yes=MINUTE)
        planter.needs(1, "food", this, state="expired")
        planter.needs(9, "food", this - WEEK, state="expired")
        planter.needs(1, "food", this - WEEK, yes=MINUTE)

    plant(rows_)
    assert column(browser, "answered")[-2:] == ["<5", "all but <5"]


def test_texts_asks_and_cost_for_each_request(
    browser: Browser, plant: Plant, clock: FakeClock
) -> None:
    this = week_of(clock())

    def rows_(planter: Planter) -> None:
        planter.needs(4, "food", this, asked=3, segments=(1, 1, 2))
        planter.needs(1, "talk", this, asked=1, segments=(1,))
        planter.counts(this, "food", "1h", 5, 10, 20)
        planter.needs(4, "food", this - WEEK, asked=3, segments=(1, 1, 2))

    plant(rows_)
    # 13 and 10 asks, 13 and 20 texts, 17 and 20 segments at 0.05, for ten requests.
    assert read(browser, "texts")[-1][1:] == ["2.3", "3.3"]
    assert column(browser, "cost")[-1] == "0.18"
    assert read(browser, "texts")[-2][1:] == ["<5", "<5"]


def test_texts_that_failed_and_why(browser: Browser, plant: Plant, clock: FakeClock) -> None:
    this = week_of(clock())

    def rows_(planter: Planter) -> None:
        for state, error, many in (
            ("delivered", None, 20),
            ("sent", None, 3),
            ("undelivered", "30003", 9),
            ("failed", "30005", 6),
            ("failed", "21610", 2),
            ("queued", None, 9),
            ("canceled", "member", 9),
        ):
            for _ in range(many):
                planter.text(state, this, error=error)
        for _ in range(6):
            planter.text("delivered", this - WEEK)
        planter.text("failed", this - WEEK, error="30003")
        for _ in range(9):
            planter.text("failed", this - 3 * WEEK)  # others of that week may be gone already

    plant(rows_)
    assert read(browser, "failures", 12)[-2:] == [
        ["2026-02-23", "<5", ">=6"],
        ["2026-03-02", "17", "40"],
    ]
    assert len(read(browser, "failures", 12)) < 4
    assert read(browser, "errors") == [["30003", "55"], ["30005", "35"]]  # of 18


def asked_often(app: App, planter: Planter, times: int, name: str = "") -> int:
    member = planter.add(members, state="active", level=2)
    if name:
        sealed = app.vault.seal(MEMBER_NAME, member, name)
        planter.db.execute(members.update().where(members.c.id == member).values(name=sealed))
    for _ in range(times):
        planter.add(asks, member_id=member, sent_at=planter.now - WEEK)
    planter.add(asks, member_id=member, sent_at=planter.now - 5 * WEEK)
    planter.add(asks, member_id=member, sent_at=None)
    return member


def test_who_is_being_tired_out_by_the_name_they_chose(
    browser: Browser, plant: Plant, app: App
) -> None:
    ids: list[int] = []

    def rows_(planter: Planter) -> None:
        ids.append(asked_often(app, planter, 13, "=Rima <b>"))
        ids.append(asked_often(app, planter, 5))
        ids.extend(asked_often(app, planter, 4, "Quiet") for _ in range(6))

    plant(rows_)
    page = browser.get("/statistics/volunteers/people").text
    assert "=Rima &lt;b&gt;" in page
    assert "Quiet" not in page
    shown = re.findall(r"<td[^>]*>(\d+)", page)
    assert shown == ["13", "5"]
    assert "listed" in {row.action for row in rows(app, console_actions)}
    seen = [row for row in rows(app, console_actions) if row.action == "saw"]
    assert [(row.kind, row.target_id) for row in seen] == [("member", one) for one in ids[:2]]
    table = browser.get("/statistics/volunteers/people/csv").data.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(table)))[1:] == [
        ["'=Rima <b>", "2", "13"],
        ["no name", "2", "5"],
    ]
    # In the bands are the six, and not those two, who stand in bands by themselves.
    assert read(browser, "volunteers") == [
        ["1-4", "6"],
        ["5-9", "<5"],
        ["10-14", "<5"],
        ["15-", "<5"],
    ]


def test_that_nobody_was_asked_often_is_looked_at_as_well(browser: Browser, app: App) -> None:
    assert "Nobody was asked" in browser.get("/statistics/volunteers/people").text
    assert "listed" in {row.action for row in rows(app, console_actions)}
    seen = [row for row in rows(app, console_actions) if row.action == "saw"]
    assert [(row.kind, row.target_id) for row in seen] == [("member", None)]


def test_a_plot_leaves_the_imports_of_the_process_as_they_were(browser: Browser) -> None:
    """pygal hangs a finder into them, because of which Python 3.11 warns of each that finds nothing."""
    assert browser.get("/statistics/needs/plot/light").status_code == 200
    assert "pygal" in sys.modules
    assert not [each for each in sys.meta_path if type(each).__module__ == "pygal"]
    assert find_spec("nothing_of_this_name") is None


@pytest.mark.parametrize("name", statistics.REPORTS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_report_has_a_page_a_plot_and_a_csv(
    browser: Browser, plant: Plant, clock: FakeClock, name: str, language: str
) -> None:
    def rows_(planter: Planter) -> None:
        planter.needs(12, "food", week_of(clock()), yes=MINUTE, asked=2, segments=(1,))
        planter.needs(6, "food", week_of(clock()), state="expired")
        for _ in range(6):
            planter.text("failed", clock(), error="30003")
            reading_counts.add(planter.db, "unread", clock())

    plant(rows_)
    browser.post("/language", "/statistics", language=language)
    page = browser.get(f"/statistics/{name}")
    assert page.status_code == 200
    assert ("<img" in page.text) or name in ("errors", "volunteers")
    for look in ("light", "dark"):
        plot = browser.get(f"/statistics/{name}/plot/{look}")
        assert plot.content_type == "image/svg+xml; charset=utf-8"
        assert plot.headers["Content-Security-Policy"] == _POLICY
        assert plot.headers["Cache-Control"] == "no-store"
        assert "script" not in plot.text
        assert not re.search(r"(href|url\(|@import)", plot.text)
        ElementTree.fromstring(plot.text)
    answer = browser.get(f"/statistics/{name}/csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="notes.csv"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_other_pages_keep_their_policy(browser: Browser) -> None:
    policy = browser.get("/statistics").headers["Content-Security-Policy"]
    assert "unsafe" not in policy


def test_what_is_not_there(browser: Browser) -> None:
    for path in (
        "/statistics/x",
        "/statistics/x/csv",
        "/statistics/needs/plot/pink",
        "/statistics/x/plot/light",
    ):
        assert browser.get(path).status_code == 404
    assert browser.get("/statistics?weeks=9999999").status_code == 200


def test_bars_are_drawn_for_what_is_shown_and_for_nothing_else(
    browser: Browser, plant: Plant, clock: FakeClock
) -> None:
    this = week_of(clock())

    def rows_(planter: Planter) -> None:
        planter.needs(10, "food", this)
        planter.needs(5, "food", this - WEEK)
        planter.needs(4, "talk", this)

    plant(rows_)
    tree = ElementTree.fromstring(browser.get("/statistics/needs/plot/light?weeks=4").text)
    bars = [one for one in tree.iter() if "rect" in one.get("class", "").split()]
    heights = sorted(float(bar.get("height", 0)) for bar in bars)
    assert len(heights) == 2
    assert heights[1] / heights[0] == pytest.approx(2, rel=0.01)
    browser.post("/language", "/statistics", language="ar")
    turned = ElementTree.fromstring(browser.get("/statistics/needs/plot/light?weeks=4").text)
    mirrored = [one for one in turned.iter() if "rect" in one.get("class", "").split()]
    first = max(mirrored, key=lambda bar: float(bar.get("height", 0)))
    assert float(first.get("x", 0)) < min(
        float(bar.get("x", 0)) for bar in mirrored if bar is not first
    )


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("=1+1", "'=1+1"),
        (" +1", "' +1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\t=1", "'\t=1"),
        ("نور", "نور"),
        ("<5", "<5"),
        (">=12", ">=12"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(value: str, kept: str) -> None:
    assert csv_export.cell(value) == kept
