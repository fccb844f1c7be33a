"""Which words can hide everything, and how spans of hours are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.safe_words import is_poor
from flows.understanding.time_ranges import read_span
from flows.vocabulary.vocabulary import load_vocabulary
from tests.unit.talk import LEXICON

V = load_vocabulary()


@pytest.mark.parametrize(
    "word",
    [
        *("take me off", "احذفوا رقمي", "sotp", "leave me alone"),
        *("menu", "stop", "cancel", "help", "yes", "نعم", "لا", "maybe", "thanks", "شكرا"),
        *("food", "طعام", "a bed", "harbour", "الميناء", "today", "غدا", "weekends", "need food"),
        *("47", "2468", "47 hello", "yes 47", "12 34 56", "???", "", "ab1", "aaaa", "نعم 47"),
        *("hello", "مرحبا", "good morning", "صباح الخير", "password", "كلمة سر", "I want to die"),
        *("everything", "nothing", "9-21", "please thanks", "ok ok", "من 9 الى 21"),
        "a word that is much too long for anybody to type in haste",
    ],
)
def test_what_means_something_or_is_usual_is_refused(word: str) -> None:
    assert is_poor(word, LEXICON)


@pytest.mark.parametrize(
    "word",
    ["marzipan", "purple lantern", "قوس المطر", "zeitoun", "لوز اخضر", "Käsekuchen", "blau7"],
)
def test_a_word_of_ones_own_is_taken(word: str) -> None:
    assert not is_poor(word, LEXICON)


@given(st.sampled_from(sorted(V.commands)))
def test_no_command_is_taken(word: str) -> None:
    assert is_poor(word, LEXICON)


@given(st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    assert is_poor(text, LEXICON) in (True, False)
    assert read_span(text) is None or len(read_span(text) or ()) == 2


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("9-21", ("09:00", "21:00")),
        ("9 to 21", ("09:00", "21:00")),
        ("from 9 until 17:30", ("09:00", "17:30")),
        ("9.15 - 20.45", ("09:15", "20:45")),
        ("9am-9pm", ("09:00", "21:00")),
        ("12 am to 12 pm", ("00:00", "12:00")),
        ("22-6", ("22:00", "06:00")),
        ("8-24", ("08:00", "00:00")),
        ("من ٩ إلى ٢١", ("09:00", "21:00")),
        ("من 9 صباحا إلى 9 مساء", ("09:00", "21:00")),
        ("٩:٣٠ - ٢٢", ("09:30", "22:00")),
        ("9-9", None),
        ("9", None),
        ("25-9", None),
        ("9-21-3", None),
        ("9:75-21", None),
        ("100-200", None),
        ("always", None),
        ("", None),
    ],
)
def test_spans_of_hours(typed: str, span: tuple[str, str] | None) -> None:
    assert read_span(typed) == span
