"""Recordings over HTTP on both databases: fetched, sealed, deleted at the provider, played in calls alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from sqlalchemy import select, update
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.services.kernel.app import App
from hotline.services.sessions import recordings
from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.server import Simulator
from hotline.store.db.encryption import RECORDING_SID, VaultFault
from hotline.store.schema import calls, matches, needs
from hotline.store.schema import recordings as table
from hotline.store.voice import recording_audio
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, rows, settle_down
from tests.support_line import Line, served, serving
from tests.support_needles import forms_of_word, found_in

MAYA, SAM, KIM = "+9613000001", "+9613000003", "+96170000001"
WORDS = "sesameseedsaltbread"
KEYS = "1111#12"  # food, the first area, today, for one, that is right, with words


@dataclass
class Between:
    """Stands between the hotline and its provider, and can refuse what it is told to by method."""

    provider: str
    url: str = ""
    refused: dict[str, int] = field(default_factory=dict)  # method: the status it gets
    asked: list[str] = field(default_factory=list)

    def answer(self, request: Request) -> Response:
        audio = "/Recordings/" in request.path
        if audio:
            self.asked.append(request.method)
        if audio and request.method in self.refused:
            return Response(status=self.refused[request.method])
        names = "Authorization", "Content-Type"
        headers = {name: request.headers[name] for name in names if name in request.headers}
        url, body = self.provider + request.full_path, request.get_data()
        there = requests.request(request.method, url, headers=headers, data=body, timeout=10)
        return Response(
            there.content, there.status_code, content_type=there.headers["Content-Type"]
        )


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def between(carrier: Simulator) -> Iterator[Between]:
    between = Between(carrier.url)
    server = make_server(
        "127.0.0.1", 0, Request.application(between.answer), threaded=True, request_handler=_Quiet
    )
    between.url = f"http://127.0.0.1:{server.server_port}"
    with serving(server):
        yield between


@dataclass(frozen=True)
class Town:
    """A hotline and its provider: Maya asks, Sam helps, Kim is of the team."""

    line: Line
    app: App
    carrier: Simulator
    between: Between
    language: str

    def aloud(self, message: MessageId, **args: Any) -> str:
        return self.app.speaker.voice(Prompt(message, args), self.language)

    def call(self, number: str, keys: str = "") -> PhoneCall:
        call = self.carrier.phone(number).call(pace=0)
        for answer in re.findall(r"\d#|\d", keys):
            call.press(answer)
        return call

    def speak_words(self) -> PhoneCall:
        """Maya's call, just after she has spoken words for whoever helps."""
        return self.call(MAYA, KEYS).speak(WORDS, 4).press("#")

    def open_need(self) -> None:
        """Maya's request with words, sent."""
        self.speak_words().press("1").press("1").press("2")
        assert len(rows(self.app, needs)) == 1

    def accepted(self) -> list[str]:
        """Sam is asked, and takes it by text; what Sam reads."""
        settle_down(self.app)
        (need,) = rows(self.app, needs)
        return self.line.text(SAM, f"YES {need.reference}").texts

    def leave_message(self) -> None:
        """Nobody of the team picks up; Maya leaves words for them."""
        self.carrier.faults = replace(self.carrier.faults, unanswered=frozenset({KIM}))
        self.call(MAYA, "02").speak(WORDS, 5).press("#").press("1")
        assert self.one.purpose == "message"

    def work(self) -> None:
        recordings.run_due(self.app)

    def change_need(self, **values: Any) -> None:
        with self.app.database.writing() as db:
            db.execute(update(needs).values(**values))

    @property
    def one(self) -> Any:
        """The one recording's row."""
        (row,) = rows(self.app, table)
        return row

    @property
    def sid(self) -> str:
        """The provider's id of it, opened."""
        kept = self.one.provider_sid
        assert b"RE" not in kept[:2]
        return self.app.vault.open_sid(RECORDING_SID, self.one.id, kept)

    @property
    def at_provider(self) -> int:
        return len(self.carrier.recordings())

    def opened(self) -> bytes | None:
        with self.app.database.reading() as db:
            return recording_audio.sound_of(db, self.app.vault, self.one.id)


