"""Calls on the local carrier: every verb, run over real HTTP against signed webhooks."""

from collections.abc import Iterator

import pytest

from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.calls.legs import Waiting
from hotline.simulator.server import Simulator
from tests.integration.voice_line import (
    BYE,
    NUMBER,
    PHONE,
    SID,
    VoiceLine,
    account,
    faults,
    soon,
    voice_line,
)

ARABIC = '<Say language="arb" voice="Polly.Zeina">أهلا</Say>'


@pytest.fixture
def line() -> Iterator[VoiceLine]:
    with voice_line() as line:
        yield line


@pytest.fixture
def carrier(line: VoiceLine) -> Iterator[Simulator]:
    with Simulator(account(line)) as carrier:
        yield carrier


def start(carrier: Simulator, line: VoiceLine, *verbs: str, keyed: str = BYE) -> PhoneCall:
    """Call a line whose first pages are `verbs`, and whose /keyed answers `keyed`."""
    line.set("/voice", *verbs)
    line.set("/keyed", keyed)
    return carrier.phone(PHONE).call()


# Say, Play, Pause, Hangup, Redirect, Reject


def test_what_is_said_is_heard_with_its_language_and_voice(
    carrier: Simulator, line: VoiceLine
) -> None:
    call = start(carrier, line, f"{ARABIC}<Say>two  <break/>\n words</Say><Hangup/><Say>no</Say>")
    assert [(h.kind, h.words, h.language, h.voice) for h in call.heard] == [
        ("say", "أهلا", "arb", "Polly.Zeina"),
        ("say", "two words", "en", ""),
    ]
    assert (call.ended, call.status, call.waiting) == (True, "completed", None)
    assert [entry.body for entry in carrier.screen(PHONE)] == ["أهلا", "two words"]


def test_the_first_request_says_everything_about_the_call(
    carrier: Simulator, line: VoiceLine
) -> None:
    call = start(carrier, line, "<Redirect>/keyed</Redirect>")
    first, second = line.only("/voice"), line.only("/keyed")
    assert len(call.sid) == 34 and call.sid.startswith("CA")
    expected = {"AccountSid": SID, "CallSid": call.sid, "ApiVersion": "2010-04-01"}
    expected |= {"From": PHONE, "Caller": PHONE, "To": NUMBER, "Called": NUMBER}
    assert expected.items() <= first.items() and first["Direction"] == "inbound"
    assert (first["CallStatus"], second["CallStatus"]) == ("ringing", "in-progress")
    assert {"FromCountry", "CalledZip", "ToState", "CallerCity"} <= first.keys()
    assert "Digits" not in first and "ParentCallSid" not in first


def test_loops_and_pauses_take_the_calls_time(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, '<Say loop="3">again</Say><Pause length="7"/><Pause/>')
    assert call.said == ["again"] * 3
    assert soon(lambda: bool(line.to("/ended")))
    assert int(line.only("/ended")["CallDuration"]) in range(8, 11)


def test_a_file_is_fetched_before_it_is_heard(carrier: Simulator, line: VoiceLine) -> None:
    line.audio = frozenset({"/prompts/ar/menu.mp3"})
    line.set("/text", "not audio")
    verbs = "<Play>/prompts/ar/menu.mp3</Play><Play>/gone.mp3</Play><Play>/text</Play>"
    call = start(carrier, line, verbs + BYE)
    assert call.said == [f"{line.url}/prompts/ar/menu.mp3", "bye"]
    assert [p.method for p in line.posts if p.path.startswith("/prompts")] == ["GET"]
    assert faults(carrier) == [11200, 12300]


def test_keys_may_be_played(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, '<Play digits="1w2"/>')
    assert [(heard.kind, heard.words) for heard in call.heard] == [("keys", "1w2")]


