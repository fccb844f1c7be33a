"""Prompts into texts and spoken words, in both languages."""

import unicodedata
from collections.abc import Mapping
from datetime import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, as_message
from flows.text.sanitize import clean_words, split_words
from flows.text.segments import segments_for
from flows.vocabulary.area_index import Place
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import load_vocabulary
from flows.wording.catalog import CatalogFault, load_catalog
from flows.wording.renderer import Speaker

SIX = ("food", "shelter", "transport", "money", "talk", "urgent")
PLACES = (
    Place("harbour", 1, {"en": "Harbour", "ar": "الميناء"}),
    Place("market", 2, {"en": "Market", "ar": "السوق"}),
)
MANY = tuple(
    Place(f"p{code}", code, {"en": f"Long quarter {chr(96 + code)}", "ar": "حي " + "ط" * code})
    for code in range(1, 21)
)
NEED: Mapping[str, Any] = {
    "reference": "47",
    "category": "food",
    "area": "harbour",
    "when": "today",
    "count": 3,
}


def speaker(
    categories: tuple[str, ...] = SIX,
    places: tuple[Place, ...] = PLACES,
    contacts: Mapping[str, str] | None = None,
    asks_per_week: int = 3,
) -> Speaker:
    return Speaker(
        load_catalog(),
        Lexicon(load_vocabulary(), categories, places),
        {"en": "Harbour", "ar": "الميناء"},
        {"en": "1564", "ar": "1564"} if contacts is None else contacts,
        asks_per_week,
    )


SPEAKER = speaker()


@pytest.mark.parametrize(
    ("id", "language", "text"),
    [
        (
            "menu",
            "en",
            "I need: 1 food 2 a bed 3 a ride 4 money 5 someone to talk to 6 urgent help."
            " 7 my request. 9 I can help others. 0 talk to us",
        ),
        (
            "menu",
            "ar",
            "أحتاج: 1 طعام 2 مبيت 3 توصيلة 4 مال 5 فضفضة 6 طارئ. 9 أساعد. 0 فريقنا",
        ),
        ("ask", "ar", "طلب 47: طعام، الميناء، اليوم، لـ3\nممكن؟ نعم 47 أو لا"),
        ("need-confirm", "ar", "طعام، الميناء، اليوم، لـ3؟ 1 إرسال الطلب 2 تعديل 3 لا"),
        ("oneshot-understood", "en", "Understood: food, Harbour, today, for 3."),
        ("need-area", "ar", "أي منطقة؟ 1 الميناء 2 السوق 0 فريقنا"),
        ("area-list", "en", "1 Harbour 2 Market 0 talk to us"),
    ],
)
def test_a_full_text(id: MessageId, language: str, text: str) -> None:
    assert SPEAKER.text(Prompt(id, NEED), language) == text


def test_the_spoken_menu_is_one_sentence_an_option() -> None:
    assert SPEAKER.voice(Prompt("menu"), "en") == (
        "For food, press one. For a bed tonight, two. For a ride, three. For money, four."
        " To talk with someone, five. For something urgent, six."
        " For news of your request, seven. To help others, nine."
    )
    assert SPEAKER.voice(Prompt("offer-categories"), "ar") == (
        "شكرًا. المساعدة في ماذا؟ للطعام، الرقم واحد. المبيت، اثنان. التوصيل بالسيارة، ثلاثة."
        " المال، أربعة. الاستماع، خمسة. الطارئ، ستة. كل رقم مناسب، وفي النهاية المربع."
    )


def test_menus_hold_the_categories_of_the_community() -> None:
    few = speaker(categories=("transport", "food"))
    assert few.text(Prompt("need-category"), "en") == "What is needed? 1 a ride 2 food 0 talk to us"
    assert "1 rides 2 food." in few.text(Prompt("offer-categories"), "en")
    assert few.voice(Prompt("offer-categories"), "en").startswith(
        "Thank you. Help with what? For rides, press one. Food, two. Press"
    )
    assert few.voice(Prompt("v-menu-short"), "ar").startswith("توصيلة، واحد. طعام، اثنان. أخبار")


def test_a_summary_leaves_out_what_is_not_known() -> None:
    bare = {"reference": "47", "category": "money", "area": None, "when": "week", "count": None}
    assert SPEAKER.text(Prompt("ask", bare), "en").startswith("Request 47: money, this week. ")
    gone = {**bare, "area": "left-the-file"}
    assert SPEAKER.text(Prompt("ask", gone), "en") == SPEAKER.text(Prompt("ask", bare), "en")


