"""A real browser: Debian's Chromium, driven by playwright. One for all pages of a test process.

Where there is none these tests are left out, loudly; with HOTLINE_NEEDS_BROWSER=1 (as in .ci/run) they
fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

_AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_MISSING = "no Chromium here: install Debian's package `chromium`"
_PATIENCE = 30_000.0  # milliseconds

expect.set_options(timeout=_PATIENCE)

Opened = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this test process, without a window."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None and os.environ.get("HOTLINE_NEEDS_BROWSER") == "1":
        pytest.fail(_MISSING)
    if program is None:
        pytest.skip(_MISSING)
    with sync_playwright() as driver:
        # Containers run as root, where Chromium's own sandbox cannot; the pages are our own.
        running = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
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


def serious_faults(page: Page) -> list[str]:
    """What axe-core finds on a page that is serious or worse: rule and places, each."""
    # Run as the browser's own code, past the page's policy, which forbids any script but ours.
    page.evaluate(_AXE.read_text("utf-8") + ";0")
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
