"""What a text costs to send."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.text.segments import segments_for

GSM = st.text(st.sampled_from("aZ09 \n@£é§ÄñΩ"), max_size=400)
EXTENDED = st.text(st.sampled_from("ab^{}\\[~]|€\f"), max_size=400)
ARABIC = st.text(st.sampled_from("ابت 😀\u064b\u0651"), max_size=300)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),
        ("ب" * 70, "UCS-2", 70, 1),
        ("ب" * 71, "UCS-2", 71, 2),
        ("ب" * 135, "UCS-2", 135, 3),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 36, "UCS-2", 72, 2),
        ("ب" * 1600, "UCS-2", 1600, 24),
    ],
)
def test_texts_of_known_cost(text: str, encoding: str, units: int, segments: int) -> None:
    count = segments_for(text)
    assert (count.encoding, count.units, count.segments) == (encoding, units, segments)


@pytest.mark.parametrize("flip", ["`", "\t", "’", "ç", "ب", "…"])
def test_one_letter_outside_the_alphabet_makes_all_of_it_ucs2(flip: str) -> None:
    assert segments_for("a" * 69 + flip).segments == 1
    assert segments_for("a" * 70 + flip).segments == 2
    assert segments_for(flip).encoding == "UCS-2"


@pytest.mark.parametrize("letter", "^{}\\[~]|€\f")
def test_extension_letters_cost_two(letter: str) -> None:
    assert segments_for(letter).units == 2
    assert segments_for(letter).encoding == "GSM-7"


def test_nothing_is_divided_between_two_segments() -> None:
    whole = "ب" * 134
    assert segments_for(whole).segments == 2
    # 67 + 67 fit exactly; a pair or a marked letter across the border pushes one unit over.
    assert segments_for("ب" * 66 + "😀" + "ب" * 66).segments == 3
    assert segments_for("ب" * 66 + "بّ" + "ب" * 66).segments == 3
    assert segments_for("ب" * 65 + "😀" + "ب" * 67).segments == 2


def test_a_letter_keeps_its_marks_up_to_what_a_segment_holds() -> None:
    assert segments_for("ب" + "\u0651" * 200).segments == 3


def test_a_lone_surrogate_cannot_be_sent() -> None:
    with pytest.raises(UnicodeEncodeError):
        segments_for("ok \ud83d")


@given(st.one_of(GSM, EXTENDED))
def test_the_gsm_alphabet_costs_septets(text: str) -> None:
    count = segments_for(text)
    assert count.encoding == "GSM-7"
    assert count.units == len(text) + sum(letter in "^{}\\[~]|€\f" for letter in text)


@given(ANY)
def test_units_are_what_goes_over_the_air(text: str) -> None:
    count = segments_for(text)
    if count.encoding == "UCS-2":
        assert count.units == len(text.encode("utf-16-be")) // 2


@given(st.one_of(GSM, EXTENDED, ARABIC, ANY))
def test_segments_are_as_few_as_their_size_allows_or_a_few_more(text: str) -> None:
    count = segments_for(text)
    single, joined = (160, 153) if count.encoding == "GSM-7" else (70, 67)
    if count.units <= single:
        assert count.segments == (1 if text else 0)
    else:
        assert count.segments >= -(-count.units // joined)


@settings(max_examples=60)
@given(ARABIC)
def test_segments_agree_with_packing_by_hand(text: str) -> None:
    """Cut by hand: as many whole characters as fit, then the next segment."""
    count = segments_for(text)
    if count.encoding != "UCS-2" or count.units <= 70:
        return
    segments, left = 0, text
    while left:
        left = left[_most_that_fits(left) :]
        segments += 1
    assert count.segments == segments


def _most_that_fits(text: str) -> int:
    size = len(text)
    while size > 1 and (
        len(text[:size].encode("utf-16-be")) > 134
        or (size < len(text) and _stack(text[:size]) < 60 and unicodedata.combining(text[size]))
    ):
        size -= 1
    return size


def _stack(text: str) -> int:
    """How many marks stand at the end of the text."""
    return len(text) - len(text.rstrip("\u064b\u0651"))