def test_a_request_of_which_nothing_is_known_is_a_fault() -> None:
    with pytest.raises(CatalogFault, match="nothing of the request"):
        SPEAKER.text(Prompt("oneshot-understood", {"reference": "47"}), "en")


def test_an_area_that_is_none_of_ours_is_named_so() -> None:
    other = {**NEED, "area": "other"}
    assert "food, another area, today" in SPEAKER.text(Prompt("ask", other), "en")
    assert "في منطقة أخرى" in SPEAKER.voice(Prompt("ask", other), "ar")


def test_an_urgent_ask_is_for_now_even_where_nobody_said_so() -> None:
    need = {"reference": "47", "category": "urgent", "area": "market"}
    assert SPEAKER.text(Prompt("ask-urgent", need), "en").startswith(
        "Request 47, urgent: Market, now. Could you?"
    )


@pytest.mark.parametrize(
    ("count", "text", "spoken"),
    [
        (0, "ولم نسأل أحدا بعد.", "ولم نسأل أحدًا بعد."),
        (1, "وسألنا شخصا واحدا.", "وسألنا شخصًا واحدًا."),
        (2, "وسألنا شخصين.", "وسألنا شخصين."),
        (3, "وسألنا 3 أشخاص.", "وسألنا ثلاثة أشخاص."),
        (11, "وسألنا 11 شخصا.", "وسألنا أحد عشر شخصًا."),
        (25, "وسألنا 25 شخصا.", "وسألنا خمسة وعشرين شخصًا."),
        (100, "وسألنا 100 شخص.", "وسألنا 100 شخص."),
        (103, "وسألنا 103 أشخاص.", "وسألنا 103 أشخاص."),
    ],
)
def test_people_in_the_plural_classes_of_arabic(count: int, text: str, spoken: str) -> None:
    prompt = Prompt("status-seeking", {"reference": "47", "people": count})
    assert text in SPEAKER.text(prompt, "ar")
    assert spoken in SPEAKER.voice(prompt, "ar")


@pytest.mark.parametrize(
    ("count", "arabic", "english"),
    [(1, "لشخص", "for 1"), (2, "لشخصين", "for 2"), (3, "لـ3", "for 3"), (100, "لـ100", "for 100")],
)
def test_for_how_many(count: int, arabic: str, english: str) -> None:
    prompt = Prompt("oneshot-understood", {"category": "food", "count": count})
    assert SPEAKER.text(prompt, "ar") == f"فهمنا: طعام، {arabic}."
    assert SPEAKER.text(prompt, "en") == f"Understood: food, {english}."


@pytest.mark.parametrize(
    ("asks", "arabic", "english"),
    [
        (1, "حتى مرة في", "most once a"),
        (2, "حتى مرتين في", "most twice a"),
        (3, "حتى 3 مرات في", "most 3 times a"),
        (11, "حتى 11 مرة في", "most 11 times a"),
    ],
)
def test_how_often(asks: int, arabic: str, english: str) -> None:
    often = speaker(asks_per_week=asks)
    assert arabic in often.text(Prompt("offer-consent"), "ar")
    assert english in often.text(Prompt("offer-consent"), "en")


@pytest.mark.parametrize("count", range(1, 100))
def test_every_number_of_people_can_be_spoken(count: int) -> None:
    spoken = SPEAKER.voice(Prompt("v-count-check", {"count": count}), "en").split(".")[0]
    said = SPEAKER.voice(Prompt("v-count-check", {"count": count}), "ar").split(".")[0]
    assert not any(letter.isdigit() for letter in spoken + said)
    assert (spoken, said) not in SPOKEN
    SPOKEN.add((spoken, said))


SPOKEN: set[tuple[str, str]] = set()


def test_no_two_clock_times_sound_alike() -> None:
    for language in ("en", "ar"):
        at = [time(hour, minute) for hour in range(24) for minute in range(0, 60, 7)]
        said = [SPEAKER.voice(Prompt("status-waiting", {"time": each}), language) for each in at]
        assert len(set(said)) == len(at)
        assert not any(letter.isdigit() for each in said for letter in each)


