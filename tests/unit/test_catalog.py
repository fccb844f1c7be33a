"""The messages: complete in both languages, within their budgets, with no word they must not hold."""

import re
from pathlib import Path

import pytest

from flows.text.banned import Banned, load_banned
from flows.text.segments import segments_for
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import load_vocabulary
from flows.wording import worst_case_args
from flows.wording.catalog import (
    Catalog,
    CatalogFault,
    changed_catalog,
    load_catalog,
    read_catalog,
)
from flows.wording.placeholders import BUILDERS
from flows.wording.renderer import Speaker

LANGUAGES = ("en", "ar")
CATEGORIES = ("food", "shelter", "transport", "money", "talk", "urgent")
TWO_SEGMENTS = {("ar", "coordinator-escalated"), ("ar", "crisis"), ("ar", "crisis-alone")}
TWO_SEGMENTS |= {("ar", "coordinator-crisis-several"), ("ar", "coordinator-crisis-more")}
TWO_SEGMENTS |= {
    ("ar", "coordinator-crisis"),
    ("ar", "coordinator-unasked"),
    ("ar", "coordinator-held"),
}
TWO_SEGMENTS |= {("ar", "coordinator-report-asker"), ("ar", "coordinator-report-helper")}
TWO_SEGMENTS |= {("ar", "coordinator-report-again"), ("ar", "coordinator-escalated-alone")}
TWO_SEGMENTS |= {(lang, f"coordinator-words-{k}") for lang in LANGUAGES for k in ("about", "wait")}
# Both languages in one text, each on its own line.
BILINGUAL = {"lang-ask", "error-fallback"}
LEADS = (
    *("misunderstood-1", "misunderstood-again", "back", "back-first", "resume", "lang-switched"),
    "oneshot-understood",
)
QUESTIONS = ("need-category", "need-when", "need-confirm", "need-words", "offer-categories", "menu")

CATALOG = load_catalog()
SPEAKER = Speaker(
    CATALOG,
    Lexicon(load_vocabulary(), CATEGORIES, worst_case_args.PLACES),
    worst_case_args.COMMUNITY,
    worst_case_args.CONTACTS,
    worst_case_args.ASKS_PER_WEEK,
)


def wordings(language: str) -> list[tuple[str, bool, str]]:
    """Every message at its worst filling, text and voice."""
    return [
        (id, voice, SPEAKER.worst(id, language, voice))
        for id in CATALOG.ids()
        for voice in (False, True)
        if CATALOG.has(id, language, voice)
    ]


def catalog_of(tmp_path: Path, text: str) -> Catalog:
    (tmp_path / "en.ftl").write_text(text, encoding="utf-8")
    return read_catalog(tmp_path)


@pytest.mark.parametrize("voice", [False, True])
def test_a_message_has_the_same_channels_in_both_languages(voice: bool) -> None:
    english, arabic = (
        {id for id in CATALOG.ids() if CATALOG.has(id, language, voice)} for language in LANGUAGES
    )
    assert english == arabic
    assert len(english) > 120


def test_languages_take_the_same_arguments() -> None:
    # Arabic has no room for the second command of two texts; its parts put numbers differently.
    for id in CATALOG.ids():
        for voice in (False, True):
            if CATALOG.has(id, "en", voice):
                taken = [
                    CATALOG.placeholders(id, each, voice) - {"tens", "units"} for each in LANGUAGES
                ]
                assert taken[0] == taken[1], (id, voice)


