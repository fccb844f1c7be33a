"""The engine by itself, on small flows: what each event leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine.engine import (
    FlowError,
    WrongVersion,
    is_optional,
    reads_free_words,
    resume,
    start,
)
from flows.engine.events import (
    Back,
    Effect,
    EffectResult,
    InputTimeout,
    KeysPressed,
    Repeat,
    TextReceived,
)
from flows.engine.session import Session, UnreadableSession
from flows.text.prompts import Prompt, as_message
from tests.unit.talk import CONTEXT, VOICE, Talk, flow_of, names

ORDER = """\
flow: order
start: kind
steps:
  kind:
    ask: which-kind
    read: choice
    save: kind
    choices:
      1: {value: mint, words: [mint, نعنع]}
      2: {value: black, words: [black tea], set: {dark: true}, then: stock}
    then: stock
  stock:
    look: look-up
    with: [kind]
    outcomes:
      some: {say: in-stock, then: words}
      none: {say: sold-out, forget: [kind], then: kind}
  words:
    ask: any-words
    read: words
    save: words
    choices: {1: {value: ""}}
    then: sure
  sure:
    ask: is-it-right
    read: yes-no
    choices:
      1: {value: yes, then: send}
      2: {forget: [kind], then: kind}
      3: {value: no, say: dropped, then: end}
  send:
    do: send
    outcomes:
      sent: {say: sent, flow: thanks, carry: [kind, tip]}
      late: wait
  wait:
    ask: it-is-late
    read: choice
    optional: true
    choices: {6: {say: hurrying, then: end}}
