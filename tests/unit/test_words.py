"""The form in which words are compared, and the word lists."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text.phrases import words_of
from flows.vocabulary.vocabulary import (
    CARRIER_HELP,
    CARRIER_START,
    CARRIER_STOP,
    ascii_digits,
    fold,
    load_vocabulary,
    read_vocabulary,
)

VOCABULARY = load_vocabulary()
LISTS = Path(__file__).parents[2] / "flows" / "vocabulary"
ANYTHING = st.text(st.characters(), max_size=60)  # NUL and lone surrogates among them


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Yes ", "yes"),
        ("NEED  food\n\tplease", "need food please"),
        ("غدًا", "غدا"),
        ("أُرِيدُ", "اريد"),
        ("إلغاء", "الغاء"),
        ("آه", "اه"),
        ("ٱلآن", "الان"),
        ("طلـــب", "طلب"),
        ("مصارى", "مصاري"),
        ("عربی", "عربي"),
        ("ساعة", "ساعه"),
        ("کرا", "كرا"),
        ("ھون", "هون"),
        ("\u200fنعم\u200e 47\u202c", "نعم 47"),
        ("na\u200bam", "naam"),
        ("٤٧ ۴۷ ４７ ४७", "47 47 47 47"),
        ("لـ٣", "ل3"),
        ("don't", "dont"),
        ("don’t", "dont"),
        ("pick-me-up!", "pick me up"),
        ("(3).", "3"),
        ("1,3", "1 3"),
        ("طعام، مبيت؟", "طعام مبيت"),
        ("?", "?"),
        ("؟", "?"),
        ("??", "?"),
        ("really?", "really"),
        ("👍🏽", "👍"),
        ("ok👍", "ok 👍"),
        ("❤️", "❤"),
        ("1️⃣", "1"),
        ("ﻻ", "لا"),
        ("Café", "cafe"),
        ("№ 47", "no 47"),
        ("", ""),
        ("…", ""),
        ("\x00", ""),
    ],
)
def test_all_ways_to_type_a_word_fold_to_one(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_other_hamzas_stay_since_they_tell_words_apart() -> None:
    assert fold("غداء") == "غداء" != fold("غدا")
    assert fold("طارئ") == "طارئ"


@given(ANYTHING)
def test_folding_takes_any_text_and_twice_is_once(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


@given(st.text("abcيبتةأ 1٣", max_size=30), st.integers(0, 30))
def test_invisible_marks_make_no_difference(text: str, at: int) -> None:
    assert fold(text[:at] + "\u200f\u0640\u0651" + text[at:]) == fold(text)


@given(st.integers(0, 10**6), st.sampled_from(["٠", "۰", "０", "०"]))
def test_digits_of_every_script_become_ascii(number: int, zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    assert ascii_digits(f"x{typed} é") == f"x{number} é"
    assert fold(typed) == str(number)


@given(ANYTHING)
def test_nothing_but_digits_is_changed_by_ascii_digits(text: str) -> None:
    changed = ascii_digits(text)
    assert len(changed) == len(text)
    assert all(a == b or a.isdecimal() for a, b in zip(text, changed, strict=True))


def test_arabic_words_and_digits_that_touch_are_two_words() -> None:
    assert words_of("1و3 لـ٣ 3ayez") == ["1", "و", "3", "ل", "3", "3ayez"]


# --- the lists -------------------------------------------------------------------------------------


def test_the_carriers_words_are_as_twilio_documents_them() -> None:
    assert " ".join(sorted(CARRIER_STOP)) == (
        "CANCEL END OPTOUT QUIT REVOKE STOP STOPALL UNSUBSCRIBE"
    )
    assert {"START", "UNSTOP"} == CARRIER_START
    assert {"HELP", "INFO"} == CARRIER_HELP


def test_digits_are_no_commands_but_for_the_person() -> None:
    assert {word for word in VOCABULARY.commands if word.isdecimal()} == {"0"}
    assert "1" in VOCABULARY.yes
    assert "2" in VOCABULARY.no


def test_every_phrase_is_kept_as_it_is_compared() -> None:
    for words in (VOCABULARY.commands, VOCABULARY.categories, VOCABULARY.skip):
        assert all(fold(word) == word for word in words)


def test_every_group_of_speakers_has_words_for_every_command_category_and_yes() -> None:
    import yaml

    for file in ("commands.yaml", "categories.yaml", "when.yaml", "yes_no.yaml"):
        tree = yaml.load((LISTS / file).read_text("utf-8"), Loader=yaml.BaseLoader)
        for meaning, groups in tree.items():
            assert groups.keys() >= {"en", "msa", "lev", "egy", "glf", "mag", "abz"}, meaning


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LISTS, tmp_path / "vocabulary"))


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def test_the_shipped_lists_load_from_any_directory(lists: Path) -> None:
    assert read_vocabulary(lists) == VOCABULARY


@pytest.mark.parametrize(
    ("file", "line", "named"),
    [
        ("commands.yaml", "JUMP:\n  en: [Back]\n", "'back'"),  # two commands
        ("commands.yaml", "JUMP:\n  en: [StOp]\n", "'stop'"),  # the carrier's
        ("commands.yaml", "JUMP:\n  msa: [نَعَم]\n", "'نعم'"),  # a command and yes
        ("commands.yaml", "JUMP:\n  en: [bread]\n", "'bread'"),  # a command and an answer
        ("commands.yaml", "JUMP:\n  en: [home]\n", "'home'"),  # one never to be mapped
        ("polite.yaml", "KIND:\n  en: [thanks]\n", "'thanks'"),
        ("categories.yaml", "toys:\n  en: [bed]\n", "'bed'"),
        ("when.yaml", "never:\n  en: [today]\n", "'today'"),
        ("hours.yaml", "never:\n  en: [weekend]\n", "'weekend'"),
        ("numbers.yaml", "30:\n  en: [three]\n", "'three'"),
        ("persons.yaml", "30:\n  en: [menu]\n", "'menu'"),
        ("skip.yaml", "other:\n  en: ['!']\n", "'!'"),  # nothing left to compare
        ("skip.yaml", "other: [a]\n", "'other'"),
        ("skip.yaml", "other:\n  en: word\n", "'word'"),
        ("skip.yaml", "other: [\n", "not readable"),
    ],
)
def test_a_word_with_two_meanings_is_refused_by_file_and_word(
    lists: Path, file: str, line: str, named: str
) -> None:
    _append(lists / file, line)
    with pytest.raises(ValueError, match=named) as refused:
        read_vocabulary(lists)
    assert ".yaml" in str(refused.value)


def test_a_missing_theme_is_named(lists: Path) -> None:
    (lists / "skip.yaml").write_text("nothing:\n  en: [skip]\n")
    with pytest.raises(ValueError, match=r"skip\.yaml: 'skip' is missing"):
        read_vocabulary(lists)


def test_a_new_word_in_a_list_is_understood(lists: Path) -> None:
    _append(lists / "polite.yaml", "  xx:\n    - Grazie Mille!\n")
    assert read_vocabulary(lists).commands["grazie mille"] == "POLITE"
