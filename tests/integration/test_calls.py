"""Calls over HTTP, led by a caller who follows TwiML and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.domain.transitions import CALL, NEED, OFFER, RECORDING
from hotline.services.kernel.app import App
from hotline.services.operations import expiry
from hotline.services.voice.nodes.node import RedirectNode
from hotline.services.voice.nodes.pin import PinProtected
from hotline.services.voice.registry import NODES
from hotline.store.people import members
from hotline.store.schema import calls, flow_sessions, needs, offer_cells, offers, recordings
from hotline.store.schema import members as people
from tests import conftest, signing
from tests.caller import SILENCE, SPEECH, Caller
from tests.conftest import FakeClock
from tests.support_app import rows, settle_down
from tests.support_line import Line, served

MAYA, RANA = "+9613000001", "+9613000002"
WITHHELD = "+266696687"

Running = tuple[Line, App]


@pytest.fixture
def running(make_house: Callable[..., App]) -> Iterator[Running]:
    with served(make_house) as (line, app):
        yield line, app


def said(app: App, message: MessageId, language: str = "en", **args: Any) -> str:
    return app.speaker.voice(Prompt(message, args), language)


# --- equal answers, equal records ---------------------------------------------------------------

TOLD = ("category", "area", "wanted", "people", "urgent", "language", "state")


def a_need(app: App) -> dict[str, Any]:
    (need,) = rows(app, needs)
    return {name: need._mapping[name] for name in TOLD} | {"words": need.words}


@pytest.mark.parametrize(
    ("texts", "keys"),
    [
        (["need food", "harbour", "today 3", "1", "1"], ["1", "1", "1", "3", "1", "1", "1"]),
        (["need money", "2", "week", "1", "1"], ["4", "2", "3", "1", "1"]),
        (["need urgent", "3", "12", "1", "1"], ["6", "3", "12", "1", "1", "1"]),
        (["need talk", "1", "tomorrow", "1", "1"], ["5", "1", "2", "1", "1"]),
    ],
    ids=["food", "money", "urgent", "talk"],
)
def test_a_request_is_the_same_by_text_and_by_keys(
    make_house: Callable[..., App], running: Running, texts: list[str], keys: list[str]
) -> None:
    line, app = running
    Caller(line, MAYA).call().do("2", *keys).hang_up()
    by_keys = a_need(app)
    with app.database.writing() as db:
        db.execute(needs.delete())
    for text in texts:
        line.text(RANA, text)
    assert a_need(app) == by_keys
    assert by_keys["state"] == "seeking"


def test_an_offer_is_the_same_by_text_and_by_keys(running: Running) -> None:
    line, app = running
    Caller(line, MAYA).call().do("2", "9", "15", "12", "3", "1").hang_up()
    for text in ("OFFER", "1 and 5", "1 and 2", "3", "1"):
        line.text(RANA, text)
    two = rows(app, offers)
    assert len(two) == 2 and {(offer.hours, offer.state) for offer in two} == {
        ("evenings", "active")
    }
    cells = [
        {(c.category, c.area) for c in rows(app, offer_cells) if c.offer_id == offer.id}
        for offer in two
    ]
    assert cells[0] == cells[1] == {(c, a) for c in ("food", "talk") for a in ("harbour", "market")}


def test_an_answer_by_text_and_the_next_by_keys_make_one_request(running: Running) -> None:
    line, app = running
    line.text(MAYA, "need food")
    Caller(line, MAYA).call().do("1", "2").hang_up()
    line.text(MAYA, "tomorrow 4")
    Caller(line, MAYA).call().do("1", "1", "1").hang_up()
    (need,) = rows(app, needs)
    assert (need.area, need.wanted, need.people) == ("market", "tomorrow", 4)


# --- repeats, late steps, and strangers ------------------------------------------------------------


def test_a_step_that_comes_twice_is_answered_alike_and_counts_once(running: Running) -> None:
    line, app = running
    call = Caller(line, MAYA).call().do("2")
    action, before = call.action, rows(app, flow_sessions)
    first = call.do("1").documents[-1]
    after = rows(app, flow_sessions)
    assert call.post(action, {"Digits": "1"}) == first
    assert call.post(action, {"Digits": "6"}) == first
    assert rows(app, flow_sessions) == after != before
    assert call.post("/twilio/voice", {}) == first  # the call itself, told of again
    assert len(rows(app, calls)) == 1


def test_steps_of_another_call_and_of_a_turn_to_come_change_nothing(running: Running) -> None:
    line, app = running
    mine, other = Caller(line, MAYA).call(), Caller(line, RANA).call()
    before = rows(app, calls)
    root, _, turn = mine.action.rpartition("/")
    assert "<Hangup" in other.post(mine.action, {"Digits": "2"})
    assert "<Hangup" in other.post("/twilio/voice/1/0", {"Digits": "2"})
    assert "<Hangup" in other.post(f"/twilio/voice/{2**70}/0", {"Digits": "2"})
    assert mine.post(f"{root}/{int(turn) + 5}", {"Digits": "2"}) == mine.documents[-1]
    assert rows(app, calls) == before


@pytest.mark.parametrize("path", ["/twilio/voice", "/twilio/voice/status", "{step}"])
@pytest.mark.parametrize(
    "how", ["unsigned", "forged", "another account", "twice", "no sid", "a strange sid"]
)
def test_forged_and_broken_webhooks_change_nothing(running: Running, path: str, how: str) -> None:
    line, app = running
    call = Caller(line, MAYA).call()
    before = rows(app, calls)
    fields = dict(call._fields("completed" if "status" in path else "in-progress"))
    where = path.format(step=call.action)
    pairs = [*fields.items(), ("Digits", "2")]
    if how == "another account":
        pairs = [*({**fields, "AccountSid": "AC" + "f" * 32}).items()]
    elif how == "twice":
        pairs.append(("CallSid", f"CA{'0' * 32}"))
    elif how == "no sid":
        pairs = [pair for pair in pairs if pair[0] != "CallSid"]
    elif how == "a strange sid":
        pairs = [*({**fields, "CallSid": "CA1"}).items()]
    token = "another token" if how == "forged" else conftest.AUTH_TOKEN
    headers = signing.headers(token, line.url + where, pairs) if how != "unsigned" else {}
    assert line.send("POST", where, signing.form(pairs), headers).status == 403
    assert rows(app, calls) == before


def test_a_call_to_another_number_is_refused(running: Running) -> None:
    line, app = running
    pairs = {**Caller(line, MAYA)._fields("ringing"), "To": "+9611999999"}
    assert line.post("/twilio/voice", list(pairs.items())).status == 403
    assert rows(app, calls) == []


# --- who calls --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [WITHHELD, "anonymous", "+447700900123", "12345", ""])
def test_nobody_is_kept_under_a_number_that_is_none(running: Running, number: str) -> None:
    """Withheld, odd, or of a country where we may not call: a person or a message, no more."""
    line, app = running
    call = Caller(line, number).call().do("2")
    assert said(app, "v-leave-message") in call.said
    call.do(SPEECH, "1")
    assert said(app, "v-message-kept") in call.said
    (kept,) = rows(app, recordings)
    assert (kept.state, kept.purpose, kept.member_id) == ("kept", "message", None)
    assert kept.reference is not None


def test_the_language_is_asked_once_and_remembered(running: Running) -> None:
    line, app = running
    Caller(line, MAYA).call().hang_up()  # chose none: asked again
    again = Caller(line, MAYA).call()
    assert said(app, "v-language", "ar") in again.said
    again.do("2").hang_up()
    third = Caller(line, MAYA).call()
    assert third.said[1] == said(app, "menu")


def test_a_message_left_before_choosing_a_language_does_not_choose_one(running: Running) -> None:
    line, app = running
    Caller(line, MAYA).call().do("0", SPEECH, "1")
    assert said(app, "v-language") in Caller(line, MAYA).call().said


def test_a_call_of_which_nothing_is_heard_is_closed_by_the_clock(
    running: Running, clock: FakeClock
) -> None:
    line, app = running
    Caller(line, MAYA).call().do("2", "0", SPEECH)
    clock.advance(minutes=9)
    assert expiry.run_due(app) == 0
    clock.advance(minutes=2)
    assert expiry.run_due(app) == 1
    (call,) = rows(app, calls)
    assert (call.state, call.data, call.provider_sid) == ("closed", None, None)
    (message,) = rows(app, recordings)
    assert message.state == "kept"  # left without a key, and meant all the same


def test_words_that_nobody_said_to_keep_go_with_the_call(running: Running) -> None:
    line, app = running
    Caller(line, MAYA).call().do("2", "1", "1", "1", "3", "1", "2", SPEECH).hang_up()
    (words,) = rows(app, recordings)
    assert (words.state, words.purpose, words.sound) == ("dropped", "words", None)


def test_recorded_words_belong_to_the_request(running: Running) -> None:
    line, app = running
    keys = ("2", "1", "1", "1", "3", "1", "2", SPEECH, "3", SPEECH, "1", "1")
    Caller(line, MAYA).call().do(*keys).hang_up()
    (need,) = rows(app, needs)
    first, second = sorted(rows(app, recordings), key=lambda r: r.id)
    assert (first.state, second.state) == ("dropped", "kept")
    assert (second.need_id, need.words) == (need.id, None)


# --- every menu, silence and wrong keys ---------------------------------------------------------------

MENUS = {
    "language": [],
    "menu": ["2"],
    "area": ["2", "1"],
    "when": ["2", "1", "1"],
    "count": ["2", "1", "1", "1"],
    "count-check": ["2", "1", "1", "1", "3"],
    "words": ["2", "4", "1", "1"],
    "record-check": ["2", "4", "1", "1", "2", SPEECH],
    "confirm": ["2", "4", "1", "1", "1"],
    "change": ["2", "4", "1", "1", "1", "2"],
    "text-permission": ["2", "4", "1", "1", "1", "1"],
    "offer-categories": ["2", "9"],
    "offer-areas": ["2", "9", "1"],
    "offer-hours": ["2", "9", "1", "1"],
    "offer-consent": ["2", "9", "1", "1", "1"],
    "message-check": ["2", "0", SPEECH],
    "resume": [],
    "request": ["7"],
    "which": ["7"],
    "need-already": ["1"],
    "offer-existing": ["9"],
    "helping": ["7"],
    "waiting": [],
    "listen": ["1", "4821"],
    "pin": ["7"],
    "news": [],
    "question": [],
}
# Where in the registry each of these is; the others are questions of flows.
NODE_OF = {
    **dict.fromkeys(("record-check", "message-check"), "record-check"),
    **dict.fromkeys(("request", "which", "helping", "language", "resume"), ""),
    "text-permission": "reference",
    "waiting": "waiting",
    "listen": "listen",
    "pin": "pin",
    "news": "news-told",
}
A_REQUEST = ["need food harbour today 2", "1", "1"]
BEFORE = {
    "resume": ["need food"],
    "request": A_REQUEST,
    "which": [*A_REQUEST, "need money market week", "1", "1"],
    "need-already": A_REQUEST,
    "offer-existing": ["OFFER", "1", "1", "1", "1"],
    "helping": ["OFFER", "1", "1", "1", "1"],
    "listen": ["PIN", "4821"],
    "waiting": ["PIN", "4821"],
    "pin": [*A_REQUEST, "PIN", "4821"],
    "news": A_REQUEST,
    "question": A_REQUEST,
}


def at(running: Running, menu: str) -> Caller:
    """Maya's call when it has come to this menu, after the texts that lead there."""
    line, app = running
    for text in BEFORE.get(menu, ()):
        line.text(MAYA, text)
    if menu == "helping":
        for text in A_REQUEST:
            line.text(RANA, text)
        app.database.write(lambda db: members.change(db, _id_of(app, MAYA), in_flow_until=None))
        settle_down(app)
        line.text(MAYA, "yes")
    if menu in ("waiting", "listen"):
        _has_a_message(running)
    if menu in ("news", "question"):
        _is_for_the_ear(running, menu)
    call = Caller(line, MAYA).call().do(*MENUS[menu])
    assert call.kind == "Gather"
    assert _place(app) == (NODE_OF.get(menu, "flow") or menu)
    return call


