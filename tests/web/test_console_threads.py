"""Talks in the console: read both ways, answered through the line; spoken messages, played and gone."""

from __future__ import annotations

import re

import pytest

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.db.encryption import OUTBOX_BODY
from hotline.store.people import members
from hotline.store.schema import console_actions, outbox
from hotline.store.schema import recordings as recordings_table
from hotline.store.schema import threads as threads_table
from hotline.store.voice import recording_audio, recordings
from tests.conftest import FakeClock
from tests.integration.texts import add_text
from tests.support_app import enrol, greet_everybody, id_of, rows
from tests.support_console import Browser, signed_in

ASKER, DANA, RIM = "+9613100001", "+9613200001", "+9613200002"
SCRIPT = "<script>alert(1)</script>"
SOUND = bytes(range(256)) * 8


@pytest.fixture
def team(app: App) -> App:
    """Two coordinators."""
    enrol(app, ("Dana", DANA, "en", "", "", "3"), ("Rim", RIM, "ar", "", "", "3"))
    greet_everybody(app)
    return app


def text(app: App, clock: FakeClock, number: str, words: str) -> list[str]:
    clock.advance(seconds=1)
    sid = f"SM{abs(hash((number, words, clock()))):032x}"[:34]
    return [one.body for one in receive(app, Inbound(sid, number, words))]


def a_talk(app: App, clock: FakeClock) -> str:
    """Somebody asks for a person and writes; the reference of their talk."""
    text(app, clock, ASKER, "hello")
    text(app, clock, ASKER, "0")
    text(app, clock, ASKER, f"the landlord came again {SCRIPT}")
    (thread,) = rows(app, threads_table)
    reference: str = thread.reference
    return reference


def texts_to(app: App, number: str) -> list[str]:
    mine = [r for r in rows(app, outbox) if r.member_id == id_of(app, number) and r.body]
    return [app.vault.open(OUTBOX_BODY, row.id, row.body) for row in mine]


def act(browser: Browser, path: str, page: str, **fields: str) -> str:
    answer = browser.post(path, page=page, **fields)
    assert answer.status_code == 303, answer.text
    told = re.search(
        r'class="told" role="status">([^<]+)', browser.client.get(answer.location).text
    )
    assert told is not None
    return told[1]


def test_a_talk_is_read_both_ways_and_answered_through_the_line(
    team: App, clock: FakeClock
) -> None:
    reference = a_talk(team, clock)
    browser = signed_in(team, "coordinator", phone=DANA)
    assert reference in browser.get("/threads").text
    page = f"/threads/{reference}"
    shown = browser.get(page).text
    assert shown.count("the landlord came again") == 1  # went to two, is shown once
    assert SCRIPT not in shown
    clock.advance(seconds=1)
    assert "on its way" in act(browser, f"{page}/write", page, words="We are here. 03123456")
    assert any("We are here." in one for one in texts_to(team, ASKER))
    assert not any("03123456" in one for one in texts_to(team, ASKER))
    text(team, clock, ASKER, "thank you so much")
    shown = browser.get(page).text
    order = [
        shown.index(words) for words in ("the landlord came again", "We are here", "thank you so")
    ]
    assert order == sorted(order)
    assert sum("thank you so much" in one for one in texts_to(team, RIM)) == 0  # Dana has answered
    told = [(a.action, a.kind) for a in rows(team, console_actions)]
    assert ("saw", "thread") in told
    assert ("replied", "thread") in told
    assert "Nothing was sent" in act(browser, f"{page}/write", page, words="  ")


def test_what_a_helper_and_an_asker_write_each_other_is_no_talk(
    team: App, clock: FakeClock
) -> None:
    reference = a_talk(team, clock)
    (thread,) = rows(team, threads_table)
    words = {"kind": "relay", "author_id": thread.member_id}
    add_text(team, id_of(team, DANA), "47: periwinkle", **words)
    assert "periwinkle" not in signed_in(team, "coordinator").get(f"/threads/{reference}").text


