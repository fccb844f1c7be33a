"""Numbers and health in a real browser: plots that are seen, in both languages, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from hotline.domain.statistics.counting import YES_WITHIN, week_of
from hotline.services.console.statistics import REPORTS
from hotline.services.kernel.app import App
from hotline.store.schema import asks, members, need_counts, needs, outbox, reading_counts
from tests.browser.conftest import serious_faults
from tests.browser.test_console import MOST_BYTES, sign_in
from tests.conftest import FakeClock
from tests.support_console import Colleague
from tests.support_line import Line
from tests.support_rows import add_row

Where = tuple[Line, App]
CATEGORIES = ("food", "shelter", "transport", "money", "talk", "urgent")


@pytest.fixture
def busy(line: Where, clock: FakeClock) -> App:
    """A line that has been busy for a year."""
    app = line[1]
    this = week_of(clock())
    with app.database.writing() as db:
        for back in range(52):
            for n, category in enumerate(CATEGORIES):
                for within in YES_WITHIN[n % 2 :: 2]:
                    many = (back * 5 + n * 3) % 9 + 1
                    about = {"category": category, "outcome": "done", "yes_within": within}
                    sums = {"needs": many, "asks": many * 4, "texts": many * 9}
                    week = this - timedelta(weeks=back)
                    add_row(db, need_counts, week=week, **about, **sums)
            for reading in ("asked", "unread"):
                week = this - timedelta(weeks=back)
                add_row(db, reading_counts, week=week, reading=reading, slot=0, texts=back % 9 + 1)
        for n, code in enumerate(("30003", "30005", "21610") * 9):
            add_row(
                db, outbox, state="failed", error=code, created_at=clock() - timedelta(7 * (n % 2))
            )
        need = add_row(db, needs, category="food", opened_at=clock(), state="seeking")
        for n in range(24):
            member = add_row(db, members)
            for wave in range(n % 16 + 1):
                add_row(db, asks, need_id=need, member_id=member, wave=wave, sent_at=clock())
    return app


@pytest.mark.parametrize("locale", ["en-GB", "ar-LB"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_plot_is_seen_and_light(
    open_page: Callable[..., Page], line: Where, busy: App, locale: str, scheme: Any
) -> None:
    page, loaded = open_page(locale, color_scheme=scheme), dict[str, int]()
    sign_in(page, line, Colleague(busy, "coordinator"))
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.on("response", lambda got: loaded.update({got.url: _weight(got)}))
    for name in REPORTS:
        loaded.clear()
        page.goto(f"{line[0].url}/console/statistics/{name}?weeks=52")
        plot = page.locator("figure img")
        expect(plot).to_be_visible()
        assert plot.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        assert f"/plot/{scheme}" in plot.evaluate("image => image.currentSrc")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert serious_faults(page) == [], name
        assert len(loaded) == 4, list(loaded)  # the page, its plot, the sheet and the script
        assert 8_000 < sum(loaded.values()) < MOST_BYTES, name


def _weight(got: Response) -> int:
    return int(got.headers.get("content-length", 0))


def test_a_plot_opened_by_itself_runs_and_loads_nothing(
    open_page: Callable[..., Page], line: Where, busy: App
) -> None:
    page = open_page()
    sign_in(page, line, Colleague(busy, "coordinator"))
    page.goto(f"{line[0].url}/console/statistics/needs/plot/light")
    fill = page.locator(".color-1 rect").first.evaluate("bar => getComputedStyle(bar).fill")
    assert fill == "rgb(178, 90, 0)"  # its own sheet holds


def test_how_far_back_is_chosen_and_the_file_has_a_neutral_name(
    open_page: Callable[..., Page], line: Where, busy: App
) -> None:
    page = open_page()
    sign_in(page, line, Colleague(busy, "coordinator"))
    page.get_by_role("link", name="Numbers").click()
    page.get_by_label("How far back").select_option("4")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(4)
    with page.expect_download() as kept:
        page.get_by_role("link", name="Keep as a spreadsheet").click()
    assert kept.value.suggested_filename == "notes.csv"


def test_the_doctor_is_asked(open_page: Callable[..., Page], line: Where) -> None:
    page = open_page("ar-LB")
    sign_in(page, line, Colleague(line[1], "steward"))
    page.goto(f"{line[0].url}/console/health")
    page.get_by_role("button", name="فحص الآن").click()
    expect(page.get_by_role("status").last).to_contain_text("هناك ما يجب إصلاحه")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious_faults(page) == []
