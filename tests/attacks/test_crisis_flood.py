"""Words of crisis by the dozen: the team hears of each person, and its phones stay of use."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.services.kernel.app import App
from hotline.services.team import crisis_alarms
from hotline.store.db.encryption import OUTBOX_BODY
from hotline.store.needs import team_thread_views
from hotline.store.people import members as people
from hotline.store.schema import members, outbox, threads
from hotline.store.upkeep import due
from tests.attacks.test_limits import KIM, MAYA, SAM, say
from tests.conftest import FakeClock
from tests.integration.texts import add_member
from tests.support_app import open_the_team, rows

CRISIS = "he has a knife"


@pytest.fixture
def kim(app: App) -> int:
    """One of the team."""
    coordinator = add_member(app, KIM, greeted_at=app.clock(), level=3)
    open_the_team(app)
    return coordinator


def to(app: App, coordinator: int) -> list[str]:
    """What the team was texted, in order."""
    return [
        app.vault.open(OUTBOX_BODY, row.id, row.body)
        for row in rows(app, outbox)
        if row.member_id == coordinator and row.state != "canceled"
    ]


def at_the_clocks_word(app: App) -> None:
    """What the clock would ring for, done."""
    with app.database.reading() as db:
        kinds = due.kinds(db, app.clock())
    if "crisis" in kinds:
        crisis_alarms.run_due(app)


def test_nineteen_of_one_number_are_one_alarm_and_a_count(
    app: App, clock: FakeClock, kim: int
) -> None:
    for number in range(19):
        clock.advance(seconds=4)
        say(app, MAYA, f"{CRISIS} {number}")
    alarm, words = to(app, kim)
    assert "first, now" in alarm and words.endswith(f"{CRISIS} 0")
    (thread,) = rows(app, threads)
    for _ in range(31):
        clock.advance(minutes=1)
        at_the_clocks_word(app)
    assert to(app, kim)[2:] == [
        f"In 30 minutes 18 more texts that cannot wait, from 1 person: {thread.reference}."
        " To answer: a number and your words"
    ]
    clock.advance(hours=1)
    say(app, MAYA, CRISIS)  # later it is an alarm again
    assert len([text for text in to(app, kim) if "please look at this one first" in text]) == 2


def test_what_is_only_counted_stands_in_the_thread(app: App, clock: FakeClock, kim: int) -> None:
    said = [f"{CRISIS} {number}" for number in range(40)]  # most of them past the number's limit
    for words in said:
        clock.advance(seconds=1)
        say(app, MAYA, words)
    assert len(to(app, kim)) == 2
    (thread,) = rows(app, threads)
    with app.database.reading() as db:
        (shown,) = team_thread_views.open_threads(db, 1, thread.reference)
        kept = team_thread_views.said_in(db, app.vault, shown, 100)
    read = "\n".join(each.text or "" for each in kept)
    assert all(words in read for words in said)


def test_whoever_has_answered_reads_every_word(app: App, clock: FakeClock, kim: int) -> None:
    say(app, MAYA, CRISIS)
    (thread,) = rows(app, threads)
    say(app, KIM, f"{thread.reference} are you safe")
    clock.advance(minutes=1)
    say(app, MAYA, "no, he is here, he has a knife")
    assert to(app, kim)[-1].endswith("no, he is here, he has a knife")


def test_thirty_numbers_are_a_few_texts_and_each_number_is_in_one(
    app: App, clock: FakeClock, kim: int
) -> None:
    for number in range(30):
        clock.advance(seconds=0.2)
        say(app, f"+961711000{number:02d}", CRISIS)
    assert len(to(app, kim)) == 2 * crisis_alarms.AT_ONCE
    for _ in range(10):
        clock.advance(minutes=1)
        at_the_clocks_word(app)
    told = to(app, kim)
    assert len(told) <= 2 * crisis_alarms.AT_ONCE + 3
    assert all(any(row.reference in text for text in told) for row in rows(app, threads))
    assert {row.alarms for row in rows(app, threads)} == {0}


def test_the_known_are_told_of_before_the_unknown(app: App, clock: FakeClock, kim: int) -> None:
    for number in range(30):
        say(app, f"+961711000{number:02d}", CRISIS)
    sam = add_member(app, SAM, greeted_at=clock(), level=1)
    say(app, SAM, CRISIS)
    clock.now += crisis_alarms.GATHERED_FOR
    at_the_clocks_word(app)
    (his,) = [row for row in rows(app, threads) if row.member_id == sam]
    assert his.reference in to(app, kim)[-1]


def test_the_first_of_a_person_comes_at_once_while_another_floods(
    app: App, clock: FakeClock, kim: int
) -> None:
    for number in range(15):
        say(app, MAYA, f"{CRISIS} {number}")
    say(app, SAM, "I want to die")
    assert to(app, kim)[-1].endswith("I want to die")


def test_a_machine_that_answers_us_with_such_words_is_one_alarm(
    app: App, clock: FakeClock, kim: int
) -> None:
    unread, sent = 1, 0
    while unread and sent < 40:
        clock.advance(seconds=3)
        sent, unread = sent + 1, unread - 1
        unread += len(say(app, MAYA, "Out of office. If you are in danger I want to die"))
    assert len(to(app, kim)) <= 2


def test_who_is_kept_apart_is_not_in_the_count(app: App, clock: FakeClock, kim: int) -> None:
    omar = add_member(app, SAM, greeted_at=clock(), level=3)
    maya = add_member(app, MAYA, greeted_at=clock())
    with app.database.writing() as db:
        people.avoid(db, maya, omar)
    for number in range(3):
        say(app, MAYA, f"{CRISIS} {number}")
    clock.now += timedelta(minutes=31)
    at_the_clocks_word(app)
    assert len(to(app, kim)) == 3
    assert to(app, omar) == []
    assert {row.state for row in rows(app, members)} == {"active"}
