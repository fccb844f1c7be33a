"""What members without text are told, and asked, by a call: over HTTP, on each database."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

import hotline.services
from flows.wording.catalog import load_catalog
from hotline.services.kernel.app import App
from hotline.services.outbound import voice_notices
from hotline.simulator.calls.handset import PhoneCall, hear_out
from hotline.simulator.server import Simulator
from hotline.store.schema import flow_sessions, members, needs
from tests.conftest import FakeClock
from tests.integration.calls_out import MAYA, RANA, SAM, Town, town
from tests.support_app import rows, settle_down

NEWS = "Hello, this is Harbour, with news for you. To hear it, press one. If not now, two."
QUESTION = "Hello, this is Harbour, with a short question. To hear it, press one. If not now, two."
HAPPENED = "About your last request: did help come?"
SAFE_LATER = "All right: about this request no text comes to this phone."


@pytest.fixture
def here(make_house: Callable[..., App], carrier: Simulator, tmp_path: Path) -> Iterator[Town]:
    with town(make_house, carrier, tmp_path, dispatch__waves=[2, 2]) as here:
        yield here


def has_no_texts(here: Town, number: str) -> None:
    """Be one whom we call instead of texting them."""
    mine = members.c.phone_index == here.app.vault.phone_index(number)
    with here.app.database.writing() as db:
        db.execute(update(members).where(mine).values(by_call=True))


def helped(here: Town, *others: str) -> str:
    """Maya, who has no texts, asks, and Sam, who has, says yes; the reference."""
    here.people(SAM, *others, by_call=False)
    has_no_texts(here, MAYA)
    reference = here.ask_for_food()
    here.line.text(SAM, f"YES {reference}")
    settle_down(here.app)
    assert "Good news: someone can help" in here.rings(MAYA).answer().press("1").said[2]
    here.carrier.phone(MAYA).calls[-1].hang_up()
    here.over()
    return reference


def a_day_later(here: Town, clock: FakeClock) -> PhoneCall:
    """The call that asks Maya how it went, not picked up yet."""
    clock.advance(hours=24, seconds=1)
    settle_down(here.app)
    return here.rings(MAYA)


def state(here: Town) -> str:
    return str(rows(here.app, needs)[-1].state)


# --- how it went -----------------------------------------------------------------------------------


def test_how_it_went_is_asked_by_a_call(here: Town, clock: FakeClock) -> None:
    helped(here)
    call = a_day_later(here, clock).answer()
    assert call.said[0] == QUESTION
    call.press("1")
    assert call.said[-2].startswith(HAPPENED)
    call.press("1")
    assert call.said[-2].startswith("That is good to hear.")
    call.press("1")
    assert call.ended and call.said[-1].endswith("Goodbye.")
    here.over(2)
    assert state(here) == "done"
    assert rows(here.app, flow_sessions) == []
    assert here.texts(MAYA) == []


def test_it_did_not_happen_and_others_are_asked(here: Town, clock: FakeClock) -> None:
    reference = helped(here, RANA)
    a_day_later(here, clock).answer().press("1").press("3").press("1")
    here.over(2)
    assert state(here) == "seeking"
    assert here.texts(RANA)[0].startswith(f"Request {reference}: food")
    assert here.texts(SAM)[0].startswith(f"Request {reference} is not needed any more")


def test_silence_leaves_it_open_and_it_is_asked_when_they_call(
    here: Town, clock: FakeClock
) -> None:
    helped(here)
    call = a_day_later(here, clock).answer().press("1")
    said = hear_out(call)
    assert call.ended and "One last time." in said
    assert not any("look for a person" in words or "leave a message" in words for words in said)
    here.over(2)
    clock.advance(hours=9)
    settle_down(here.app)
    assert here.placed(MAYA) == 2  # it was put; it is not put again
    assert state(here) == "matched"
    mine = here.carrier.phone(MAYA).call(pace=0)
    assert mine.said[-2].startswith(HAPPENED)
    mine.press("1").press("1")
    assert not mine.ended and mine.said[-2].startswith("For food, press one.")
    assert state(here) == "done"


def test_a_call_that_breaks_off_in_the_middle_goes_on_there(here: Town, clock: FakeClock) -> None:
    helped(here)
    a_day_later(here, clock).answer().press("1").press("2").hang_up()
    here.over(2)
    mine = here.carrier.phone(MAYA).call(pace=0)
    assert mine.said[-2].startswith("Thank you for telling us. To look for the rest, press one.")
    mine.press("2")
    assert state(here) == "done"


@pytest.mark.parametrize("how", ["unanswered", "voicemail"])
def test_a_question_nobody_heard_is_put_again_and_then_waits(
    here: Town, clock: FakeClock, how: str
) -> None:
    helped(here)
    here.faults(**{how: frozenset({MAYA})})
    clock.advance(hours=24, seconds=1)
    settle_down(here.app)
    here.over(2)
    for later, placed in ((16, 3), (121, 4), (600, 4)):
        clock.advance(minutes=later)
        settle_down(here.app)
        here.over(placed)
        assert here.placed(MAYA) == placed
    here.faults()
    assert here.carrier.phone(MAYA).call(pace=0).said[-2].startswith(HAPPENED)


def test_they_call_before_they_are_rung_for_it(here: Town, clock: FakeClock) -> None:
    helped(here)
    here.faults(unanswered=frozenset({MAYA}))
    clock.advance(hours=24, seconds=1)
    settle_down(here.app)
    here.over(2)
    here.faults()
    mine = here.carrier.phone(MAYA).call(pace=0)
    assert mine.said[-2].startswith(HAPPENED)
    mine.press("1").press("1").hang_up()
    clock.advance(hours=3)
    settle_down(here.app)
    assert here.placed(MAYA) == 2


def test_how_it_went_is_asked_behind_the_pin(here: Town, clock: FakeClock) -> None:
    helped(here)
    here.line.text(MAYA, "PIN")
    here.line.text(MAYA, "4821")
    clock.advance(minutes=11)  # not in the middle of something
    call = a_day_later(here, clock).answer().press("1")
    assert call.said[-2].startswith("Please type your secret number")
    assert not any(words.startswith(HAPPENED) for words in call.said)
    call.press("4821#")
    assert call.said[-2].startswith(HAPPENED)
    call.hang_up()
    mine = here.carrier.phone(MAYA).call(pace=0)
    assert not any(words.startswith(HAPPENED) for words in mine.said)
    assert mine.press("4821#").said[-2].startswith(HAPPENED)


# --- what is told -----------------------------------------------------------------------------------


def test_an_asker_without_text_hears_that_the_helper_let_go(here: Town) -> None:
    reference = helped(here, RANA)
    here.line.text(SAM, f"CANT {reference}")
    settle_down(here.app)
    call = here.rings(MAYA).answer()
    assert call.said == [NEWS, "For a person, zero. To hear this again, star."]
    assert "Something came up for the person who said yes" in call.press("1").said[2]


def test_a_helper_without_text_hears_that_the_request_is_gone(here: Town) -> None:
    here.people(SAM, RANA)
    reference = here.ask_for_food()
    here.rings(SAM).answer().press("1").press("2")
    here.rings(RANA).refuse()  # asked, and silent
    here.over(2)
    here.line.text(MAYA, f"DROP {reference}")
    settle_down(here.app)
    assert "not needed any more" in here.rings(SAM).answer().press("1").said[2]
    assert here.placed(RANA) == 1


def test_who_was_asked_and_is_silent_is_not_rung_again_when_it_is_withdrawn(here: Town) -> None:
    here.people(SAM)
    reference = here.ask_for_food()
    here.rings(SAM).answer().hang_up()
    here.over()
    here.line.text(MAYA, f"DROP {reference}")
    settle_down(here.app)
    assert here.placed(SAM) == 1


def test_a_helper_without_text_hears_that_it_is_done_and_the_thanks(
    here: Town, clock: FakeClock
) -> None:
    here.people(SAM)
    here.ask_for_food()
    here.rings(SAM).answer().press("1").press("2")
    here.over()
    clock.advance(hours=24, seconds=1)
    settle_down(here.app)
    here.line.text(MAYA, "1")
    here.line.text(MAYA, "you are kind")
    settle_down(here.app)
    call = here.rings(SAM).answer().press("1")
    assert call.said[2] == "Thanks have come for your last help: you are kind."


def test_not_now_and_it_is_told_later(here: Town, clock: FakeClock) -> None:
    reference = helped(here)
    here.line.text(SAM, f"CANT {reference}")
    settle_down(here.app)
    call = here.rings(MAYA).answer().press("2")
    assert call.ended and call.said[-1] == "All right, perhaps another time. Goodbye."
    here.over(2)
    clock.advance(minutes=16)
    settle_down(here.app)
    assert "Something came up" in here.rings(MAYA).answer().press("1").said[2]


def test_news_is_heard_by_calling_before_the_next_try(here: Town, clock: FakeClock) -> None:
    reference = helped(here)
    here.faults(unanswered=frozenset({MAYA}))
    here.line.text(SAM, f"CANT {reference}")
    settle_down(here.app)
    here.over(2)
    here.faults()
    mine = here.carrier.phone(MAYA).call(pace=0)
    assert "Something came up" in mine.said[1]
    mine.press("1")
    assert not mine.ended and mine.said[-2].startswith("For food, press one.")
    mine.hang_up()
    clock.advance(hours=3)
    settle_down(here.app)
    assert here.placed(MAYA) == 2


def test_words_that_nobody_hears_are_not_taken_for_told(here: Town, clock: FakeClock) -> None:
    reference = helped(here)
    here.faults(voicemail=frozenset({MAYA}))
    here.line.text(SAM, f"{reference} at the blue door")
    for later, over in ((1, 2), (16, 3), (121, 4)):
        clock.advance(minutes=later)
        settle_down(here.app)
        here.over(over)
    heard = [words for call in here.carrier.phone(MAYA).calls for words in call.said]
    assert not any("blue door" in words for words in heard)
    assert here.texts(SAM)[0].startswith(f"Request {reference}: your last text has not arrived yet")
    clock.advance(days=2)
    settle_down(here.app)
    here.faults()
    assert any("blue door" in words for words in here.carrier.phone(MAYA).call(pace=0).said)


def test_what_waited_too_long_is_forgotten(here: Town, clock: FakeClock) -> None:
    reference = helped(here)
    here.faults(unanswered=frozenset({MAYA}))
    here.line.text(SAM, f"CANT {reference}")
    for minutes in (1, 16, 121):
        clock.advance(minutes=minutes)
        settle_down(here.app)
        here.rung_out()  # or the next try would be counted from a later moment
    here.over(4)
    clock.advance(days=32)
    settle_down(here.app)
    here.rung_out()  # rung for what is new, and not there
    here.faults()
    said = here.carrier.phone(MAYA).call(pace=0).said
    assert not any("Something came up" in words for words in said)
    assert any("past its time" in words for words in said)  # that is new


def test_every_text_that_we_begin_is_told_by_a_call_or_known_to_be_needless(here: Town) -> None:
    """A text that is added later can only vanish if somebody says that it may: give it a voice wording,
    add it to NEEDLESS, or, where it only answers who has just written, to the replies below."""
    speaker, silent = here.app.speaker, set[str]()
    for message in begun():
        told = speaker.speaks(message, "en") and speaker.speaks(message, "ar")
        if not told and message not in voice_notices.NOT_BY_VOICE:
            silent.add(message)
    assert {message for message in silent if not message.startswith("coordinator-")} == {
        "reference-text",  # asked for, as a text
        "pin-words-wait",  # of words that wait to be read
        *("held-words-team", "held-words-team-several"),  # answers to a key, in texts alone
    }
    assert begun() >= voice_notices.NOT_BY_VOICE


def begun() -> set[str]:
    """The ids of the messages in calls of `tell` and `Prompt`, or that are chosen beside them."""
    found = set[str]()
    known = _catalog_ids()
    for path in Path(next(iter(hotline.services.__path__))).rglob("*.py"):
        module = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef) and _begins_something(node):
                found |= {c for c in _constants(node, *_tables(module, node)) if c in known}
    replies = {
        *("accepted-helper", "person-asked", "person-none", "ref-unknown", "relay-scrubbed"),
        *("neutral", "relay-kept", "v-text-sent", "cant-helper", "follow-up-closed"),
        *(
            "coordinator-reply-sent",
            "withdrawn-asker",
            "change-matched",
            "words-recorded",
            "report-team",
            "relay-later",
            "relay-unvouched",
            "relay-unvouched-scrubbed",
        ),
    }
    return found - replies


def _tables(module: ast.Module, function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What the module holds under the names that a function uses: messages to choose from."""
    used = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)}
    tables = (each for each in module.body if isinstance(each, ast.AnnAssign))
    return (t for t in tables if isinstance(t.target, ast.Name) and t.target.id in used)


def _constants(*nodes: ast.AST) -> set[str]:
    inner = (n.value for node in nodes for n in ast.walk(node) if isinstance(n, ast.Constant))
    return {value for value in inner if isinstance(value, str)}


def _begins_something(node: ast.FunctionDef) -> bool:
    calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    names = {f.attr for f in calls if isinstance(f, ast.Attribute)}
    names |= {f.id for f in calls if isinstance(f, ast.Name)}
    begun = names & {"tell", "notify", "Envelope", "close", "release_others"}
    words = (
        isinstance(node.returns, ast.Name) and node.returns.id == "Prompt"
    )  # told by whoever asks
    return (bool(begun) or (words and "hand_over" in names)) and node.name != "perform"


def _catalog_ids() -> set[str]:
    return set(load_catalog().ids())