def _place(app: App) -> str:
    """Where the call that goes on is."""
    (goes_on,) = [
        row for row in rows(app, calls) if row.state == "open" and row.turn >= 0 and row.sid_hash
    ]
    return str(goes_on.node)


def _has_a_message(running: Running) -> None:
    """Rana leaves one, and Maya is of the team."""
    line, app = running
    Caller(line, RANA).call().do("2", "0", SPEECH, "1")
    app.database.write(lambda db: members.change(db, _id_of(app, MAYA), level=3))


def _is_for_the_ear(running: Running, what: str) -> None:
    """There is news of Maya's request, or the question how it went, and no text of it."""
    line, app = running
    for text in ("OFFER", "1", "1", "1", "1"):
        line.text(RANA, text)
    with app.database.writing() as db:
        db.execute(needs.update().values(heard_only=True))
        db.execute(people.update().values(in_flow_until=None))
    settle_down(app)
    line.text(RANA, "yes")
    if what == "question":
        Caller(line, MAYA).call().hang_up()  # the news
        with app.database.writing() as db:
            db.execute(needs.update().values(follow_up_at=app.clock()))
        settle_down(app)


def _id_of(app: App, number: str) -> int:
    index = app.vault.phone_index(number)
    return next(int(row.id) for row in rows(app, people) if row.phone_index == index)


