"""What people answer to a question: choices, areas, times, numbers, yes and no."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.answers import (
    AreaAnswer,
    Option,
    WhenAndCount,
    read_addressed,
    read_area,
    read_areas,
    read_categories,
    read_category,
    read_choice,
    read_command,
    read_count,
    read_hours,
    read_one_shot,
    read_reference,
    read_several,
    read_skip,
    read_when,
    read_when_and_count,
    read_yes_no,
)
from flows.vocabulary.area_index import Place
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import load_vocabulary

V = load_vocabulary()
LEXICON = Lexicon(
    V,
    ("food", "shelter", "transport", "money", "talk", "urgent"),
    (
        Place("harbour", 1, {"en": "Harbour", "ar": "الميناء"}),
        Place("market", 2, {"en": "Market", "ar": "السوق"}),
        Place("burj", 13, {"en": "Burj Hammoud", "ar": "برج حمود"}),
        Place("sellom", 14, {"en": "Hay el Sellom", "ar": "حي السلم"}),
        Place("karam", 15, {"en": "Karame", "ar": "الكرامة"}),
        Place("karas", 16, {"en": "Karase", "ar": "الكراسة"}),
    ),
)
OPTIONS = (
    Option("food", "1", ("food", "طعام", "أكل")),
    Option("bed", "2", ("a bed", "مبيت")),
    Option("ride", "3", ("rides", "a ride", "توصيل", "نقل")),
)


# --- one of several -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["3", "٣", "۳", "３", "3.", "(3)", "3️⃣", " 3 ", "03", "three", "Three!", "ثلاثة", "تلاتة",
     "option 3", "رقم 3", "رقم ٣", "no. 3", "rides", "A RIDE", "توصيل", "نَقْل", "3 rides", "3. a ride"],
)  # fmt: skip
def test_a_choice_in_any_script_and_shape(typed: str) -> None:
    assert read_choice(typed, OPTIONS, V) == "ride"


@pytest.mark.parametrize("typed", ["", "4", "33", "3 1", "1 bed", "ride to town", "?", "0", "-"])
def test_no_choice_where_it_cannot_be_told(typed: str) -> None:
    assert read_choice(typed, OPTIONS, V) is None


def test_the_word_of_an_option_is_no_mark_before_a_number() -> None:
    yes_no = (Option("yes", "1", ("yes",)), Option("no", "2", ("no",)))
    assert read_choice("no 2", yes_no, V) == "no"
    assert read_choice("no 1", yes_no, V) is None


def test_a_word_that_two_options_share_chooses_neither() -> None:
    assert read_choice("x", (Option("a", "1", ("x",)), Option("b", "2", ("x",))), V) is None


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("1 3", ("food", "ride")),
        ("3 1", ("food", "ride")),
        ("1 و3", ("food", "ride")),
        ("١و٣", ("food", "ride")),
        ("1,3", ("food", "ride")),
        ("1-3", ("food", "ride")),
        ("1+3", ("food", "ride")),
        ("1 / 3", ("food", "ride")),
        ("1 & 3", ("food", "ride")),
        ("1، 3", ("food", "ride")),
        ("13", ("food", "ride")),
        ("1 ثم 3", ("food", "ride")),
        ("food and rides", ("food", "ride")),
        ("طعام ونقل", ("food", "ride")),
        ("طعام والنقل", ("food", "ride")),
        ("واحد وثلاثة", ("food", "ride")),
        ("one and three", ("food", "ride")),
        ("2", ("bed",)),
        ("1 food", ("food",)),
        ("90", ("food", "bed", "ride")),
        ("all", ("food", "bed", "ride")),
        ("everything", ("food", "bed", "ride")),
        ("كل شي", ("food", "bed", "ride")),
        ("1 and blankets", None),
        ("1 4", None),
        ("11", None),
        ("14", None),
        ("and", None),
        ("", None),
    ],
)
def test_several_at_once_or_nothing_half_understood(
    typed: str, values: tuple[str, ...] | None
) -> None:
    assert read_several(typed, OPTIONS, V, all_key="90") == values


def test_90_is_all_only_where_the_question_says_so() -> None:
    assert read_several("90", OPTIONS, V) is None


def test_digits_in_a_row_are_no_keys_where_a_key_has_two_digits() -> None:
    assert read_several("12", (*OPTIONS, Option("far", "10")), V) is None


# --- kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("1", "food"), ("٦", "urgent"), ("three", "transport"), ("رقم ٢", "shelter"),
        ("food", "food"), ("الأكل", "food"), ("للأكل", "food"), ("hungry", "food"),
        ("توصيلة", "transport"), ("توصيلات", "transport"), ("بالسيارة", "transport"),
        ("فضفضة", "talk"), ("استماع", "talk"), ("محادثة", "talk"), ("طارئ", "urgent"),
        ("عاجل", "urgent"), ("أمر طارئ", "urgent"), ("توصيل", "transport"),
        ("غداء", "food"), ("need food", "food"), ("بدي اكل", "food"), ("a bed please", "shelter"),
        ("عربية", "transport"), ("masari", "money"), ("someone to talk to", "talk"),
        ("transprt", None), ("shleter", None), ("moneyy", None), ("توصيلل", None),
        ("7", None), ("0", None), ("blankets", None), ("food and rides", None), ("not food", None),
        ("غدا", None), ("دواء", None), ("", None),
    ],
)  # fmt: skip
def test_a_category(typed: str, category: str | None) -> None:
    assert read_category(typed, LEXICON) == category


@pytest.mark.parametrize("word", sorted(V.categories))
def test_every_listed_word_names_its_category(word: str) -> None:
    assert read_category(word, LEXICON) == V.categories[word]


@pytest.mark.parametrize(
    ("typed", "category"),
    [("للإيجار", "money"), ("والنوم", "shelter"), ("بالسيارة", "transport"), ("بكرا", None),
     ("للبيت", None), ("بالعربية", None), ("وال", None)],
)  # fmt: skip
def test_letters_that_stick_to_a_kind_of_need(typed: str, category: str | None) -> None:
    assert read_category(typed, LEXICON) == category


@pytest.mark.parametrize(
    "word", ["honey", "pills", "cough", "horse", "monkey", "زيارة", "mony x", "nawm2", "تواصل"]
)
def test_a_word_of_its_own_is_no_slip(word: str) -> None:
    assert read_category(word, LEXICON) is None


def test_a_slip_never_turns_a_known_word_into_another() -> None:
    """Section by section: no command, yes, no or stop word is ever read as a kind of need."""
    taken = [w for w in V.commands if w not in V.categories and w not in V.needs]
    read = {word: read_category(word, LEXICON) for word in taken if " " not in word}
    assert {word for word, category in read.items() if category} <= {"العربيه"}


@pytest.mark.parametrize(
    ("typed", "categories"),
    [
        ("1 و3", ("food", "transport")),
        ("rides, food", ("food", "transport")),
        ("طعام ومبيت", ("food", "shelter")),
        ("all", LEXICON.categories),
        ("كل شي", LEXICON.categories),
        ("food and blankets", None),
    ],
)
def test_several_categories(typed: str, categories: tuple[str, ...] | None) -> None:
    assert read_categories(typed, LEXICON) == categories


# --- areas ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("1", "harbour"), ("١", "harbour"), ("01", "harbour"), ("area 2", "market"),
        ("منطقة رقم ٢", "market"), ("Harbour", "harbour"), ("in the harbour", "harbour"),
        ("harbour area", "harbour"), ("I am near the market", "market"), ("بالمينا", "harbour"),
        ("its number 2", "market"), ("the second", "market"), ("التاني", "market"),
        ("option 1 pls", "harbour"),
        ("ساكنة قريب من السوق", "market"), ("behind the market, by the mosque", "market"),
        ("الميناء", "harbour"), ("ميناء", "harbour"), ("بالميناء", "harbour"),
        ("للميناء", "harbour"), ("في الميناء", "harbour"), ("عالسوق", "market"), ("للسوق", "market"),
        ("burj hamoud", "burj"), ("ببرج حمود", "burj"), ("sook", "market"), ("السلم", "sellom"),
        ("حي سلم", "sellom"),
        ("karame", "karam"), ("13", "burj"),
    ],
)  # fmt: skip
def test_an_area_by_code_or_name(typed: str, place: str) -> None:
    assert read_area(typed, LEXICON) == AreaAnswer("place", (place,))


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("90", "all"), ("anywhere", "all"), ("أي مكان", "all"), ("99", "list"), ("٩٩", "list"),
     ("here", "here"), ("هون", "here"), ("don't know", "unsure"), ("مش عارف", "unsure")],
)  # fmt: skip
def test_what_is_said_instead_of_an_area(typed: str, kind: str) -> None:
    answer = read_area(typed, LEXICON)
    assert answer is not None
    assert (answer.kind, answer.id) == (kind, None)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "3",
        "91",
        "0",
        "hrbour",
        "harbor",
        "not the market",
        "hxrbxur",
        "kara",
        "karaxe",
        "harbour market",
        "no",
        "the",
        "في",
    ],
)
def test_no_area_where_it_cannot_be_told(typed: str) -> None:
    assert read_area(typed, LEXICON) is None


def test_a_full_name_goes_before_what_is_left_of_another() -> None:
    places = (Place("hill", 1, {"ar": "السلم"}), Place("quarter", 2, {"ar": "حي السلم"}))
    for order in (places, places[::-1]):
        lexicon = Lexicon(V, (), order)
        assert read_area("السلم", lexicon) == AreaAnswer("place", ("hill",))
        assert read_area("حي السلم", lexicon) == AreaAnswer("place", ("quarter",))


def test_names_that_two_areas_share_name_neither() -> None:
    places = (
        Place("north", 1, {"ar": "حي السلم", "en": "Mill Street"}),
        Place("south", 2, {"ar": "شارع السلم", "en": "Mill Street"}),
    )
    lexicon = Lexicon(V, (), places)
    assert read_area("السلم", lexicon) is None
    assert read_area("Mill Street", lexicon) is None
    assert read_area("حي السلم", lexicon) == AreaAnswer("place", ("north",))
    assert read_area("بشارع السلم", lexicon) == AreaAnswer("place", ("south",))


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("1 2", ("harbour", "market")),
        ("2 و1", ("harbour", "market")),
        ("الميناء والسوق", ("harbour", "market")),
        ("market, harbour and burj hammoud", ("harbour", "market", "burj")),
        ("1 and the market", ("harbour", "market")),
        ("harbour", ("harbour",)),
        ("13", ("burj",)),
    ],
)
def test_several_areas(typed: str, places: tuple[str, ...]) -> None:
    assert read_areas(typed, LEXICON) == AreaAnswer("place", places)


def test_several_areas_are_all_read_or_none() -> None:
    assert read_areas("harbour and elsewhere", LEXICON) is None
    assert read_areas("1 3", LEXICON) is None
    assert read_areas("90", LEXICON) == AreaAnswer("all")


# --- when and how many ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "when", "count"),
    [
        ("1", "today", None), ("2", "tomorrow", None), ("٣", "week", None), ("three", "week", None),
        ("1 4", "today", 4), ("1 و4", "today", 4), ("1و4", "today", 4), ("١، ٤", "today", 4),
        ("اليوم 4", "today", 4), ("today for four", "today", 4), ("4 today", "today", 4),
        ("tomorrow", "tomorrow", None), ("غدا", "tomorrow", None), ("بكرة لشخصين", "tomorrow", 2),
        ("هلق لحالي", "now", 1), ("now", "now", None), ("this week 2 people", "week", 2),
        ("هذا الأسبوع لـ٣", "week", 3), ("اليوم وأربعة", "today", 4), ("today 4 please", "today", 4),
        ("today just me", "today", 1), ("tonight, we are 5", "today.night", 5),
        ("today at 4", "today.afternoon", None), ("today 4pm", "today.afternoon", None),
        ("اليوم الساعة 4", "today.afternoon", None),
    ],
)  # fmt: skip
def test_when_and_for_how_many(typed: str, when: str, count: int | None) -> None:
    assert read_when_and_count(typed, V) == WhenAndCount(when, count)


@pytest.mark.parametrize(
    "typed",
    ["today with my kids", "today 200", "1 0",
     "1 lots", "today 4 7", "today 2 hours"],
)  # fmt: skip
def test_a_number_that_cannot_be_read_is_told_apart(typed: str) -> None:
    assert read_when_and_count(typed, V) == WhenAndCount("today", None, unread=True)


@pytest.mark.parametrize(
    "typed",
    ["", "4", "for 4", "2 people", "شخصين", "not today", "today or tomorrow", "14", "مش اليوم",
     "we are waiting since this morning and nobody came to see us about it today"],
)  # fmt: skip
def test_no_time_where_it_cannot_be_told(typed: str) -> None:
    assert read_when_and_count(typed, V) is None
    assert read_when(typed, V) is None


def test_only_when_takes_no_number() -> None:
    assert read_when("today", V) == "today"
    assert read_when("today 4", V) is None
    assert read_when("today for four", V) is None


@pytest.mark.parametrize("phrase", sorted(V.when))
def test_every_listed_time_is_read_with_a_number(phrase: str) -> None:
    assert read_when(phrase, V) == V.when[phrase]
    assert read_when_and_count(f"{phrase} لـ٤", V) == WhenAndCount(V.when[phrase], 4)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("4", 4), ("٤", 4), ("04", 4), ("99", 99), ("for 3", 3), ("3 people", 3), ("we are 3", 3),
        ("لـ3", 3), ("لثلاثة", 3), ("ثلاثة أشخاص", 3), ("تلاتة ديال الناس", 3), ("خمسة انفار", 5),
        ("شخص", 1), ("شخصين", 2), ("لشخصين", 2), ("just me", 1), ("لحالي", 1), ("two of us", 2),
        ("twelve", 12), ("احد عشر", 11), ("عشرين", 20), ("3ashra", 10),
        ("0", None), ("100", None), ("3 4", None), ("some", None), ("3 days", None), ("", None),
    ],
)  # fmt: skip
def test_a_number_of_people(typed: str, count: int | None) -> None:
    assert read_count(typed, V) == count


@given(st.integers(1, 99), st.sampled_from(["{}", "for {}", "{} people", "لـ{}", "{} أشخاص"]))
def test_any_number_from_1_to_99_counts(number: int, shape: str) -> None:
    assert read_count(shape.format(number), V) == number


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("1", "any"), ("٢", "days"), ("three", "evenings"), ("4.", "weekends"), ("any time", "any"),
     ("مساء", "evenings"), ("بالليل", "evenings"), ("نهاية الأسبوع", "weekends"), ("5", None),
     ("never", None), ("", None)],
)  # fmt: skip
def test_hours(typed: str, hours: str | None) -> None:
    assert read_hours(typed, V) == hours


# --- yes, no, nothing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("yes", "yes"), ("1", "yes"), ("١", "yes"), ("نعم", "yes"), ("إيه", "yes"), ("👍🏽", "yes"),
        ("نعم 👍", "yes"), ("ok sure", "yes"), ("No.", "no"), ("2", "no"), ("لأ", "no"),
        ("لا شكرا", "no"), ("no no", "no"), ("إن شاء الله", "soft"), ("machi", "soft"),
        ("maybe", "soft"), ("yes no", None), ("yes 47", None), ("yesterday", None), ("3", None),
        ("", None), ("not sure", None), ("no 1", None),
    ],
)  # fmt: skip
def test_yes_no_and_the_soft_yes(typed: str, answer: str | None) -> None:
    assert read_yes_no(typed, V) == answer


@pytest.mark.parametrize("typed", ["1", "١", "no", "Nothing!", "لا شيء", "لا شي ", "والو", "maku"])
def test_nothing_to_add(typed: str) -> None:
    assert read_skip(typed, V)


@pytest.mark.parametrize("typed", ["", "2", "nothing yet but soon", "no onions please"])
def test_words_to_add_are_not_skipped(typed: str) -> None:
    assert not read_skip(typed, V)


# --- whatever comes -------------------------------------------------------------------------------

READERS: list[Callable[[str], object]] = [
    read_addressed,
    *(
        lambda text, read=read: read(text, V)
        for read in (
            read_command,
            read_reference,
            read_count,
            read_when,
            read_when_and_count,
            read_hours,
            read_skip,
            read_yes_no,
        )
    ),
    *(
        lambda text, read=read: read(text, LEXICON)
        for read in (
            read_area,
            read_areas,
            read_category,
            read_categories,
            read_one_shot,
        )
    ),
    lambda text: read_choice(text, OPTIONS, V),
    lambda text: read_several(text, OPTIONS, V, "90"),
]
PIECES = st.sampled_from(
    [*V.commands, *V.categories, *V.when, *V.numbers, "harbour", "الميناء", "و", "لـ", "٤٧", "1"]
)
WILD = st.one_of(
    st.text(st.characters(), max_size=80),
    st.lists(PIECES, max_size=12).map(" ".join),
    st.lists(PIECES, max_size=4).map("\x00\ud83d".join),
)


@given(WILD)
def test_no_text_upsets_a_reader(text: str) -> None:
    for read in READERS:
        read(text)


@pytest.mark.parametrize("text", ["م " * 5000, "9" * 5000, "\ud83d" * 3000, "#" * 5000, "\x00"])
def test_no_length_upsets_a_reader(text: str) -> None:
    assert not any(read(text) for read in READERS)
