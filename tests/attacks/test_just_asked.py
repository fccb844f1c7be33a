"""What answers a question of ours is not for whoever is at the other end of a match: a PIN least of all."""

from __future__ import annotations

import pytest

from hotline.services.kernel.app import App
from hotline.store.people import pins
from hotline.store.schema import members, needs
from tests.attacks.texting import say, texts_to
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows

MAYA, SAM = "+9613000001", "+9613000002"
ASK = ("need food harbour today 2", "1", "1")


@pytest.fixture
def line(app: App) -> App:
    """Sam helps Maya."""
    enrol(app, ("Sam", SAM, "en", "food", "all", "2"))
    say(app, MAYA, "hello")
    greet_everybody(app)
    say(app, MAYA, *ASK)
    say(app, SAM, "yes")
    return app


def test_a_pin_in_a_sentence_is_set_and_goes_to_nobody(line: App) -> None:
    before = len(texts_to(line, SAM))
    assert say(line, MAYA, "pin", "my pin is 4826")[0].startswith("Set.")
    with line.database.reading() as db:
        assert pins.is_set(db, id_of(line, MAYA))
    assert texts_to(line, SAM)[before:] == []


@pytest.mark.parametrize(
    "words", ["my pin is 4826", "4826 or 9173, which is better", "رقمي السري ٤٨٢٦"]
)
def test_a_pin_never_reaches_the_other_side_by_itself(
    line: App, clock: FakeClock, words: str
) -> None:
    """Right after the question, after the other side wrote, long after, and unasked."""
    say(line, MAYA, "pin", words)
    say(line, MAYA, "pin")
    clock.advance(minutes=1)
    say(line, SAM, "are you home")
    clock.advance(minutes=1)
    say(line, MAYA, words)
    clock.advance(minutes=70)
    say(line, MAYA, words)
    assert not [text for text in texts_to(line, SAM) if "4826" in text or "٤٨٢٦" in text]


@pytest.mark.parametrize(
    ("asked", "answer", "told"),
    [
        ("call", "no my husband is here", "A call is not possible"),
        ("erase", "yes please erase everything about me", "All forgotten."),
        ("need", "a bed for my mother because we were evicted by my father", "Which area?"),
    ],
)
def test_a_private_question_takes_its_answer_in_a_sentence(
    line: App, asked: str, answer: str, told: str
) -> None:
    say(line, MAYA, asked)
    assert told in say(line, MAYA, answer)[-1]
    assert not [text for text in texts_to(line, SAM) if answer in text]


@pytest.mark.parametrize("asked", ["pin", "call", "erase", "need", "safe hours", "offer"])
def test_what_is_no_answer_is_not_passed_on_by_a_guess(line: App, asked: str) -> None:
    reference = rows(line, needs)[0].reference
    say(line, MAYA, asked)
    (again,) = say(line, MAYA, "the blue door by the bakery")
    assert again.startswith(f"Not passed on. For the other person: {reference} and the words.")
    assert not [text for text in texts_to(line, SAM) if "blue door" in text]
    say(line, MAYA, f"{reference} the blue door by the bakery")
    assert texts_to(line, SAM)[-1].endswith("the blue door by the bakery")


def test_the_second_time_the_words_are_asked_about(line: App) -> None:
    say(line, MAYA, "erase", "the blue door")
    assert say(line, MAYA, "by the bakery")[0].startswith("Who is that for?")
    assert say(line, MAYA, "come soon")[0].startswith("Who is that for?")
    say(line, MAYA, "2")
    assert texts_to(line, SAM)[-1].endswith("by the bakery\ncome soon")


def test_a_yes_after_the_other_side_wrote_erases_nobody(line: App, clock: FakeClock) -> None:
    say(line, MAYA, "erase")
    clock.advance(minutes=1)
    say(line, SAM, "are you home?")
    clock.advance(minutes=1)
    assert say(line, MAYA, "yes")[0].startswith("Who is that for?")
    say(line, MAYA, "2")
    assert texts_to(line, SAM)[-1].endswith("yes")
    assert {row.state for row in rows(line, members)} == {"active"}


def test_and_is_an_answer_where_its_writer_says_so(line: App, clock: FakeClock) -> None:
    say(line, MAYA, "erase")
    clock.advance(minutes=1)
    say(line, SAM, "are you home?")
    clock.advance(minutes=1)
    say(line, MAYA, "yes")
    assert say(line, MAYA, "1")[0].startswith("All forgotten.")


def test_a_word_that_hides_everything_is_not_read_by_the_other_side(
    line: App, clock: FakeClock
) -> None:
    say(line, MAYA, "safe word")
    clock.advance(minutes=1)
    say(line, SAM, "are you home?")
    clock.advance(minutes=1)
    assert say(line, MAYA, "purple lantern")[0].startswith("Who is that for?")
    assert not [text for text in texts_to(line, SAM) if "purple" in text]


def test_where_texts_ask_for_the_pin_it_may_stand_in_a_sentence(line: App) -> None:
    say(line, MAYA, "pin", "739184", "pin", "739184", "4", "1")
    assert say(line, MAYA, "status") == ["Please text your secret number first."]
    assert say(line, MAYA, "my pin is 739184")[0].startswith("Thank you.")
    assert not [text for text in texts_to(line, SAM) if "739184" in text]
