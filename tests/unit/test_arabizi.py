"""Arabic in Latin letters is told from English, also where English has digits for sounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.vocabulary.arabizi import is_arabizi


@pytest.mark.parametrize(
    "text",
    [
        *("badde akel", "marhaba", "3ayez anam", "wakha", "ra7 yo2tolne khayye", "bade mout"),
        *("please badna akel nehna 3ayle men 5", "me7taga flos 3ashan el egar", "min ma3e"),
        *("yalla jeye", "tardouni mn lbet w ma elle wen rou7", "hi, badde e7ki ma3 7ada"),
    ],
)
def test_arabic_in_latin_letters(text: str) -> None:
    assert is_arabizi(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "?",
            "47",
            "بدي اكل",
            "hello",
            "need food harbour today 2",
            "Yes, 47 is fine. Where?",
        ),
        *(
            "any1 hav bread or milk 4 baby 2nite? market area",
            "gr8 c u 2moro b4 5",
            "5kg rice, 10pm",
        ),
        *("my name is Habib and i need a ride to the souk", "see you at the law office in 20 min"),
        *("asdf", "J'ai besoin d'aide", "route 66", "flat 3b, house 12a"),
    ],
)
def test_anything_else(text: str) -> None:
    assert not is_arabizi(text)


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    assert is_arabizi(text) in (True, False)
