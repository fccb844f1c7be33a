"""PINs over HTTP on both databases: set by text, asked in calls, locked for calls alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.domain.pins import FEW, LINE_WINDOW, MOST_MISSES, MOST_OF_THE_LINE
from hotline.services.kernel.app import App
from hotline.store.db.encryption import VaultFault
from hotline.store.db.ids import new_id
from hotline.store.people import pins
from hotline.store.schema import members, needs, pin_misses, references
from hotline.store.schema import pins as table
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, rows
from tests.support_dialling import Dialled
from tests.support_line import Line, served

MAYA, RANA = "+9613000001", "+9613000002"
PIN, WRONG = "4821", "7364"
WORDS = {
    "en": {"pin": "PIN", "status": "STATUS", "menu": "MENU"},
    "ar": {"pin": "الرقم السري", "status": "حالة", "menu": "قائمة"},
}


@dataclass(frozen=True)
class Town:
    """A hotline, and Maya, who has an open request."""

    line: Line
    app: App
    language: str

    def text(self, words: str) -> str:
        """What Maya's text is answered with."""
        return " | ".join(self.line.text(MAYA, words).texts)

    def word(self, name: str) -> str:
        return WORDS[self.language][name]

    def says(self, message: MessageId, **args: Any) -> str:
        return self.app.speaker.text(Prompt(message, args), self.language)

    def aloud(self, message: MessageId, **args: Any) -> str:
        return self.app.speaker.voice(Prompt(message, args), self.language)

    @property
    def told(self) -> str:
        """How the one request stands, aloud."""
        return self.aloud("status-seeking", reference="47", people=0)

    def set_pin(self, pin: str = PIN) -> None:
        self.text(self.word("pin"))
        assert self.text(pin) == self.says("pin-set")

    def call(self) -> Dialled:
        return Dialled(self.line, MAYA)

    def ask_status(self) -> Dialled:
        return self.call().press("7")

    def wrong(self, tries: int) -> None:
        """So many wrong tries, in calls of their own."""
        for _ in range(tries):
            call = self.ask_status().press(WRONG)
            assert call.said[0] == self.aloud("v-pin-wrong")
            call.hang_up()


def pins_of(app: App) -> list[Any]:
    return rows(app, table)


@pytest.fixture(params=["en", "ar"])
def town(request: pytest.FixtureRequest, make_house: Callable[..., App]) -> Iterator[Town]:
    with served(make_house) as (line, app):
        enrol(app, ("Maya", MAYA, request.param, "", "", "0"))
        greet_everybody(app)
        town = Town(line, app, request.param)
        town.text(
            "need food harbour today 2" if request.param == "en" else "بدي اكل الميناء اليوم 2"
        )
        town.text("1")
        town.text("1")
        yield town


def test_a_pin_is_set_changed_and_taken_away_by_text(town: Town) -> None:
    assert town.text(town.word("pin")) == town.says("pin-ask")
    assert town.text("12") == town.says("pin-digits")
    assert town.text("1234") == f"{town.says('pin-weak')} | {town.says('pin-ask')}"
    assert town.text("٤٨٢١") == town.says("pin-set")
    assert town.text(town.word("pin")) == town.says("pin-old")
    assert town.text("4821") == town.says("pin-manage")
    assert town.text("3") == town.says("pin-kept")
    assert len(pins_of(town.app)) == 1
    for typed in (town.word("pin"), "4821"):
        town.text(typed)
    assert town.text("1") == town.says("pin-ask")
    assert town.text("90317") == town.says("pin-set")
    for typed in (town.word("pin"), "90317"):
        town.text(typed)
    assert town.text("2") == town.says("pin-removed")
    assert pins_of(town.app) == []


def test_nothing_about_a_pin_changes_without_the_old_one(town: Town) -> None:
    """Whoever holds the phone for a minute can neither change it nor take it away."""
    town.set_pin()
    before = pins_of(town.app)[0].digest
    town.text(town.word("pin"))
    for typed in ("1", "2", "4", "90317"):
        assert town.says("pin-manage") not in town.text(typed)
        assert pins_of(town.app)[0].digest == before


def test_a_pin_that_is_one_of_ones_own_references_is_a_pin_all_the_same(town: Town) -> None:
    (need,) = rows(town.app, needs)
    with town.app.database.writing() as db:
        db.execute(update(needs).values(reference=PIN))
        db.execute(update(references).where(references.c.code == need.reference).values(code=PIN))
    town.set_pin()
    assert len(pins_of(town.app)) == 1


def test_only_a_sealed_slow_hash_is_kept_and_only_for_its_member(
    town: Town, slow_hashes: None
) -> None:
    town.set_pin()
    (kept,) = pins_of(town.app)
    vault = town.app.vault
    town.line.text(RANA, "hello")
    with town.app.database.reading() as db:
        found = pins.find(db, vault, kept.member_id, "called")
        assert found is not None
        salt, digest = found.digest[:16], found.digest[16:]
        n, r, p = 2**14, 8, 1
        assert hashlib.scrypt(PIN.encode(), salt=salt, n=n, r=r, p=p, dklen=32) == digest
        assert digest not in kept.digest and salt not in kept.digest
        others = select(members.c.id).where(members.c.id != kept.member_id).limit(1)
        other_id = db.execute(others).scalar_one()
    with town.app.database.writing() as db:
        db.execute(update(table).values(member_id=other_id))
    with town.app.database.reading() as db, pytest.raises(VaultFault):
        pins.find(db, vault, other_id, "called")


def test_without_a_pin_nothing_is_asked(town: Town) -> None:
    assert town.ask_status().said[0] == town.told


