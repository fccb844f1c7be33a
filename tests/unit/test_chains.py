"""Chains: what a stem with a marker and a word in Latin letters stand for, and what takes a row back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.vocabulary.chains import Chains, Heard, read_chains
from flows.vocabulary.inflection import forms_of
from flows.vocabulary.readings import LAST, read_text
from flows.vocabulary.romanised import consonants

Rows = list[dict[str, Any]]


def chains(directory: Path, *rows: dict[str, Any]) -> Chains:
    (directory / "x.yaml").write_text(yaml.safe_dump(list(rows), allow_unicode=True), "utf-8")
    return read_chains(directory, "x.yaml")


def row(*slots: list[str], **more: Any) -> dict[str, Any]:
    return {"kind": "x", "chain": list(slots), **more}


@pytest.mark.parametrize(
    ("entry", "typed"),
    [
        (
            "قتل ME",
            "يقتلني يقتلوني هيقتلني حيقتلوني سيقتلوننا بيقتلني كيقتلني قتلتني قتلوني وبيقتلني",
        ),
        ("قتل ME", "ye2telni bye2tlouni yaqtuluni hay2tlooni ye9tlouni kayqtelni yo2tolne"),
        ("قتل WOULD-ME", "يقتلني هتقتلوني bye2telni"),
        ("نتحر I", "أنتحر بنتحر هنتحر سأنتحر كننتحر ente7er onta7er hante7er"),
        ("نتحر HE", "ينتحر بتنتحر هينتحروا"),
        ("ضرب HE", "يضربها بيضربهم"),
        ("بعت YOU", "تبعتوا ابعتولي تبعتوليش تبعتوا"),
        ("~yeghtaseb", "yeghtaseb yghtaseb yightasib y8taseb yightassib"),
    ],
)
def test_a_marker_stands_for_all_forms(tmp_path: Path, entry: str, typed: str) -> None:
    heard = chains(tmp_path, row([entry]))
    unheard = [word for word in typed.split() if heard.heard(word) is None]
    assert unheard == []


@pytest.mark.parametrize(
    ("entry", "typed"),
    [
        ("قتل WOULD-ME", "قتلني قتلتني قتلونا"),
        ("قتل ME", "قتل يقتل قتلى مقتل بيقتلك"),
        ("نتحر I", "ينتحر بتنتحر"),
        ("بعت YOU", "يبعت"),
        ("~yeghtaseb", "yeghsel yektob"),
    ],
)
def test_and_for_no_other(tmp_path: Path, entry: str, typed: str) -> None:
    heard = chains(tmp_path, row([entry]))
    assert [word for word in typed.split() if heard.heard(word) is not None] == []


def test_what_is_no_marker_is_words(tmp_path: Path) -> None:
    assert forms_of("قتل") == forms_of("kill me") == []
    assert chains(tmp_path, row(["kill me"])).heard("they kill me") == Heard("x", True, 1, 3)


@pytest.mark.parametrize("glued", ["و", "ف", "ب", "ل", "ع", "ال", "وال", "بال", "عال", "هال", "وب"])
def test_what_is_written_with_a_word_does_not_hide_it(tmp_path: Path, glued: str) -> None:
    assert chains(tmp_path, row(["سكين"])).heard(f"{glued}سكين") is not None


def test_a_word_is_never_taken_apart_to_nothing() -> None:
    for word in ("و", "ال", "وال", "ب", "لل", "عال"):
        assert all(read_text(word).words[0]) and read_text(word).words[-1] == (LAST,)


@given(st.sampled_from(["kill", "yedrobni", "سكين"]), st.integers(0, 3), st.integers(3, 9))
def test_a_letter_drawn_out_counts_once_or_twice(word: str, at: int, times: int) -> None:
    drawn = word[:at] + word[at] * times + word[at + 1 :]
    assert word in read_text(drawn).words[0] or (word == "kill" and at >= 2)
    assert "kill" in read_text("ki" + "l" * times).words[0]


@given(st.text("aeiou", max_size=3), st.text("aeiou", max_size=3), st.booleans())
def test_vowels_and_doubled_letters_say_nothing(one: str, two: str, doubled: bool) -> None:
    typed = f"y{one}d{'d' if doubled else ''}r{two}b"
    assert consonants([typed]) == ["~ydrb"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("5atar", "khatar"), ("7abes", "habes"), ("yeghtaseb", "ye8taseb"), ("shereb", "chereb")],
)
def test_one_sound_however_it_is_spelt(one: str, other: str) -> None:
    assert consonants([one]) == consonants([other]) != [""]


@pytest.mark.parametrize(
    ("more", "text", "heard"),
    [
        ({}, "kill me", True),
        ({}, "kill all of me", False),
        ({"gap": 2}, "kill all of me", True),
        ({"gap": 2}, "kill each one of me", False),
        ({"unless": ["joke"]}, "joke kill me", False),
        ({"unless": ["joke"]}, "kill me a joke", False),
        ({"unless": ["joke"]}, "joke and what then kill me", True),
        ({"unless_then": ["joke"]}, "kill me a joke", False),
        ({"unless_then": ["joke"]}, "joke kill me", True),
        ({"denied": ["not"]}, "not kill me", False),
        ({"denied": ["not"]}, "not so kill me", True),
    ],
)
def test_where_a_row_holds(tmp_path: Path, more: dict[str, Any], text: str, heard: bool) -> None:
    assert (chains(tmp_path, row(["kill"], ["me"], **more)).heard(text) is not None) is heard


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    read = read_text(text)
    assert read.words[-1] == (LAST,)
    assert {word for words in read.words for word in words} == set(read.places)