@pytest.fixture(params=["en", "ar"])
def town(
    request: pytest.FixtureRequest,
    make_house: Callable[..., App],
    carrier: Simulator,
    between: Between,
) -> Iterator[Town]:
    def build(**environ: str) -> App:
        return make_house(TWILIO_API_URL=between.url, **environ)

    with served(build) as (line, app):
        language = request.param
        enrol(
            app,
            ("Maya", MAYA, language, "", "", "0"),
            ("Sam", SAM, language, "food", "harbour", "1"),
            ("Kim", KIM, language, "", "", "3"),
        )
        greet_everybody(app)
        paths = ("/twilio/sms", "/twilio/voice", "/twilio/voice/status")
        carrier.connect(*(line.url + path for path in paths))
        yield Town(line, app, carrier, between, language)
        assert [event for event in carrier.log() if event["kind"] == "call_fault"] == []


def played(call: PhoneCall) -> list[str]:
    return [heard.words for heard in call.heard if heard.kind == "play"]


# Fetched, sealed, deleted there


def test_words_are_fetched_and_sealed_then_deleted_at_the_provider(town: Town) -> None:
    town.open_need()
    (need,) = rows(town.app, needs)
    town.work()
    kept = town.one
    assert (kept.state, kept.purpose, kept.need_id) == ("kept", "words", need.id)
    assert WORDS.encode() in (town.opened() or b"")
    assert (kept.provider_sid, kept.due_at, town.at_provider) == (None, None, 0)
    assert town.between.asked == ["GET", "DELETE"]