def test_the_state_of_a_need_is_told_behind_the_pin_alone(town: Town) -> None:
    town.set_pin()
    call = town.ask_status()
    assert call.said[0] == town.aloud("v-pin")
    call.press(PIN)
    assert call.said[0] == town.told


def test_it_is_asked_for_once_in_a_call(town: Town) -> None:
    town.set_pin()
    call = town.ask_status().press(PIN).press("8").press("7")
    assert town.aloud("v-pin") not in call.said
    assert town.aloud("status-none") in call.said


def test_a_wrong_pin_gets_two_more_tries_then_a_person(town: Town) -> None:
    town.set_pin()
    call = town.ask_status()
    for _ in range(2):
        call.press(WRONG)
        assert call.said == [town.aloud("v-pin-wrong"), town.aloud("v-pin")]
    call.press(WRONG)
    assert call.said[:2] == [town.aloud("v-pin-wrong"), town.aloud("v-leave-message")]


def test_silence_and_0_lead_to_a_person_too(town: Town) -> None:
    town.set_pin()
    assert town.aloud("v-leave-message") in town.ask_status().press("0").said
    assert town.aloud("v-leave-message") in town.ask_status().wait().wait().wait().said


def test_five_wrong_tries_lock_it_for_calls_and_texts_go_on(town: Town, clock: FakeClock) -> None:
    town.set_pin()
    town.wrong(MOST_MISSES)
    call = town.ask_status().press(PIN)
    assert call.said[0] == town.aloud("v-pin-wrong")
    (need,) = rows(town.app, needs)
    told = town.says("status-seeking", reference=need.reference, people=0)
    assert town.text(town.word("status")) == told
    clock.advance(minutes=61)
    assert town.ask_status().press(PIN).said[0] == town.told


def test_the_second_lock_is_longer_and_is_one_of_calls_alone(town: Town, clock: FakeClock) -> None:
    town.set_pin()
    town.wrong(MOST_MISSES)
    clock.advance(minutes=61)
    town.wrong(MOST_MISSES)
    clock.advance(minutes=61)
    assert town.ask_status().press(PIN).said[0] == town.aloud("v-pin-wrong")
    town.text(town.word("pin"))
    assert town.says("pin-manage") in town.text(PIN)  # in texts tries are counted apart
    clock.advance(minutes=61)
    assert town.ask_status().press(PIN).said[0] == town.told


def test_a_right_try_forgets_the_wrong_ones(town: Town) -> None:
    town.set_pin()
    for _ in range(2):
        town.wrong(MOST_MISSES - 1)
        assert town.ask_status().press(PIN).said[0] == town.told


def flood(town: Town, clock: FakeClock) -> None:
    """So many wrong tries of others, within the hour, that somebody tries PINs by machine."""
    with town.app.database.writing() as db:
        for _ in range(MOST_OF_THE_LINE):
            db.execute(insert(pin_misses).values(id=new_id(), missed_at=clock.now))


def test_a_flood_of_wrong_tries_stops_only_numbers_that_have_wrong_ones(
    town: Town, clock: FakeClock
) -> None:
    town.set_pin()
    flood(town, clock)
    town.wrong(FEW - 1)
    assert town.ask_status().press(PIN).said[0] == town.told
    town.wrong(FEW)
    assert town.ask_status().press(PIN).said[0] == town.aloud("v-pin-wrong")
    clock.advance(seconds=LINE_WINDOW.total_seconds() + 1)
    assert town.ask_status().press(PIN).said[0] == town.told


def test_what_is_not_tried_in_a_flood_does_not_make_it_longer(town: Town, clock: FakeClock) -> None:
    town.set_pin()
    flood(town, clock)
    town.wrong(MOST_MISSES)
    assert len(rows(town.app, pin_misses)) == MOST_OF_THE_LINE + FEW


def test_wrong_locked_and_too_many_sound_alike_and_cost_one_hash_each(
    town: Town, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.set_pin()
    hashed: list[bytes] = []
    real = hashlib.scrypt

    def counted(pin: bytes, **how: Any) -> bytes:
        hashed.append(pin)
        return real(pin, **how)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    wrong = town.ask_status().press(WRONG).plain
    town.wrong(MOST_MISSES - 1)
    hashed.clear()
    locked = [town.ask_status().press(tried).plain for tried in (PIN, WRONG)]
    assert len(hashed) == 2
    clock.advance(hours=2)
    flood(town, clock)
    too_many = [town.ask_status().press(tried).plain for tried in (PIN, WRONG)]
    assert len(hashed) == 4
    assert {_without_ids(one) for one in (wrong, *locked, *too_many)} == {_without_ids(wrong)}


def _without_ids(document: str) -> str:
    return re.sub(r"\d{10,}", "", document)


def test_help_can_be_asked_for_without_the_pin_and_nothing_of_what_is_open_is_told(
    town: Town,
) -> None:
    town.set_pin()
    call = town.call().press("1")
    assert call.said[0] == town.aloud("need-area")  # not "a request of this kind is still open"


def test_an_offer_and_what_was_left_half_way_are_behind_the_pin(town: Town) -> None:
    town.set_pin()
    call = town.call().press("9")
    assert call.said[0] == town.aloud("v-pin")
    call.press(PIN)
    assert call.said[0].startswith(town.aloud("offer-categories")[:12])
    call.hang_up()
    call = town.call()
    assert town.aloud("resume") in call.said
    call.press("1")
    assert call.said[0] == town.aloud("v-pin")
    assert call.press(PIN).said[0] == town.aloud("offer-categories")


def test_whoever_is_forgotten_has_no_pin_any_more(town: Town) -> None:
    town.set_pin()
    town.text("ERASE" if town.language == "en" else "محو")
    town.text("1")
    assert pins_of(town.app) == []
