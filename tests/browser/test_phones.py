"""The demo's page with the phones, held in a real browser: the whole demo behind it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hotline.cli.demo_stack.stack import DemoStack, demo_stack
from hotline.simulator.calls import say_play
from hotline.simulator.word_ids import PhoneWordId
from hotline.simulator.wording import Words
from tests.browser.conftest import Opened, serious_faults
from tests.integration.forked_demo import forked_children

STORY_MS = 120_000.0
HASTE = 30.0
LETTERS_A_SECOND = 140.0  # ten times as fast as anybody speaks
LANGUAGES = ("en", "ar")


@pytest.fixture(scope="module")
def app() -> Iterator[DemoStack]:
    """The demo's processes; its onlookers read quickly, and callers hear quickly.

    They have read the program already; tests/integration/test_demo.py starts some that have not.
    """
    with (
        pytest.MonkeyPatch.context() as patch,
        forked_children(),
        tempfile.TemporaryDirectory(prefix="hd-", dir="/tmp") as folder,
        demo_stack(Path(folder), lambda _: None) as app,
    ):
        app.runner.haste = HASTE
        patch.setattr(say_play, "LETTERS_A_SECOND", LETTERS_A_SECOND)
        yield app


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


@pytest.fixture
def page(app: DemoStack, opened: Opened, words: Words) -> Page:
    return opened(f"{app.page}?lang={words.language}")


@pytest.mark.parametrize("how", ["text", "keys"])
def test_the_story_plays(app: DemoStack, page: Page, words: Words, how: str) -> None:
    step: PhoneWordId = "story-asks-by-text" if how == "text" else "story-asks-by-keys"
    page.locator(f".story button[name={how}]").click()
    expect(page.locator(".steps li").first).to_contain_text(started(words(step, name="")))
    steps = page.locator(".steps")
    expect(steps).to_contain_text(started(words("story-done", name="")), timeout=STORY_MS)
    sped(page, words, 60)  # else the follow-up takes its dozen seconds
    expect(steps).to_contain_text(words("story-over"), timeout=STORY_MS)
    sped(page, words, 1)
    expect(page.locator(".failed")).to_have_count(0)
    expect(page.locator("#beneath .state").first).to_have_text(words("page-state-done"))
    expect(page.locator("article.phone")).to_have_count(4)  # the asker, two asked, the next in line
    assert app.runner.failure is None


def test_somebody_asks_and_a_volunteer_accepts_by_hand(page: Page, words: Words) -> None:
    number = {"en": "+9613700111", "ar": "+9613700112"}[words.language]
    ask = {"en": "need transport market today 2", "ar": "بدي توصيلة السوق اليوم 2"}[words.language]
    opened = {"en": "is open", "ar": "سجلنا طلبك"}[words.language]
    page.get_by_label(words("page-add-number")).fill(number)
    page.get_by_role("button", name=words("page-add-button")).click()
    phone = page.locator(f"#phone-{number[1:]}")
    for typed in (ask, "1", "1"):
        before = phone.locator("li.received").count()
        phone.locator("input[name=body]").fill(typed)
        phone.get_by_role("button", name=words("page-send")).click()
        expect(phone.locator("li.received").nth(before)).to_be_visible()
    expect(phone.locator(".screen")).to_contain_text(opened)
    expect(page.locator("#beneath .state").first).to_have_text(words("page-state-seeking"))
    page.locator("#beneath [data-until]").first.wait_for()  # an ask whose time runs down


def test_a_call_is_placed_keyed_kept_silent_in_and_ended(page: Page, words: Words) -> None:
    number = {"en": "+9613700211", "ar": "+9613700212"}[words.language]
    key, menu = {"en": ("2", "For food"), "ar": ("1", "طعام")}[words.language]
    page.get_by_label(words("page-add-number")).fill(number)
    page.get_by_role("button", name=words("page-add-button")).click()
    phone = page.locator(f"#phone-{number[1:]}")
    phone.get_by_role("button", name=words("page-call"), exact=True).click()
    expect(phone.locator(".heard")).to_contain_text("For English, press two.")
    phone.get_by_role("button", name=key, exact=True).click()
    expect(phone.locator(".heard")).to_contain_text(menu)
    expect(phone.locator("[data-until]")).to_contain_text("⏳")
    phone.get_by_role("button", name=words("page-silence")).click()
    phone.get_by_role("button", name=words("page-hang-up")).click()
    expect(phone.get_by_text(words("page-call-over"))).to_be_visible()


def test_words_are_text_and_no_markup(page: Page, words: Words) -> None:
    phone = page.locator("article.phone").first
    phone.locator("input[name=body]").fill("<script>document.title='x'</script>")
    phone.get_by_role("button", name=words("page-send")).click()
    expect(phone.locator("li.sent").last).to_have_text("<script>document.title='x'</script>")
    assert page.title() == words("page-title")


def test_a_mistake_is_told(page: Page, words: Words) -> None:
    page.get_by_label(words("page-add-number")).fill("nonsense")
    with page.expect_response(lambda answer: answer.status == 400):
        page.get_by_role("button", name=words("page-add-button")).click()
    expect(page.locator("#fault")).not_to_be_empty()


@pytest.mark.parametrize("width", [360, 1400])
def test_nothing_serious_for_those_who_cannot_see(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert serious_faults(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width  # nothing to scroll sideways for


def test_it_is_light_and_needs_no_script(app: DemoStack, opened: Opened, words: Words) -> None:
    plain = opened(f"{app.page}?lang={words.language}", java_script_enabled=False)
    phone = plain.locator("article.phone").first
    phone.locator("input[name=body]").fill("hello")
    phone.locator(".write button").click()
    expect(phone.locator("li.sent").last).to_have_text("hello")
    assert plain.locator("html").get_attribute("dir") == words.direction
    sizes = [len(plain.request.get(url).body()) for url in addresses(app)]
    assert sum(sizes) < 100_000


def started(step: str) -> str:
    """What of a step's words does not depend on a name."""
    return step.strip(" :")


def sped(page: Page, words: Words, rate: int) -> None:
    """Have the demo's clock run so many times as fast."""
    button = page.get_by_role("button", name=words("page-clock-rate", rate=rate), exact=True)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def addresses(app: DemoStack) -> list[str]:
    return [app.page, *(f"{app.page}/static/phones.{kind}" for kind in ("css", "js"))]


def test_foreign_pages_can_neither_read_nor_press(app: DemoStack, opened: Opened) -> None:
    request = opened(app.page).request
    assert request.get(app.page, headers={"Host": "evil.example"}).status == 403
    foreign = {"Origin": "http://evil.example"}
    assert request.post(f"{app.page}/add", headers=foreign, form={"number": "+1"}).status == 403