"""
FLOW = flow_of(ORDER)
SOME = {"look-up": "some", "send": "sent"}


def order(**outcomes: EffectResult[str] | str) -> Talk:
    return Talk(FLOW, {**SOME, **outcomes})


def test_a_straight_talk_from_first_question_to_next_flow() -> None:
    talk = order().begin()
    assert (talk.turn.status, talk.ids) == ("waiting", ["which-kind"])
    talk.send("2")
    assert talk.ids == ["in-stock", "any-words"]
    assert talk.effects == [Effect("look-up", {"kind": "black"})]
    talk.send("with milk")
    assert talk.answers == {"kind": "black", "dark": True, "words": "with milk"}
    talk.send("yes")
    assert (talk.turn.status, talk.turn.session, talk.ids) == ("ended", None, ["sent"])
    assert (talk.turn.next_flow, talk.turn.next_answers) == ("thanks", {"kind": "black"})
    # An effect without `with` is given every answer.
    assert talk.effects[1].args == {"kind": "black", "dark": True, "words": "with milk"}


def test_what_is_known_is_not_asked() -> None:
    talk = order().begin(kind="mint", words="")
    assert talk.ids == ["in-stock", "is-it-right"]
    assert "dark" not in talk.answers
    # A value that has a way of its own takes it, as if it had been typed.
    assert order().begin(kind="black", words="").answers["dark"] is True


def test_prompts_carry_the_answers() -> None:
    talk = order().begin(kind="mint").send("hello")
    assert talk.said == [Prompt(as_message("is-it-right"), {"kind": "mint", "words": "hello"})]


def test_what_a_service_says_comes_first_and_what_it_knows_is_kept() -> None:
    found = EffectResult("some", {"reference": "47"}, (Prompt(as_message("hello"), {"n": 1}),))
    talk = order(**{"look-up": found}).begin(kind="mint")
    assert talk.ids == ["hello", "in-stock", "any-words"]
    assert talk.answers == {"kind": "mint", "reference": "47"}


def test_an_outcome_can_lead_back_to_a_question() -> None:
    talk = order(**{"look-up": "none"}).begin().send("1")
    assert talk.ids == ["sold-out", "which-kind"]
    assert talk.answers == {}


def test_an_unforeseen_outcome_is_an_error() -> None:
    with pytest.raises(FlowError, match="'gone'"):
        order(**{"look-up": "gone"}).begin(kind="mint")


def test_an_effect_is_asked_for_again_until_its_outcome_comes() -> None:
    turn = start(FLOW, CONTEXT, {"kind": "mint"})
    assert turn.session is not None
    for event in (TextReceived("hello"), Back(), Repeat()):
        again = resume(FLOW, turn.session, event, CONTEXT)
        assert (again.status, again.effect) == ("performing", Effect("look-up", {"kind": "mint"}))


def test_an_outcome_at_a_question_is_an_error() -> None:
    with pytest.raises(FlowError):
        order().begin().send(EffectResult("some"))


# --- BACK ----------------------------------------------------------------------------------------


def test_back_undoes_one_answer_and_all_that_came_of_it() -> None:
    talk = order().begin().send("2", "milk")
    talk.send(Back())
    assert talk.said == [
        Prompt("back", lead=True),
        Prompt(as_message("any-words"), {"kind": "black", "dark": True}),
    ]
    talk.send(Back())
    assert talk.ids == ["back", "which-kind"]
    assert talk.answers == {}
    talk.send("1", "sugar")
    assert talk.answers == {"kind": "mint", "words": "sugar"}


def test_back_at_the_first_question_says_so_and_stays() -> None:
    talk = order().begin().send(Back())
    assert talk.said == [Prompt("back-first", lead=True), Prompt(as_message("which-kind"))]
    talk.send(Back(), "1")
    assert talk.ids == ["in-stock", "any-words"]


def test_back_does_not_stop_at_what_was_known_already() -> None:
    talk = order().begin(kind="mint").send("hello", Back())
    assert talk.ids == ["back", "any-words"]
    assert talk.send(Back()).ids == ["back-first", "any-words"]
    assert talk.answers == {"kind": "mint"}


def test_back_after_a_change_brings_the_old_answer_back() -> None:
    talk = order().begin().send("1", "milk", "2")
    assert (talk.ids, "kind" in talk.answers) == (["which-kind"], False)
    talk.send(Back())
    assert talk.ids == ["back", "is-it-right"]
    assert talk.answers == {"kind": "mint", "words": "milk"}


def test_there_is_no_way_back_behind_what_was_done() -> None:
    talk = order(send="late").begin().send("1", "milk", "1")
    assert talk.ids == ["it-is-late"]
    assert talk.send(Back()).ids == ["back-first", "it-is-late"]


def test_the_way_back_does_not_grow_without_end() -> None:
    talk = order().begin()
    talk.send("1", "milk", *["2", "1"] * 20)
    assert len(talk.session.trail) == len(talk.session.past) == 12


# --- answers that cannot be read -----------------------------------------------------------------


def test_three_unreadable_answers_lead_to_a_person_and_keep_the_question() -> None:
    talk = order().begin().send("tomorrow?")
    assert (talk.turn.status, talk.session.retries) == ("unread", 1)
    assert talk.said == [Prompt("misunderstood-1", lead=True), Prompt(as_message("which-kind"))]
    talk.send("what")
    assert (talk.turn.status, talk.session.retries) == ("unread", 2)
    assert talk.said == [Prompt("misunderstood-2", {"keys": ("1", "2")})]
    talk.send("what")
    assert talk.said == [Prompt("misunderstood-3")]
    assert (talk.turn.status, talk.turn.effect) == ("unread", Effect("ask-person"))
    assert (talk.session.step, talk.session.retries) == ("kind", 0)
    assert talk.send("1").ids == ["in-stock", "any-words"]


def test_only_misses_in_a_row_count() -> None:
    talk = order().begin().send("what", "1", "milk", "what", "why")
    assert talk.session.retries == 2
    assert talk.send(Back()).session.retries == 0


def test_a_step_has_its_own_hints_and_then_its_keys() -> None:
    flow = flow_of(
        ORDER.replace("    read: choice\n    save", "    hints: [a]\n    read: choice\n    save")
    )
    talk = Talk(flow, SOME).begin().send("what")
    assert talk.said == [Prompt(as_message("a"))]
    assert talk.send("what").ids == ["misunderstood-2"]


def test_without_keys_the_question_is_said_again() -> None:
    flow = flow_of(
        "flow: f\nstart: s\nsteps:\n  s: {ask: how-many, read: count, save: n, then: end}\n"
    )
    talk = Talk(flow).begin().send("lots")
    assert talk.send("many").ids == ["misunderstood-again", "how-many"]
    assert talk.send("all").ids == ["misunderstood-3"]
    assert talk.send("4").turn.status == "ended"


def test_by_voice_what_was_wrong_is_said_before_the_question() -> None:
    talk = Talk(FLOW, SOME, VOICE).begin()
    assert talk.send(KeysPressed("7")).ids == ["v-wrong-1", "which-kind"]
    assert talk.send(InputTimeout()).ids == ["v-silence-2", "which-kind"]
    assert talk.said[0].lead
    assert talk.send(KeysPressed("1")).ids == ["in-stock", "any-words"]
    # Keys are no words to pass on.
    assert talk.send(KeysPressed("5")).turn.status == "unread"
    assert talk.send(KeysPressed("1")).ids == ["is-it-right"]


def test_by_voice_the_third_silence_or_wrong_key_is_a_person() -> None:
    talk = Talk(FLOW, SOME, VOICE).begin().send(InputTimeout(), KeysPressed("7"), InputTimeout())
    assert (talk.turn.status, talk.turn.effect) == ("unread", Effect("ask-person"))
    assert talk.ids == []
    assert talk.send(InputTimeout()).ids == ["v-silence-1", "which-kind"]


def test_asking_again_begins_to_count_anew() -> None:
    talk = Talk(FLOW, SOME, VOICE).begin().send(InputTimeout(), InputTimeout(), Repeat())
    assert talk.send(InputTimeout()).ids == ["v-silence-1", "which-kind"]


CHANNELS = flow_of("""
flow: f
start: number
steps:
  number: {ask: how-many, read: count, save: n, then: sure}
  sure:
    ask: sure
    short: sure-short
    read: choice
    only: voice
    unless: [checked]
    choices:
      1: {set: {checked: true}, then: more}
      2: {forget: [n], then: number}
    then: more
  more:
    ask: more
    read: choice
    choices:
      1: {say: fine, then: end}
      2: {only: voice, say: spoken, then: end}