def test_every_placeholder_can_be_filled() -> None:
    own = {"key", "label", "choice", "key_spoken", "name", "count", "tens", "units", "digit"}
    own |= {"place", "hour", "minute", "part", "weekday", "date", "day"}
    own |= {"day_spoken", "begins", "ends"}
    used = {
        name
        for id in CATALOG.ids()
        for voice in (False, True)
        if CATALOG.has(id, "en", voice)
        for name in CATALOG.placeholders(id, "en", voice)
    }
    assert used <= BUILDERS.keys() | own


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_costs_one_segment_at_its_worst(language: str) -> None:
    costs = {id: segments_for(text) for id, voice, text in wordings(language) if not voice}
    dear = {(language, id) for id, cost in costs.items() if cost.segments > 1}
    assert dear == {each for each in TWO_SEGMENTS if each[0] == language}
    assert max(cost.segments for cost in costs.values()) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lead_and_its_question_cost_two_segments_at_most(language: str) -> None:
    for lead in LEADS:
        for question in QUESTIONS:
            text = f"{SPEAKER.worst(lead, language)} {SPEAKER.worst(question, language)}"
            assert segments_for(text).segments <= 2, (lead, question)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ask", ["ask", "ask-urgent"])
def test_a_first_ask_costs_two_segments_at_most(language: str, ask: str) -> None:
    text = f"{SPEAKER.worst('welcome-imported', language)}\n{SPEAKER.worst(ask, language)}"
    assert segments_for(text).segments <= 2
    # With a reference of four digits, twice in the text, as well.
    assert segments_for(text.replace("347", "3471")).segments <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_english_is_plain_and_arabic_begins_in_arabic(language: str) -> None:
    for id, voice, text in wordings(language):
        if id in BILINGUAL or voice:
            continue
        encoding = segments_for(text).encoding
        assert language == "ar" or encoding == "GSM-7", id
        assert language == "en" or not re.match(r"\s*[A-Za-z]", text), id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_holds_a_banned_word(language: str) -> None:
    banned = load_banned()
    for id, voice, text in wordings(language):
        assert banned.found(text, id, voice) == [], id


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("for gay people", "identity"),
        ("بيت للمثليين", "identity"),
        ("منظمة قريبة", "organisation"),
        ("see www.example", "link"),
        ("To close it: CANCEL", "carrier"),
        ("للسحب: إلغاء", "carrier"),
        ("STOP ends these texts", "carrier"),
        ("اكتب نعم", "address"),
        ("طلبكم مفتوح", "address"),
        ("طلبكَ مفتوح", "address"),
        ("وصل خبر لكِ", "address"),
        ("هل أنتم بخير", "address"),
    ],
)
def test_a_banned_word_is_found(text: str, kind: str) -> None:
    assert [each.split(":")[0] for each in load_banned().found(text)] == [kind]


@pytest.mark.parametrize("text", ["people nearby help each other", "هناك شخص، وبعد ذلك", "وقف"])
def test_a_plain_word_is_no_banned_one(text: str) -> None:
    assert load_banned().found(text) == []


@pytest.mark.parametrize("words", ["طلبك مفتوح", "رقمك مخفي", "شكرا لك", "ونحن معك، بلا اسمك"])
def test_what_reads_the_same_for_everybody_may_be_written_and_not_spoken(words: str) -> None:
    assert load_banned().found(words) == []
    assert {each.split(":")[0] for each in load_banned().found(words, voice=True)} == {"address"}


@pytest.mark.parametrize("words", ["اكتب نعم", "اكتبي نعم", "هل أنتَ", "هل أنت بخير"])
def test_what_tells_a_man_from_a_woman_is_neither_written_nor_spoken(words: str) -> None:
    for voice in (False, True):
        found = load_banned().found(words, voice=voice)
        assert {each.split(":")[0] for each in found} == {"address"}


def test_only_the_welcome_may_teach_the_carriers_stop() -> None:
    banned: Banned = load_banned()
    assert banned.found("STOP ends these texts", "welcome-first") == []
    assert banned.found("STOP ends these texts", "menu") == ["carrier: STOP"]


def test_no_two_numbers_stand_side_by_side_in_arabic() -> None:
    # A line from right to left would show them turned round; a comma keeps them apart.
    for id, _, text in wordings("ar"):
        assert not re.search(r"\d[ .:\n]+\d", text.replace("08:00", "8")), (id, text)


