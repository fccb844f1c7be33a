"""Whoever is afraid of who helps them writes it to the one number they have: the other side never reads it.

Maya asks, Sam helps; Rana asks as well. Dana and Kim coordinate.
"""

from __future__ import annotations

import pytest

from hotline.services.kernel.app import App
from hotline.services.needs import held_words
from hotline.store.schema import matches, needs, reports
from hotline.store.upkeep import due
from tests.attacks.texting import say, texts_to
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows, settle_down

MAYA, RANA, SAM, LEA = "+9613000001", "+9613000008", "+9613000002", "+9613000003"
KIM, DANA = "+96170000001", "+96170000002"
ASKERS = ("+9613000011", "+9613000012")
ASK = ("need food harbour today 2", "1", "1")
ASKED = "Not sent to anyone yet."

COMPLAINTS = (
    "No he asked me for money and I felt unsafe",
    "this man is harassing me, block him",
    "I want to speak to a coordinator",
    "بدي بلغ عن هالشخص عم يهددني",
    "he scared me and asked for money",
    "i need to talk to you guys not to him",
    "خوفني وطلب مني مصاري",
    "بدي احكي مع حدا منكم مو معو",
    "hada 3am yhaddedni",
)


@pytest.fixture
def line(app: App) -> App:
    """Dana coordinates, Sam helps Maya."""
    enrol(app, ("Dana", DANA, "en", "", "", "3"), ("Sam", SAM, "en", "food", "all", "2"))
    for number in (MAYA, RANA):
        say(app, number, "hello")
    greet_everybody(app)
    matched(app, MAYA)
    return app


def matched(app: App, asker: str) -> str:
    """Sam says yes to what this member needs; the reference."""
    say(app, asker, *ASK)
    reference = number_of(app, asker)
    say(app, SAM, f"yes {reference}")
    return reference


def number_of(app: App, asker: str) -> str:
    """The reference of the latest request of this member."""
    mine = [row for row in rows(app, needs) if row.asker_id == id_of(app, asker)]
    return str(max(mine, key=lambda row: row.turn).reference)


def said_to(app: App, number: str, held: int) -> list[str]:
    """What was texted to somebody since they had so many texts."""
    return texts_to(app, number)[held:]


# --- held ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", COMPLAINTS)
def test_a_complaint_never_reaches_the_one_complained_of(line: App, words: str) -> None:
    before = len(texts_to(line, SAM))
    assert "2" in say(line, MAYA, words)[-1]
    say(line, MAYA, "2")
    assert said_to(line, SAM, before) == []


@pytest.mark.parametrize("words", COMPLAINTS[3:])
def test_nor_where_it_is_addressed_to_them_or_written_by_a_helper(line: App, words: str) -> None:
    reference = number_of(line, MAYA)
    say(line, MAYA, f"{reference} {words}", "2")
    say(line, SAM, words, "2")
    for number in (SAM, MAYA):
        assert not [text for text in texts_to(line, number) if words in text]
    assert len([text for text in texts_to(line, DANA) if words in text]) == 2


def test_the_team_reads_it_and_can_answer(line: App) -> None:
    reference, words = number_of(line, MAYA), "he scared me and asked for money"
    assert say(line, MAYA, words)[-1].startswith(ASKED)
    (told,) = say(line, MAYA, "2")
    assert told.endswith(f"REPORT {reference}")
    dana = "\n".join(texts_to(line, DANA))
    assert words in dana and f"the other side of request {reference}" in dana
    say(line, MAYA, f"report {reference}")
    assert len(rows(line, reports)) == 1


def test_whoever_chooses_so_sends_it_to_the_other_side(line: App) -> None:
    say(line, MAYA, "are you scared of him?", "1")
    assert texts_to(line, SAM)[-1].endswith("are you scared of him?")


def test_three_strikes_it_and_nobody_reads_it(line: App) -> None:
    before = len(texts_to(line, SAM)), len(texts_to(line, DANA))
    assert say(line, MAYA, "he scared me", "3") == ["Deleted. Nobody has read it. To talk to us: 0"]
    assert said_to(line, SAM, before[0]) == said_to(line, DANA, before[1]) == []
    assert "nobody" not in "".join(texts_to(line, DANA))


def test_what_follows_waits_with_it(line: App) -> None:
    before = len(texts_to(line, SAM))
    say(line, MAYA, "he scared me", "please come quickly", "this man threatened me")
    assert said_to(line, SAM, before) == []
    say(line, MAYA, "2")
    told = next(text for text in texts_to(line, DANA) if "he scared me" in text)
    assert "please come quickly" in told and "this man threatened me" in told


def test_in_a_crisis_the_contacts_come_first_and_the_words_wait(line: App) -> None:
    before = len(texts_to(line, SAM))
    said = say(line, MAYA, "he has a knife")
    assert said[0].startswith("Thank you for telling us.") and said[-1].startswith(ASKED)
    assert said_to(line, SAM, before) == []
    assert any("please look at this one first" in text for text in texts_to(line, DANA))


