"""A broadcast in a real browser: written, let go by a second person, stopped half-way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hotline.services.delivery import deliver, send_broadcasts
from hotline.services.kernel.app import App
from hotline.store.schema import broadcasts, outbox
from tests.browser.conftest import pictured, serious_faults
from tests.browser.test_console import sign_in
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, rows
from tests.support_console import Colleague
from tests.support_line import Line

Open = Callable[..., Page]
Where = tuple[Line, App]
SCRIPT = "<script>alert(1)</script>"
PEOPLE = send_broadcasts.BATCH * 2 + 10


def crowd(app: App) -> None:
    numbers = [f"+96171{n:06}" for n in range(PEOPLE)]
    enrol(app, *(("", each, "en", "food", "harbour", "0") for each in numbers))
    greet_everybody(app)


def written(page: Page, where: Where, who: Colleague, words: str) -> str:
    """The address of a new draft."""
    sign_in(page, where, who)
    page.get_by_role("link", name="Messages to many").click()
    page.get_by_label("Words in English").fill(words)
    page.get_by_role("button", name="Keep it and see a preview").click()
    return page.url


def test_a_broadcast_approved_by_a_second_person_and_stopped_half_way(
    open_page: Open, line: Where, clock: FakeClock
) -> None:
    app, page, other = line[1], open_page(), open_page()
    crowd(app)
    written(page, line, Colleague(app, "coordinator", name="Nour"), "Our pride evening")
    expect(page.get_by_role("alert")).to_contain_text("Not kept yet")
    expect(page.locator(".faults")).to_contain_text("pride")
    page.get_by_label("Words in English").fill(f"Bread at six {SCRIPT}")
    page.get_by_role("button", name="Keep it and see a preview").click()
    expect(page.locator(".told")).to_contain_text("Nothing has gone out")
    expect(page.locator("#people")).to_have_text(f"{PEOPLE} people")
    expect(page.locator("#segments")).to_have_text(str(PEOPLE))
    expect(page.locator("#cost")).to_contain_text("USD")
    expect(page.locator("p.words")).to_have_text(f"Bread at six {SCRIPT}")
    expect(page.get_by_text("Somebody else has to let this go")).to_be_visible()
    expect(page.get_by_text("Let it go out")).to_have_count(0)
    sign_in(other, line, Colleague(app, "coordinator", name="Rana"))
    other.goto(page.url)
    other.get_by_text("Let it go out").first.click()
    other.locator("details[open] button").click()
    expect(other.locator(".told")).to_contain_text("on its way")
    send_broadcasts.run_due(app)
    deliver.run(app)
    half = f"{send_broadcasts.BATCH} of {PEOPLE} done"
    expect(other.locator("#progress")).to_contain_text(half)  # by itself, within seconds
    expect(other.get_by_role("progressbar")).to_have_attribute("value", str(send_broadcasts.BATCH))
    clock.advance(seconds=2)
    send_broadcasts.run_due(app)
    other.get_by_role("button", name="Stop it now").click()
    expect(other.locator(".told")).to_contain_text("Stopped")
    expect(other.locator("#count-canceled")).to_have_text(str(send_broadcasts.BATCH))
    assert {row.state for row in rows(app, broadcasts)} == {"stopped"}
    states = Counter(row.state for row in rows(app, outbox))
    assert states["sent"] + states["delivered"] == states["canceled"] == send_broadcasts.BATCH


@pytest.mark.parametrize(
    ("locale", "direction", "width"),
    [("en-GB", "ltr", 360), ("ar-LB", "rtl", 360), ("ar-LB", "rtl", 1280)],
)
def test_its_pages_are_open_to_everybody(
    open_page: Open, line: Where, tmp_path: Path, locale: str, direction: str, width: int
) -> None:
    app, page = line[1], open_page()
    crowd(app)
    address = written(page, line, Colleague(app, "coordinator", name="Nour"), "Bread at six")
    expect(page.locator("#people")).to_be_visible()
    address = page.url
    reader = open_page(locale, viewport={"width": width, "height": 800})
    sign_in(reader, line, Colleague(app, "coordinator", name="Rana"))
    for stage in ("draft", "going"):
        for name, shown in (("all", address.rsplit("/", 1)[0]), ("one", address)):
            reader.goto(shown)
            with pictured(reader, tmp_path / f"{direction}-{stage}-{name}.png"):
                assert reader.evaluate("document.documentElement.dir") == direction
                assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
                assert serious_faults(reader) == [], (stage, name)
        if stage == "draft":
            reader.locator("summary").first.click()
            reader.locator("details[open] button").click()
            send_broadcasts.run_due(app)
            deliver.run(app)


def test_without_script_it_is_let_go_and_stopped(open_page: Open, line: Where) -> None:
    app, page = line[1], open_page(java_script_enabled=False)
    crowd(app)
    written(page, line, Colleague(app, "coordinator", name="Nour"), "Bread at six")
    address = page.url
    page = open_page(java_script_enabled=False)
    sign_in(page, line, Colleague(app, "coordinator", name="Rana"))
    page.goto(address)
    page.get_by_text("Let it go out").first.click()
    page.locator("details[open] button").click()
    page.get_by_role("button", name="Stop it now").click()
    expect(page.locator(".state")).to_have_text("stopped")