def test_spoken_words_hold_no_digits() -> None:
    for language in LANGUAGES:
        for id, voice, text in wordings(language):
            assert not (voice and re.search(r"\d", text)), (id, text)


def test_an_unknown_message_is_a_fault() -> None:
    with pytest.raises(CatalogFault, match="no-such"):
        CATALOG.format("no-such", "en", {})
    with pytest.raises(CatalogFault, match="fr"):
        CATALOG.format("menu", "fr", {})
    with pytest.raises(CatalogFault, match="commands has no voice"):
        CATALOG.format("commands", "en", {}, voice=True)


def test_a_missing_argument_is_a_fault_and_never_half_a_text() -> None:
    with pytest.raises(CatalogFault, match=r"ar\.ftl:\d+: ask: .*summary"):
        CATALOG.format("ask", "ar", {"ref": "47"})


def test_arguments_of_parts_are_arguments_of_the_whole() -> None:
    assert {"count", "tens", "units"} <= CATALOG.placeholders("people", "en", voice=True)
    assert CATALOG.placeholders("people", "en") == {"count"}


def test_source_names_the_line_of_the_message() -> None:
    file, line = CATALOG.source("need-opened", "ar")
    text = Path(__file__).parents[2].joinpath(file).read_text(encoding="utf-8")
    assert text.splitlines()[line - 1].startswith("need-opened =")


def test_an_unreadable_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogFault, match=r"en\.ftl:3: unreadable"):
        catalog_of(tmp_path, "menu = Hello\n\nneed { broken\n")


def test_a_message_may_stand_only_once(tmp_path: Path) -> None:
    with pytest.raises(CatalogFault, match=r"en\.ftl:2: menu stands here a second time"):
        catalog_of(tmp_path, "menu = Hello\nmenu = Again\n")


def test_a_reference_to_a_missing_part_is_a_fault(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, "menu = Hello { nobody }\n")
    with pytest.raises(CatalogFault, match="nobody"):
        catalog.format("menu", "en", {})


def test_words_changed_in_one_catalog_change_in_no_other() -> None:
    keys = ("neutral", "en", False), ("v-goodbye", "en", True)
    own = [CATALOG.pattern(*key) for key in keys]
    changed = changed_catalog({keys[0]: "Noted.", keys[1]: "So long."})
    assert [changed.pattern(*key) for key in keys] == ["Noted.", "So long."]
    assert changed.format("neutral", "en", {}) == "Noted."
    assert changed.format("v-goodbye", "en", {}, voice=True) == "So long."
    for other in (CATALOG, changed_catalog({("need-dropped", "en", False): "Dropped."})):
        assert [other.pattern(*key) for key in keys] == own
        assert other.format("neutral", "en", {}) == own[0]


def test_other_words_of_a_part_are_in_the_whole_and_in_what_has_that_within() -> None:
    changed = changed_catalog({("count-units", "en", False): "{ $sorts } sorts of some"})
    for whole in (("count-spoken", "en", False), ("people", "en", True)):
        for catalog, has in ((CATALOG, False), (changed, True)):
            args = dict.fromkeys(catalog.placeholders(*whole), 25)
            assert ("sorts" in args) is has
            said = catalog.format(whole[0], "en", args, whole[2])
            assert ("25 sorts of some" in said) is has
    assert changed.placeholders("menu", "en") == CATALOG.placeholders("menu", "en")


def test_the_words_of_a_banned_phrase_are_banned_in_its_order_alone() -> None:
    banned = load_banned()
    phrases = [each for kind in banned.phrases.values() for each in kind if len(set(each)) > 1]
    assert phrases
    for phrase in phrases:
        assert " ".join(phrase) in str(banned.found(f"we say {' '.join(phrase)} here"))
        turned = " ".join(reversed(phrase))
        assert f": {' '.join(phrase)}'" not in str(banned.found(f"we say {turned} here"))
