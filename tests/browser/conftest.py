"""A real browser: Debian's Chromium, driven by playwright. One for all pages of a test process.

Where there is none these tests are left out, loudly; with HOTLINE_NEEDS_BROWSER=1 (as in .ci/run) they
fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, expect, sync_playwright

from hotline.services.kernel.app import App
from tests.conftest import chromium
from tests.support_line import Line, served

_AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_MISSING = "no Chromium here: install Debian's package `chromium-headless-shell`"
_PATIENCE = 60_000.0  # milliseconds

expect.set_options(timeout=_PATIENCE)

# Containers run as root, where Chromium's own sandbox cannot; the pages are our own. And without the
# rest it looks for its maker's servers at every start.
_HOW = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PHONE = {"width": 360, "height": 640}

Opened = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this test process, without a window."""
    program = chromium()
    if program is None and os.environ.get("HOTLINE_NEEDS_BROWSER") == "1":
        pytest.fail(_MISSING)
    if program is None:
        pytest.skip(_MISSING)
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=list(_HOW))
        yield running
        running.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Opens an address in a window of its own: `opened(url, width=…, **options of the context)`.

    Whatever a page complains of in its console fails the test at its end, but for answers of 400.
    """
    contexts, complaints = [], []

    def open_page(url: str, width: int = 1280, height: int = 900, **options: object) -> Page:
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(_PATIENCE)

        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if _complains(said) else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _complains(said: ConsoleMessage) -> bool:
    return said.type == "error" and "status of 400" not in said.text


# The console


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: pages do not know which it is."""
    return sqlite_url


@pytest.fixture
def line(make_house: Callable[..., App]) -> Iterator[tuple[Line, App]]:
    """The web process over real HTTP, its present the test's clock."""
    with served(make_house) as (line, app):
        yield line, app


@pytest.fixture
def open_page(browser: Browser, line: tuple[Line, App]) -> Iterator[Callable[..., Page]]:
    """A blank page in a browser of its own, a phone's width unless told otherwise.

    A script or style that the policy refuses, an error in a script, a dialog, and anything loaded from
    elsewhere fail the test.
    """
    faults: list[str] = []
    contexts: list[Any] = []

    def note(is_fault: bool, what: str) -> None:
        if is_fault and "the server responded with a status of 4" not in what:
            faults.append(what)

    def make(locale: str = "en-GB", **how: Any) -> Page:
        context = browser.new_context(locale=locale, **{"viewport": _PHONE, **how})
        contexts.append(context)
        context.set_default_timeout(_PATIENCE)

        def unwanted(dialog: Dialog) -> None:
            faults.append("a dialog")
            dialog.dismiss()

        page = context.new_page()
        page.on("console", lambda said: note(said.type == "error", said.text))
        page.on("pageerror", lambda fault: note(True, str(fault)))
        page.on("dialog", unwanted)
        page.on("request", lambda sent: note(not sent.url.startswith(line[0].url), sent.url))
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


@contextmanager
def pictured(page: Page, file: Path) -> Iterator[None]:
    """Leave a picture of the page where what is looked for on it is not there."""
    try:
        yield
    except AssertionError:
        page.screenshot(path=file, full_page=True)
        raise


def serious_faults(page: Page) -> list[str]:
    """What axe-core finds on a page that is serious or worse: rule and places, each."""
    # Run as the browser's own code, past the page's policy, which forbids any script but ours.
    page.evaluate(_AXE.read_text("utf-8") + ";0")
    found = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