def test_a_redirect_goes_by_get_or_post_and_nothing_follows_it(
    carrier: Simulator, line: VoiceLine
) -> None:
    line.set("/next/page", BYE)
    call = start(carrier, line, '<Redirect method="GET">next/page</Redirect><Say>no</Say>')
    assert call.said == ["bye"]
    (got,) = [post for post in line.posts if post.path == "/next/page"]
    assert got.method == "GET" and got.fields["CallSid"] == call.sid


def test_redirects_without_end_are_a_fault(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, "<Redirect/>")
    assert call.ended and faults(carrier) == [12200]
    assert 2 < len(line.to("/voice")) < 50


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ('<Reject reason="busy"/>', "busy"),
        ('<Reject reason="rejected"/>', "no-answer"),
        ("<Reject/>", "no-answer"),
        ("<Say>too late</Say><Reject/>", "completed"),
    ],
)
def test_a_rejected_call_is_never_picked_up(
    carrier: Simulator, line: VoiceLine, verb: str, status: str
) -> None:
    call = start(carrier, line, verb)
    assert (call.status, call.ended) == (status, True)
    assert soon(lambda: bool(line.to("/ended")))
    ended = line.only("/ended")
    assert (ended["CallStatus"], ended["CallDuration"] == "0") == (status, status != "completed")


def test_a_document_that_ends_hangs_up(carrier: Simulator, line: VoiceLine) -> None:
    assert start(carrier, line, "").status == "completed"


# Gather

MENU = '<Gather numDigits="1" finishOnKey="" timeout="8" action="/keyed">{}</Gather>'
TWO = MENU.format("<Say>for food, 1</Say><Pause/><Say>for a bed, 2</Say>")


def test_a_menu_waits_for_its_key_and_posts_it(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, TWO + "<Say>nothing came</Say>")
    assert call.waiting == Waiting("keys", 8) and call.said == ["for food, 1", "for a bed, 2"]
    call.press("2")
    posted = line.only("/keyed")
    assert (posted["Digits"], posted["FinishedOnKey"], posted["msg"]) == ("2", "", "Gather End")
    assert call.said[2:] == ["bye"] and call.ended


def test_silence_falls_through(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, TWO + "<Say>nothing came</Say>")
    call.silence()
    assert call.said[2:] == ["nothing came"] and line.to("/keyed") == []


def test_a_key_cuts_a_prompt_short(carrier: Simulator, line: VoiceLine) -> None:
    line.set("/voice", TWO)
    line.set("/keyed", MENU.format("<Say>next, 3</Say>"), BYE)
    call = carrier.phone(PHONE).call()
    call.cut_in("next", "3").press("1")
    assert [(h.words, h.cut) for h in call.heard] == [
        ("for food, 1", False),
        ("for a bed, 2", False),
        ("next, 3", True),
        ("bye", False),
    ]
    assert [posted["Digits"] for posted in line.to("/keyed")] == ["1", "3"]


def test_the_prompts_after_the_cut_are_not_heard(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, MENU.format("<Say>x</Say>"), keyed=TWO)
    line.set("/keyed", TWO, BYE)
    call.cut_in("food", "1").press("5")
    assert call.said == ["x", "for food, 1", "bye"]


def test_without_barge_in_prompts_are_heard_to_the_end(carrier: Simulator, line: VoiceLine) -> None:
    whole = TWO.replace("<Gather", '<Gather bargeIn="false"')
    call = start(carrier, line, MENU.format("<Say>x</Say>"), keyed=BYE)
    line.set("/keyed", whole)
    call.cut_in("food", "1").press("5")
    assert call.said == ["x", "for food, 1", "for a bed, 2"]
    assert call.waiting is not None and len(line.to("/keyed")) == 1


def test_keys_that_nobody_listens_to_are_lost(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, MENU.format(""), keyed="<Say>wait</Say>" + MENU.format(""))
    call.cut_in("wait", "7").press("12")
    assert [posted["Digits"] for posted in line.to("/keyed")] == ["1"]
    assert call.waiting == Waiting("keys", 8)
    (gathered,) = [e for e in carrier.log() if e["kind"] == "call_gathered"]
    assert (gathered["keys"], gathered["unheard"]) == ("1", "2")