def test_the_sound_opens_for_its_own_row_alone(town: Town) -> None:
    town.open_need()
    town.work()
    with town.app.database.writing() as db:
        db.execute(update(table).values(id=town.one.id + 1))
    with pytest.raises(VaultFault):
        town.opened()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_that_was_spoken_lies_open_in_the_database(
    town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    town.open_need()
    mp3 = town.carrier.recordings()[0].mp3()
    town.work()
    held = b"".join(path.read_bytes() for path in tmp_path.glob("hotline.db*"))
    assert found_in(held, forms_of_word(WORDS)) == set()
    assert mp3[:64] not in held and mp3[-208:] not in held
    told = caplog.text + "".join(capsys.readouterr())
    assert found_in(told.encode(), forms_of_word(WORDS)) == set()


def test_what_the_provider_still_prepares_is_fetched_later(town: Town, clock: FakeClock) -> None:
    town.open_need()
    town.carrier.faults = replace(town.carrier.faults, recordings_late=1)
    town.work()
    assert town.opened() is None and town.at_provider == 1
    clock.advance(seconds=3)
    town.work()
    assert town.opened() is not None and town.at_provider == 0


@pytest.mark.parametrize("status", [500, 429, 401])
def test_nothing_is_deleted_there_before_it_is_here(
    town: Town, clock: FakeClock, status: int
) -> None:
    town.open_need()
    town.between.refused["GET"] = status
    town.work()
    assert (town.opened(), town.at_provider) == (None, 1)
    assert "DELETE" not in town.between.asked
    town.between.refused.clear()
    clock.advance(minutes=1)
    town.work()
    assert town.opened() is not None and town.at_provider == 0


def test_deleting_there_is_tried_until_it_is_gone(town: Town, clock: FakeClock) -> None:
    town.open_need()
    town.between.refused["DELETE"] = 503
    for _ in range(3):
        town.work()
        assert (town.at_provider, town.one.provider_sid is None) == (1, False)
        assert town.opened() is not None
        clock.advance(hours=1)
    town.between.refused["DELETE"] = 404  # somebody else has deleted it: gone is gone
    town.work()
    assert (town.one.provider_sid, town.one.due_at) == (None, None)
    assert town.between.asked.count("GET") == 1


def test_a_worker_that_died_over_it_is_waited_for_then_replaced(
    town: Town, clock: FakeClock
) -> None:
    town.open_need()
    now = clock.now
    until = clock.now.replace(minute=now.minute + 1)
    taken = town.app.database.write(lambda db: recording_audio.claim(db, town.one.id, now, until))
    assert taken is not None
    town.work()
    assert town.between.asked == []
    clock.advance(seconds=61)
    town.work()
    assert town.opened() is not None and town.at_provider == 0


def test_what_the_provider_never_has_is_given_up(town: Town, clock: FakeClock) -> None:
    town.open_need()
    town.between.refused["GET"] = 404
    clock.advance(hours=25)
    town.work()
    assert rows(town.app, table) == [] and town.at_provider == 0


# Of no use


def test_a_take_that_is_recorded_again_goes_and_so_does_one_hung_up_on(town: Town) -> None:
    call = town.speak_words().press("3").speak("second", 3).press("#")
    assert town.at_provider == 2
    call.hang_up()
    # The provider tells of the end by a callback, when it comes to it.
    assert town.carrier.wait_for(
        lambda: {row.state for row in rows(town.app, table)} == {"dropped"}
    )
    town.work()
    assert rows(town.app, table) == [] and town.at_provider == 0


@pytest.mark.parametrize("state", ["withdrawn", "expired"])
def test_words_go_with_their_need(town: Town, state: str) -> None:
    town.open_need()
    town.work()
    town.change_need(state=state)
    town.work()
    town.work()
    assert rows(town.app, table) == []


def test_words_of_a_need_that_is_done_stay_for_as_long_as_other_words(
    town: Town, clock: FakeClock
) -> None:
    town.open_need()
    town.work()
    town.change_need(state="done", closed_at=clock.now)
    clock.advance(days=13)
    town.work()
    assert town.opened() is not None
    clock.advance(days=1)
    town.work()
    town.work()
    assert rows(town.app, table) == []


def test_whoever_is_forgotten_has_said_nothing(town: Town) -> None:
    town.leave_message()
    town.open_need()
    town.work()
    town.line.text(MAYA, "ERASE" if town.language == "en" else "محو")
    town.line.text(MAYA, "1")
    assert all(row.sound is None for row in rows(town.app, table))
    town.work()
    assert rows(town.app, table) == [] and town.at_provider == 0


# Played


def test_a_take_is_heard_again_before_any_worker_has_seen_it(town: Town) -> None:
    town.carrier.faults = replace(town.carrier.faults, recordings_late=1)
    call = town.speak_words().press("2")
    (address,) = played(call)
    assert address.startswith(f"{town.line.url}/twilio/voice/")
    assert "?" not in address and town.sid not in address
    assert WORDS.encode() in (town.opened() or b"")


def test_where_the_sound_cannot_be_had_the_call_goes_on(town: Town) -> None:
    town.between.refused["GET"] = 503
    call = town.speak_words().press("2")
    assert played(call) and call.said[-2:-1] == [town.aloud("v-record-check")]
    assert not call.ended


def test_an_address_is_of_no_use_to_anybody_else(town: Town, clock: FakeClock) -> None:
    call = town.speak_words().press("2")
    path = urlsplit(played(call)[0]).path
    assert town.line.send("GET", path).status == 200
    call_id, token = path.split("/")[3], path.split("/")[5]
    number, until, mac = token.removesuffix(".mp3").split("-")
    later = f"{int(until) + 9}"
    flipped = mac[:-1] + ("0" if mac[-1] != "0" else "1")
    for other in (
        path.replace(call_id, str(int(call_id) + 1)),
        path.replace(until, later),
        path.replace(mac, flipped),
        path.replace(number, str(int(number) + 1)),
        path.replace(mac, ""),
        path.replace(token, "1-1-é.mp3".encode().hex()),
        path.replace(call_id, "9" * 30),
    ):
        assert town.line.send("GET", other).status == 404
    clock.advance(minutes=10)
    assert town.line.send("GET", path).status == 404


def test_an_address_ends_with_its_call_and_with_its_recording(town: Town) -> None:
    call = town.speak_words().press("2")
    path = urlsplit(played(call)[0]).path
    call.press("3")
    assert town.line.send("GET", path).status == 404  # recorded again: this take is gone
    call.speak("second", 3).press("#").press("2")
    second = urlsplit(played(call)[1]).path
    assert town.line.send("GET", second).status == 200
    call.hang_up()
    assert town.carrier.wait_for(lambda: town.line.send("GET", second).status == 404)


def test_nobody_keeps_a_copy(town: Town) -> None:
    path = urlsplit(played(town.speak_words().press("2"))[0]).path
    answer = requests.get(town.line.url + path, timeout=10)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "audio/mpeg"


# For whom they are


def test_a_helper_reads_that_words_wait_and_hears_them_by_calling(town: Town) -> None:
    town.open_need()
    (need,) = rows(town.app, needs)
    recorded = Prompt("words-recorded", {"reference": need.reference})
    told = town.app.speaker.text(recorded, town.language)
    assert told in town.accepted()
    town.work()
    call = town.call(SAM, "7")
    assert town.aloud("v-helping-words") in call.said and played(call) == []
    call.press("3")
    (address,) = played(call)
    sound = town.line.send("GET", urlsplit(address).path).body
    assert WORDS.encode() in sound and town.at_provider == 0
    path, mine = urlsplit(address).path, f"/{urlsplit(address).path.split('/')[3]}/"
    town.call(MAYA, "1")
    others = [row.id for row in rows(town.app, calls) if row.state == "open"]
    swapped = [path.replace(mine, f"/{other}/") for other in others]
    answered = [town.line.send("GET", each).status for each in swapped]
    assert sorted(answered) == [200, *[404] * (len(others) - 1)] and len(others) > 1
    call.hang_up()
    assert town.carrier.wait_for(lambda: town.line.send("GET", path).status == 404)


def test_nobody_hears_words_who_has_not_accepted(town: Town) -> None:
    town.open_need()
    town.work()
    for number in (SAM, KIM):
        call = town.call(number, "7")
        call.press("3")
        assert played(call) == []


def test_without_a_pin_the_team_s_messages_are_not_heard_on_a_caller_s_number_alone(
    town: Town,
) -> None:
    town.leave_message()
    town.work()
    notice = Prompt("coordinator-voice-pin", {"reference": town.one.reference})
    assert _texts_to(town, KIM) == [town.app.speaker.text(notice, town.language)]
    call = town.call(KIM)
    assert town.aloud("coordinator-voice-pin") in call.said
    assert town.aloud("v-waiting", count=1) not in call.said
    assert town.aloud("coordinator-voice-pin") not in town.call(MAYA).said
    _choose_pin(town)
    assert town.aloud("v-waiting", count=1) in town.call(KIM).said


def test_the_team_is_told_of_a_message_hears_it_and_is_done_with_it(town: Town) -> None:
    _choose_pin(town)
    town.leave_message()
    town.work()
    reference = town.one.reference
    notice = Prompt("coordinator-voice", {"reference": reference})
    assert _texts_to(town, KIM) == [town.app.speaker.text(notice, town.language)]
    call = town.call(KIM)
    assert town.aloud("v-waiting", count=1) in call.said
    call.press("1").press("4821#")
    assert town.aloud("v-message-number", reference=reference) in call.said
    assert len(played(call)) == 1 and town.one.heard_at is None
    call.press("1")
    assert len(played(call)) == 2 and town.one.heard_at is not None
    call.press("2")
    assert town.aloud("v-waiting-over") in call.said
    assert town.aloud("v-waiting", count=1) in town.call(KIM).said  # it waits until it is done with
    town.call(KIM, "1").press("4821#").press("3")
    assert town.one.sound is None
    assert town.aloud("v-waiting", count=1) not in town.call(KIM).said
    town.work()
    assert rows(town.app, table) == []


def test_nobody_else_hears_what_is_for_the_team(town: Town) -> None:
    town.leave_message()
    for number in (MAYA, SAM):
        assert town.aloud("v-waiting", count=1) not in town.call(number).said


def test_thanks_are_heard_by_whoever_helped(town: Town) -> None:
    town.open_need()
    town.accepted()
    (need,) = rows(town.app, needs)
    with town.app.database.writing() as db:
        db.execute(update(table).values(purpose="thanks"))
        db.execute(update(matches).values(state="done"))
        assert db.execute(select(matches.c.need_id)).scalar_one() == need.id
    call = town.call(SAM)
    assert town.aloud("v-waiting", count=1) in call.said
    call.press("1")
    assert town.aloud("thanks-recorded") in call.said and len(played(call)) == 1
    call.press("2")
    assert town.one.heard_at is not None
    assert town.aloud("v-waiting", count=1) not in town.call(SAM).said


def test_messages_are_behind_the_pin_of_whoever_has_one(town: Town) -> None:
    town.leave_message()
    _choose_pin(town)
    call = town.call(KIM, "1")
    assert town.aloud("v-pin") in call.said and played(call) == []
    call.press("4821#")
    assert len(played(call)) == 1


def _choose_pin(town: Town) -> None:
    code = town.line.text(KIM, "PIN" if town.language == "en" else "الرقم السري").texts[-1]
    for typed in (re.findall(r"\d{6}", code)[0], "4821"):
        town.line.text(KIM, typed)


def _texts_to(town: Town, number: str) -> list[str]:
    settle_down(town.app)
    return [message.body for message in town.carrier.messages(number)]