""")


def test_a_question_of_one_channel_is_passed_on_the_other() -> None:
    assert Talk(CHANNELS).begin().send("4").ids == ["more"]
    spoken = Talk(CHANNELS, context=VOICE).begin().send(KeysPressed("4"))
    assert spoken.ids == ["sure"]
    assert spoken.send(InputTimeout()).ids == ["v-silence-1", "sure-short"]
    assert spoken.send(KeysPressed("2")).ids == ["how-many"]


def test_a_talk_left_at_such_a_question_goes_on_behind_it_on_the_other_channel() -> None:
    spoken = Talk(CHANNELS, context=VOICE).begin().send(KeysPressed("4"))
    for event in (TextReceived("2"), Repeat()):
        turn = resume(CHANNELS, spoken.session, event, CONTEXT)
        assert [prompt.id for prompt in turn.prompts] == ["more"]
    assert spoken.send(KeysPressed("1")).ids == ["more"]
    back = resume(CHANNELS, spoken.session, Back(), CONTEXT)
    assert [prompt.id for prompt in back.prompts] == ["back", "how-many"]


def test_a_choice_of_one_channel_is_none_on_the_other() -> None:
    assert Talk(CHANNELS).begin().send("4", "2").turn.status == "unread"
    spoken = Talk(CHANNELS, context=VOICE).begin()
    assert spoken.send(KeysPressed("4"), KeysPressed("1"), KeysPressed("2")).ids == ["spoken"]


def test_a_soft_question_is_left_in_silence() -> None:
    talk = order(send="late").begin().send("1", "milk", "1")
    assert is_optional(FLOW, talk.session)
    left = resume(FLOW, talk.session, TextReceived("see you tomorrow"), CONTEXT)
    assert (left.status, left.session, left.prompts, left.effect) == ("unread", None, (), None)
    assert talk.send("6").ids == ["hurrying"]


def test_zero_is_a_person_at_every_question() -> None:
    talk = order().begin()
    for zero in (TextReceived("0"), TextReceived("٠"), KeysPressed("0")):
        talk.send(zero)
        assert (talk.turn.status, talk.turn.effect) == ("waiting", Effect("ask-person"))
        assert talk.session.step == "kind"
    talk.send("1", "0")
    assert (talk.turn.effect, talk.session.step) == (Effect("ask-person"), "words")


# --- looking at a session ------------------------------------------------------------------------


def test_the_open_question_can_be_said_again() -> None:
    talk = order().begin(kind="mint")
    question = Prompt(as_message("any-words"), {"kind": "mint"})
    before = talk.session
    assert talk.send(Repeat()).said == [question]
    assert talk.session == before
    assert reads_free_words(FLOW, talk.session)
    assert not is_optional(FLOW, talk.session)
    assert not reads_free_words(FLOW, talk.send("milk").session)


def test_a_session_survives_being_written_out() -> None:
    late = EffectResult("late", {"time": time(8, 30), "requests": [["47", "food"]]})
    talk = order(send=late).begin().send("2", "حليب 🥛", "1")
    assert talk.answers["time"] == time(8, 30)
    assert talk.answers["requests"] == [["47", "food"]]
    assert talk.answers["words"] == "حليب 🥛"


def test_a_foreign_session_is_refused() -> None:
    written = order().begin().session.to_json()
    for text in ("", "[]", "{}", '{"flow": 1}', written.replace('"format": 1', '"format": 2')):
        with pytest.raises(UnreadableSession):
            Session.from_json(text)


def test_a_session_goes_on_with_the_version_it_began_with_only() -> None:
    newer = flow_of(ORDER.replace("which-kind", "what-kind"))
    old = order().begin().session
    with pytest.raises(WrongVersion):
        resume(newer, old, TextReceived("1"), CONTEXT)
    with pytest.raises(WrongVersion):
        resume(replace(FLOW, name="other"), old, TextReceived("1"), CONTEXT)


def test_a_talk_finishes_on_the_steps_it_began_with() -> None:
    """The old definition comes back from its stored text, whatever the file says today."""
    talk = order().begin().send("1")
    edited = flow_of(
        ORDER.replace("start: kind", "start: sure")
        .replace("  words:", "  notes:")
        .replace("then: words}", "then: notes}")
    )
    assert edited.version != FLOW.version
    stored = flow_of(FLOW.source)
    finished = Talk(stored, SOME, turn=talk.turn).send("milk", "yes")
    assert (finished.turn.status, finished.ids) == ("ended", ["sent"])


# --- pages, branches, circles --------------------------------------------------------------------

PAGES = """\
flow: pages
start: area
steps:
  area:
    ask: which-area
    read: area
    save: area
    choices: {from: areas, 99: names}
    signals: {unsure: names}
    then: end
  names:
    ask: area-list
    read: area
    save: area
    paged: true
    choices: {from: areas, 99: {words: [more], then: names}, 98: area}
    then: end
