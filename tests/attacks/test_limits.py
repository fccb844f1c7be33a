"""What one number, and the whole line, may cost; on both databases."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex

import pytest

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.domain.limits import ALIKE_WINDOW
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.people import members
from hotline.store.schema import attempts, needs, outbox, tallies
from hotline.store.schema import members as members_table
from tests.attacks.conftest import Limited
from tests.conftest import FakeClock
from tests.integration.texts import add_member
from tests.support_app import enrol, rows

MAYA, SAM, KIM = "+9613000001", "+9613000002", "+9613000003"


def say(app: App, number: str, words: str, sid: str | None = None) -> list[str]:
    """A text, and the texts that answer it."""
    inbound = Inbound(sid or f"SM{token_hex(16)}", number, words)
    return [reply.body for reply in receive(app, inbound)]


def spoken(app: App, message: MessageId) -> str:
    return app.speaker.text(Prompt(message), "en")


def test_a_flood_of_one_is_told_once_then_silence_until_it_passes(
    app: App, clock: FakeClock
) -> None:
    add_member(app, MAYA, greeted_at=clock())
    answers = []
    for number in range(150):
        clock.advance(seconds=0.39)
        answers.append(say(app, MAYA, f"hello {number}"))
    replies = [reply for answer in answers for reply in answer]
    assert len(replies) <= 60
    assert replies.count(spoken(app, "too-many")) == 1
    assert replies[-1] == spoken(app, "too-many") and answers[-1] == []
    clock.advance(minutes=1)
    assert say(app, MAYA, "MENU")


def test_minute_after_minute_the_hour_has_its_own_limit(app: App, clock: FakeClock) -> None:
    limits = app.community.limits
    add_member(app, MAYA, greeted_at=clock())
    answered = 0
    for number in range(limits.texts_per_hour + 30):
        clock.advance(seconds=10)
        answered += bool(say(app, MAYA, f"hello {number}"))
    assert answered == limits.texts_per_hour + 1  # the last one says that it is too much
    clock.advance(hours=1)
    assert say(app, MAYA, "MENU")


def test_being_forgotten_is_no_way_round(app: App, clock: FakeClock) -> None:
    replies = []
    for _ in range(75):
        replies += say(app, MAYA, "ERASE")
        replies += say(app, MAYA, "1")
    assert len(replies) <= 60
    assert len(rows(app, tallies)) == 1


def test_stop_is_heard_over_every_limit_and_not_answered(app: App, clock: FakeClock) -> None:
    maya = add_member(app, MAYA, greeted_at=clock())
    for number in range(60):
        say(app, MAYA, f"hello {number}")
    assert say(app, MAYA, "توقف") == []
    with app.database.reading() as db:
        assert members.get(db, maya).state == "opted_out"


def test_words_of_crisis_are_heard_over_the_limit(app: App, clock: FakeClock) -> None:
    add_member(app, MAYA, greeted_at=clock())
    add_member(app, KIM, greeted_at=clock(), level=3)
    for number in range(60):
        say(app, MAYA, f"hello {number}")
    assert "1564" in "".join(say(app, MAYA, "I want to kill myself"))
    assert any(row.priority == 0 and row.kind == "notice" for row in rows(app, outbox))
    flood = [say(app, MAYA, f"I want to kill myself {number}") for number in range(90)]
    assert sum(len(answer) for answer in flood) <= 60 - 30


def test_somebody_who_has_left_costs_no_more_than_others(app: App, clock: FakeClock) -> None:
    for state in ("opted_out", "blocked"):
        number = {"opted_out": MAYA, "blocked": SAM}[state]
        add_member(app, number, greeted_at=clock(), state=state)
        replies = [r for n in range(150) for r in say(app, number, f"hello {n}")]
        assert len(replies) <= 30


def test_the_team_may_write_more(app: App, clock: FakeClock) -> None:
    add_member(app, KIM, greeted_at=clock(), level=3)
    answered = sum(bool(say(app, KIM, f"hello {n}")) for n in range(60))
    assert answered == 60


def test_a_repeat_of_a_text_over_the_limit_changes_nothing(app: App, clock: FakeClock) -> None:
    add_member(app, MAYA, greeted_at=clock())
    for number in range(30):
        say(app, MAYA, f"hello {number}", sid="SM" + f"{number:032d}")
    before = rows(app, tallies), len(rows(app, attempts))
    assert say(app, MAYA, "hello 29", sid="SM" + f"{29:032d}") == []
    assert (rows(app, tallies), len(rows(app, attempts))) == before


# The whole line


def test_newcomers_wait_while_the_line_is_full_and_others_do_not(
    limited: Limited, clock: FakeClock
) -> None:
    app = limited({"limits.line.texts_per_minute": 10})
    add_member(app, SAM, greeted_at=clock(), created_at=clock() - timedelta(days=2))
    enrol(app, ("Kim", KIM, "en", "food", "all", "1"))
    for number in range(10):
        say(app, f"+961711000{number:02d}", "hello")
    assert say(app, MAYA, "hello")[-1] == spoken(app, "too-many")
    assert say(app, MAYA, "hello") == []
    assert "1 food" in say(app, SAM, "hello")[-1]
    assert "1 food" in say(app, KIM, "hello")[-1]
    clock.advance(minutes=1, seconds=1)
    assert "1 food" in say(app, MAYA, "hello")[-1]


def test_the_line_takes_on_so_many_new_numbers_an_hour(limited: Limited, clock: FakeClock) -> None:
    app = limited({"limits.line.new_numbers_per_hour": 5})
    clock.advance(hours=2)
    answers = [say(app, f"+961711000{n:02d}", "hello") for n in range(8)]
    assert [bool(answer) for answer in answers] == [True] * 5 + [False] * 3
    assert len(rows(app, members_table)) == 5
    assert say(app, "+96171100000", "MENU")
    clock.advance(hours=1, seconds=1)
    assert say(app, MAYA, "hello")


def test_one_member_opens_so_many_needs_a_day(limited: Limited, clock: FakeClock) -> None:
    app = limited({"limits.needs_per_day": 2})
    add_member(app, MAYA, greeted_at=clock())
    for category in ("food", "talk"):
        reference = ask(app, clock, category)
        assert "closed" in "".join(say(app, MAYA, f"DROP {reference}"))
    clock.advance(minutes=5)
    assert say(app, MAYA, "need food harbour today 2")[-1].endswith(spoken(app, "needs-enough"))
    assert len(rows(app, needs)) == 2
    clock.advance(days=1)
    ask(app, clock, "food")
    assert len(rows(app, needs)) == 3


def test_changing_a_request_is_no_way_round(limited: Limited, clock: FakeClock) -> None:
    app = limited({"limits.needs_per_day": 1})
    add_member(app, MAYA, greeted_at=clock())
    reference = ask(app, clock, "food")
    for words in (f"CHANGE {reference}", "2", "2"):
        clock.advance(minutes=2)
        say(app, MAYA, words)
    assert say(app, MAYA, "1") == [spoken(app, "needs-enough")]
    assert [need.state for need in rows(app, needs)] == ["seeking"]


def test_newcomers_open_so_many_needs_an_hour_together(limited: Limited, clock: FakeClock) -> None:
    app = limited({"limits.line.needs_per_hour": 1})
    add_member(app, SAM, greeted_at=clock(), created_at=clock() - timedelta(days=2))
    ask(app, clock, "food", number=KIM)
    assert say(app, MAYA, "need food harbour today 2")[-1].endswith(spoken(app, "needs-enough"))
    assert ask(app, clock, "food", number=SAM)


def ask(app: App, clock: FakeClock, category: str, number: str = MAYA) -> str:
    """Open a need; its reference."""
    known = {need.reference for need in rows(app, needs)}
    when = "today" if category == "talk" else "today 2"
    for words in (f"need {category} harbour {when}", "1", "1"):
        clock.advance(minutes=1)
        say(app, number, words)
    (reference,) = {need.reference for need in rows(app, needs)} - known
    return str(reference)


# Two machines


@pytest.mark.parametrize(
    "words",
    ["I am driving and will answer later.", "أنا خارج العمل الآن", "Out of office", "OK", "thanks"],
)
def test_two_machines_stop_within_five_replies(app: App, clock: FakeClock, words: str) -> None:
    """Each of our texts is answered by the same words, until we say nothing."""
    unread, replies = 1, 0
    while unread:
        clock.advance(seconds=3)
        unread -= 1
        answer = say(app, MAYA, words)
        replies, unread = replies + len(answer), unread + len(answer)
        assert replies <= 5


def test_a_person_who_asks_the_same_again_is_answered_again(app: App, clock: FakeClock) -> None:
    add_member(app, MAYA, greeted_at=clock())
    answers = [say(app, MAYA, "STATUS") for _ in range(4)]
    assert answers[0] == answers[1] != []
    assert answers[2:] == [[], []]
    clock.now += ALIKE_WINDOW
    assert say(app, MAYA, "STATUS") == answers[0]


def test_whoever_asks_for_news_every_two_minutes_hears_them_each_time(
    app: App, clock: FakeClock
) -> None:
    add_member(app, MAYA, greeted_at=clock())
    answers = set()
    for _ in range(6):
        clock.advance(minutes=2)
        answers.add(tuple(say(app, MAYA, "STATUS")))
    assert len(answers) == 1 and () not in answers


def test_a_key_that_answers_many_questions_is_no_circle(app: App, clock: FakeClock) -> None:
    add_member(app, MAYA, greeted_at=clock())
    say(app, MAYA, "need")
    assert all(say(app, MAYA, "1") for _ in range(6))
    assert [need.category for need in rows(app, needs)] == ["food"]


def test_a_text_that_gets_no_reply_is_handled_once_all_the_same(app: App, clock: FakeClock) -> None:
    add_member(app, MAYA, greeted_at=clock())
    for _ in range(2):
        say(app, MAYA, "STATUS")
    sid = f"SM{token_hex(16)}"
    before = len(rows(app, attempts))
    assert say(app, MAYA, "STATUS", sid) == say(app, MAYA, "STATUS", sid) == []
    assert len(rows(app, attempts)) == before
