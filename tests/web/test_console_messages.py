"""What members read and hear, looked over in the console."""

from __future__ import annotations

import dataclasses
import re

import pytest

from flows.engine.definition import Move, Question
from flows.text.segments import segments_for
from flows.wording.catalog import load_catalog
from hotline.services.console.wording import messages
from hotline.services.kernel.app import App
from hotline.store.schema import proposals
from hotline.web.console import rendering
from tests.support_app import rows
from tests.support_console import Browser, signed_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def browser(app: App) -> Browser:
    return signed_in(app, "coordinator")


def test_every_message_is_on_a_page_in_both_languages(app: App, browser: Browser) -> None:
    catalog, seen = load_catalog(), []
    pages = messages.shelf(app).pages
    assert pages == -(-len(catalog.ids()) // messages.PAGE)
    for number in range(1, pages + 1):
        page = browser.get(f"/messages?page={number}").text
        assert len(page.encode()) < 80_000
        seen += re.findall(r'<h2 id="m-([a-z0-9-]+)">', page)
    assert seen == list(catalog.ids())


def test_a_message_stands_beside_its_cost_and_its_voice(app: App, browser: Browser) -> None:
    page = browser.get("/messages/need-opened").text
    worst = app.speaker.worst("need-opened", "en")
    assert worst in page
    cost = segments_for(worst)
    assert f"{cost.segments} segment, {cost.units} units of" in page
    for language in ("en", "ar"):
        assert load_catalog().pattern("need-opened", language) in page
        assert load_catalog().pattern("need-opened", language, voice=True) in page
    assert "the need is open" in page  # when it is said


def test_messages_are_found_by_group_and_by_words_in_either_language(browser: Browser) -> None:
    found = browser.get("/messages?group=offering").text
    assert "offer-consent" in found
    assert "need-opened" not in found
    assert 'id="m-need-opened"' in browser.get("/messages?find=CHANGE { $ref }").text
    assert 'id="m-label-shelter"' in browser.get("/messages?find=مبيت").text
    assert "0 messages" in browser.get("/messages?find=no such words").text
    assert browser.get("/messages?page=999&group=none").status_code == 200
    assert browser.get("/messages/none").status_code == 404


def test_every_group_has_a_name_of_its_own() -> None:
    known = {id for catalog in rendering.catalogs() for id in catalog.ids()}
    assert {f"group-{each}" for each in messages.groups()} == {
        id for id in known if id.startswith("group-")
    }


def test_every_flow_is_drawn_with_all_its_steps_and_ways(app: App, browser: Browser) -> None:
    listed = browser.get("/flows").text
    for name, flow in app.flows.items():
        assert f'href="/console/flows/{name}"' in listed
        page = browser.get(f"/flows/{name}").text
        assert set(re.findall(r'id="step-([a-z0-9-]+)"', page)) == set(flow.steps)
        led = {move.to for step in flow.steps.values() for move in step.moves() if not move.flow}
        assert set(re.findall(r'href="#step-([a-z0-9-]+)"', page)) == led - {"end"}
        assert "No fault was found" in page
    assert browser.get("/flows/none").status_code == 404


def test_faults_are_shown_where_they_are(app: App) -> None:
    flow = app.flows["erase"]
    lost = Question("lost", "no-such-message", "choice", then=Move("end"))
    broken = dataclasses.replace(flow, steps={**flow.steps, "lost": lost})
    flawed = dataclasses.replace(app, flows={**app.flows, "erase": broken})
    page = signed_in(flawed, "coordinator").get("/flows/erase").text
    assert "no step leads to `lost`" in page
    assert "there is no message `no-such-message`" in page
    assert "No fault was found" not in page


WORDING = "/messages/neutral/en/text"


def test_a_steward_edits_checks_proposes_and_takes_back(app: App) -> None:
    browser, second = signed_in(app, "steward"), signed_in(app, "coordinator", "Rana")
    own = load_catalog().pattern("neutral", "en")
    assert own in browser.get(WORDING).text
    fields = {"seen": "0", "page": WORDING}
    checked = browser.post(f"{WORDING}/publish", pattern="All noted.", do="check", **fields)
    assert (checked.status_code, "Nothing was found to be wrong" in checked.text) == (200, True)
    done = browser.post(f"{WORDING}/publish", pattern="All\r\nnoted.", do="publish", **fields)
    assert (done.status_code, done.location) == (303, "/console/proposals")
    assert "All\nnoted." in browser.get("/proposals").text
    agree(app, browser)  # as its own writer
    assert "published here" not in browser.get("/messages/neutral").text
    agree(app, second)
    page = browser.get("/messages/neutral").text
    assert "published here" in page
    assert "All\nnoted." in page
    late = browser.post(f"{WORDING}/publish", pattern="Something else.", do="publish", **fields)
    assert late.status_code == 400
    assert "somebody else has changed" in late.text
    assert "Something else." in late.text  # nobody types it twice
    undone = browser.post(f"{WORDING}/again", page=WORDING, seen="1", version="0")
    assert undone.location == "/console/proposals"
    agree(app, second)
    assert app.speaker.catalog.pattern("neutral", "en") == own


def agree(app: App, browser: Browser) -> None:
    """Press the button beside the latest that waits; this process looks whether words have changed."""
    latest = rows(app, proposals)[-1].id
    assert browser.post(f"/proposals/{latest}/agree", page="/proposals").status_code == 303
    app.wording.look()


def test_faults_are_told_beside_what_was_typed(app: App) -> None:
    browser = signed_in(app, "steward")
    typed = "<script>alert(1)</script> { $ref }"
    told = browser.post(f"{WORDING}/publish", page=WORDING, seen="0", pattern=typed, do="publish")
    assert told.status_code == 400
    assert "there is no `{ $ref }` here" in told.text
    assert "&lt;script&gt;alert(1)" in told.text
    assert "<script>alert" not in told.text


def test_coordinators_read_and_do_not_edit(browser: Browser) -> None:
    assert "/messages/neutral/en/text" not in browser.get("/messages/neutral").text
    assert browser.get(WORDING).status_code == 403


@pytest.mark.parametrize("path", ["neutral/en/song", "none/en/text", "choice-food/en/text"])
def test_what_cannot_be_edited_is_not_there(app: App, path: str) -> None:
    browser = signed_in(app, "steward")
    assert browser.get(f"/messages/{path}").status_code == 404
    assert browser.post(f"/messages/{path}/publish", page="/account").status_code == 404
