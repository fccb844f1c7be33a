"""How many people, as people say it."""

from __future__ import annotations

import pytest

from flows.text.phrases import words_of
from flows.understanding.answers import read_count
from flows.understanding.told.people import people_at
from flows.vocabulary.vocabulary import load_vocabulary

V = load_vocabulary()


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("me and my baby", 2), ("me n my 2 kids", 3), ("my wife and i", 2), ("me, my mother and my son", 3),
        ("انا ومرتي وابني", 3), ("انا و 3 اولاد", 4), ("انا وولادي التلاتة", 4), ("ana w marti w ebni", 3),
        ("family of five", 5), ("عيلة من اربع", 4), ("3ayle mn arba3a", 4), ("عايلة فيها 6", 6),
        ("we are six", 6), ("احنه ستة", 6), ("نحنا خمسة", 5), ("7na khamse", 5), ("there are 4 of us", 4),
        ("us 3", 3), ("3 of us", 3), ("لثلاثة", 3), ("لزوج", 2), ("3 انفار", 3), ("لستة انفار", 6),
        ("2 adults 3 kids", 5), ("2 adults and 3 kids", 5), ("4 seats", 4), ("for 10 people", 10),
    ],
)  # fmt: skip
def test_people_as_people_say_them(typed: str, count: int) -> None:
    assert read_count(typed, V) == count


@pytest.mark.parametrize(
    "typed",
    ["50 dollars", "20 min", "after 6", "at 4", "room 4", "me and my kids", "انا وولادي", "i have 2 kids",
     "عندي 3 ولاد", "my mother told me", "03123456", "3 nights", "٥٠ دولار"],
)  # fmt: skip
def test_numbers_that_count_no_people_or_perhaps_not_all(typed: str) -> None:
    assert read_count(typed, V) is None
    words = words_of(typed)
    found = [people_at(words, at, V) for at in range(len(words))]
    assert all(each is None or each[0] is None for each in found[:1])
