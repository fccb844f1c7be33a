"""Commands, references, and words for somebody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.answers import (
    Addressed,
    Command,
    read_addressed,
    read_command,
    read_reference,
)
from flows.vocabulary.vocabulary import (
    CARRIER_HELP,
    CARRIER_START,
    CARRIER_STOP,
    load_vocabulary,
)

V = load_vocabulary()
WITH_REFERENCE = (
    "NEED",
    "STATUS",
    "DONE",
    "CANT",
    "DROP",
    "CALL",
    "CHANGE",
    "YES",
    "NO",
    "SOFT",
    "REPORT",
    "BLOCK",
)


@pytest.mark.parametrize("phrase", sorted(V.commands))
def test_every_listed_phrase_is_its_command_however_it_is_typed(phrase: str) -> None:
    name = V.commands[phrase]
    for typed in (phrase, phrase.upper(), f"  {phrase}. ", f"\u200f{phrase}\u200f"):
        assert read_command(typed, V) == Command(name)


@pytest.mark.parametrize(
    "phrase", sorted(p for p, name in V.commands.items() if name in WITH_REFERENCE)
)
def test_a_reference_may_stand_on_either_side(phrase: str) -> None:
    expected = Command(V.commands[phrase], "47")
    for typed in (f"{phrase} 47", f"{phrase} #٤٧", f"47 {phrase}", f"{phrase} رقم ٤٧"):
        assert read_command(typed, V) == expected


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("YES 47", Command("YES", "47")),
        ("yes #47", Command("YES", "47")),
        ("yes47", Command("YES", "47")),
        ("نعم ٤٧", Command("YES", "47")),
        ("نعم٤٧", Command("YES", "47")),
        ("47 yes", Command("YES", "47")),
        ("#47: yes!", Command("YES", "47")),
        ("رقم 47 نعم", Command("YES", "47")),
        ("yes no. 47", Command("YES", "47")),
        ("تم 347", Command("DONE", "347")),
        ("تم الطلب 47", Command("DONE", "47")),
        ("سحب الطلب 47", Command("DROP", "47")),
        ("إغلاق 47", Command("DROP", "47")),
        ("إغلاق", Command("DROP")),
        ("سكروا الطلب", Command("DROP")),
        ("ighla2 47", Command("DROP", "47")),
        ("تطوع", Command("OFFER")),
        ("رجعت", Command("RESUME")),
        ("فريقنا", Command("PERSON")),
        ("el fari2", Command("PERSON")),
        ("talk to us", Command("PERSON")),
        ("can't 12345", Command("CANT", "12345")),
        ("yes 👍", Command("YES")),
        ("👍👍", Command("YES")),
        ("ok sure", Command("YES")),
        ("لا لا", Command("NO")),
        ("yes ❤️", Command("YES")),
        ("Lang", Command("LANG")),
        ("LANG ar", Command("LANG_AR")),
        ("lang en", Command("LANG_EN")),
        ("عربي", Command("LANG_AR")),
        ("العربية", Command("LANG")),
        ("0", Command("PERSON")),
        ("٠", Command("PERSON")),
        ("شخص", Command("PERSON")),
        ("?", Command("COMMANDS")),
        ("؟", Command("COMMANDS")),
        ("safe?", Command("PRIVACY")),
        ("مساعدة", Command("MENU")),
        ("edit", Command("CHANGE")),
        ("تعديل الطلب 47", Command("CHANGE", "47")),
        ("ta3dil", Command("CHANGE")),
        ("ok thanks", Command("POLITE")),
        ("شكرا كتير", Command("POLITE")),
        ("🙏", Command("POLITE")),
    ],
)
def test_commands(typed: str, command: Command) -> None:
    assert read_command(typed, V) == command


@pytest.mark.parametrize(
    "typed",
    [
        "", "1", "2", "47", "need blankets", "back soon", "done with the shopping", "yes but later",
        "yes no", "menu 47", "yes 4", "yes 123456", "47 yes 48", "no 47 48", "lang 47", "thanks 47",
        "توقف المطر", "home", "ساعد", "ساعدني", "جديد", "بس", "ابدا", "دواء", "واجد", "fini", "😀",
    ],
)  # fmt: skip
def test_what_is_no_command(typed: str) -> None:
    assert read_command(typed, V) is None


@pytest.mark.parametrize(
    ("words", "name"), [(CARRIER_STOP, "STOP"), (CARRIER_START, "START"), (CARRIER_HELP, "HELP")]
)
def test_the_carriers_words_count_alone_and_never_beside_anything(
    words: frozenset[str], name: str
) -> None:
    for word in words:
        assert read_command(word.capitalize(), V) == Command(name)
        for typed in (f"{word} 47", f"47 {word}", f"{word}47", f"{word} now", f"{word} ❤"):
            assert read_command(typed, V) is None


@pytest.mark.parametrize("typed", ["توقف", "قف", "ايقاف", "إيقاف", "ستوب", "no more texts"])
def test_stop_words_that_are_ours_to_honour(typed: str) -> None:
    assert read_command(typed, V) == Command("ARABIC_STOP")
    assert read_command(f"{typed} 47", V) is None


def test_cancel_in_arabic_is_asked_about_unless_it_says_what() -> None:
    assert read_command("إلغاء", V) == Command("ARABIC_CANCEL")
    assert read_command("الغاء ٤٧", V) == Command("DROP", "47")
    assert read_command("إلغاء الطلب", V) == Command("DROP")
    assert read_command("cancel request 47", V) == Command("DROP", "47")


@pytest.mark.parametrize("typed", ["خلص", "خلاص", "وقف", "khalas", "5alas", "khallas", "remove"])
def test_stop_words_in_doubt(typed: str) -> None:
    assert read_command(typed, V) == Command("AMBIGUOUS_STOP")


@pytest.mark.parametrize("name", ["stop", "no", "yes", "done", "erase", "drop", "cant"])
def test_commands_are_never_guessed_from_a_slip(name: str) -> None:
    for typed in (name[:-1] + "x", name + "x", "x" + name, name[1:] + name[0]):
        assert read_command(typed, V) is None


@given(st.integers(10, 99999), st.sampled_from(["٠", "۰", "０"]))
def test_references_in_any_script(number: int, zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    assert read_command(f"YES {typed}", V) == Command("YES", str(number))
    assert read_reference(f"#{typed}", V) == str(number)
    assert read_addressed(f"{typed} on my way") == Addressed(str(number), "on my way")


@pytest.mark.parametrize("typed", ["47", " #47 ", "٤٧.", "no. 47", "رقم ٤٧", "الطلب 47", "(47)"])
def test_a_reference_alone(typed: str) -> None:
    assert read_reference(typed, V) == "47"
    assert read_addressed(typed) is None


@pytest.mark.parametrize("typed", ["4", "123456", "47 48", "47 yes", "a47", "", "47 رقم"])
def test_what_is_no_reference(typed: str) -> None:
    assert read_reference(typed, V) is None


@pytest.mark.parametrize(
    ("typed", "reference", "words"),
    [
        ("47 on my way", "47", "on my way"),
        ("47: on my way", "47", "on my way"),
        ("#47 - On my WAY!", "47", "On my WAY!"),
        ("(47) hi", "47", "hi"),
        ("no. 47 hi", "47", "hi"),
        ("رقم ٤٧: أنا بالطريق", "47", "أنا بالطريق"),
        ("\u200f٤٧ أنا بالطريق", "47", "أنا بالطريق"),
        ("47،غدًا ٣ مساءً", "47", "غدًا ٣ مساءً"),
        ("  347   two  spaces \n and lines ", "347", "two  spaces \n and lines"),
        ("47\nnew line", "47", "new line"),
        ("47 ?", "47", "?"),
        ("20 minutes away", "20", "minutes away"),
    ],
)
def test_words_for_whoever_stands_behind_a_reference(
    typed: str, reference: str, words: str
) -> None:
    assert read_addressed(typed) == Addressed(reference, words)


@pytest.mark.parametrize(
    "typed",
    ["2 people", "hello 47", "47", "47.", "47 .", "47 !!", "10:30 at the corner", "2,000 would do", "7.5 km",
     "10.30 at the corner", "47kg rice", "123456 is the code", "", "yes 47", "١٠:٣٠ عند الفرن"],
)  # fmt: skip
def test_what_is_addressed_to_nobody(typed: str) -> None:
    assert read_addressed(typed) is None
