"""Texts edited in a real browser, while somebody is in the middle of a talk."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from flows.text.prompts import Prompt
from hotline.services.console import proposals
from hotline.services.kernel.app import App
from hotline.store.schema import proposals as proposals_table
from tests.conftest import FakeClock
from tests.support_app import rows
from tests.support_console import Colleague
from tests.support_line import Line

from .test_console import sign_in

ASKER = "+9613100001"
QUESTION = "When is it, and for how many? 1 today 2 tomorrow 3 this week. Like: today 4"

Open = Callable[..., Page]
Where = tuple[Line, App]


def test_a_text_is_edited_and_published_while_a_member_is_in_mid_flow(
    open_page: Open, line: Where, clock: FakeClock
) -> None:
    wire, app = line
    own = app.speaker.text(Prompt("need-when"), "en")
    wire.text(ASKER, "need food")
    page, second = open_page(), Colleague(app, "coordinator", "Rana")
    sign_in(page, line, Colleague(app, "steward"))
    page.get_by_role("link", name="Words", exact=True).click()
    page.get_by_label("Words in it").fill("need-when")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="need-when", exact=True).click()
    page.get_by_role("link", name="Edit English · by text").click()
    words = page.get_by_label("The words")
    expect(words).to_have_value(own)
    address = page.url
    words.fill("Text CANCEL { $ref }")
    page.get_by_role("button", name="Check and propose").click()
    expect(page.get_by_role("alert")).to_contain_text("Not published")
    expect(page.locator(".faults")).to_contain_text("there is no `{ $ref }` here")
    words.fill(QUESTION)
    page.get_by_role("button", name="Check only").click()
    expect(page.locator(".told")).to_contain_text("1 segment")
    page.get_by_role("button", name="Check and propose").click()
    expect(page.locator(".told")).to_contain_text("waits for a second person")
    agreed(app, second)

    # The talk goes on at its next step, in the new words, and ends as it would have.
    assert wire.text(ASKER, "1").texts[-1].endswith(QUESTION)
    for typed in ("today 2", "bread", "1"):
        clock.advance(seconds=1)
        answer = wire.text(ASKER, typed).texts[-1]
    assert "is open" in answer

    page.goto(address)
    page.get_by_text("Propose these again").last.click()
    page.locator("details[open] button").click()
    expect(page.locator(".told")).to_contain_text("waits for a second person")
    agreed(app, second)
    assert app.speaker.text(Prompt("need-when"), "en") == own


def agreed(app: App, second: Colleague) -> None:
    """Somebody else agrees to what waits, and every process has looked at the words since."""
    (waiting,) = [row for row in rows(app, proposals_table) if row.state == "open"]
    assert proposals.agree(app, second.staff, waiting.id) == "done"
    app.wording.look()