WRONG = "wrong"


def _wrong_key(menu: str, call: Caller) -> str:
    if call.digits is None:
        return "000"
    return "5" if menu == "request" else "8"  # 8 closes a request, and is nothing anywhere else


def reaches_somebody(call: Caller, app: App) -> bool:
    """Whether the call has come to a person, a recording, or the end of one."""
    return call.kind in ("Record", "Dial") or call.over


@pytest.mark.parametrize("menu", MENUS)
@pytest.mark.parametrize("wrong", [SILENCE, "#", WRONG, "in turns", "*"])
def test_silence_and_wrong_keys_lead_to_a_person_or_a_recording(
    running: Running, menu: str, wrong: str
) -> None:
    _, app = running
    call = at(running, menu)
    acts = [SILENCE, WRONG, SILENCE] if wrong == "in turns" else [wrong] * 3
    if wrong == "*":  # is no wrong key, and no right one either: silence still counts
        acts = ["*", SILENCE, "*", SILENCE, "*", SILENCE]
    if menu == "news":  # no question: whatever is done there leads on to the menu
        call.do("5" if wrong in ("#", WRONG) else SILENCE)
        assert _place(app) == "flow"
    for act in acts:
        assert not reaches_somebody(call, app)
        call.do(_wrong_key(menu, call) if act == WRONG else act)
    assert reaches_somebody(call, app), call.said
    call.hear_out(20)
    assert call.kind == "Hangup"


