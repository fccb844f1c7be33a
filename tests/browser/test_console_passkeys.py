"""Passkeys in a real browser, with Chromium's own virtual authenticator, under the console's policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from hotline.services.kernel.app import App
from tests.support_console import PASSWORD, Colleague
from tests.support_line import Line, served

Open = Callable[..., Page]


@pytest.fixture
def line(make_house: Callable[..., App]) -> Iterator[tuple[Line, App]]:
    """As others have it, but by a name: no passkey is for an address of four numbers."""

    def by_name(HOTLINE_PUBLIC_URL: str) -> App:  # noqa: N803  as `served` says it
        return make_house(HOTLINE_PUBLIC_URL=HOTLINE_PUBLIC_URL.replace("127.0.0.1", "localhost"))

    with served(by_name) as (_, app):
        yield Line(app.settings.public_url), app


def authenticator(page: Page) -> None:
    """Give the browser one that is always at hand, and knows its owner."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_signs_in(open_page: Open, line: tuple[Line, App]) -> None:
    who, page = Colleague(line[1], "coordinator"), open_page()
    authenticator(page)
    page.goto(f"{line[0].url}/console/sign-in")
    fill(page, name=who.name, password=PASSWORD, code=who.code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Account").click()
    page.get_by_role("button", name="Add a passkey of this device").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey is kept")
    page.get_by_role("button", name="Sign out").click()
    fill(page, name=who.name, password=PASSWORD)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests")


def test_without_a_passkey_the_page_says_so_and_the_code_goes_on(
    open_page: Open, line: tuple[Line, App]
) -> None:
    who, page = Colleague(line[1], "coordinator"), open_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": False, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{line[0].url}/console/sign-in")
    fill(page, name=who.name, password=PASSWORD)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey came")
    page.locator("#code").fill(who.code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests")


def test_without_script_nothing_of_it_shows(open_page: Open, line: tuple[Line, App]) -> None:
    who, page = Colleague(line[1], "coordinator"), open_page(java_script_enabled=False)
    page.goto(f"{line[0].url}/console/sign-in")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    fill(page, name=who.name, password=PASSWORD, code=who.code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests")


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"#{name}").fill(value)
