"""What no wording may hold: a number to call, and the wish to know where or who somebody is."""

from __future__ import annotations

import pytest

from flows.checks.edits import faults_of, takes_two
from flows.checks.lures import lures_in
from flows.engine.parsing import load_library
from flows.wording.catalog import load_catalog
from tests.unit.talk import LEXICON
from tests.unit.test_checks import speaker_of


@pytest.mark.parametrize(
    "words",
    [
        "Please text your street here.",
        "Text us your home address, someone is coming.",
        "Reply with your full name and building.",
        "Where are you? A friend is on the way.",
        "Send a photo of your ID card.",
        "الرجاء إرسال العنوان، شخص في الطريق.",
        "ما اسم الشارع والبناية؟",
        "للمساعدة: الاسم الكامل ومكان السكن",
        "يلزم رقم الهوية.",
        '{ "Your str" }{ "eet, please." }',
        "{ $contacts ->\n    [none] Be safe.\n   *[other] Which building? { $contacts }\n}",
    ],
)
def test_nobody_is_asked_where_or_who_they_are(words: str) -> None:
    assert [lure for lure in lures_in(words) if lure.startswith("asks for: ")]


@pytest.mark.parametrize(
    "words",
    [
        "Call 03 123 456 now.",
        "Call 1564.",
        "للاتصال: ٠٣-١٢٣٤٥٦",
        'Call { "03123" }456.',
        "Call 0.3.1.2.3.4.5.6",
        "Call zero three one two three four.",
        "اتصال: صفر ثلاثة واحد اثنان ثلاثة",
        "Call 03 { $contacts ->\n    [none] 12 3\n   *[other] { $contacts }\n}",
    ],
)
def test_nobody_is_given_a_number_to_call(words: str) -> None:
    assert [lure for lure in lures_in(words) if lure.startswith("number")]


@pytest.mark.parametrize(
    "words",
    [
        "Which area? Its number is enough, no address please. 1 yes 2 no 0 a person",
        "Like 9-21 or 18:30-23.",
        "Press one, two or three; for a person, zero.",
        "Request { $ref } is open. { $contacts }",
        "يكفي الاسم أو الرقم، دون عنوان. 99 الأسماء 0 فريقنا",
        "We are looking now, without your name or number.",
    ],
)
def test_what_is_harmless_may_be_said(words: str) -> None:
    assert lures_in(words) == ()


@pytest.mark.parametrize(
    ("key", "words", "fault"),
    [
        (("crisis", "en", False), "Text your street. { $contacts }", "asks for: street"),
        (("crisis", "ar", False), "ما العنوان؟ { $contacts }", "asks for: عنوان"),
        (("v-tail", "en", True), "For a person, press 0, or call 03 123 456.", "number: only"),
    ],
)
def test_it_is_found_where_wordings_are_checked(
    key: tuple[str, str, bool], words: str, fault: str
) -> None:
    found = faults_of({}, key, words, speaker_of, load_library(), LEXICON)
    assert fault in " ".join(found)


def test_the_gravest_wordings_are_those_of_crisis_leaving_forgetting_and_privacy() -> None:
    grave = {id for id in load_catalog().ids() if takes_two(id)}
    assert grave >= {
        *("crisis", "crisis-alone", "coordinator-crisis", "privacy", "ambiguous-stop"),
        *("optout-ack", "optin-ack", "erase-confirm", "erased", "erase-kept", "welcome-first"),
    }
    assert not grave & {"menu", "need-opened", "neutral"}