def test_a_talk_is_ended_and_its_member_told(team: App, clock: FakeClock) -> None:
    page = f"/threads/{a_talk(team, clock)}"
    browser = signed_in(team, "coordinator")
    assert "closed" in act(browser, f"{page}/end", page)
    assert any("closed for now" in one for one in texts_to(team, ASKER))
    assert browser.get(page).status_code == 404
    assert browser.post(f"{page}/end", page="/threads").status_code in (303, 404, 400)


def test_words_past_their_time_are_not_there(team: App, clock: FakeClock) -> None:
    reference = a_talk(team, clock)
    with team.database.writing() as db:
        db.execute(outbox.update().values(body=None))
    page = signed_in(team, "coordinator").get(f"/threads/{reference}").text
    assert "not kept any more" in page


def test_nobody_reads_their_own_talk_or_that_of_one_kept_apart(team: App, clock: FakeClock) -> None:
    reference, asker = a_talk(team, clock), id_of(team, ASKER)
    with team.database.writing() as db:
        members.avoid(db, asker, id_of(team, RIM))
    a_message(team, clock, member_id=asker)
    (message,) = rows(team, recordings_table)
    for number, name in ((RIM, "Away"), (ASKER, "Self")):
        browser = signed_in(team, "coordinator", phone=number, name=name)
        assert reference not in browser.get("/threads").text
        assert f"{message.id}.mp3" not in browser.get("/threads").text
        assert browser.get(f"/threads/{reference}").status_code == 404
        assert browser.get(f"/voice/{message.id}.mp3").status_code == 404
        for path in (f"/threads/{reference}/write", f"/voice/{message.id}/done"):
            assert browser.post(path, page="/account", words="hello").status_code == 404


def a_message(app: App, clock: FakeClock, member_id: int | None = None) -> int:
    """A spoken message for the team, fetched."""
    with app.database.writing() as db:
        spoken = recordings.NewRecording(
            call_id=None, member_id=member_id, purpose="message", seconds=7
        )
        made = recordings.add(db, app.vault, "RE1", now=clock(), **spoken)
        recordings.keep(db, made, reference="479")
        recording_audio.put(db, app.vault, made, SOUND, clock())
    return made


def test_a_message_is_played_in_parts_heard_and_done_with(team: App, clock: FakeClock) -> None:
    made = a_message(team, clock)
    browser, path = signed_in(team, "coordinator"), f"/voice/{made}.mp3"
    page = browser.get("/threads").text
    assert f'src="/console{path}"' in page
    assert 'preload="none"' in page
    assert "not heard yet" in page
    assert signed_in(team, "listener", name="Lis").get(path).status_code == 403
    assert Browser(team).get(path).status_code == 303
    assert "not heard yet" in browser.get("/threads").text
    whole = browser.get(path)
    assert (whole.status_code, whole.data, whole.mimetype) == (200, SOUND, "audio/mpeg")
    assert whole.headers["Cache-Control"] == "no-store"
    some = browser.get(path, headers={"Range": "bytes=10-19"})
    assert (some.status_code, some.data) == (206, SOUND[10:20])
    assert some.headers["Content-Range"] == f"bytes 10-19/{len(SOUND)}"
    assert browser.get(path, headers={"Range": "bytes=9999-"}).status_code == 416
    assert "not heard yet" not in browser.get("/threads").text
    assert "deleted" in act(browser, f"/voice/{made}/done", "/threads")
    assert browser.get(path).status_code == 404
    (row,) = rows(team, recordings_table)
    assert (row.state, row.sound) == ("dropped", None)
    told = [a.action for a in rows(team, console_actions) if a.target_id == made]
    assert told.count("heard") >= 2
    assert "finished" in told


def test_other_recordings_are_not_to_be_had_here(team: App, clock: FakeClock) -> None:
    made = a_message(team, clock)
    with team.database.writing() as db:
        db.execute(recordings_table.update().values(purpose="words"))
    browser = signed_in(team, "steward")
    assert browser.get(f"/voice/{made}.mp3").status_code == 404
    assert "479" not in browser.get("/threads").text
