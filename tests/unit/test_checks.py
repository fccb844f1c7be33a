"""Every fault that `hotline flows check` promises to find, planted once and seen at its line."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import pytest

from flows.checks.checks import check_files, check_flows
from flows.checks.text_checks import Worst, check_text, check_vocabulary, vocabulary_texts
from flows.engine.parsing import library_texts, read_library
from flows.text.errors import Fault
from flows.vocabulary.lexicon import Lexicon
from flows.wording.catalog import Catalog, load_catalog, read_catalog
from flows.wording.renderer import Speaker
from tests.unit.talk import LEXICON, PLACES

NEED = "flows/library/need.yaml"
STOP = "flows/library/stop-check.yaml"


def speaker_of(catalog: Catalog, lexicon: Lexicon = LEXICON) -> Speaker:
    names = {"en": "Harbour", "ar": "الميناء"}
    return Speaker(catalog, lexicon, names, {"en": "1564", "ar": "1564"}, 3)


# Messages are measured once for all the tests that leave them as they are.
WORST = Worst(speaker_of(load_catalog()))


def check(
    texts: Mapping[str, str], catalog: Catalog | None = None, lexicon: Lexicon = LEXICON
) -> list[Fault]:
    known = catalog or load_catalog()
    return check_files(texts, known, speaker_of(known, lexicon), lexicon)


def line_of(text: str, mark: str) -> int:
    """Where `mark` stands, counted in the text itself."""
    assert text.count(mark) == 1, f"{text.count(mark)} of {mark!r}"
    return text[: text.index(mark)].count("\n") + 1


def test_what_we_ship_has_no_fault() -> None:
    assert check(library_texts()) == []


# What is planted in need.yaml: what it replaces, what stands there then, the line by a mark in it
# that is nowhere else, and what the fault says.
PLANTED = {
    "unreachable step": (
        "  late:\n",
        "  island: {do: erase, then: end}\n\n  late:\n",
        "  island:",
        "no step leads to `island`",
    ),
    "dead end: a question with nothing for an answer": (
        "    keeps: [count, when, also, also-2]\n    then: count-check\n",
        "    keeps: [count, when, also, also-2]\n",
        "  count:\n    ask",
        "dead end: the question `count` needs `then`",
    ),
    "dead end: a choice that leads nowhere": (
        "{words: [kind, the kind, النوع, نوع], then: kind}",
        "{words: [kind, the kind, النوع, نوع]}",
        "  change:\n",
        "or choice 1 a way of its own",
    ),
    "dead end: yes without no": (
        '      3: {value: "no", words: [drop it, do not send, don\'t send, إغلاق, سحب], then: not-sent}\n',
        "      3: {words: [drop it, do not send, don't send, إغلاق, سحب], then: not-sent}\n",
        "  confirm:\n",
        "choices for both `yes` and `no`",
    ),
    "dead end: no way to the end": (
        "      enough: {say: needs-enough, then: end}\n\n  late:\n",
        "      enough: round\n\n  round:\n    ask: need-count\n    read: count\n    then: round\n\n"
        "  late:\n",
        "  round:\n",
        "dead end: from `round` no way leads to `end`",
    ),
    "loop without a question": (
        "      changed: {say: need-changed, then: end}\n",
        "      changed: send\n",
        "  send:\n",
        "loop without a question",
    ),
    "loop of a question that can be skipped": (
        "    keeps: [count, when, also, also-2]\n    then: count-check\n",
        "    keeps: [count, when, also, also-2]\n    then: count\n",
        "  count:\n    ask",
        "loop without a question",
    ),
    "duplicate key": (
        "      2: {value: tomorrow}\n      3: {value: week}\n    then: day\n\n  when-only:",
        "      1: {value: tomorrow}\n      3: {value: week}\n    then: day\n\n  when-only:",
        "      1: {value: tomorrow}",
        "`1` stands twice",
    ),
    "duplicate key with one from data": (
        "    choices: categories\n",
        "    choices: {from: categories, 3: area}\n",
        "    choices: {from: categories, 3: area}",
        "duplicate choice: 3",
    ),
    "duplicate word, in another spelling": (
        "words: [words, the words, details, the details, التفاصيل, تفاصيل, الكلمات]",
        "words: [words, the words, The KIND!]",
        "The KIND!",
        "`the kind` picks 1 and 4",
    ),
    "unknown message": (
        "    ask: need-count\n",
        "    ask: need-counted\n",
        "need-counted",
        "no message `need-counted`",
    ),
    "unknown message said on the way": (
        "      none: {say: need-dropped, then: end}",
        "      none: {say: need-drooped, then: end}",
        "need-drooped",
        "no message `need-drooped`",
    ),
    "unknown message as a hint": (
        "    paged: true\n    hints: [area-unknown]",
        "    paged: true\n    hints: [area-unheard]",
        "area-unheard",
        "no message `area-unheard`",
    ),
    "no voice wording": (
        "    ask: need-count\n",
        "    ask: ambiguous-stop\n",
        "ambiguous-stop",
        "`ambiguous-stop` has no voice wording in `ar`",
    ),
    "more than nine choices": (
        "    choices: categories\n",
        "    choices: {from: categories, 7: area, 8: area, 9: area, 10: area}\n",
        "10: area",
        "`category` has 10 choices",
    ),
    "a carrier word as a choice": (
        "words: [drop it, do not send, don't send, إغلاق, سحب]",
        "words: [drop it, Cancel]",
        "Cancel",
        "`Cancel` belongs to the carrier",
    ),
    "a banned word as a choice": (
        "words: [drop it, do not send, don't send, إغلاق, سحب]",
        "words: [drop it, gay]",
        "gay",
        "`gay` must not be used",
    ),
    "outcome not handled": (
        "    do: update-need\n",
        "    do: open-need # again\n",
        "# again",
        "the outcome `opened` of `open-need` is not handled",
    ),
    "outcome that cannot be": (
        "      changed: {say: need-changed, then: end}",
        "      changed: {say: need-changed, then: end}\n      lost: end",
        "lost: end",
        "`update-need` has no outcome `lost`",
    ),
    "unknown effect": (
        "look: check-open",
        "look: check-shut",
        "check-shut",
        "no effect `check-shut`",
    ),
    "unknown reader": ("read: count", "read: counts", "read: counts", "no reader `counts`"),
    "unknown source of choices": (
        "    choices: categories\n",
        "    choices: kinds\n",
        "choices: kinds",
        "no choices come from `kinds`",
    ),
    "unknown flow": (
        "      enough: {say: needs-enough, then: end}\n    then: area",
        "      enough: {say: needs-enough, flow: elsewhere}\n    then: area",
        "flow: elsewhere",
        "no flow `elsewhere`",
    ),
    "a file that cannot be read": (
        "  late:\n",
        "  late: [\n",
        "read: choice\n    optional: true",
        "expected",
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_fault_in_a_flow_is_found_at_its_line(planted: str) -> None:
    old, new, mark, said = PLANTED[planted]
    texts = library_texts()
    assert texts[NEED].count(old) == 1
    text = texts[NEED].replace(old, new)
    flows, faults = read_library(texts | {NEED: text})
    found = [*faults, *check_flows(flows, load_catalog(), WORST, LEXICON)]
    expected = (NEED, line_of(text, mark))
    assert any((f.file, f.line) == expected and said in f.message for f in found), found


def test_a_text_only_flow_needs_no_voice_and_any_other_does() -> None:
    texts = library_texts()
    heard = texts[STOP].replace("text-only: true\n", "")
    assert heard != texts[STOP]
    found = check(texts | {STOP: heard})
    assert {(f.file, f.line) for f in found} == {(STOP, line_of(heard, "ask: ambiguous-stop"))}


def test_a_seventh_category_collides_with_the_menus_own_keys() -> None:
    categories = (*LEXICON.categories, "food")
    found = check(library_texts(), lexicon=Lexicon(LEXICON.vocabulary, categories, PLACES))
    assert any("duplicate choice: 7 stands twice in `choose`" in f.message for f in found)


# --- messages ------------------------------------------------------------------------------------


def messages(folder: Path, language: str, old: str, new: str) -> tuple[Catalog, str]:
    """A copy of the catalogs with one change, and the text of the changed one."""
    changed = ""
    for file in (resources.files("flows") / "messages").iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == f"{language}.ftl":
            assert text.count(old) == 1, f"{text.count(old)} of {old!r}"
            text = changed = text.replace(old, new)
        (folder / file.name).write_text(text, encoding="utf-8")
    return read_catalog(folder), changed


def reported(faults: list[Fault], said: str) -> set[tuple[str, int]]:
    return {(fault.file, fault.line) for fault in faults if said in fault.message}


EN, AR = "flows/messages/en.ftl", "flows/messages/ar.ftl"
COUNT_EN = "need-count = For how many people? One number is enough."


def test_a_missing_translation_is_found(tmp_path: Path) -> None:
    catalog, _ = messages(tmp_path, "ar", "\nneed-count = ", "\nneed-counting = ")
    found = check(library_texts(), catalog)
    need = library_texts()[NEED]
    lines = reported(found, "`need-count` has no")
    assert (NEED, line_of(need, "ask: need-count")) in lines
    english = (resources.files("flows") / "messages" / "en.ftl").read_text("utf-8")
    assert (EN, line_of(english, "\nneed-count = ") + 1) in lines


def test_a_missing_voice_wording_is_found(tmp_path: Path) -> None:
    voice = "    .voice = For how many people? Type the number, then press hash.\n"
    catalog, text = messages(tmp_path, "en", voice, "")
    found = check(library_texts(), catalog)
    lines = reported(found, "`need-count` has no voice wording in `en`")
    assert (NEED, line_of(library_texts()[NEED], "ask: need-count")) in lines
    assert any(file == AR for file, _ in lines)
    assert COUNT_EN in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("So long a question that nobody reads it. " * 5, "segments (20"),
        ("One number — or two — is enough, ‘thank you’, and that is all that we need.", "UCS-2"),
        ("How many gay people? One number is enough.", "identity: gay"),
        ("How many? See https://example.org", "link: "),
        ("How many? To stop asking: CANCEL", "carrier: CANCEL"),
        ("How many? One number. STOP ends this.", "carrier: STOP"),
        ("How many in { $somewhere }?", "cannot be said"),
    ],
)
def test_a_bad_text_is_found_at_its_line(tmp_path: Path, words: str, said: str) -> None:
    catalog, text = messages(tmp_path, "en", COUNT_EN, f"need-count = {words}")
    found = list(check_text("need-count", catalog, Worst(speaker_of(catalog))))
    assert reported(found, said) == {(EN, line_of(text, "\nneed-count = ") + 1)}, found


COUNT_AR = "need-count = كم شخصا؟ يكفي العدد، مثلا 4."
SPOKEN_AR = "    .voice = كم عدد الأشخاص؟ الرقم، ثم مفتاح المربع."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (COUNT_AR, "need-count = كم شخصا معك؟ يكفي العدد.", ""),
        (COUNT_AR, "need-count = كم شخصا معكِ؟ يكفي العدد.", "address: معك"),
        (COUNT_AR, "need-count = كم شخصا معكم؟ يكفي العدد.", "address: معكم"),
        (COUNT_AR, "need-count = كم شخصا؟ اكتب العدد.", "address: اكتب"),
        (SPOKEN_AR, "    .voice = كم شخصًا معك؟ الرقم، ثم مفتاح المربع.", "address: معك"),
    ],
)
def test_what_makes_an_arabic_reader_a_man_or_a_woman_is_found(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    catalog, _ = messages(tmp_path, "ar", old, new)
    found = list(check_text("need-count", catalog, Worst(speaker_of(catalog))))
    assert [said in fault.message for fault in found] == ([True] if said else []), found


def test_a_question_too_dear_behind_a_lead_in_is_found(tmp_path: Path) -> None:
    lead = "Sorry, that was not clear to us. Once more:"
    longer = "Sorry, that was not clear to us at all, and so we ask it a second time. " * 2
    catalog, _ = messages(
        tmp_path, "en", f"misunderstood-1 = {lead}", f"misunderstood-1 = {longer}"
    )
    found = check(library_texts(), catalog)
    # The one question in Arabic letters on the English side: 70 to a segment.
    file = "flows/library/language.yaml"
    at = line_of(library_texts()[file], "ask: lang-ask")
    assert reported(found, "behind a lead-in") == {(file, at)}, found


def test_a_carrier_word_among_ours_is_found() -> None:
    texts = vocabulary_texts()
    assert list(check_vocabulary(texts)) == []
    file = "flows/vocabulary/commands.yaml"
    text = texts[file] + "\nLEAVE:\n  en:\n    - go away\n    - Unsubscribe\n"
    (fault,) = check_vocabulary({file: text})
    assert (fault.file, fault.line) == (file, line_of(text, "Unsubscribe"))