@pytest.mark.parametrize(
    ("attributes", "keys", "digits", "finished"),
    [
        ("", "4711#", "4711", "#"),
        ('finishOnKey="*"', "47#11*", "47#11", "*"),
        ('finishOnKey="" numDigits="3"', "1#*9", "1#*", ""),
        ('numDigits="2"', "12", "12", ""),
        ('actionOnEmptyResult="true"', "#", "", "#"),
    ],
)
def test_keys_end_where_they_should(
    carrier: Simulator, line: VoiceLine, attributes: str, keys: str, digits: str, finished: str
) -> None:
    call = start(carrier, line, f'<Gather action="/keyed" {attributes}/>')
    assert call.waiting == Waiting("keys", 5)
    call.press(keys)
    posted = line.only("/keyed")
    assert (posted["Digits"], posted["FinishedOnKey"]) == (digits, finished)


def test_keys_then_silence_are_posted(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, '<Gather action="/keyed" timeout="3"/>')
    call.press("4").press("7").silence()
    assert line.only("/keyed")["Digits"] == "47"


def test_the_finishing_key_alone_is_nothing(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, '<Gather action="/keyed"/><Say>nothing came</Say>')
    call.press("#")
    assert call.said == ["nothing came"] and line.to("/keyed") == []


def test_silence_is_posted_where_that_is_asked_for(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, TWO.replace("<Gather", '<Gather actionOnEmptyResult="true"'))
    call.silence()
    assert line.only("/keyed")["Digits"] == ""


def test_without_an_action_the_same_page_is_asked_again(
    carrier: Simulator, line: VoiceLine
) -> None:
    call = start(carrier, line, "<Gather numDigits='1' method='GET'/>", BYE)
    call.press("1")
    assert [post.method for post in line.posts if post.path == "/voice"] == ["POST", "GET"]
    assert line.to("/voice")[1]["Digits"] == "1" and call.said == ["bye"]


def test_words_are_taken_only_where_they_are_asked_for(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, MENU.format(""), keyed="<Gather input='dtmf speech'/>")
    line.set("/keyed", "<Gather input='dtmf speech'/>", BYE)
    call.speak("food please")
    assert call.waiting is not None and line.to("/keyed") == []
    call.press("1").speak("food please")
    assert line.to("/keyed")[1]["SpeechResult"] == "food please"


def test_hanging_up_ends_the_call_anywhere(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, TWO)
    call.hang_up()
    assert (call.ended, call.status, line.to("/keyed")) == (True, "completed", [])
    with pytest.raises(ValueError, match="over"):
        call.press("1")


def test_a_call_is_heard_out_in_silence(carrier: Simulator, line: VoiceLine) -> None:
    line.set("/voice", TWO + TWO + BYE)
    assert carrier.call(PHONE) == ["for food, 1", "for a bed, 2"] * 2 + ["bye"]


def test_what_is_no_key_cannot_be_pressed(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, TWO)
    for keys in ("", "a", "1 2", "١"):
        with pytest.raises(ValueError, match="keys"):
            call.press(keys)


# Faults of documents


