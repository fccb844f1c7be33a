"""Answers to menus in any dress, slips asked about at a question, and what an answer says besides."""

from __future__ import annotations

import pytest

from flows.engine.parsing import library_texts, parse_flow
from flows.text.prompts import Prompt
from flows.understanding.answers import Option, read_choice, read_in_turn
from flows.vocabulary.summary import read_summary
from tests.unit.talk import LEXICON, Talk

OPTIONS = [Option("a", "1"), Option("b", "2"), Option("c", "3"), Option("d", "4")]
NEED = parse_flow(library_texts()["flows/library/need.yaml"], "need.yaml")
OUTCOMES = {"check-open": "free", "check-day": "near", "open-need": "opened"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 please 🙏", "a"), ("option 2", "b"), ("the first", "a"), ("the second one", "b"),
        ("i choose 4", "d"),
        ("#1", "a"), ("3rd pls", "c"), ("رقم واحد لو سمحت", "a"), ("نمرة ٤", "d"),
        ("خيار 3", "c"), ("التاني", "b"),
        ("الأولى لو سمحتم", "a"), ("tnen", "b"), ("el tani", "b"), ("number two thanks", "b"),
        ("1 and 3", None),
        ("1 or 2", None), ("i choose", None), ("please", None), ("5", None),
    ],
)  # fmt: skip
def test_an_option_in_any_dress(typed: str, value: str | None) -> None:
    assert read_choice(typed, OPTIONS, LEXICON.vocabulary) == value


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("1 and 3", ("food", "transport")), ("3 and 1", ("transport", "food")),
        ("١ و ٣", ("food", "transport")),
        ("1 n also a ride", ("food", "transport")), ("tnen", ("shelter",)), ("خيار 3", ("transport",)),
        ("1 please 🙏", ("food",)), ("not this", None),
    ],
)  # fmt: skip
def test_kinds_come_in_the_order_in_which_they_were_said(
    typed: str, kinds: tuple[str, ...] | None
) -> None:
    assert read_in_turn(typed, LEXICON) == kinds


def test_of_two_kinds_the_other_is_asked_about_afterwards() -> None:
    talk = Talk(NEED, OUTCOMES).begin().send("3 and 1", "harbour", "today 2", "1")
    assert talk.send("1").ids == ["need-opened", "need-also"]
    after = talk.send("1").turn
    assert after.next_flow == "need"
    assert after.next_answers == {
        "category": "food",
        "area": "harbour",
        "when": "today",
        "count": 2,
    }


def test_a_slip_at_a_question_is_asked_about() -> None:
    talk = Talk(NEED, OUTCOMES).begin(category="food").send("harbor")
    assert talk.said == [Prompt("slip", {"area": "harbour"})]
    assert talk.send("2").ids == ["need-area"]
    assert talk.send("harbor", "yes").answers["area"] == "harbour"


def test_another_answer_than_yes_or_no_to_a_slip_is_read_anew() -> None:
    talk = Talk(NEED, OUTCOMES).begin(category="food").send("harbor", "market")
    assert talk.answers["area"] == "market"
    assert "meant" not in talk.answers


@pytest.mark.parametrize(
    ("known", "typed", "kept"),
    [
        ({"category": "food", "area": "hill"}, "asap just me", {"when": "now", "count": 1}),
        ({"category": "food"}, "market, tomorrow", {"area": "market", "when": "tomorrow"}),
        ({"category": "food"}, "tomorrow, for 3 people", {"when": "tomorrow", "count": 3}),
        ({}, "near the market, tomorrow", {"area": "market", "when": "tomorrow"}),
        ({}, "a bed for my mother because we were evicted", {"category": "shelter"}),
        ({"category": "food", "area": "hill"}, "tomorrow, and i also need a bed",
         {"when": "tomorrow", "also": "shelter"}),
    ],
)  # fmt: skip
def test_nothing_that_was_said_is_lost(
    known: dict[str, object], typed: str, kept: dict[str, object]
) -> None:
    answers = Talk(NEED, OUTCOMES).begin(**known).send(typed).answers
    assert {key: answers.get(key) for key in {**known, **kept}} == {**known, **kept}


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("looks good", "send"), ("اي ابعتوها", "send"), ("صاح رسلو", "send"),
        ("kolo mazboot yalla", "send"),
        ("yep fire it off", "send"), ("المنطقة غلط", "change"), ("its for 3 not 2", "change"),
        ("yes but the area is wrong", "change"), ("leave it, my son got it sorted", "drop"),
        ("لا ترسلوها", "drop"), ("right behind the mosque", None), ("what is this", None),
    ],
)  # fmt: skip
def test_what_is_said_of_the_summary(typed: str, verdict: str | None) -> None:
    assert read_summary(typed) == verdict


def test_nobody_reads_twice_that_something_was_not_clear() -> None:
    talk = Talk(NEED, OUTCOMES).begin(category="food", area="hill", when="today")
    assert talk.send("xx yy").ids == ["misunderstood-1", "need-count"]
    assert talk.send("xx yy").ids == ["misunderstood-again", "need-count"]
