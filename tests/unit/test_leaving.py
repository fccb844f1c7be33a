"""Who wants no more texts, in words of their own; and who says something that only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.leaving import read_leaving
from flows.vocabulary.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()

SURE = (
    "please dont text me anymore",
    "no more messages",
    "i said STOP texting me!!",
    "take me off your list",
    "pls remove my number",
    "unsubscribe pls",
    "I do not want these messages",
    "stop sending me msgs",
    "بطلوا تبعتولي رسايل",
    "لا عاد ترسلون لي",
    "ما بدي رسايل منكم",
    "احذفوا رقمي من عندكم",
    "شيلوا رقمي",
    "كفاية رسائل",
    "ما تبعتوليش تاني",
    "مابغيتش ميساجات",
    "battlo teb3ato",
    "7zefo ra2me",
    "shilo el ra2em",
    "ma bade rasayel",
    "ستوووب",
    "stooop",
)
LIKELY = (
    "leave me alone",
    "this is the wrong number",
    "go away",
    "اتركوني بحالي",
    "حلوا عني",
    "الرقم غلط",
    "7ello 3anne",
    "sotp",
    "please dont text me at night",
)
NEITHER = (
    "",
    "dont stop at the checkpoint",
    "please dont stop texting me",
    "لا توقفوا الرسائل",
    "ما وصلتني رسائل",
    "i got no messages yet",
    "he wont leave me alone",
    "stop at the corner and i will come out",
    "the bus stopped running",
    "my number is on the paper",
    "delete the old address",
    "take me from hill to market",
    "need food, no more than 2 people",
    "خلص الاكل عنا",
    "وقف الباص عند السوق",
    "i removed the seats so there is room",
    "شيلوا الاكياس من قدام الباب",
    "hello",
    "3al ra2em 5 el bineye",
)


@pytest.mark.parametrize("text", SURE)
def test_a_wish_beyond_doubt(text: str) -> None:
    assert read_leaving(text, VOCABULARY) == "sure"


@pytest.mark.parametrize("text", LIKELY)
def test_a_wish_that_is_asked_about(text: str) -> None:
    assert read_leaving(text, VOCABULARY) == "likely"


@pytest.mark.parametrize("text", NEITHER)
def test_no_wish_to_be_left_alone(text: str) -> None:
    assert read_leaving(text, VOCABULARY) is None


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    assert read_leaving(text, VOCABULARY) in (None, "sure", "likely")
