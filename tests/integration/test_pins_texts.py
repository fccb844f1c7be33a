"""A PIN that texts ask for: what waits for it, what never does, and that it goes no further."""

from __future__ import annotations

from itertools import count

import pytest

from flows.text.prompts import Prompt
from hotline.domain.messages import Kind
from hotline.services.delivery import deliver
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify
from hotline.store.people import members
from hotline.store.schema import members as members_table
from hotline.store.schema import outbox
from tests.conftest import FakeClock
from tests.integration.texts import add_member, add_text, new_number, text
from tests.support_app import rows, settle_down

PIN = "739184"
_sids = count(1)


def say(app: App, number: str, words: str) -> list[str]:
    sent = receive(app, Inbound(f"SM{next(_sids):032x}", number, words))
    settle_down(app)
    return [message.body for message in sent]


def locked(app: App) -> tuple[int, str]:
    number = new_number()
    member_id = add_member(app, number, greeted_at=app.clock())
    for words in ("pin", PIN, "pin", PIN, "4", "1"):
        said = say(app, number, words)
    assert said[0].startswith("Set: texts ask")
    return member_id, number


@pytest.mark.parametrize("words", ["status", "change 47", "47", "status 47"])
def test_what_is_private_waits(app: App, words: str) -> None:
    assert say(app, locked(app)[1], words) == ["Please text your secret number first."]


@pytest.mark.parametrize("words", ["menu", "need", "offer", "privacy", "lang", "0", "hello"])
def test_everything_else_does_not(app: App, words: str) -> None:
    said = say(app, locked(app)[1], words)
    assert said and not any("secret number" in each for each in said)


def test_the_menus_own_way_to_the_news_is_locked_as_well(app: App) -> None:
    _, number = locked(app)
    say(app, number, "menu")
    assert say(app, number, "7") == ["Please text your secret number first."]


def test_words_of_others_wait_sealed_and_their_coming_is_told_once(app: App) -> None:
    member_id, number = locked(app)
    words = Prompt("relay-to-asker", {"reference": "347", "words": "at the corner"})
    before = len(rows(app, outbox))
    for _ in range(2):
        with app.database.writing() as db:
            envelope = Envelope(member_id=member_id, prompts=[words], kind=Kind.RELAY)
            assert notify(UnitOfWork(app, db, app.clock()), envelope).told
    settle_down(app)
    new = rows(app, outbox)[before:]
    states = sorted((row.kind, row.state) for row in new)
    assert states == [("notice", "sent"), ("relay", "queued"), ("relay", "queued")]
    assert all(b"corner" not in row.body for row in new)
    say(app, number, PIN)
    assert all(row.state == "sent" for row in rows(app, outbox) if row.kind == "relay")


def test_what_was_on_its_way_already_is_held(app: App, clock: FakeClock) -> None:
    member_id, _ = locked(app)
    waiting = add_text(app, member_id, kind="relay")
    deliver.run(app)
    assert text(app, waiting).state == "queued"
    clock.advance(days=2)
    deliver.run(app)
    assert text(app, waiting).state == "queued"


def test_the_pin_is_asked_for_again_after_a_quarter_of_an_hour(app: App, clock: FakeClock) -> None:
    _, number = locked(app)
    say(app, number, PIN)
    clock.advance(minutes=14)
    assert "secret number first" not in say(app, number, "status")[0]
    clock.advance(minutes=2)
    assert "secret number first" in say(app, number, "status")[0]


def test_wrong_tries_lock_what_is_private_and_nothing_else(app: App) -> None:
    _, number = locked(app)
    for wrong in ("111222", "111223", "111224", "111225", "111226", PIN):
        assert say(app, number, wrong) == ["That did not work. To talk to us: 0"]
    assert say(app, number, "need")[0].startswith("What is needed?")


def test_erase_and_taking_the_pin_away_end_it(app: App) -> None:
    member_id, number = locked(app)
    say(app, number, PIN)
    for words in ("pin", PIN, "2"):
        say(app, number, words)
    with app.database.reading() as db:
        assert not members.get(db, member_id).pin_in_texts
    other_id, other = locked(app)
    for words in ("erase", "1"):
        say(app, other, words)
    left = [row for row in rows(app, members_table) if row.id == other_id]
    assert not any(row.pin_in_texts or row.unlocked_until for row in left)
