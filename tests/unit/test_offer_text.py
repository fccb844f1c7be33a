"""Offers in one text, and what is none."""

from __future__ import annotations

from typing import Any

import pytest

from flows.understanding.told.offer_text import read_offer
from tests.unit.test_answers_one_shot import LEXICON


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("I can drive tomorrow", {"categories": ["transport"], "when": "tomorrow", "hours": "any"}),
        ("can cook for 10 people on friday", {"categories": ["food"], "when": "friday", "hours": "any"}),
        ("i could give rides friday evening",
         {"categories": ["transport"], "when": "friday.evening", "hours": "evenings"}),
        ("عندي غرفة فاضية", {"categories": ["shelter"]}), ("3ende ghorfe fadye", {"categories": ["shelter"]}),
        ("عندي اكل زيادة مين بدو", {"categories": ["food"]}),
        ("have extra food, who needs it?", {"categories": ["food"]}),
        ("we have a spare bed, harbour", {"categories": ["shelter"], "areas": ["harbour"]}),
        ("want to volunteer", {}), ("حابب اتطوع معكم", {}), ("بدي ساعد الناس", {}), ("bade et2awa3", {}),
        ("would like to help out this week", {"when": "week", "hours": "any"}),
        ("بقدر اسمع لأي حدا", {"categories": ["talk"]}), ("can donate some money", {"categories": ["money"]}),
        ("i can drive every friday", {"categories": ["transport"]}),  # an offer that lasts: hours are asked
    ],
)  # fmt: skip
def test_offers(typed: str, told: dict[str, Any]) -> None:
    assert read_offer(typed, LEXICON) == told


@pytest.mark.parametrize(
    "typed",
    ["can anyone drive me tomorrow", "can you drive me", "need someone who can drive", "i can't drive",
     "would anyone have a spare mattress", "does anyone have extra food", "do you have a free room",
     "ما بقى بدي اتطوع", "ما عندي اكل زيادة", "مين عندو غرفة فاضية", "who can cook", "need food",
     "بدي حدا يوصلني", "stop asking me to help people", "i have no food", "food harbour", "hello"],
)  # fmt: skip
def test_what_is_no_offer(typed: str) -> None:
    assert read_offer(typed, LEXICON) is None
