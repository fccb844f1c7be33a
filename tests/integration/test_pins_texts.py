"""A PIN that texts ask for: what waits for it, what never does, and that it goes no further."""

from __future__ import annotations

from itertools import count

import pytest

from flows.prompts import Prompt
from hotline.domain.messages import Kind
from hotline.services import deliver
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify
from hotline.services.receive import Inbound, receive
from hotline.store import members
from hotline.store.schema import members as members_table
from hotline.store.schema import outbox
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number, text
from tests.support_house import rows, settle_down

PIN = "739184"
_sids = count(1)


def say(house: House, number: str, words: str) -> list[str]:
    sent = receive(house, Inbound(f"SM{next(_sids):032x}", number, words))
    settle_down(house)
    return [message.body for message in sent]


def locked(house: House) -> tuple[int, str]:
    number = new_number()
    member_id = add_member(house, number, greeted_at=house.clock())
    for words in ("pin", PIN, "pin", "4", "1"):
        said = say(house, number, words)
    assert said[0].startswith("Set: texts ask")
    return member_id, number


@pytest.mark.parametrize("words", ["status", "pin", "change 47", "47", "status 47"])
def test_what_is_private_waits(house: House, words: str) -> None:
    assert say(house, locked(house)[1], words) == ["Please text your secret number first."]


@pytest.mark.parametrize("words", ["menu", "need", "offer", "privacy", "lang", "0", "hello"])
def test_everything_else_does_not(house: House, words: str) -> None:
    said = say(house, locked(house)[1], words)
    assert said and not any("secret number" in each for each in said)


def test_the_menus_own_way_to_the_news_is_locked_as_well(house: House) -> None:
    _, number = locked(house)
    say(house, number, "menu")
    assert say(house, number, "7") == ["Please text your secret number first."]


def test_words_of_others_wait_sealed_and_their_coming_is_told_once(house: House) -> None:
    member_id, number = locked(house)
    words = Prompt("relay-to-asker", {"reference": "347", "words": "at the corner"})
    before = len(rows(house, outbox))
    for _ in range(2):
        with house.database.writing() as db:
            envelope = Envelope(member_id=member_id, prompts=[words], kind=Kind.RELAY)
            assert notify(Desk(house, db, house.clock()), envelope).told
    settle_down(house)
    new = rows(house, outbox)[before:]
    states = sorted((row.kind, row.state) for row in new)
    assert states == [("notice", "sent"), ("relay", "queued"), ("relay", "queued")]
    assert all(b"corner" not in row.body for row in new)
    say(house, number, PIN)
    assert all(row.state == "sent" for row in rows(house, outbox) if row.kind == "relay")


def test_what_was_on_its_way_already_is_held(house: House, clock: FakeClock) -> None:
    member_id, _ = locked(house)
    waiting = add_text(house, member_id, kind="relay")
    deliver.run(house)
    assert text(house, waiting).state == "queued"
    clock.advance(days=2)
    deliver.run(house)
    assert text(house, waiting).state == "queued"


def test_the_pin_is_asked_for_again_after_a_quarter_of_an_hour(
    house: House, clock: FakeClock
) -> None:
    _, number = locked(house)
    say(house, number, PIN)
    clock.advance(minutes=14)
    assert "secret number first" not in say(house, number, "status")[0]
    clock.advance(minutes=2)
    assert "secret number first" in say(house, number, "status")[0]


def test_wrong_tries_lock_what_is_private_and_nothing_else(house: House) -> None:
    _, number = locked(house)
    for wrong in ("111222", "111223", "111224", "111225", "111226", PIN):
        assert say(house, number, wrong) == ["That did not work. For a person: 0"]
    assert say(house, number, "need")[0].startswith("What is needed?")


def test_erase_and_taking_the_pin_away_end_it(house: House) -> None:
    member_id, number = locked(house)
    say(house, number, PIN)
    for words in ("pin", "2"):
        say(house, number, words)
    with house.database.reading() as db:
        assert not members.get(db, member_id).pin_in_texts
    other_id, other = locked(house)
    for words in ("erase", "1"):
        say(house, other, words)
    left = [row for row in rows(house, members_table) if row.id == other_id]
    assert not any(row.pin_in_texts or row.unlocked_until for row in left)
