"""Words of crisis: every phrase of the list is heard, everyday words that come close are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.vocabulary.crisis import load_crisis, read_crisis
from flows.vocabulary.vocabulary import load_vocabulary

PHRASES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "crisis_phrases.yaml").read_text("utf-8")
)
CRISIS = load_crisis()
TEXTS = Path(__file__).parents[1] / "understanding"
LISTS = Path(__file__).parents[2] / "flows" / "vocabulary"
# What says nothing, neither of a crisis nor against it.
NEUTRAL = (
    "please",
    "today",
    "my",
    "sister",
    "friend",
    "hello",
    "ok",
    "then",
    "يا",
    "اليوم",
    "هون",
    "صديقي",
    "لو",
    "سمحت",
    "marhaba",
    "47",
    "❤",
    "3ndi",
    "\u200f",
    "!!",
    "\n",
)
# A hit that counts only where the message ends with it.
LAST = ("i cant go on", "they found me", "i bought a rope")


@pytest.mark.parametrize("phrase", PHRASES["heard"])
def test_a_crisis_is_heard(phrase: str) -> None:
    assert CRISIS.heard(phrase) is not None


@pytest.mark.parametrize("phrase", PHRASES["not_heard"])
def test_everyday_words_are_no_crisis(phrase: str) -> None:
    assert CRISIS.heard(phrase) is None


def test_there_are_enough_of_both() -> None:
    assert len(PHRASES["heard"]) >= 170
    assert len(PHRASES["not_heard"]) >= 260


def _texts(file: str, of: str = "") -> list[str]:
    """The texts of a file of tests/understanding; of one class, where one is named."""
    lines = [json.loads(line) for line in (TEXTS / file).read_text("utf-8").splitlines()]
    return [line["text"] for line in lines if not of or line["class"] == of]


@pytest.mark.parametrize("kind", ["self", "danger", "medical"])
def test_of_what_people_write_in_a_crisis_nearly_all_is_heard(kind: str) -> None:
    texts = _texts("crisis.jsonl", kind)
    missed = [text for text in texts if CRISIS.heard(text) is None]
    assert len(missed) <= 0.07 * len(texts), missed


def test_of_what_comes_close_hardly_anything_is_heard() -> None:
    heard = [text for text in _texts("close.jsonl") if CRISIS.heard(text) is not None]
    assert len(heard) <= 4, heard
    assert [text for text in _texts("harmless.jsonl") if CRISIS.heard(text) is not None] == []


@pytest.mark.parametrize(
    "typed",
    [
        "I WANT TO DIE!!",
        "i want  to\ndie",
        "I don’t want to live anymore",
        "بِدّي مُوت",
        "بدي مـــوت",
        "\u202bبدي موت\u202c",
        "تعبت وبدي موت",
        "فبدي موت",
        "47 بدي موت",
        "حياتي فى خطر",
        "I cut myself again, 😔",
        "BADE MOUT",
    ],
)
def test_however_it_is_typed(typed: str) -> None:
    assert CRISIS.heard(typed) is not None


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("I'm going to kill myself", "self: kills or hurts self"),
        ("he has a knife", "danger: weapon"),
        ("he has a kitchen knife", None),
        ("عم انزف", "medical: bleeding"),
        ("لثتي عم انزف", None),
        ("cant go on", "self: no wish to live"),
        ("cant go on friday", None),
        ("and wanted", None),
        ("", None),
        ("و", None),
        ("?", None),
    ],
)
def test_the_kind_of_crisis(typed: str, kind: str | None) -> None:
    assert CRISIS.heard(typed) == kind


@given(
    st.sampled_from([each for each in PHRASES["heard"] if each.lower() not in LAST]),
    st.lists(st.sampled_from(NEUTRAL), max_size=8),
    st.lists(st.sampled_from(NEUTRAL), max_size=8),
)
def test_words_around_it_do_not_hide_a_crisis(
    phrase: str, before: list[str], after: list[str]
) -> None:
    words = [phrase] if phrase.lower().endswith("go on") else [phrase, *after]
    assert CRISIS.heard(" ".join([*before, *words])) is not None


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    assert CRISIS.heard(text) is None or CRISIS.heard(text)


@given(st.lists(st.sampled_from(NEUTRAL), max_size=60))
def test_neutral_words_alone_are_no_crisis(words: list[str]) -> None:
    assert CRISIS.heard(" ".join(words)) is None


def test_the_shipped_list_is_read_from_its_file() -> None:
    assert read_crisis(LISTS) == CRISIS


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        ({}, "a list of rows"),
        ([{"kind": "x"}], "a row has kind, chain"),
        ([{"kind": "x", "chain": [["a"]], "but": ["b"]}], "a row has kind, chain"),
        ([{"kind": "x", "chain": []}], "'x': chain should be"),
        ([{"kind": "x", "chain": ["a"]}], "'a' should be a list of words"),
        ([{"kind": "x", "chain": [[{"a": "b"}]]}], "should be a list of words"),
        ([{"kind": "x", "chain": [["…"]]}], "no letter to compare"),
        ([{"kind": "x", "chain": [["END"]]}], "cannot begin at the end"),
    ],
)
def test_a_fault_of_the_file_is_told(tmp_path: Path, tree: Any, told: str) -> None:
    (tmp_path / "crisis.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    with pytest.raises(ValueError, match=told):
        read_crisis(tmp_path)


def test_no_word_of_ours_is_a_crisis() -> None:
    commands = load_vocabulary().commands
    assert [w for w in commands if CRISIS.heard(w) or CRISIS.heard(f"{w} 112")] == []