@pytest.mark.parametrize(
    ("at", "english", "arabic"),
    [
        (time(8), "eight in the morning", "الثامنة صباحًا"),
        (time(7, 30), "half past seven in the morning", "السابعة والنصف صباحًا"),
        (time(0), "twelve at night", "الثانية عشرة ليلًا"),
        (time(12, 15), "quarter past twelve in the afternoon", "الثانية عشرة والربع ظهرًا"),
        (time(14), "two in the afternoon", "الثانية ظهرًا"),
        (time(15), "three in the afternoon", "الثالثة عصرًا"),
        (time(18, 5), "five minutes past six in the evening", "السادسة وخمس دقائق مساءً"),
        (
            time(9, 42),
            "forty-two minutes past nine in the morning",
            "التاسعة واثنتين وأربعين دقيقة صباحًا",
        ),
    ],
)
def test_times(at: time, english: str, arabic: str) -> None:
    prompt = Prompt("waiting-hours", {"reference": "47", "time": at})
    assert f"{at:%H:%M}" in SPEAKER.text(prompt, "ar")
    assert f"for you at {english}." in SPEAKER.voice(prompt, "en")
    assert f"الساعة {arabic}." in SPEAKER.voice(prompt, "ar")
    asked = Prompt("waiting-hours", {"reference": "47", "time": at.isoformat("minutes")})
    assert SPEAKER.text(asked, "en") == SPEAKER.text(prompt, "en")


def test_a_reference_is_spoken_digit_by_digit() -> None:
    spoken = SPEAKER.voice(Prompt("v-reference", {"reference": "470"}), "ar")
    assert spoken == "رقم الطلب: أربعة، سبعة، صِفر. مرة أخرى: أربعة، سبعة، صِفر."


def test_lists_of_requests() -> None:
    requests = [("347", "talk"), ["352", None]]
    prompt = Prompt("which-one", {"requests": requests})
    assert "347 someone to talk to, 352. Its" in SPEAKER.text(prompt, "en")
    assert "347 فضفضة، رقم 352. يكفي" in SPEAKER.text(prompt, "ar")
    assert "someone to talk to, press three, four, seven." in SPEAKER.voice(prompt, "en")


def test_offered_kinds() -> None:
    some = Prompt("status-offer-active", {"categories": ["talk", "transport"]})
    assert "is on: talking, rides. To" in SPEAKER.text(some, "en")
    everything = Prompt("status-offer-active", {"categories": list(SIX)})
    assert "is on: everything. To" in SPEAKER.text(everything, "en")
    assert "كل شيء" in SPEAKER.text(everything, "ar")


def test_keys() -> None:
    prompt = Prompt("misunderstood-2", {"keys": [1, 2, 3]})
    assert "enough: 1, 2, 3. Or 0" in SPEAKER.text(prompt, "en")
    assert "من هذه: 1، 2، 3. أو 0" in SPEAKER.text(prompt, "ar")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "id", ["crisis", "crisis-alone", "person-none", "too-many", "nobody-asker-urgent"]
)
def test_without_crisis_contacts_nothing_hangs_in_the_air(id: MessageId, language: str) -> None:
    prompt = Prompt(id, {"reference": "47"})
    bare = speaker(contacts={}).text(prompt, language)
    assert "1564" in SPEAKER.text(prompt, language)
    assert "none" not in bare and ": ." not in bare and not bare.endswith(":")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_team_is_not_told_of_contacts_that_there_are_none_of(language: str) -> None:
    prompt = Prompt("coordinator-crisis", {"reference": "47"})
    full, bare = (said.text(prompt, language) for said in (SPEAKER, speaker(contacts={})))
    assert "47" in bare and len(bare) < len(full)
    assert "contacts" not in bare and "الطوارئ" not in bare


def test_contacts_are_spoken_digit_by_digit() -> None:
    assert "away: one, five, six, four." in SPEAKER.voice(Prompt("crisis"), "en")


def test_leads_join_what_follows() -> None:
    prompts = [
        Prompt("welcome-first"),
        Prompt("lang-switched", lead=True),
        Prompt("back", lead=True),
        Prompt("follow-up", {"reference": "47"}),
    ]
    welcome, question = SPEAKER.texts(prompts, "en")
    assert welcome.startswith("Harbour here: ")
    assert question.startswith("English from now on. One step back. Request 47: did help come?")


def test_a_lead_alone_is_still_said() -> None:
    assert SPEAKER.texts([Prompt("back", lead=True)], "en") == ["One step back."]


def test_a_first_ask_says_who_we_are() -> None:
    first, ask = SPEAKER.introduced(SPEAKER.text(Prompt("ask", NEED), "ar"), "ar").split("\n", 1)
    assert first == "هنا الميناء: نساعد بعضنا. لوقف الرسائل: توقف. للحذف: محو"
    assert ask == SPEAKER.text(Prompt("ask", NEED), "ar")


