"""What is struck out of words on their way to another member, and what stays."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from hotline.domain.scrubbing.scrubber import MARK, Scrubbed, scrub
from hotline.domain.scrubbing.shadow import plain


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("call 03 123456 please", "call *** please"),
        ("my number: +961 3 12.34.56.", "my number: ***."),
        ("00961/3/123456", MARK),
        ("(03) 123-456, thanks", "(***, thanks"),
        ("رقمي ٠٣١٢٣٤٥٦ شكرا", "رقمي *** شكرا"),
        ("رقمي ۷۰-۱۲۳-۴۵۶", "رقمي ***"),
        ("７０１２３４５６", MARK),
        ("①②③④⑤⑥⑦", MARK),
        ("7\u200b0\u200c1\u200d2\u20603\ufeff4\u20665", MARK),
        ("o3 12o4 56", MARK),
        ("straße71123456", "straße***"),  # of small letters some capitals and some letters have two
        ("ŉ0, 71123456", "ŉ***"),
        ("O3 123 456", MARK),
        ("70\n12\n34\n56", MARK),
        ("7_0_1_2_3_4_5_6", MARK),
        ("seven zero one two three four five", MARK),
        ("صفر ثلاثة واحد اثنين ثلاثة أربعة خمسة", MARK),
        ("70 one two 34 5", MARK),
        ("10:30 11:30 12:30", MARK),
        ("03:12 3456", MARK),
        ("2026-10-05", MARK),
    ],
)
def test_numbers_are_struck_out(words: str, left: str) -> None:
    struck = scrub(words)
    assert struck.words == left
    assert struck.struck == (left != words)


@pytest.mark.parametrize(
    "words",
    [
        *("", "see you at 17:30", "from 10:30-12:45", "12/10 10:30 - 12:00", "5/10 at 9"),
        *("house 47, 3rd floor", "100,000 is enough", "number 47112", "for 12 people, 2 cars"),
        *("الساعة ١٧:٣٠", "بناية ٤٧ طابق ٣", "1234 or 567", "123456 of us", "one of us two"),
        *("ok.so what", "thanks.me too", "5 to 6 o'clock, 1234", "insta @ 5", "a.b"),
        *("سَبعة وثلاثة", "12 o'clock", "wait...come", "and/or", "50% :) <3"),
    ],
)
def test_times_dates_houses_prices_and_references_stay(words: str) -> None:
    assert scrub(words).words == words
    assert not scrub(words).struck


@pytest.mark.parametrize(
    "words",
    [
        # In words.
        "واحد وسبعين تلاتة وعشرين خمسة واربعين ستة وسبعين",
        "ثمانية وسبعين ميه وتلاتة وعشرين اربعمية وخمسة وستين",
        "صفر تلاتة واحد تنين تلاتة اربعة خمسة ستة",
        "seventy one, twenty three, forty five, sixty seven",
        "seven one double two triple three four",
        "zero three dash one two three dash four five six",
        "sab3a wa7ad tnen tlete arba3a khamse sitte",
        "sab3a wa7ad khamse wa7ad arba3a sefr sefr tnen",
        # Joined by letters, or by a stroke that lengthens words.
        "03l234567",
        "03x12x34",
        "03 x 12 x 34 x 56",
        "7a1a2a3a4a5a6",
        "3و2و1و4و5و6و7",
        "3 و 2 و 1 و 4 و 5 و 6 و 7",
        "٠٣ نقطة ١٢٣ نقطة ٤٥٦",
        "٠٣ـ١٢٣ـ٤٥٦",
        # Dressed up.
        "71/23 14:56",
        "71/23/4567",
        "71$ 23$ 45$ 67",
        "71k 23k 45k 67",
        "71 LL 23 LL 45 LL 67",
        "71-kg 23-kg 45-kg 67",
        "71,234,567",
        "71230000",
        # In figures of other peoples.
        "〇三一二三四五六",
        "٧۱2３④五६",
    ],
)
def test_a_number_in_any_dress_is_struck_out(words: str) -> None:
    assert scrub(words).words == MARK
    assert scrub(f"رقمي {words} شكرا").words == f"رقمي {MARK} شكرا"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("telegram me: karim_1990", "telegram me: ***"),
        ("insta: karim", "insta: ***"),
        ("add me on insta karim.99 ok", "add me on insta *** ok"),
        ("my snapchat username karimx", "my snapchat username ***"),
        ("انستا حسابي karimleb", "انستا حسابي ***"),
        ("text karim1990 on signal", "text *** on signal"),
        ("facebook com slash karim.x", MARK),
        ("karim com slash me", MARK),
        ("karim.me", MARK),
        ("كريم ات جيميل دوت كوم", MARK),
        ("karim dot me", MARK),
    ],
)
def test_names_of_accounts_are_struck_out(words: str, left: str) -> None:
    assert scrub(words).words == left


HARMLESS = (Path(__file__).parent / "harmless_words.txt").read_text("utf-8").splitlines()


def test_of_three_hundred_harmless_texts_two_at_most_lose_anything() -> None:
    assert len(set(HARMLESS)) >= 300
    struck = [words for words in HARMLESS if scrub(words).struck]
    assert len(struck) <= 2, struck


@pytest.mark.parametrize(
    ("before", "words", "left"),
    [
        (["my number is 0312"], "3456", MARK),
        (["0312 that was the first half, ok?"], "and then 3456 ok", "and then *** ok"),
        (["70 123", "wait"], "then 4567", "then ***"),
        (["صفر تلاتة واحد تنين"], "تلاتة اربعة خمسة ستة", MARK),
        (["it is 70"], "12 34 56, call", "***, call"),
    ],
)
def test_a_number_in_two_texts_loses_its_second_half(
    before: list[str], words: str, left: str
) -> None:
    assert not scrub(before[-1]).struck and not scrub(words).struck
    assert scrub(words, before) == Scrubbed(left, True)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (["I come at 17:30"], "70 km is far, I need 20 minutes more"),
        (["bread is 30000"], "and milk 50000, eggs 90000"),
        (["we are 3 adults"], "and 2 kids, 4 bags"),
        (["building 47, 3rd floor"], "the bell says 12"),
        (["see you on 5/10"], "at 10:30"),
        (["بناية ٤٧"], "طابق ٣، الساعة ٥"),
    ],
)
def test_two_texts_with_figures_are_no_number(before: list[str], words: str) -> None:
    assert not scrub(words, before).struck


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("see https://a.example/x?y=1 now", "see *** now"),
        ("HTTP://A.B", MARK),
        ("www.thing.example", MARK),
        ("wa.me/96170", MARK),
        ("t.me/someone", MARK),
        ("ｗａ．ｍｅ/x", MARK),
        ("wa.\u200bme/x", MARK),
        ("at bit.ly/abc ok", "at *** ok"),
        ("my.site.com", MARK),
        ("موقع.com", MARK),
        ("place.example/room", MARK),
        ("write to a.b+c@mail.example please", "write to *** please"),
        ("a @ mail.com", MARK),
        ("name at gmail dot com", MARK),
        ("name (dot) com", MARK),
        ("I am @some.one there", "I am *** there"),
        ("حسابي @name هنا", "حسابي *** هنا"),
        ("tel:123", MARK),
    ],
)
def test_links_and_addresses_are_struck_out(words: str, left: str) -> None:
    struck = scrub(words)
    assert (struck.words, struck.struck) == (left, True)


# Whole dates, times and round sums may have as many digits.
PLAIN = re.compile(r"\d:\d|\d([./-])\d\d?\1(20)?[23]\d|[1-9][\d.,]*0[.,]?0[.,]?0[.,]?0")
ZEROS = st.sampled_from([0x30, 0x660, 0x6F0, 0x966, 0xFF10, 0x1D7CE])
DIGIT = st.builds(lambda zero, value: chr(zero + value), ZEROS, st.integers(0, 9))
BETWEEN = st.text(
    st.sampled_from(list(" -./()_,*+\n\t\u00a0\u200b\u200e\u202b\u2066\u0640\u064b\ufe0f\u20e3،؛")),
    max_size=3,
).filter(lambda text: "\u0640" not in text)


def digits_in_a_row(words: str) -> int:
    """The most digits of any stretch that holds no letter."""
    stretches = "".join("x" if c.isalpha() else c for c in words).split("x")
    return max(sum(unicodedata.decimal(c, None) is not None for c in part) for part in stretches)


@given(
    st.text(st.characters(categories=["Lu", "Ll", "Lo"]), max_size=8),
    st.lists(st.tuples(DIGIT, BETWEEN), min_size=7, max_size=14),
)
def test_no_seven_digits_survive(before: str, pieces: list[tuple[str, str]]) -> None:
    number = "".join(digit + between for digit, between in pieces)
    assume(not PLAIN.search(plain(number)))
    struck = scrub(f"{before} {number} end")
    assert struck.struck
    assert digits_in_a_row(struck.words) < 7


ANYTHING = st.text(
    st.sampled_from(list("0123456789٠١٢٣۴５oO+-./:() @aبwme*\n\u200b\u200f")), max_size=60
)


@given(ANYTHING)
def test_no_seven_digits_survive_anything_but_dates_times_and_sums(words: str) -> None:
    left = scrub(words).words
    assert digits_in_a_row(left) < 7 or PLAIN.search(plain(left))


@given(ANYTHING)
def test_scrubbed_words_need_no_more_scrubbing(words: str) -> None:
    once = scrub(words)
    assert scrub(once.words).words == once.words
    assert once.struck == (once.words != words)


@example("ß0")
@given(st.text(max_size=60))
def test_any_text_at_all_can_be_scrubbed(words: str) -> None:
    left = scrub(words)
    assert left.struck == (left.words != words)
    if not left.struck:
        assert left.words == words
