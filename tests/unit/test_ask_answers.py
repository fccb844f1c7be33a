"""What is said to an ask in anybody's words: a yes binds, so nothing may be left over beside it."""

from __future__ import annotations

import pytest

from flows.understanding.ask_answers import read_ask_answer
from flows.vocabulary.vocabulary import load_vocabulary

YES = """
on my way
no problem
no worries at all bro
sure, why not
ill be there in 20 min
yup can do, leaving work now
you got it
تكرم عينك
يلا جايي
ليش لأ
لا مانع لدي
مفيش مانع
مكاين حتى مشكل
على عيني وراسي
wakha
yalla jeye
ma fi moshkle, jeye halla2
lesh la2
اييييييه
"""
NO = """
sorry not today
I'd love to but I'm out of town
I can't come
not free today, sorry
my car broke down
ill pass this time
للأسف لا
ما فيني
ما عندي سيارة
مسافر
مش فاضية اليوم
آسف، عندي دوام
ما بيه حيل اليوم
والله ما اقدر
mabe2darsh
mish jeye
la wallah ma agdar, 3indi dawam
manqderch khoya
كان بودي بس مش بالبلد
"""
CONDITION = """
yes but only after 6
ok if tomorrow
ايه بس بعد الستة
only after 6
not today but tomorrow
ما فيني اليوم بس بكرا
yes tomorrow
Yes, 47 is fine. Where?
I can bring food but I can't drive
بجيب الاكل بس ما فيي وصلو
eh bas bokra
if they can come to me
"""
QUESTION = """
who is it for?
where exactly?
is she alone?
لمين الاكل؟
وين بالضبط
كم عددهم
fein bezzabt
"""
PERHAPS = """
let me ask my wife
not sure i can
خليني اسأل مرتي وبردلكم خبر
no i mean yes
ok sorry cant
no rush
"""
NOTHING = """
hello there
lol
the roads are closed
الطقس اليوم حلو
"""


def lines(*tables: tuple[str | None, str]) -> list[tuple[str | None, str]]:
    return [(want, text) for want, table in tables for text in table.strip().splitlines()]


@pytest.mark.parametrize(
    ("want", "text"),
    lines(
        ("yes", YES),
        ("no", NO),
        ("condition", CONDITION),
        ("question", QUESTION),
        ("perhaps", PERHAPS),
        (None, NOTHING),
    ),
)
def test_it_is_read_as_it_is_meant(want: str | None, text: str) -> None:
    assert read_ask_answer(text, load_vocabulary()) == want


@pytest.mark.parametrize(
    "more", ["after six", "if it is near", "؟", "بس", "for one", "my brother has it"]
)
@pytest.mark.parametrize("text", YES.strip().splitlines())
def test_a_yes_with_more_to_it_binds_nobody(text: str, more: str) -> None:
    assert read_ask_answer(f"{text} {more}", load_vocabulary()) != "yes"


@pytest.mark.parametrize("no", NO.strip().splitlines())
@pytest.mark.parametrize("yes", YES.strip().splitlines())
def test_a_yes_beside_a_no_binds_nobody(yes: str, no: str) -> None:
    vocabulary = load_vocabulary()
    assert read_ask_answer(f"{yes}. {no}", vocabulary) != "yes"
    assert read_ask_answer(f"{no}. {yes}", vocabulary) != "yes"
