"""Words between two sides: what is said of the other one is heard, what is said to them is left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.in_full import names_pin, pin_within, read_in_full
from flows.understanding.pins import is_pin
from flows.vocabulary.between import heard_complaint, heard_news
from flows.vocabulary.vocabulary import load_vocabulary

HERE = Path(__file__).parent
PHRASES: dict[str, Any] = yaml.safe_load((HERE / "between_phrases.yaml").read_text("utf-8"))
HARMLESS = HERE.parent / "understanding" / "harmless.jsonl"
VOCABULARY = load_vocabulary()


@pytest.mark.parametrize("phrase", PHRASES["heard"])
def test_words_about_the_other_side_are_heard(phrase: str) -> None:
    assert heard_complaint(phrase) is not None


@pytest.mark.parametrize("phrase", PHRASES["ordinary"])
def test_words_to_the_other_side_are_not(phrase: str) -> None:
    assert heard_complaint(phrase) is None


def test_harmless_texts_are_hardly_ever_held() -> None:
    """One in two hundred, at most: each costs its writer a question."""
    texts = [json.loads(line)["text"] for line in HARMLESS.read_text("utf-8").splitlines()]
    assert len(texts) == 500
    assert len([text for text in texts if heard_complaint(text)]) <= 2


@pytest.mark.parametrize(
    ("kind", "phrase"), [(kind, each) for kind, all_ in PHRASES["news"].items() for each in all_]
)
def test_news_is_told_apart(kind: str, phrase: str) -> None:
    assert heard_news(phrase) == kind


@pytest.mark.parametrize("phrase", PHRASES["no_news"])
def test_what_only_sounds_like_news_is_none(phrase: str) -> None:
    assert heard_news(phrase) is None


@given(st.text(max_size=400))
def test_no_text_breaks_them(text: str) -> None:
    assert heard_complaint(text) in (None, "harm", "team")
    assert heard_news(text) in (None, "done", "cant", "drop")
    assert is_pin(pin_within(text) or "0000")


# --- answers said in full ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("my pin is 4821", "4821"),
        ("it's 48 21", "4821"),
        ("رقمي السري ٤٨٢١", "4821"),
        ("it was 1234, now 4821", None),
        ("i would like one", None),
        ("4 of us", None),
        ("my number is 123456789", None),
    ],
)
def test_the_only_number_that_can_be_one_is_the_pin(text: str, pin: str | None) -> None:
    assert read_in_full("pin", "pin", text, VOCABULARY) == pin


@pytest.mark.parametrize(
    ("text", "named", "surely"),
    [
        ("my pin is 4821", True, True),
        ("رقمي السري 4821", True, True),
        ("the code is 4821", True, False),
        ("the gate code is 4821", False, False),
        ("flat 4821", False, False),
    ],
)
def test_a_pin_that_is_named(text: str, named: bool, surely: bool) -> None:
    assert (names_pin(text), names_pin(text, surely=True)) == (named, surely)


@pytest.mark.parametrize(
    ("flow", "text", "answer"),
    [
        ("call-safe", "no my husband is here", "no"),
        ("call-safe", "لا زوجي هون", "no"),
        ("call-safe", "la2 joze hon", "no"),
        ("call-safe", "my father is home", "no"),
        ("call-safe", "yes you can call", "yes"),
        ("call-safe", "اي عادي اتصلو", "yes"),
        ("call-safe", "yes but not now", None),
        ("call-safe", "yes im home", None),
        ("erase", "yes please erase everything about me", "yes"),
        ("erase", "delete my number", "yes"),
        ("erase", "اي امسحو كل شي عني", "yes"),
        ("erase", "eh em7o kel shi", "yes"),
        ("erase", "no keep it", "no"),
        ("erase", "please dont delete anything", "no"),
        ("erase", "yes im home", None),
        ("erase", "no problem", None),
        ("erase", "no erase everything", "no"),
        ("call-safe", "yes but my husband is here", None),
        ("erase", "on my way", None),
    ],
)
def test_a_yes_or_no_in_full(flow: str, text: str, answer: str | None) -> None:
    assert read_in_full(flow, "yes-no", text, VOCABULARY) == answer