def test_long_lists_of_areas_are_left_out_of_the_question() -> None:
    long = speaker(places=MANY)
    questions: tuple[MessageId, ...] = ("need-area", "offer-areas")
    for id in questions:
        for language in ("en", "ar"):
            assert SPEAKER.area_question(id, language) == id
            assert long.area_question(id, language) == f"{id}-name"
            assert long.text(Prompt(id), language) == long.text(
                Prompt(as_message(f"{id}-name")), language
            )
    assert long.area_question("menu", "en") == "menu"


def test_area_names_in_latin_letters_keep_to_lines_of_their_own_in_arabic() -> None:
    latin = speaker(places=(Place("a", 1, {"en": "Harbour"}), Place("b", 2, {"en": "Market"})))
    assert latin.area_question("need-area", "ar") == "need-area-name"
    assert latin.area_question("need-area", "en") == "need-area"
    assert latin.text(Prompt("area-list"), "ar") == "1 Harbour\n2 Market 0 فريقنا"


def pages_of(speaker: Speaker, language: str) -> list[str]:
    """The list of areas, up to the page that does not lead on (99)."""
    pages: list[str] = []
    while not pages or "99" in pages[-1]:
        page = Prompt("area-list", {"page": len(pages)})
        pages.append(speaker.text(page, language))
    return pages


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_hold_every_area_once_in_two_segments(language: str) -> None:
    long = speaker(places=MANY)
    pages = pages_of(long, language)
    assert len(pages) > 1
    for page in pages:
        assert segments_for(page).segments <= 2
    for place in MANY:
        assert sum(f"{place.code} {place.names[language]} " in page for page in pages) == 1
    assert all("99" in page for page in pages[:-1])
    assert "99" not in pages[-1]
    beyond = Prompt("area-list", {"page": len(pages)})
    assert long.text(beyond, language) == pages[0]


def test_relayed_words_are_straightened_and_kept_whole() -> None:
    words = "I\u2019m \u201chere\u201d \u2013 by\u00a0the\tbakery\u2026\u202e\u0000\u2066"
    prompt = Prompt("relay-to-helper", {"reference": "47", "words": words})
    text = SPEAKER.text(prompt, "en")
    assert text == '47: I\'m "here" - by the bakery...'
    assert segments_for(text).encoding == "GSM-7"


def test_words_that_a_script_needs_its_joiners_for_keep_them() -> None:
    assert clean_words("می\u200cخواهم 👩\u200d👧") == "می\u200cخواهم 👩\u200d👧"
    assert clean_words("a\r\n\r\n\r\n\r\nb  c\ufeff\u200b") == "a\n\nb c"


def test_long_words_leave_as_several_texts() -> None:
    words = " ".join(["كلمة"] * 700)
    prompt = Prompt("relay-from-team", {"reference": "47", "words": words})
    texts = SPEAKER.texts([prompt], "ar")
    assert len(texts) == 3
    assert all(text.startswith("من فريقنا (47): ") and len(text) <= 1600 for text in texts)
    assert sum(text.count("كلمة") for text in texts) == 700


def test_words_kept_for_later_do_not_multiply_a_text_that_does_not_say_them() -> None:
    prompt = Prompt("need-opened", {"reference": "47", "words": "a " * 2000})
    assert len(SPEAKER.texts([prompt], "en")) == 1


@settings(max_examples=60)
@given(st.text(), st.integers(4, 60))
def test_parting_loses_no_letter(words: str, limit: int) -> None:
    pieces = split_words(words, limit)
    assert all(len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(words.split())


def test_words_are_parted_between_words() -> None:
    words = " ".join(f"word{number}" for number in range(40))
    pieces = split_words(words, 25)
    assert len(pieces) > 5
    assert " ".join(pieces) == words


@settings(max_examples=60)
@given(st.text())
@example("before\u2028after")
def test_cleaned_words_are_safe_to_send(words: str) -> None:
    cleaned = clean_words(words)
    kinds = {unicodedata.category(each) for each in cleaned if each not in "\n\u200c\u200d"}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp", "Co", "Cn"}
    assert clean_words(cleaned) == cleaned
    segments_for(cleaned)


def test_a_missing_argument_names_the_message_and_the_argument() -> None:
    with pytest.raises(CatalogFault, match=r"en\.ftl:\d+: follow-up: .*'reference'"):
        SPEAKER.text(Prompt("follow-up"), "en")


def test_an_unknown_message_or_language_is_a_fault() -> None:
    with pytest.raises(CatalogFault):
        SPEAKER.text(Prompt(as_message("no-such")), "en")
    with pytest.raises(CatalogFault):
        SPEAKER.texts([Prompt(as_message("no-such"), {"words": "hello"})], "en")
    with pytest.raises(CatalogFault):
        SPEAKER.text(Prompt("menu"), "fr")