def test_a_key_is_no_choice_once_the_other_side_has_written(line: App, clock: FakeClock) -> None:
    """ "how many?" — "1": that would have sent the complaint to the one who asked."""
    say(line, MAYA, "he scared me")
    clock.advance(minutes=1)
    say(line, SAM, "how many bags do you need")
    clock.advance(minutes=1)
    before = len(texts_to(line, SAM))
    assert say(line, MAYA, "1")[-1].startswith(ASKED)
    assert said_to(line, SAM, before) == []
    say(line, MAYA, "1")
    assert "he scared me" in said_to(line, SAM, before)[0]


def test_with_several_it_is_for_none_of_them(line: App) -> None:
    matched(line, RANA)
    before = len(texts_to(line, MAYA)), len(texts_to(line, RANA))
    say(line, SAM, "she threatened me")
    assert say(line, SAM, "2")[0].endswith("REPORT and the number")
    assert said_to(line, MAYA, before[0]) == said_to(line, RANA, before[1]) == []


def test_with_several_their_writer_says_to_whom(line: App) -> None:
    matched(line, RANA)
    assert say(line, SAM, "she threatened me", "1")[-1].startswith("Which request")
    say(line, SAM, number_of(line, RANA))
    assert "she threatened me" in texts_to(line, RANA)[-1]


# --- a question of ours that waits -------------------------------------------------------------------


def test_at_a_follow_up_it_is_no_answer_and_the_follow_up_stays(
    line: App, clock: FakeClock
) -> None:
    say(line, SAM, f"done {number_of(line, MAYA)}")
    clock.advance(hours=26)
    settle_down(line)
    assert any("did help come?" in text for text in texts_to(line, MAYA))
    before = len(texts_to(line, SAM))
    assert say(line, MAYA, COMPLAINTS[0])[-1].startswith(ASKED)
    assert "did help come?" in say(line, MAYA, "2")[-1]
    assert said_to(line, SAM, before) == []


def test_nor_are_they_words_of_thanks(line: App, clock: FakeClock) -> None:
    say(line, SAM, f"done {number_of(line, MAYA)}")
    clock.advance(hours=26)
    settle_down(line)
    before = len(texts_to(line, SAM))
    say(line, MAYA, "1", "he touched me and i am scared of him", "2")
    assert said_to(line, SAM, before) == []


# --- nobody answers ----------------------------------------------------------------------------------


def test_where_nobody_answers_the_team_is_told_once_and_the_words_stay(
    line: App, clock: FakeClock
) -> None:
    before = len(texts_to(line, SAM))
    say(line, MAYA, "he scared me and asked for money")
    clock.advance(minutes=29)
    settle_down(line)
    assert not any("wait unsent" in text for text in texts_to(line, DANA))
    clock.advance(minutes=2)
    assert held_words.run_due(line) == 1
    assert held_words.run_due(line) == 0
    settle_down(line)
    assert len([text for text in texts_to(line, DANA) if "wait unsent" in text]) == 1
    assert "scared me" not in "\n".join(texts_to(line, DANA))
    assert said_to(line, SAM, before) == []
    say(line, MAYA, "2")
    assert "he scared me" in "\n".join(texts_to(line, DANA))


def test_the_clock_rings_for_it(line: App, clock: FakeClock) -> None:
    say(line, MAYA, "he scared me and asked for money")
    clock.advance(minutes=31)
    with line.database.reading() as db:
        assert "held" in due.kinds(db, line.clock())
    held_words.run_due(line)
    with line.database.reading() as db:
        assert "held" not in due.kinds(db, line.clock())


# --- what the other side learns ------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("he scared me",), ("he scared me", "2")])
def test_the_other_side_reads_what_they_would_have_read_without_it(
    line: App, clock: FakeClock, words: tuple[str, ...]
) -> None:
    """The same texts, whether it was given to the team, left unanswered, or never written."""
    told = set()
    for asker, written in zip(ASKERS, ((), words), strict=True):
        say(line, asker, "hello")
        reference = matched(line, asker)
        before = len(texts_to(line, SAM))
        say(line, asker, *written)
        say(line, SAM, f"{reference} on my way", f"status {reference}")
        clock.advance(minutes=40)
        settle_down(line)
        say(line, SAM, f"done {reference}")
        told.add("\n".join(said_to(line, SAM, before)).replace(reference, "#"))
    assert len(told) == 1


def test_one_of_the_team_does_not_read_what_is_said_of_them(line: App) -> None:
    """Kim is of the team, and helps Rana, who is afraid of them."""
    enrol(line, ("Kim", KIM, "en", "food", "all", "3"))
    greet_everybody(line)
    say(line, SAM, "pause")
    say(line, RANA, *ASK)
    reference = number_of(line, RANA)
    say(line, KIM, f"yes {reference}")
    assert [row for row in rows(line, matches) if row.helper_id == id_of(line, KIM)]
    before = len(texts_to(line, KIM))
    say(line, RANA, "he threatened me", "2", "are you there")
    assert said_to(line, KIM, before) == []
    assert any("he threatened me" in text for text in texts_to(line, DANA))
