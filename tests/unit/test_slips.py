"""One slip of the finger taken back, and only where no doubt remains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text.typos import Slips, one_slip_apart

TARGETS = {"bread": "food", "meals": "food", "meal": "food", "bed": "shelter", "money": "money"}
SLIPS = Slips(TARGETS, known={"breed"}, rivals={"break"}, same_first=True)
WORDS = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("mony", "money"),  # a letter missing
        ("moneey", "money"),  # one too many
        ("monay", "money"),  # one wrong
        ("mnoey", "money"),  # two swapped
        ("mealz", "food"),  # close to two words of one meaning
        ("breadd", "food"),
        ("breac", None),  # bread or break?
        ("brea", None),  # as close to a rival
        ("bead", None),  # as close to a word of another meaning
        ("breed", None),  # right as it stands
        ("bread", None),
        ("honey", None),  # the first letter is sure
        ("bex", None),  # too short
        ("mney x", None),
        ("mnyoe", None),
        ("", None),
    ],
)
def test_slips(typed: str, meaning: str | None) -> None:
    assert SLIPS.corrected(typed) == meaning


def test_a_short_word_is_never_the_one_that_was_meant() -> None:
    assert Slips({"bed": "shelter", "soup": "food"}, (), ()).corrected("soupp") is None


def test_the_first_letter_may_slip_where_that_is_allowed() -> None:
    assert Slips({"harbour": 1}, (), ()).corrected("arbour") == 1
    assert Slips({"harbour": 1}, (), ()).corrected("ahrbour") == 1


@given(WORDS, WORDS)
def test_a_slip_is_one_edit_either_way(one: str, other: str) -> None:
    assert one_slip_apart(one, other) == (_edited_once(one, other))
    assert one_slip_apart(one, other) == one_slip_apart(other, one)


def _edited_once(one: str, other: str) -> bool:
    """By trying every edit there is."""
    cuts = [(one[:at], one[at:]) for at in range(len(one) + 1)]
    made = {a + b[1:] for a, b in cuts if b}
    made |= {a + letter + b for a, b in cuts for letter in "abc"}
    made |= {a + letter + b[1:] for a, b in cuts if b for letter in "abc"}
    made |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return other in made - {one}
