"""The flows that come with the project, talked through as members would, and at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine.definition import Action, Question
from flows.engine.effects import EFFECTS
from flows.engine.engine import is_optional
from flows.engine.events import (
    Back,
    Context,
    Effect,
    EffectResult,
    Event,
    KeysPressed,
    Repeat,
    TextReceived,
)
from flows.engine.parsing import load_library
from flows.text.prompts import Prompt
from flows.vocabulary.area_index import Place
from flows.wording.catalog import load_catalog
from flows.wording.renderer import Speaker
from tests.unit.talk import CATEGORIES, CONTEXT, LEXICON, VOICE, Outcome, Talk, names

QUIET = EffectResult("quiet", {"reference": "47", "time": time(8)})
SHIFT = ["2026-11-24", "18:00", "22:00"]
FINE: dict[str, Outcome] = {
    "check-open": "free",
    "open-need": EffectResult("opened", {"reference": "47"}),
    "update-need": EffectResult("changed", {"reference": "47"}),
    "make-urgent": "opened",
    "find-offer": "none",
    "find-pin": "none",
    "set-pin-texts": "texts",
    "find-safe-hours": "none",
    "find-safe-word": "none",
    "check-safe-word": "fine",
    "set-safe-word": "set",
    "block": "blocked",
    "save-offer": "saved",
    "pause-offer": "paused",
    "end-offer": "ended",
    "tell-status": "said",
    "pass-thanks": "passed",
    "reopen-need": "reopened",
    "find-shifts": EffectResult("some", {"ids": ["1"], "shifts": [SHIFT]}),
    "offer-shift": EffectResult("offered", {"shift": SHIFT}),
    "take-shift": EffectResult("taken", {"shift": SHIFT}),
}
SPEAKER = Speaker(load_catalog(), LEXICON, {"en": "Harbour", "ar": "الميناء"}, {"en": "1564"}, 3)


def talk(flow: str, context: Context = CONTEXT, **outcomes: Outcome) -> Talk:
    given = {name.replace("_", "-"): outcome for name, outcome in outcomes.items()}
    return Talk(load_library()[flow], FINE | given, context)


def need(**outcomes: Outcome) -> Talk:
    return talk("need", CONTEXT, **outcomes)


# --- menu ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["1", "١", "food", "طعام", "bread"])
def test_the_menu_leads_to_a_need_of_that_kind(answer: str) -> None:
    turn = talk("menu").begin().send(answer).turn
    assert (turn.status, turn.next_flow, turn.next_answers) == (
        "ended",
        "need",
        {"category": "food"},
    )


def test_the_menu_names_its_keys_when_it_is_not_understood() -> None:
    asked = talk("menu").begin().send("hmm", "hmm")
    assert asked.said == [Prompt("misunderstood-2", {"keys": (*"123456", "7", "9")})]


def test_the_menu_leads_to_an_offer_and_to_the_state_of_things() -> None:
    assert talk("menu").begin().send("9").turn.next_flow == "offer"
    state = talk("menu").begin().send("7")
    assert (state.turn.status, names(state.effects)) == ("ended", ["tell-status"])
    person = talk("menu").begin().send("0")
    assert (person.turn.status, names(person.effects)) == ("ended", ["ask-person"])


def test_what_waits_for_the_morning_can_be_made_urgent_from_the_menu_and_the_status() -> None:
    waiting = EffectResult("waiting", {"reference": "47", "time": time(8)})
    for asked in (
        talk("menu", tell_status=waiting).begin().send("7"),
        talk("status", tell_status=waiting).begin(),
    ):
        assert asked.ids == ["status-waiting"]
        assert is_optional(asked.flow, asked.session)
        asked.send("6")
        assert asked.ids == ["need-urgent-now"]
        assert asked.effects[-1] == Effect("make-urgent", {"reference": "47"})


# --- need ----------------------------------------------------------------------------------------


def test_a_need_in_four_questions() -> None:
    asked = need().begin()
    questions = [asked.ids]
    for answer in ("food", "the market", "today 4", "near the bakery"):
        questions.append(asked.send(answer).ids)
    assert questions == [
        ["need-category"],
        ["need-area"],
        ["need-when"],
        ["need-words"],
        ["need-confirm"],
    ]
    assert asked.send("yes").ids == ["need-opened"]
    assert asked.turn.status == "ended"
    opened = asked.effects[-1]
    assert opened.name == "open-need"
    expected = {"category": "food", "area": "market", "when": "today", "count": 4}
    assert {key: opened.args[key] for key in expected} == expected
    assert opened.args["words"] == "near the bakery"


def test_a_need_in_arabic() -> None:
    asked = need().begin().send("أكل", "بالميناء", "بكرة لشخصين", "لا شيء")
    assert asked.ids == ["need-confirm"]
    assert asked.answers["when"] == "tomorrow"
    assert asked.answers["count"] == 2
    assert asked.answers["words"] == ""
    assert asked.send("اي").ids == ["need-opened"]


@pytest.mark.parametrize("category", CATEGORIES)
def test_no_kind_of_need_takes_more_than_four_questions(category: str) -> None:
    answers = {
        "need-area": "1",
        "need-when": "1",
        "need-when-alone": "1",
        "need-count": "2",
        "need-words": "1",
    }
    asked = need().begin().send(category)
    questions = 1
    while asked.ids != ["need-confirm"]:
        questions += 1
        asked.send(answers[asked.ids[-1]])
    assert questions <= 4
    assert asked.answers["when"] == ("now" if category == "urgent" else "today")
    assert ("count" in asked.answers) == (category not in ("money", "talk"))


@pytest.mark.parametrize(
    ("known", "first"),
    [
        ({"category": "food"}, "need-area"),
        ({"category": "food", "area": "hill"}, "need-when"),
        ({"category": "food", "area": "hill", "when": "today"}, "need-count"),
        ({"category": "food", "area": "hill", "count": 3}, "need-when-alone"),
        ({"category": "food", "area": "hill", "when": "today", "count": 3}, "need-words"),
        ({"category": "food", "when": "today", "count": 3}, "need-area"),
        ({"category": "urgent", "area": "hill"}, "need-count"),
        ({"category": "money", "area": "hill", "when": "week", "count": 3}, "need-words"),
        ({"area": "hill"}, "need-category"),
        (
            {"category": "food", "area": "hill", "when": "now", "count": 1, "words": ""},
            "need-confirm",
        ),
    ],
)
def test_a_one_shot_request_goes_to_the_first_question_that_it_leaves_open(
    known: dict[str, Any], first: str
) -> None:
    assert need().begin(**known).ids == [first]


def test_a_number_that_cannot_be_read_is_asked_for() -> None:
    asked = need().begin(category="food", area="hill").send("today for the whole family")
    assert asked.ids == ["need-count"]
    assert asked.answers["when"] == "today"
    assert need().begin(category="food", area="hill").send("1").answers["count"] == 1


def test_by_voice_when_and_how_many_are_two_questions() -> None:
    asked = talk("need", VOICE).begin()
    questions = [asked.ids[-1]]
    for keys in ("1", "2", "1", "12", "1", "1"):
        questions.append(asked.send(KeysPressed(keys)).ids[-1])
    assert questions == [
        "need-category",
        "need-area",
        "need-when",
        "need-count",
        "v-count-check",
        "need-words",
        "need-confirm",
    ]
    assert asked.answers["count"] == 12


def test_the_third_kind_that_is_open_already() -> None:
    same = EffectResult("same", {"reference": "33"})
    asked = need(check_open=same).begin().send("food")
    assert asked.ids == ["need-already"]
    assert asked.said[0].args["reference"] == "33"
    assert need(check_open=same).begin().send("food", "1").ids == ["neutral"]
    asked.send("2", "1", "1 2", "no words", "2", "2", "hill", "1")
    # Whoever wants another one is not asked again, and the old number is not the new one's.
    assert names(asked.effects) == ["check-open", "open-need"]
    assert "reference" not in asked.effects[-1].args


def test_no_more_needs_than_allowed() -> None:
    full = EffectResult("full", {"requests": [["33", "food"], ["34", "talk"]]})
    asked = need(check_open=full).begin().send("food")
    assert (asked.turn.status, asked.ids) == ("ended", ["needs-full"])
    late = need(open_need=full).begin(category="food", area="hill", when="now", count=1, words="")
    assert late.send("yes").ids == ["needs-full"]


def test_areas_by_name_code_and_list() -> None:
    def area(*answers: str, **facts: str) -> Any:
        context = Context(LEXICON, "en", facts=facts)
        return Talk(load_library()["need"], FINE, context).begin(category="food").send(*answers)

    assert area("2").answers["area"] == "market"
    assert area("all").answers["area"] == "all"
    assert area("here", last_area="hill").answers["area"] == "hill"
    assert area("here").ids == ["area-list"]
    assert area("here", last_area="gone from the file").ids == ["area-list"]
    assert area("99", "99").said[0].args["page"] == 1
    assert area("don't know", "hill").answers["area"] == "hill"
    assert area("99", "none of these").answers["area"] == "other"
    assert area("atlantis").ids == ["area-unknown"]
    assert area("atlantis", "lemuria").ids == ["misunderstood-2"]
    assert "99" in area("atlantis", "lemuria").said[0].args["keys"]


def test_of_many_areas_the_hint_names_only_the_way_to_their_names() -> None:
    many = tuple(Place(f"a{n}", n, {"en": f"Area {n}"}) for n in range(1, 30))
    context = Context(replace(LEXICON, places=many), "en")
    asked = Talk(load_library()["need"], FINE, context).begin(category="food")
    assert asked.send("atlantis", "lemuria").said == [Prompt("misunderstood-2", {"keys": ("99",)})]


SUMMARY = {"category": "food", "area": "hill", "when": "today", "count": 2, "words": "hello"}


def test_the_summary_can_be_changed_part_by_part() -> None:
    asked = need().begin(**SUMMARY)
    assert asked.send("2", "2", "market").ids == ["need-confirm"]
    assert asked.send("change", "when", "tomorrow 5").ids == ["need-confirm"]
    assert asked.send("2", "4", "nothing").ids == ["need-confirm"]
    assert asked.send("2", "1", "a ride").ids == ["need-confirm"]
    kept = {key: asked.answers[key] for key in SUMMARY}
    assert kept == {
        "category": "transport",
        "area": "market",
        "when": "tomorrow",
        "count": 5,
        "words": "",
    }


def test_changing_the_kind_asks_only_what_the_new_kind_needs() -> None:
    asked = need().begin(**SUMMARY).send("2", "1", "money")
    assert asked.ids == ["need-confirm"]
    assert "count" not in asked.answers
    assert asked.send("2", "1", "food").ids == ["need-count"]
    urgent = need().begin(**SUMMARY).send("2", "1", "urgent")
    assert urgent.answers["when"] == "now"
    assert urgent.send("2", "1", "food").ids == ["need-when-alone"]


def test_back_from_urgent_forgets_that_it_was_now() -> None:
    asked = need().begin().send("urgent", "1", Back(), Back(), "food", "1")
    assert asked.ids == ["need-when"]


def test_dropping_at_the_summary_sends_nothing() -> None:
    asked = need().begin(**SUMMARY).send("no")
    assert (asked.turn.status, asked.ids) == ("ended", ["need-dropped"])
    assert "open-need" not in names(asked.effects)


def test_an_open_need_is_edited() -> None:
    asked = need().begin(editing="47", **SUMMARY)
    assert asked.ids == ["need-change"]
    assert asked.send("3", "week 3").ids == ["need-confirm"]
    assert asked.send("1").ids == ["need-changed"]
    assert names(asked.effects) == ["update-need"]
    assert asked.effects[0].args["editing"] == "47"
    kept = need().begin(editing="47", **SUMMARY).send("2", "1", "no")
    assert (kept.ids, kept.effects) == (["need-unchanged"], [])
    assert kept.said[0].args["reference"] == "47"
    gone = need(update_need="gone").begin(editing="47", **SUMMARY).send("2", "1", "yes")
    assert gone.ids == ["ref-unknown"]


def test_a_money_need_is_edited_without_a_count() -> None:
    asked = need().begin(
        editing="47", category="money", area="hill", when="today", count=None, words=""
    )
    assert asked.send("2", "1").ids == ["need-confirm"]


def test_at_night_a_need_waits_or_is_made_urgent() -> None:
    asked = need(open_need=QUIET).begin(**SUMMARY).send("yes")
    assert asked.ids == ["need-opened-quiet"]
    assert asked.said[0].args["time"] == time(8)
    assert asked.send(Back()).ids == ["back-first", "need-opened-quiet"]
    assert asked.send("6").ids == ["need-urgent-now"]
    assert need(open_need=QUIET, make_urgent="gone").begin(**SUMMARY).send("1", "6").ids == [
        "ref-unknown"
    ]
    assert names(asked.effects) == ["check-open", "open-need", "make-urgent"]
    left = need(open_need=QUIET).begin(**SUMMARY).send("yes", "thank you")
    assert (left.turn.status, left.turn.session, left.ids) == ("unread", None, [])


# --- offer ---------------------------------------------------------------------------------------


def test_an_offer_in_four_questions() -> None:
    asked = talk("offer").begin()
    questions = [asked.ids]
    for answer in ("1 و3", "harbour and hill", "evenings", "yes"):
        questions.append(asked.send(answer).ids)
    assert questions == [
        ["offer-categories"],
        ["offer-areas"],
        ["offer-hours"],
        ["offer-consent"],
        ["offer-saved"],
    ]
    assert asked.effects[-1].args == {
        "categories": ["food", "transport"],
        "areas": ["harbour", "hill"],
        "hours": "evenings",
    }


@pytest.mark.parametrize("answer", ["90", "all", "كلها", "99 "])
def test_an_offer_for_all_areas(answer: str) -> None:
    asked = talk("offer").begin().send("food", answer)
    if answer.strip() == "99":
        assert asked.ids == ["area-list"]
        asked.send("٩٠")
    assert asked.answers["areas"] == ["all"]


def test_by_voice_keys_in_a_row_are_several_answers() -> None:
    asked = talk("offer", VOICE).begin().send(KeysPressed("13"), KeysPressed("12"))
    assert asked.answers["categories"] == ["food", "transport"]
    assert asked.answers["areas"] == ["harbour", "market"]


def test_without_consent_nothing_is_kept_not_even_an_earlier_offer() -> None:
    asked = talk("offer").begin().send("food", "90", "1", "no")
    assert asked.ids == ["offer-not-saved"]
    assert names(asked.effects) == ["find-offer", "end-offer"]


def test_a_kind_that_needs_vouching_is_told_so() -> None:
    assert talk("offer", save_offer="vouch").begin().send("money", "90", "1", "1").ids == [
        "offer-saved-vouch"
    ]


def test_an_offer_that_stands_is_kept_changed_rested_or_taken_back() -> None:
    some = EffectResult("some", {"categories": ["food"]})
    asked = talk("offer", find_offer=some)
    assert asked.begin().ids == ["offer-existing"]
    assert asked.said[0].args["categories"] == ["food"]
    assert asked.send("1").ids == ["neutral"]
    assert asked.begin().send("2").ids == ["offer-categories"]
    assert asked.begin().send("3").ids == ["paused"]
    assert asked.begin().send("4").ids == ["offer-withdrawn"]
    assert names(asked.effects[-1:]) == ["end-offer"]


# --- the small ones ------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "language"), [("1", "ar"), ("2", "en"), ("english", "en")])
def test_the_language_is_asked_for(answer: str, language: str) -> None:
    asked = talk("language").begin().send(answer)
    assert asked.effects == [Effect("set-language", {"language": language})]
    assert asked.ids == ["lang-switched"]
    assert talk("language").begin(language=language).ids == ["lang-switched"]


def test_erasing_is_asked_about_once() -> None:
    assert talk("erase").begin().send("2").ids == ["erase-kept"]
    assert talk("erase").begin().send("forget it").turn.status == "unread"
    gone = talk("erase").begin().send("نعم")
    assert (gone.ids, names(gone.effects)) == (["erased"], ["erase"])


@pytest.mark.parametrize(
    ("answers", "effects", "said"),
    [
        (["1", "1"], ["confirm-done"], "thanks-none"),
        (["yes", "Thank you so much"], ["confirm-done", "pass-thanks"], "thanks-kept"),
        (["2", "1"], ["reopen-need"], "follow-up-reopened"),
        (["partly", "no"], ["close-need"], "follow-up-closed"),
        (["3", "1"], ["reopen-need"], "follow-up-reopened"),
        (["no", "2"], ["hand-over"], None),
        (["لا", "3"], ["close-need"], "follow-up-closed"),
    ],
)
def test_after_the_help(answers: list[str], effects: list[str], said: str | None) -> None:
    asked = talk("follow-up").begin(reference="47").send(*answers)
    assert asked.turn.status == "ended"
    assert names(asked.effects) == effects
    assert all(effect.args["reference"] == "47" for effect in asked.effects)
    assert asked.ids == ([said] if said else [])


def test_whether_thanks_are_on_their_way_or_wait_is_said() -> None:
    asked = talk("follow-up", pass_thanks="waits").begin(reference="47").send("1", "Merci!")
    assert asked.ids == ["thanks-waiting"]


def test_thanks_are_passed_on_as_they_were_written() -> None:
    asked = talk("follow-up").begin(reference="47").send("1", "  Merci! You saved us 💛 ")
    assert asked.effects[-1].args["words"] == "Merci! You saved us 💛"


@pytest.mark.parametrize(
    ("flow", "answer", "effect"),
    [
        ("stop-check", "1", "pause"),
        ("stop-check", "2", "stop-all"),
        ("stop-check", "3", None),
        ("stop-check-open", "1", "done"),
        ("stop-check-open", "2", "drop"),
        ("stop-check-open", "3", "stop-all"),
        ("stop-check-open", "4", None),
        ("resume-or-restart", "1", "continue-session"),
        ("resume-or-restart", "متابعة", "continue-session"),
        ("resume-or-restart", "2", "restart-session"),
    ],
)
def test_a_choice_of_effects(flow: str, answer: str, effect: str | None) -> None:
    asked = talk(flow).begin().send(answer)
    assert asked.turn.status == "ended"
    assert names(asked.effects) == ([effect] if effect else [])
    assert asked.ids == ([] if effect else ["neutral"])


@pytest.mark.parametrize("answer", ["47", "#47", "٤٧", "DONE 47", "food"])
def test_which_one_is_answered_by_its_number(answer: str) -> None:
    requests = [["33", "talk"], ["47", "food"]]
    asked = talk("which-one").begin(verb="DONE", requests=requests).send(answer)
    assert asked.effects == [Effect("act", {"verb": "DONE", "reference": "47"})]
    relay = talk("which-relay").begin(words="on my way", requests=requests).send(answer)
    assert relay.effects[0].name == "pass-words"
    assert (relay.effects[0].args["words"], relay.effects[0].args["reference"]) == (
        "on my way",
        "47",
    )


@pytest.mark.parametrize("answer", ["1", "5", "٥", "#1"])  # food is kind 1, a talk kind 5
def test_a_key_is_no_kind_where_no_keys_are_shown(answer: str) -> None:
    requests = [["33", "talk"], ["47", "food"]]
    asked = talk("which-relay").begin(words="on my way", requests=requests).send(answer)
    assert asked.turn.status == "unread"


@pytest.mark.parametrize("answer", ["99", "48", "1", "talk or food", "DONE 48", "hello"])
def test_which_one_does_not_guess(answer: str) -> None:
    requests = [["33", "talk"], ["47", "food"], ["51", "food"]]
    asked = talk("which-one").begin(verb="DONE", requests=requests)
    assert asked.send(answer).turn.status == "unread"
    assert asked.send("food").said[0].args == {"keys": ("33", "47", "51")}


@pytest.mark.parametrize(
    ("answer", "verb"),
    [("yes", "YES"), ("YES 47", "YES"), ("1", "YES"), ("لا ٤٧", "NO"), ("2", "NO")],
)
def test_a_maybe_is_asked_about(answer: str, verb: str) -> None:
    asked = talk("soft-yes").begin(reference="47").send(answer)
    assert asked.effects == [Effect("act", {"verb": verb, "reference": "47"})]


@pytest.mark.parametrize("answer", ["maybe", "YES 48", "need food", "thanks"])
def test_a_second_maybe_binds_nobody(answer: str) -> None:
    asked = talk("soft-yes").begin(reference="47").send(answer)
    assert (asked.turn.status, asked.turn.session, asked.effects) == ("unread", None, [])


# --- all of them ---------------------------------------------------------------------------------

STARTS: dict[str, dict[str, Any]] = {
    "block": {"reference": "47", "sides": {"asker": 1, "helper": 2}},
    "follow-up": {"reference": "47"},
    "soft-yes": {"reference": "47"},
    "drop-check": {"reference": "47"},
    "take-shift": {"id": "1", "role": "listener", "shift": SHIFT},
    "which-one": {"verb": "YES", "requests": [["47", "food"], ["33", "talk"]]},
    "which-relay": {"words": "hi", "requests": [["47", "food"], ["33", "talk"]]},
}
KNOWN: dict[str, dict[str, Any]] = {  # what a service adds with an outcome
    "same": {"reference": "33"},
    "made": {"code": "604815"},
    "opened": {"reference": "47"},
    "changed": {"reference": "47"},
    "quiet": {"reference": "47", "time": time(8)},
    "waiting": {"reference": "47", "time": time(8)},
    "full": {"requests": [["33", "food"]]},
    "offered": {"shift": SHIFT},
    "nobody": {"shift": SHIFT},
    "taken": {"shift": SHIFT},
    "some": {
        "categories": ["food", "money"],
        "from": "09:00",
        "until": "21:00",
        "ids": ["1", "2"],
        "shifts": [SHIFT, SHIFT],
    },
}
WORDS = ["1", "2", "3", "4", "6", "7", "9", "47", "90", "99", "yes", "no", "food", "نعم", "harbour"]
WORDS += ["today 3", "٢", "other", "here", "nothing", "maybe", "0", "", "hello there", "evenings"]
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from(WORDS).map(TextReceived),
    st.text(max_size=20).map(TextReceived),
    st.sampled_from(["1", "2", "13", "0", "*"]).map(KeysPressed),
    st.sampled_from([Back(), Repeat()]),
)


def assert_can_be_said(asked: Talk) -> None:
    """No message is short of an argument, on the channel of the talk."""
    language = asked.context.language
    if asked.context.channel == "text":
        assert all(SPEAKER.texts(asked.said, language)) or not asked.said
    elif not asked.flow.text_only:
        assert all(SPEAKER.voice(prompt, language) for prompt in asked.said)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_talk_stays_legal_and_always_says_something(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(load_library())))
    context = data.draw(st.sampled_from([CONTEXT, VOICE, Context(LEXICON, "ar")]))
    ends = {effect: data.draw(st.sampled_from(all_)) for effect, all_ in EFFECTS.items()}
    outcomes = {effect: EffectResult(end, KNOWN.get(end, {})) for effect, end in ends.items()}
    asked = Talk(load_library()[name], outcomes, context).begin(**STARTS.get(name, {}))
    for event in data.draw(st.lists(EVENTS, max_size=20)):
        if asked.turn.session is None:
            break
        soft, before = is_optional(asked.flow, asked.session), len(asked.effects)
        asked.send(event)
        performed = len(asked.effects) > before or asked.turn.effect is not None
        left = soft and asked.turn.status == "unread"
        assert asked.said or performed or left or asked.turn.next_flow
        assert len(asked.effects) - before <= 4
        assert_can_be_said(asked)
    if asked.turn.session is not None:
        session = asked.session
        assert isinstance(asked.flow.steps[session.step], Question)
        assert all(isinstance(asked.flow.steps[stop], Question) for stop in session.trail)
        assert session.retries in (0, 1, 2)


@pytest.mark.parametrize("context", [CONTEXT, VOICE])
@pytest.mark.parametrize("name", sorted(load_library()))
def test_back_from_everywhere_ends_at_the_first_question(name: str, context: Context) -> None:
    asked = talk(name, context).begin(**STARTS.get(name, {}))
    for answer in ("1", "99", "1", "1", "2"):
        if asked.turn.session is not None:
            asked.send(KeysPressed(answer) if context is VOICE else answer)
    if asked.turn.session is None:
        assert asked.turn.status in ("ended", "unread")
        return
    for _ in range(len(asked.session.trail)):
        assert asked.send(Back()).ids[0] == "back"
    assert asked.send(Back()).ids[0] == "back-first"
    assert asked.session.trail == ()


def test_every_effect_that_can_be_asked_for_is_asked_for_somewhere() -> None:
    steps = [step for flow in load_library().values() for step in flow.steps.values()]
    assert {step.effect for step in steps if isinstance(step, Action)} == set(EFFECTS)
