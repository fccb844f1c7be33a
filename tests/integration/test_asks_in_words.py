"""Asks, open requests and follow-ups that are answered in words, where somebody could come to harm by it."""

from __future__ import annotations

from itertools import count

import pytest

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.needs import matches, needs
from hotline.store.schema import asks, outbox
from tests.integration.texts import add_member, new_number
from tests.support_app import enrol, greet_everybody, id_of, rows, settle_down

SAM = "+9613000001"
_sids = count(1)


def say(app: App, number: str, *texts: str) -> list[str]:
    """What the last of these texts is answered with."""
    said: list[str] = []
    for words in texts:
        sent = receive(app, Inbound(f"SM{next(_sids):032x}", number, words))
        said = [message.body for message in sent]
        settle_down(app)
    return said


@pytest.fixture
def maya(app: App) -> str:
    """Somebody who has asked for food; Sam was asked."""
    enrol(app, ("Sam", SAM, "en", "food", "all", "2"))
    greet_everybody(app)
    number = new_number()
    add_member(app, number, greeted_at=app.clock())
    say(app, number, "need food harbour today 2", "1", "1")
    return number


def reference(app: App, number: str) -> str:
    with app.database.reading() as db:
        return needs.live_of(db, id_of(app, number))[-1].reference


def is_matched(app: App, number: str) -> bool:
    with app.database.reading() as db:
        return bool(matches.open_with(db, id_of(app, number)))


def kinds_to(app: App, number: str) -> list[str]:
    member = id_of(app, number)
    sent = [row for row in rows(app, outbox) if row.member_id == member and not row.inline]
    return [row.kind for row in sorted(sent, key=lambda row: row.turn)]


@pytest.mark.parametrize(
    "words",
    [
        "yes but only after 6",
        "ايه بس بعد الستة",
        "eh bas bokra",
        "let me ask my wife",
        "who is it for?",
        "hello there",
        "not sure i can",
    ],
)
def test_nothing_but_a_sure_yes_binds(app: App, maya: str, words: str) -> None:
    said = say(app, SAM, words)
    assert not is_matched(app, SAM)
    assert reference(app, maya) in said[0]
    say(app, SAM, "yes")
    assert is_matched(app, SAM)


@pytest.mark.parametrize("words", ["on my way", "تكرم عينك", "wakha", "no problem"])
def test_a_sure_yes_does(app: App, maya: str, words: str) -> None:
    say(app, SAM, words)
    assert is_matched(app, SAM)


@pytest.mark.parametrize("words", ["sorry not today", "للأسف لا", "mabe2darsh", "مسافر"])
def test_a_no_in_words_is_a_no(app: App, maya: str, words: str) -> None:
    say(app, SAM, words)
    assert not is_matched(app, SAM)
    assert [row.state for row in rows(app, asks)] == ["declined"]


def test_what_was_added_leaves_before_the_news(app: App, maya: str) -> None:
    say(app, SAM, "yes but only after 6", "1")
    assert kinds_to(app, maya)[-2:] == ["relay", "notice"]


def test_what_was_added_goes_nowhere_without_a_yes(app: App, maya: str) -> None:
    say(app, SAM, "yes but only after 6", "2")
    assert "relay" not in kinds_to(app, maya)


def test_a_late_yes_passes_nothing_on(app: App, maya: str) -> None:
    enrol(app, ("Lina", "+9613000002", "en", "food", "all", "2"))
    say(app, SAM, "yes but only after 6")
    say(app, maya, f"drop {reference(app, maya)}")
    said = say(app, SAM, "1")
    assert not is_matched(app, SAM)
    assert "relay" not in kinds_to(app, maya)
    assert said


def test_a_question_tells_no_more_than_the_ask_did(app: App, maya: str) -> None:
    (told,) = say(app, SAM, "who is it for? where exactly?")
    ask = "food, Harbour, today, for 2. Could you?"
    assert ask in told
    assert maya not in told and maya[-6:] not in told


def test_words_of_crisis_are_no_answer_to_an_ask(app: App, maya: str) -> None:
    (told, *_) = say(app, SAM, "yes he wants to kill me")
    assert "Could you?" not in told
    assert not is_matched(app, SAM)


@pytest.mark.parametrize("words", ["I don't need food anymore", "ما عاد بدي شي"])
def test_words_alone_close_nothing(app: App, maya: str, words: str) -> None:
    (told,) = say(app, maya, words)
    number = reference(app, maya)
    assert number in told
    say(app, maya, "the dog is wet")
    assert reference(app, maya) == number
    say(app, maya, words, "1")
    with app.database.reading() as db:
        assert needs.live_of(db, id_of(app, maya)) == []


@pytest.mark.parametrize("words", ["is someone coming?", "make it 4 people instead of 2", "lovely"])
def test_on_a_locked_phone_nothing_is_shown(app: App, maya: str, words: str) -> None:
    say(app, maya, "pin", "739184", "pin", "739184", "4", "1")
    assert say(app, maya, words) == ["Please text your secret number first."]


def test_a_new_request_is_one_while_an_ask_waits(app: App, maya: str) -> None:
    (told,) = say(app, SAM, "need a ride harbour tomorrow 1")
    assert told.startswith("Understood: a ride")
