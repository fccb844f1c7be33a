"""Whole requests in one line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.answers import read_one_shot
from flows.vocabulary.area_index import Place
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import load_vocabulary

V = load_vocabulary()
CATEGORIES = ("food", "shelter", "transport", "money", "talk", "urgent")
LEXICON = Lexicon(
    V,
    CATEGORIES,
    (
        Place("harbour", 1, {"en": "Harbour", "ar": "الميناء"}),
        Place("market", 2, {"en": "Market", "ar": "السوق"}),
        Place("burj", 13, {"en": "Burj Hammoud", "ar": "برج حمود"}),
    ),
)


def told(
    category: str, area: str | None = None, when: str | None = None, count: int | None = None
) -> dict[str, Any]:
    slots = {"category": category, "area": area, "when": when, "count": count}
    return {slot: value for slot, value in slots.items() if value is not None}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("need food harbour", told("food", "harbour")),
        ("NEED FOOD HARBOUR TODAY 2", told("food", "harbour", "today", 2)),
        ("بدي اكل الميناء", told("food", "harbour")),
        ("محتاج مبيت الليلة", told("shelter", None, "today.night")),
        ("need a ride to the market tomorrow for 3", told("transport", "market", "tomorrow", 3)),
        ("hello, I need a bed tonight please", told("shelter", None, "today.night")),
        ("محتاجة أكل بالميناء اليوم لشخصين لو سمحتم", told("food", "harbour", "today", 2)),
        ("السلام عليكم، بدي توصيل للسوق بكرا", told("transport", "market", "tomorrow")),
        ("bade akl 3al harbour lyom", told("food", "harbour", "today")),
        ("need food burj hamoud", told("food", "burj")),
        ("need help with food", told("food")),
        ("بدي حدا احكي معه", told("talk")),
        ("محتاج العربية", told("transport")),
        ("بدي انام", told("shelter")),
        # People, and other numbers.
        ("need food 2", told("food", count=2)),
        ("need food for four people today", told("food", None, "today", 4)),
        ("بدي اكل لـ٣", told("food", count=3)),
        ("need food today just me", told("food", None, "today", 1)),
        ("need food area 2", told("food", "market")),
        ("محتاج اكل منطقة رقم ٢ لثلاثة", told("food", "market", None, 3)),
        ("need food for three days", told("food")),
        ("need food 2 days", told("food")),
        ("need a ride today at 4", told("transport", None, "today.afternoon")),
        ("need rent 500", told("money")),
        ("need money 50", told("money")),
        ("need food area 47", told("food")),
        # More than one thing.
        ("need food urgent", told("food", None, "now")),
        ("urgent food harbour", told("food", "harbour", "now")),
        ("need urgent food tomorrow", told("food", None, "tomorrow")),
        ("need urgent help", told("urgent")),
        ("need food and money", told("food")),
        ("need a ride from harbour to market", told("transport", "harbour")),
        ("need a ride between harbour and market", told("transport")),
        ("بدي اكل مش فلوس", told("food")),
        ("need food today or tomorrow", told("food")),
        ("need food here", told("food")),
        ("need food anywhere", told("food")),
        ("i need food, my child is ill and we are at the harbour", told("food", "harbour")),
        # Without a word of need, all of it must be readable.
        ("food harbour", told("food", "harbour")),
        ("طعام الميناء بكرا", told("food", "harbour", "tomorrow")),
        ("harbour food 2", told("food", "harbour", None, 2)),
        ("hungry", told("food")),
        ("انا جوعان", told("food")),
    ],
)
def test_what_a_line_tells(typed: str, expected: dict[str, Any]) -> None:
    assert read_one_shot(typed, LEXICON) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "", "need", "need blankets", "need pills", "need 2", "need harbour", "بدي", "بدي ساعد",
        "i can help with food", "i want to help, rides in harbour", "بدي أساعد بالاكل", "ما بدي اكل",
        "i dont need food", "do you need food?", "who has food", "food is on the way",
        "i am a taxi driver", "food and rides", "food harbour market", "not food", "hello", "harbour",
        "today", "2", "back soon", "the bread was great", "need home", "بدي دواء", "need no food",
        "transprt harbour", "need transprt harbur", "need mony",
    ],
)  # fmt: skip
def test_what_is_no_request(typed: str) -> None:
    assert read_one_shot(typed, LEXICON) is None


def test_a_category_that_the_community_does_not_serve_is_not_told() -> None:
    small = Lexicon(V, ("food",), LEXICON.places)
    assert read_one_shot("need a bed", small) is None
    assert read_one_shot("need a bed and food", small) == told("food")


@pytest.mark.parametrize("phrase", sorted(V.categories))
def test_every_word_of_a_category_is_understood_in_either_language(phrase: str) -> None:
    category = V.categories[phrase]
    assert read_one_shot(f"need {phrase} harbour", LEXICON) == told(category, "harbour")
    line = f"بدي {phrase} بالميناء اليوم لثلاثة"
    assert read_one_shot(line, LEXICON) == told(category, "harbour", "today", 3)


SMALL = st.sampled_from(["please", "in the", "من فضلك", "to", "and", "و", "شي"])


@given(
    st.sampled_from(["need", "i need", "بدي", "محتاج", "عايزة", "bade"]),
    st.sampled_from([p for p, c in V.categories.items() if c not in ("urgent", "talk")]),
    st.sampled_from(["harbour", "الميناء", "بالميناء", "area 1"]),
    st.sampled_from(sorted(V.when)),
    st.integers(1, 99),
    st.lists(SMALL, min_size=3, max_size=3),
)
def test_all_four_parts_are_read_whatever_joins_them(
    need: str, category: str, area: str, when: str, count: int, small: list[str]
) -> None:
    line = f"{need} {category} {small[0]} {area} {small[1]} {when} for {count} {small[2]}"
    assert read_one_shot(line, LEXICON) == told(
        V.categories[category], "harbour", V.when[when], count
    )


@given(st.text(st.characters(), max_size=60))
def test_only_what_is_known_is_ever_told(text: str) -> None:
    for line in (text, f"need food {text}"):
        found = read_one_shot(line, LEXICON)
        if found is not None:
            assert found.keys() <= {"category", "area", "when", "count"}
            assert found["category"] in CATEGORIES