"""


def test_a_list_is_turned_page_by_page_and_begins_anew() -> None:
    talk = Talk(flow_of(PAGES)).begin()
    pages = [talk.send(text).said[0].args.get("page") for text in ("99", "99", "more", "98", "?!")]
    assert pages[:4] == [0, 1, 2, None]
    assert talk.send("don't know").said == [Prompt("area-list", {"page": 0})]
    assert talk.send("99").session.answers == {"page": 1}
    # BACK is a page back; a page is no answer.
    assert talk.send(Back()).said[1] == Prompt("area-list", {"page": 0})


def test_the_page_is_forgotten_when_the_list_is_left() -> None:
    assert "page" not in Talk(flow_of(PAGES)).begin().send("99", "98").answers


BRANCH = """\
flow: f
start: s
steps:
  s: {branch: x, cases: {a: {say: is-a, then: end}, any: {say: other, then: end}, none: q}}
  q: {ask: what, read: words, save: x, then: s}
"""


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"x": "a"}, "is-a"),
        ({"x": "b"}, "other"),
        ({"x": 3}, "other"),
        ({"x": None}, "what"),
        ({}, "what"),
    ],
)
def test_a_branch_goes_by_value_then_by_whether_there_is_one(
    answers: dict[str, object], said: str
) -> None:
    assert start(flow_of(BRANCH), CONTEXT, answers).prompts[-1].id == said


def test_a_flow_that_goes_round_in_a_circle_is_stopped() -> None:
    flow = flow_of("flow: f\nstart: s\nsteps:\n  s: {branch: x, cases: {else: s}}\n")
    with pytest.raises(FlowError, match="circle"):
        start(flow, CONTEXT)


EVENTS = st.one_of(
    st.sampled_from(
        ["1", "2", "3", "6", "99", "yes", "no", "mint", "", " ", "نعم", "٢", "0", "more"]
    ),
    st.text(max_size=12),
    st.sampled_from([Back(), Repeat(), KeysPressed("1"), KeysPressed("2"), KeysPressed("*")]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=25), st.sampled_from(["sent", "late"]), st.booleans())
def test_whatever_comes_the_session_stays_legal(
    events: list[TextReceived | str], sent: str, voice: bool
) -> None:
    talk = Talk(FLOW, {"look-up": "some", "send": sent}, VOICE if voice else CONTEXT).begin()
    for event in events:
        was_soft = is_optional(FLOW, talk.session)
        talk.send(event)
        if talk.turn.session is None:
            assert talk.turn.status == "ended" or (was_soft and talk.turn.status == "unread")
            break
        session = talk.session
        assert session.step in FLOW.steps
        assert 0 <= session.retries <= 2
        assert len(session.trail) == len(session.past) <= 12
        assert set(session.trail) <= set(FLOW.steps)
        assert talk.said or talk.turn.effect
    assert set(names(talk.effects)) <= {"look-up", "send"}
