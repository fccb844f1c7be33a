"""Documents for calls: each is one that Twilio takes, and none leaves a caller in silence."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.gateway.voiceml import (
    VOICES,
    Dial,
    Document,
    Gather,
    HangUp,
    Join,
    Line,
    Pause,
    Played,
    Record,
    Redirect,
    RejectBusy,
    SaidWords,
    Voice,
    render,
)
from tests import twiml_published
from tests.twiml_rules import check, verbs

URL = "https://line.example/twilio/voice/step/7"
STATUS = "https://line.example/twilio/voice/status/7"
SOUND = "https://line.example/prompts/ar/menu.mp3"
OURS, THEIRS = "+96170000001", "+96171000002"
HELLO = (SaidWords("Hello", "en"), Pause(1), Played(SOUND), SaidWords("مرحبا", "ar"))


def parsed(document: Document) -> ElementTree.Element:
    return ElementTree.fromstring(render(document).encode("utf-8"))


def shape(document: Document) -> list[str]:
    """The tags, those within a verb behind it in brackets."""
    return [
        verb.tag + (f"({' '.join(inner.tag for inner in verb)})" if len(verb) else "")
        for verb in parsed(document)
    ]


def dial(lines: tuple[Line, ...] = ()) -> Dial:
    return Dial(THEIRS, OURS, URL, URL + "/whisper", STATUS, 25, lines)


# --- what each document says -------------------------------------------------------------------


def test_a_menu_is_said_inside_the_gather_so_that_a_key_interrupts_it() -> None:
    assert shape(Gather(HELLO, URL)) == ["Gather(Say Pause Play Say)", "Redirect"]


def test_a_menu_takes_one_key_at_once_even_a_hash_and_hears_of_silence() -> None:
    gather, redirect = parsed(Gather(HELLO, URL, timeout=9))
    assert gather.attrib == {
        "input": "dtmf",
        "action": URL,
        "method": "POST",
        "timeout": "9",
        "numDigits": "1",
        "finishOnKey": "",
        "actionOnEmptyResult": "true",
    }
    assert (redirect.text, redirect.get("method")) == (URL, "POST")


def test_a_number_of_any_length_ends_with_a_hash() -> None:
    gather = parsed(Gather(HELLO, URL, digits=None))[0]
    assert (gather.get("numDigits"), gather.get("finishOnKey")) == (None, "#")


def test_each_language_is_said_in_its_own_voice() -> None:
    said = parsed(HangUp(HELLO)).findall("Say")
    assert [(each.text, each.get("language"), each.get("voice")) for each in said] == [
        ("Hello", "en-US", "Polly.Joanna-Neural"),
        ("مرحبا", "arb", "Polly.Zeina"),
    ]


def test_a_community_may_have_other_voices() -> None:
    other = {**VOICES, "ar": Voice("ar-AE", "Polly.Hala-Neural")}
    document = render(HangUp(HELLO), other)
    assert "Polly.Hala-Neural" in document and "Polly.Zeina" not in document
    assert check(document) == []


def test_a_language_without_a_voice_is_not_said_in_another() -> None:
    with pytest.raises(KeyError):
        render(HangUp([SaidWords("Bonjour", "fr")]))


def test_words_that_are_none_are_not_said() -> None:
    assert shape(HangUp([SaidWords(" \x00\n", "en"), SaidWords("", "ar")])) == ["Hangup"]


def test_a_recording_ends_with_a_hash_and_an_empty_one_is_heard_of() -> None:
    assert shape(Record(HELLO, URL, 120, STATUS)) == [
        *("Say", "Pause", "Play", "Say"),
        *("Record", "Redirect"),
    ]
    *_, record, redirect = parsed(Record(HELLO, URL, 120, STATUS))
    assert (record.get("maxLength"), record.get("finishOnKey"), record.get("playBeep")) == (
        *("120", "#"),
        "true",
    )
    assert (record.get("action"), redirect.text) == (URL, URL)
    assert record.get("recordingStatusCallback") == STATUS


def test_a_dialled_phone_sees_our_number_and_is_asked_first() -> None:
    dialled = parsed(dial(HELLO))[-1]
    (number,) = dialled
    assert (dialled.get("callerId"), dialled.get("timeout"), dialled.get("action")) == (
        *(OURS, "25"),
        URL,
    )
    assert (number.text, number.get("url")) == (THEIRS, URL + "/whisper")
    assert (number.get("statusCallback"), number.get("statusCallbackMethod")) == (STATUS, "POST")


def test_waiting_rejecting_and_hanging_up() -> None:
    assert shape(Redirect(URL, [Pause(10)])) == ["Pause", "Redirect"]
    assert shape(HangUp()) == ["Hangup"]
    (reject,) = parsed(RejectBusy())
    assert (reject.tag, reject.attrib) == ("Reject", {"reason": "busy"})


def test_joining_runs_out_of_verbs_which_only_a_dialled_call_may() -> None:
    document = render(Join([SaidWords("Thank you.", "en")]))
    assert [verb.tag for verb in ElementTree.fromstring(document)] == ["Say"]
    assert check(document, joins=True) == [] and len(check(document)) == 1


# --- what cannot be built ----------------------------------------------------------------------


@pytest.mark.parametrize("url", ["", "/step", URL + "?a=1", URL + "#rc=3", URL + " ", "ftp://a"])
def test_an_address_that_would_not_be_asked_or_signed_well_cannot_be_given(url: str) -> None:
    builders: list[Callable[[], object]] = [
        lambda: Gather((), url),
        lambda: Record((), url, 60, STATUS),
        lambda: Record((), URL, 60, url),
        lambda: Dial(THEIRS, OURS, url, URL, STATUS),
        lambda: Dial(THEIRS, OURS, URL, url, STATUS),
        lambda: Dial(THEIRS, OURS, URL, URL, url),
        lambda: Redirect(url),
        lambda: Played(url),
    ]
    for build in builders:
        with pytest.raises(ValueError, match="address"):
            build()


@pytest.mark.parametrize("timeout", [0, 4, 11])
def test_a_caller_is_neither_rushed_nor_left_waiting(timeout: int) -> None:
    with pytest.raises(ValueError, match="seconds for a key"):
        Gather((), URL, timeout=timeout)


def test_amounts_that_make_no_sense() -> None:
    with pytest.raises(ValueError, match="one key"):
        Gather((), URL, digits=0)
    with pytest.raises(ValueError, match="pause"):
        Pause(0)
    with pytest.raises(ValueError, match="recording"):
        Record((), URL, 0, STATUS)
    with pytest.raises(ValueError, match="rings"):
        Dial(THEIRS, OURS, URL, URL, STATUS, timeout=1)
    with pytest.raises(ValueError, match="in full"):
        Dial(THEIRS, "", URL, URL, STATUS)


def test_what_is_shown_of_a_document_holds_no_number_and_no_words() -> None:
    shown = repr((dial(), HELLO))
    assert THEIRS not in shown and OURS not in shown and "Hello" not in shown


# --- everything that is written is checked against the list ------------------------------------

WORDS = st.text(st.characters(codec=None), max_size=40)  # lone surrogates and controls too
LINES: st.SearchStrategy[list[Line]] = st.lists(
    st.builds(SaidWords, WORDS, st.sampled_from(sorted(VOICES)))
    | st.builds(Played, st.just(SOUND))
    | st.builds(Pause, st.integers(1, 30)),
    max_size=4,
)
DIGITS = st.none() | st.integers(1, 9)
DOCUMENTS: st.SearchStrategy[Document] = st.one_of(
    st.builds(Gather, LINES, st.just(URL), DIGITS, st.integers(5, 10)),
    st.builds(Record, LINES, st.just(URL), st.integers(1, 300), st.just(STATUS)),
    st.builds(lambda lines: dial(tuple(lines)), LINES),
    st.builds(Redirect, st.just(URL), LINES),
    st.builds(HangUp, LINES),
    st.just(RejectBusy()),
)


@settings(max_examples=120)
@given(DOCUMENTS)
def test_every_document_that_can_be_built_is_one_that_twilio_takes(document: Document) -> None:
    assert check(render(document)) == []


@pytest.mark.parametrize("language", sorted(VOICES))
def test_every_voice_is_one_that_twilio_has(language: str) -> None:
    voice = VOICES[language]
    assert voice.name in twiml_published.VOICES[voice.language]


# --- the list itself: it finds each fault ------------------------------------------------------

SAY = '<Say language="en-US" voice="Polly.Joanna-Neural">Hello</Say>'
GATHER = f'<Gather action="{URL}" actionOnEmptyResult="true" numDigits="1" timeout="8">'
DIALLED = f"<Number>{THEIRS}</Number></Dial>"

FAULTS = {
    "<Response>": "no XML",
    "<Response><Say>\x08</Say></Response>": "no XML",
    "<Response><Hangup/></Response>\ud800": "no XML",
    "<Message/>": "no plain Response",
    "<Response>hello<Hangup/></Response>": "no plain Response",
    "<Response><Speak>hello</Speak><Hangup/></Response>": "Speak cannot stand in Response",
    "<Response><Number>+9611</Number><Hangup/></Response>": "Number cannot stand in Response",
    f"<Response>{GATHER}<Hangup/></Gather></Response>": "Hangup cannot stand in Gather",
    f"<Response>{GATHER}{GATHER}</Gather></Gather></Response>": "Gather cannot stand in Gather",
    f"<Response>{SAY.replace('voice=', 'speaker=')}<Hangup/></Response>": "Say has no speaker",
    f'<Response><Redirect url="{URL}">{URL}</Redirect></Response>': "Redirect has no url",
    f"<Response>{GATHER}hello</Gather></Response>": "Gather holds no words",
    f"<Response>{SAY}hello<Hangup/></Response>": "words stand behind Say",
    f"<Response>{SAY.replace('Joanna', 'Amy')}<Hangup/></Response>": "no voice 'Polly.Amy-Neural'",
    f"<Response>{SAY.replace('en-US', 'arb')}<Hangup/></Response>": "speaks 'arb'",
    "<Response><Say>Hello</Say><Hangup/></Response>": "no voice ''",
    f"<Response>{SAY.replace('Hello', ' ')}<Hangup/></Response>": "Say says nothing",
    '<Response><Reject reason="rude"/></Response>': "Reject reason may not be 'rude'",
    f'<Response><Pause length="a"/>{SAY}<Hangup/></Response>': "Pause length is no number",
    f"<Response>{GATHER.replace('true', 'yes')}</Gather><Hangup/></Response>": "may not be 'yes'",
    f'<Response>{GATHER[:-1]} finishOnKey="x"></Gather></Response>': "may not be 'x'",
    f'<Response>{GATHER[:-1]} input="speech"></Gather></Response>': "Gather wants speech",
    f'<Response>{GATHER[:-1]} input="touch"></Gather></Response>': "input may not be 'touch'",
    f"<Response>{GATHER.replace('8', '4')}</Gather></Response>": "Gather gives 4 seconds",
    f"<Response>{GATHER.replace('8', '11')}</Gather></Response>": "Gather gives 11 seconds",
    "<Response>"
    + GATHER.replace('numDigits="1"', 'finishOnKey=""')
    + "</Gather></Response>": "no end but silence",
    f"<Response>{GATHER.replace('1', '0')}</Gather></Response>": "numDigits may not be 0",
    f"<Response>{GATHER.replace('true', 'false')}{SAY}</Gather></Response>": "a bare Gather",
    f"<Response><Gather>{SAY}</Gather><Hangup/></Response>": "Gather has no action",
    f'<Response>{GATHER[:-1]} method="GET"></Gather></Response>': "Gather asks by GET",
    f'<Response><Redirect method="GET">{URL}</Redirect></Response>': "Redirect asks by GET",
    f"<Response><Redirect>{URL}?call=1</Redirect></Response>": "query or fragment",
    f"<Response>{GATHER.replace(URL, URL + '?a=b')}</Gather></Response>": "query or fragment",
    "<Response><Redirect>/step</Redirect></Response>": "no whole address",
    f'<Response><Dial callerId="{OURS}">{DIALLED}</Response>': "Dial has no action",
    f'<Response><Dial action="{URL}">{DIALLED}</Response>': "no number of ours",
    f'<Response><Dial action="{URL}" callerId="{OURS}"/></Response>': "Dial rings nobody",
    "<Response>"
    + f'<Dial action="{URL}" callerId="{OURS}"><Number>3</Number></Dial></Response>': "no whole n",
    "<Response>"
    + f'<Dial action="{URL}" callerId="{OURS}">{DIALLED}{SAY}<Hangup/></Response>': "never reached",
    f"<Response><Hangup/>{SAY}<Hangup/></Response>": "never reached",
    f'<Response>{SAY}<Reject reason="busy"/></Response>': "Reject comes too late",
    f'<Response><Record action="{URL}"/></Response>': "ends in a Record",
    "<Response><Record/><Hangup/></Response>": "Record has no action",
    f"<Response>{SAY}</Response>": "without a goodbye",
    "<Response></Response>": "the document is empty",
}


@pytest.mark.parametrize("document", FAULTS, ids=FAULTS.values())
def test_the_list_finds_each_fault(document: str) -> None:
    faults = check(document)
    assert any(FAULTS[document] in fault for fault in faults), faults


def test_what_the_faults_were_made_from_has_none() -> None:
    for good in (
        f"<Response>{SAY}<Hangup/></Response>",
        f"<Response>{GATHER}{SAY}</Gather></Response>",
        f'<Response><Dial action="{URL}" callerId="{OURS}">{DIALLED}</Response>',
    ):
        assert check(good) == []


def test_the_list_is_read_off_the_library() -> None:
    from twilio.twiml.voice_response import Gather as TwilioGather
    from twilio.twiml.voice_response import VoiceResponse

    known = verbs(VoiceResponse)
    assert {"Say", "Play", "Gather", "Record", "Dial", "Redirect", "Reject"} <= known.keys()
    assert known["Redirect"].attributes == {"method"} and known["Redirect"].words
    assert "actionOnEmptyResult" in known["Gather"].attributes and not known["Gather"].words
    assert verbs(TwilioGather).keys() == {"Say", "Play", "Pause"}
