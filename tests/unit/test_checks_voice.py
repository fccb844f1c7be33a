"""What `hotline flows check` finds for callers: every fault planted once and seen at its line."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from flows.checks.checks import check_files, check_flows
from flows.checks.text_checks import Worst
from flows.checks.voice_checks import Resume, check_common, check_tries
from flows.engine import engine
from flows.engine.definition import Flow, Question
from flows.engine.events import Context, Event, Turn
from flows.engine.parsing import library_texts, load_library, read_library
from flows.engine.session import Session
from flows.wording.catalog import Catalog, load_catalog, read_catalog
from flows.wording.renderer import Speaker
from tests.unit.talk import LEXICON

NEED = "flows/library/need.yaml"
MENU = "flows/library/menu.yaml"


def worst_of(catalog: Catalog) -> Worst:
    names = {"en": "Harbour", "ar": "الميناء"}
    return Worst(Speaker(catalog, LEXICON, names, {"en": "1564", "ar": "1564"}, 3))


WORST = worst_of(load_catalog())


def line_of(text: str, mark: str) -> int:
    assert text.count(mark) == 1, f"{text.count(mark)} of {mark!r}"
    return text[: text.index(mark)].count("\n") + 1


# What is planted: the file, what it replaces, what stands there then, the line by a mark in it,
# and what the fault says.
PLANTED = {
    "0 for something else": (
        MENU,
        "      0: person\n",
        "      0: {flow: offer}\n",
        "      0: {flow: offer}",
        "0 is a person; in `choose` it is not",
    ),
    "a key that nobody hears of": (
        NEED,
        "      4: {words: [words, the words, details, the details, التفاصيل, تفاصيل, الكلمات]",
        "      5: {words: [words, the words, details, the details, التفاصيل, تفاصيل, الكلمات]",
        "ask: need-change",
        "`need-change` does not say what 5 is for, and then 5, in `en`",
    ),
    "a key that is heard and means nothing": (
        NEED,
        "      4: {words: [words, the words, details, the details, التفاصيل, تفاصيل, الكلمات]",
        "      5: {words: [words, the words, details, the details, التفاصيل, تفاصيل, الكلمات]",
        "ask: need-change",
        "`need-change` says 4 in `ar`, which is no choice",
    ),
    "words that must be spoken": (
        NEED,
        '      1: {value: "", words: [nothing to add, لا شيء]}\n      2: {only: voice, then: record}',
        "      2: {only: voice, then: record}",
        "  words:\n",
        "`words` cannot be answered by keys alone",
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_fault_for_callers_is_found_at_its_line(planted: str) -> None:
    file, old, new, mark, said = PLANTED[planted]
    texts = library_texts()
    assert texts[file].count(old) == 1
    text = texts[file].replace(old, new)
    flows, faults = read_library(texts | {file: text})
    found = [*faults, *check_flows(flows, load_catalog(), WORST, LEXICON)]
    expected = (file, line_of(text, mark))
    assert any((f.file, f.line) == expected and said in f.message for f in found), found


def test_ten_choices_are_too_many_for_a_keypad() -> None:
    texts = library_texts()
    choice = "      4: {words: [words, the words, details, the details, التفاصيل, تفاصيل, الكلمات]"
    more = "".join(f"      {key}: {{words: [w{key}], then: kind}}\n" for key in range(5, 11))
    text = texts[NEED].replace(choice, more + choice)
    flows, _ = read_library(texts | {NEED: text})
    found = check_flows(flows, load_catalog(), WORST, LEXICON)
    assert any("`change` has 10 choices; 9 at most" in fault.message for fault in found)


# --- wordings ------------------------------------------------------------------------------------


def changed(folder: Path, language: str, old: str, new: str) -> Catalog:
    """A copy of the catalogs with one change."""
    for file in (resources.files("flows") / "messages").iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == f"{language}.ftl":
            assert text.count(old) == 1, f"{text.count(old)} of {old!r}"
            text = text.replace(old, new)
        (folder / file.name).write_text(text, encoding="utf-8")
    return read_catalog(folder)


@pytest.mark.parametrize(
    ("language", "old", "new", "said"),
    [
        (
            "en",
            "To change the kind, press one. The area, two.",
            "Press one to change the kind. The area, two.",
            "`need-change` does not say what 1 is for, and then 1, in `en`",
        ),
        (
            "ar",
            "لتعديل النوع، الرقم واحد. المنطقة، اثنان.",
            "الرقم واحد لتعديل النوع. المنطقة، اثنان.",
            "`need-change` says other keys in each language",
        ),
        (
            "en",
            "The details, four.",
            "The details, five.",
            "`need-change` says other keys in each language (ar: 1 2 3 4, en: 1 2 3 5)",
        ),
    ],
    ids=["key before option", "key before option in Arabic", "another key"],
)
def test_keys_in_a_wording_are_found_out(
    tmp_path: Path, language: str, old: str, new: str, said: str
) -> None:
    catalog = changed(tmp_path, language, old, new)
    found = check_flows(load_library(), catalog, worst_of(catalog), LEXICON)
    expected = (NEED, line_of(library_texts()[NEED], "ask: need-change"))
    assert any((f.file, f.line) == expected and said in f.message for f in found), said


@pytest.mark.parametrize(
    ("language", "old", "new", "said"),
    [
        ("en", "For a person, zero. To hear", "To hear", "does not say 0 in `en`"),
        ("ar", "صفر. للإعادة، النجمة.", "صفر.", "does not say * in `ar`"),
        ("en", "\nv-silence-2 =", "\nv-silence-9 =", "`v-silence-2` has no voice wording in `en`"),
    ],
    ids=["no person", "no star", "nothing to say to silence"],
)
def test_what_every_menu_says_is_checked(
    tmp_path: Path, language: str, old: str, new: str, said: str
) -> None:
    catalog = changed(tmp_path, language, old, new)
    assert any(said in fault.message for fault in check_common(catalog, worst_of(catalog)))
    assert list(check_common(load_catalog(), WORST)) == []


# --- three tries ---------------------------------------------------------------------------------


def patient(flow: Flow, session: Session, event: Event, context: Context) -> Turn:
    """An engine that never gives up."""
    return engine.resume(flow, replace(session, retries=0), event, context)


def cut_off(flow: Flow, session: Session, event: Event, context: Context) -> Turn:
    """An engine that ends a talk at the first wrong key."""
    del flow, session, event, context
    return Turn("ended")


def questions() -> list[tuple[Flow, Question]]:
    flows = [flow for flow in load_library().values() if not flow.text_only]
    return [(f, s) for f in flows for s in f.steps.values() if isinstance(s, Question)]


def test_three_tries_lead_to_a_person_at_every_question() -> None:
    for flow, step in questions():
        assert list(check_tries(flow, step, LEXICON)) == [], (flow.name, step.name)


@pytest.mark.parametrize("resume", [patient, cut_off])
def test_a_menu_that_asks_for_ever_or_cuts_off_is_found(resume: Resume) -> None:
    for flow, step in questions():
        if not step.optional:
            (fault,) = check_tries(flow, step, LEXICON, resume)
            assert f"`{step.name}` leads to nobody after silence, silence, silence" in fault.message


def test_what_we_ship_has_no_fault_for_callers() -> None:
    known = load_catalog()
    speaker = Speaker(known, LEXICON, {"en": "Harbour", "ar": "الميناء"}, {}, 3)
    assert check_files(library_texts(), known, speaker, LEXICON) == []
