"""The page of what takes two people: what each role reads there, the mark, and the buttons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hotline.services.console import proposals
from hotline.services.kernel.app import App
from hotline.store.schema import console_actions
from hotline.web.console import rendering
from tests.conftest import FakeClock
from tests.support_app import enrol, id_of, rows
from tests.support_console import Browser, Colleague, signed_in

SAM = "+9613200002"
REASON = {"reason": "danger", "words": "nobody has heard of them"}


@pytest.fixture
def sam(app: App) -> int:
    enrol(app, ("Sam", SAM, "en", "food", "all", "0"))
    return id_of(app, SAM)


def mark(browser: Browser) -> str:
    found = re.search(r'class="count">([^<]*)<', browser.get("/account").text)
    return found[1] if found else ""


def test_a_mark_stands_in_the_menu_until_it_is_done_and_read(
    app: App, sam: int, clock: FakeClock
) -> None:
    writer = Colleague(app, "steward", "Writer").staff
    second, listener = signed_in(app, "coordinator", "Second"), signed_in(app, "listener", "L")
    assert (mark(second), mark(listener)) == ("", "")
    made = proposals.propose(app, writer, "number", sam, REASON)
    assert (mark(second), mark(listener)) == ("1 new", "")
    second.get("/proposals")
    assert mark(second) == "1 new"  # it waits
    clock.advance(seconds=1)
    second.post(f"/proposals/{made}/agree", page="/proposals")
    assert (mark(second), mark(listener)) == ("", "1 new")
    listener.get("/proposals")
    assert mark(listener) == ""


def test_a_listener_reads_what_was_done_and_by_whom_and_of_no_member(app: App, sam: int) -> None:
    writer, second = (Colleague(app, "steward", name).staff for name in ("Writer", "Second"))
    proposals.agree(app, second, proposals.propose(app, writer, "number", sam, REASON))
    proposals.propose(app, writer, "level", sam, {"level": "2", "how": "met", "from": "0"})
    page = signed_in(app, "listener", "L").get("/proposals").text
    for said in ("See the phone number of:", "<bdi>Writer</bdi>", "<bdi>Second</bdi>"):
        assert said in page
    for hidden in ("Sam", "nobody has heard", "Raise to a level", "/members/"):
        assert hidden not in page
    assert "saw" not in [a.action for a in rows(app, console_actions) if a.target_id == sam]


def test_whose_page_it_is_says_which_buttons_there_are(app: App, sam: int) -> None:
    writer, own = Colleague(app, "steward", "Writer"), Browser(app)
    own.sign_in(writer)
    proposals.propose(app, writer.staff, "number", sam, REASON)
    assert "Take it back" in own.get("/proposals").text
    assert "Agree, and do it" not in own.get("/proposals").text
    puppet, invited = Colleague(app, "coordinator", "P", by=writer.staff.id), Browser(app)
    invited.sign_in(puppet)
    assert "one of the two of you invited the other" in invited.get("/proposals").text
    other = signed_in(app, "coordinator", "Other").get("/proposals").text
    for said in ("Agree, and do it", "nobody has heard of them", "Somebody may be in danger"):
        assert said in other


def test_it_is_taken_back_on_its_page(app: App, sam: int) -> None:
    writer, own = Colleague(app, "steward", "Writer"), Browser(app)
    own.sign_in(writer)
    made = proposals.propose(app, writer.staff, "number", sam, REASON)
    other = signed_in(app, "coordinator", "Other")
    other.post(f"/proposals/{made}/withdraw", page="/proposals")
    assert "Take it back" in own.get("/proposals").text
    own.post(f"/proposals/{made}/withdraw", page="/proposals")
    assert "Nothing waits" in own.get("/proposals").text


@pytest.mark.parametrize("kind", [*proposals.KINDS, "broadcast"])
def test_every_kind_can_be_shown(kind: str) -> None:
    known = {id for catalog in rendering.catalogs() for id in catalog.ids()}
    assert f"proposes-{kind}" in known
    folder = Path(rendering.__file__).parent / "templates" / "console"
    assert (folder / f"_proposes_{kind}.html").exists()
    assert len(f"proposed.{kind}") <= 24  # the record's column
    assert len(kind) <= 16