@pytest.mark.parametrize("menu", MENUS)
def test_0_is_a_person_and_star_says_it_again_at_every_menu(running: Running, menu: str) -> None:
    _, app = running
    call = at(running, menu)
    asked = call.said
    call.do("*")
    assert call.kind == "Gather" and call.said[-2:] == asked[-2:]
    call.do("0")
    assert reaches_somebody(call, app)


OUT = {"ask", "taken", "news", "question", "bridge"}  # test_calls_walk_out.py
RINGS = {"ringing", "joining", "searching"}  # test_ringing.py, test_ringing_bridge.py
RECORDS = {"record", "message"}  # test_three_silences_end_a_recording
NOBODY_STAYS = {"callback", "goodbye"}


def test_every_node_is_walked() -> None:
    """Whoever adds a node adds the walk that shows that nobody is left there."""
    waits = {name for name, node in NODES.items() if not _passes(node)}
    walked = {NODE_OF.get(menu, "flow") or menu for menu in MENUS}
    assert waits == walked | OUT | RINGS | RECORDS | NOBODY_STAYS


def _passes(node: object) -> bool:
    return isinstance(node.node if isinstance(node, PinProtected) else node, RedirectNode)


@pytest.mark.parametrize(
    ("keys", "end"), [(["2", "0"], "Hangup"), (["2", "4", "1", "1", "2"], "Record")]
)
def test_three_silences_end_a_recording(running: Running, keys: list[str], end: str) -> None:
    """A message that is not spoken is none; for words nobody speaks a person is looked for."""
    _, app = running
    call = Caller(running[0], MAYA).call().do(*keys)
    assert call.kind == "Record" and _place(app) == ("message" if end == "Hangup" else "record")
    call.do(SILENCE, SILENCE)
    assert call.kind == "Record"
    call.do(SILENCE)
    assert call.kind == end and (call.over or _place(app) == "message")


# --- whatever is pressed ------------------------------------------------------------------------------

HANGS_UP = "hangs up"
KEYS = [*"0123456789*#", "12", "13", "90", "99", "4#"]
DEEDS = st.lists(st.sampled_from([*KEYS, *"1112", SILENCE, SPEECH, SPEECH, HANGS_UP]), max_size=14)
_LEGAL = {
    needs: NEED.states,
    offers: OFFER.states,
    calls: CALL.states,
    recordings: RECORDING.states,
}


def test_whatever_is_pressed_a_call_ends_well(running: Running, clock: FakeClock) -> None:
    """Any keys, silences and hang-ups, in several calls: a legal state, and a goodbye at the end."""

    @settings(max_examples=40, deadline=None)
    @given(st.sampled_from([MAYA, RANA, WITHHELD]), st.lists(DEEDS, min_size=1, max_size=3))
    def play(number: str, calling: list[list[str]]) -> None:
        for deeds in calling:
            clock.advance(hours=3)  # no more than one number may call
            _lead(running, clock, number, deeds)
        _all_is_legal(running[1])

    play()


def _lead(running: Running, clock: FakeClock, number: str, deeds: list[str]) -> None:
    """One call: these deeds, then silence to the end, unless they hang up."""
    line, app = running
    call = Caller(line, number).call()
    for act in deeds:
        clock.advance(seconds=2)
        if act == HANGS_UP:
            call.hang_up()
            return
        call.do(act)
    call.hear_out()
    parting = {said(app, m, each) for m in PARTING for each in ("en", "ar")}
    assert call.kind == "Hangup" and parting & set(call.said), call.said


def _all_is_legal(app: App) -> None:
    for table, states in _LEGAL.items():
        assert {row.state for row in rows(app, table)} <= set(states)
    assert all(call.state == "closed" for call in rows(app, calls))
    assert not [r for r in rows(app, recordings) if r.state == "pending"]
    talks = [(talk.member_id, talk.flow) for talk in rows(app, flow_sessions)]
    assert len(talks) == len(set(talks))


PARTING: tuple[MessageId, ...] = ("v-goodbye", "v-no-text", "neutral", "call-not-now")
