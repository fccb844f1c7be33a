"""Somebody sends texts that show a coordinator's number, or holds an unlocked phone of theirs.

Whoever forges a sender never reads what is answered; whoever holds the phone reads it, and has no PIN.
"""

from __future__ import annotations

import re
from itertools import count

import pytest

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.schema import members as members_table
from hotline.store.schema import needs, outbox, pin_tries, pins, threads
from tests.support_app import enrol, greet_everybody, id_of, rows, settle_down

ASKERS = [f"+9613000{n:03}" for n in range(8)]
KIM, PIN = "+96170000001", "739184"
_sids = count(1)


def say(app: App, number: str, words: str) -> list[str]:
    sent = receive(app, Inbound(f"SM{next(_sids):032x}", number, words))
    settle_down(app)
    return [message.body for message in sent]


@pytest.fixture
def line(app: App) -> App:
    """Eight who have asked for food, which nobody gives; their requests are the team's now."""
    enrol(app, ("Kim", KIM, "en", "", "", "3"), closed=True)
    for number in ASKERS:
        say(app, number, "hello")
        greet_everybody(app)
        for words in ("need food harbour today 2", "1", "1"):
            say(app, number, words)
    return app


def with_a_pin(app: App) -> App:
    """The coordinator has chosen a PIN some time ago."""
    reference = rows(app, needs)[0].reference
    code = say(app, KIM, f"{reference} hello")[-1].split("please text ")[1].split(".")[0]
    for words in (code, PIN, "1"):
        say(app, KIM, words)
    with app.database.writing() as db:
        db.execute(members_table.update().values(unlocked_until=None))
    return app


def deeds_of_the_team(app: App) -> tuple[int, int, int, int]:
    """How many are blocked, have words of the team, were taken, and talks that were ended."""
    blocked = sum(row.state == "blocked" for row in rows(app, members_table))
    ours = sum(row.kind == "relay" for row in rows(app, outbox))
    taken = sum(row.state == "matched" for row in rows(app, needs))
    return blocked, ours, taken, sum(row.state == "closed" for row in rows(app, threads))


@pytest.mark.parametrize("has_pin", [True, False])
def test_ninety_forged_texts_do_nothing_in_the_teams_name(line: App, has_pin: bool) -> None:
    if has_pin:
        with_a_pin(line)
    before, digests = deeds_of_the_team(line), [row.digest for row in rows(line, pins)]
    guesses = count(4826)
    for need in rows(line, needs):
        number = need.reference
        for words in (f"block {number}", "1", "1", f"{number} come to the old mill at nine"):
            say(line, KIM, words)
        for words in (f"yes {number}", f"done {number}", str(next(guesses)), "pin", "90317"):
            say(line, KIM, words)
    assert deeds_of_the_team(line) == before
    assert [row.digest for row in rows(line, pins)] == digests


def test_the_right_pin_does_what_was_written_in_its_order_and_then_no_more(line: App) -> None:
    first, second = (need.reference for need in rows(with_a_pin(line), needs)[:2])
    before = deeds_of_the_team(line)
    for words in (f"{first} one", f"{second} two", f"yes {first}"):
        assert say(line, KIM, words)[-1].startswith("This is done for our team")
    assert deeds_of_the_team(line) == before
    waiting = say(line, KIM, PIN)[-1]
    assert waiting.startswith(f"Waiting: ({first} one | {second} two | YES {first}) 1 do it")
    assert deeds_of_the_team(line) == before
    say(line, KIM, "1")
    assert deeds_of_the_team(line) == (0, before[1] + 2, 1, before[3] + 1)
    assert rows(line, pin_tries) == []


def test_what_a_forger_put_there_is_read_before_it_is_done_and_can_be_dropped(line: App) -> None:
    """With their PIN a coordinator does what they have written, not what was written in their name."""
    first, second = (need.reference for need in rows(with_a_pin(line), needs)[:2])
    before = deeds_of_the_team(line)
    for words in (f"{first} come to the mill", f"block {second}", f"{first} nine", f"yes {second}"):
        say(line, KIM, words)
    waiting = say(line, KIM, PIN)[-1]
    assert waiting == (
        f"Waiting: ({first} come to the mill | BLOCK {second} | {first} nine +1)"
        " 1 do it 2 drop all of it"
    )
    assert say(line, KIM, "2")[0].startswith("Dropped, nothing was done.")
    assert deeds_of_the_team(line) == before
    say(line, KIM, f"{first} we are here")
    assert deeds_of_the_team(line) == (0, before[1] + 1, *before[2:])


def test_a_forger_blocks_nobody_while_the_texts_of_the_team_are_open(line: App) -> None:
    """Blind, in the quarter of an hour after the true PIN: a code confirms it, which they do not read."""
    first, second = (need.reference for need in rows(with_a_pin(line), needs)[:2])
    for words in (f"{first} we are here", PIN, "1"):
        say(line, KIM, words)
    before = deeds_of_the_team(line)
    for words in (f"block {second}", "1", "yes", "123456", "1"):
        say(line, KIM, words)
    assert deeds_of_the_team(line) == before
    asked = say(line, KIM, f"block {second}")[0]
    say(line, KIM, re.findall(r"[0-9]{6}", asked)[0])
    assert deeds_of_the_team(line)[0] == before[0] + 1


def test_what_waits_for_the_pin_is_sealed(line: App) -> None:
    reference = rows(with_a_pin(line), needs)[0].reference
    say(line, KIM, f"{reference} by the old mill")
    with line.database.reading() as db:
        kept = list(db.exec_driver_sql("select * from flow_sessions"))
    assert kept and not any("old mill" in repr(row) for row in kept)


def test_a_volunteers_own_yes_needs_no_pin(line: App) -> None:
    """Whoever was asked answers as everybody does, also where they are of the team."""
    with line.database.writing() as db:
        db.execute(members_table.update().values(unlocked_until=None))
    enrol(line, ("Kim", KIM, "en", "food", "all", "3"), closed=True)
    say(line, "+9613000900", "hello")
    greet_everybody(line)
    for words in ("need food market today 2", "1", "1"):
        say(line, "+9613000900", words)
    (new,) = [need for need in rows(line, needs) if need.asker_id == id_of(line, "+9613000900")]
    assert say(line, KIM, f"yes {new.reference}")[0].startswith("Thank you!")