@pytest.mark.parametrize(
    ("verbs", "code"),
    [
        ("<Shout>x</Shout>", 12200),
        ("<Conference>x</Conference>", 12200),
        ("<Message>x</Message>", 12200),
        ("<Number>+9613999999</Number>", 12200),
        ("<Gather><Dial>+9613999999</Dial></Gather>", 12200),
        ('<Say colour="blue">x</Say>', 12200),
        ("<Say><Play>x</Play></Say>", 12200),
        ('<Say language="arb" voice="Polly.Joanna-Neural">x</Say>', 12200),
        ('<Say language="en-US" voice="Polly.Zeina">x</Say>', 12200),
        ('<Say language="ar-AE" voice="Google.ar-XA-Wavenet-A">x</Say>', 12200),
        ('<Say language="ar">x</Say>', 12200),
        ('<Say language="ar-XA" voice="Google.ar-XA-Wavenet-E">x</Say>', 12200),
        ('<Say voice="Polly.Zeina-Neural">x</Say>', 12200),
        ('<Say language="arb" voice="woman">x</Say>', 12200),
        ('<Gather numDigits="0"/>', 12200),
        ('<Gather timeout="soon"/>', 12200),
        ('<Gather finishOnKey="##"/>', 12200),
        ('<Gather finishOnKey="x"/>', 12200),
        ('<Gather input="keys"/>', 12200),
        ('<Gather method="PUT"/>', 12200),
        ('<Gather actionOnEmptyResult="yes"/>', 12200),
        ('<Reject reason="tired"/>', 12200),
        ('<Record trim="no"/>', 12200),
        ('<Record maxLength="1"/>', 12200),
        ('<Dial timeout="0">+9613999999</Dial>', 12200),
        ("<Play/>", 12200),
        ("<Say>a & b</Say>", 12100),
        ("<Say>\x00</Say>", 12100),
        ("<Say>", 12100),
    ],
)
def test_a_document_that_is_wrong_is_an_application_error(
    carrier: Simulator, line: VoiceLine, verbs: str, code: int
) -> None:
    call = start(carrier, line, verbs)
    assert call.ended and call.status == "completed"
    assert call.said == ["An application error has occurred. Goodbye."]
    assert faults(carrier) == [code]


@pytest.mark.parametrize(
    "verbs",
    [
        '<Say language="ar-AE" voice="Polly.Hala-Neural">x</Say>',
        '<Say language="ar-XA" voice="Google.ar-XA-Chirp3-HD-Kore">x</Say>',
        '<Say language="en-US" voice="Polly.Joanna-Neural">x</Say>',
        '<Say voice="Polly.Zeina">x</Say>',
        '<Say language="arb">x</Say>',
        '<Say language="en-GB" voice="alice">x</Say>',
    ],
)
def test_voices_that_go_with_their_language(
    carrier: Simulator, line: VoiceLine, verbs: str
) -> None:
    assert start(carrier, line, verbs).said == ["x"]
    assert faults(carrier) == []


def test_an_answer_of_another_kind_or_none_is_an_application_error(
    carrier: Simulator, line: VoiceLine
) -> None:
    line.kind = "text/plain"
    assert start(carrier, line, BYE).ended
    line.pages.clear()
    assert carrier.phone(PHONE).call().ended
    assert faults(carrier) == [12300, 11200]


def test_a_page_that_is_no_response_is_an_application_error(
    carrier: Simulator, line: VoiceLine
) -> None:
    line.pages["/voice"] = ["<Reply/>"]
    assert carrier.phone(PHONE).call().ended
    assert faults(carrier) == [12100]


# Time


def test_time_passes_by_itself_at_a_pace(line: VoiceLine) -> None:
    line.set("/voice", TWO + "<Say>nothing came</Say>" + BYE)
    with Simulator(account(line), pace=0.002) as carrier:
        call = carrier.phone(PHONE).call()
        assert soon(lambda: call.ended)
    assert call.said[2:] == ["nothing came", "bye"]


def test_no_time_passes_by_itself_without_one(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, MENU.format("").replace("8", "0") + BYE)
    assert not soon(lambda: call.ended, 0.1)
    call.silence()
    assert call.ended


def test_a_call_ends_at_the_providers_limit(carrier: Simulator, line: VoiceLine) -> None:
    call = start(carrier, line, '<Pause length="14400"/><Say>no</Say>')
    assert call.ended and call.said == []


def test_stopping_the_carrier_ends_its_calls(line: VoiceLine) -> None:
    line.set("/voice", TWO)
    with Simulator(account(line)) as carrier:
        call = carrier.phone(PHONE).call()
    assert soon(lambda: call.ended)
