"""REPORT and BLOCK where a story cannot look: who is asked afterwards, who may accept, what is locked."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.members.blocking import block_by_operator, sides_of, unblock_by_operator
from hotline.store.db.encryption import OUTBOX_BODY as _BODY
from hotline.store.people import members
from hotline.store.schema import asks, avoidances, bridges, events, matches, needs, outbox
from hotline.store.schema import members as members_table
from tests.conftest import KEY
from tests.integration.processes import clean_environ, hotline
from tests.support_app import enrol, greet_everybody, rows, settle_down

MAYA, SAM, LINA, KIM = "+9613000001", "+9613000002", "+9613000003", "+96170000001"
_sids = count(1)


def say(app: App, number: str, words: str) -> list[str]:
    sent = receive(app, Inbound(f"SM{next(_sids):032x}", number, words))
    settle_down(app)
    return [message.body for message in sent]


def ask(app: App, number: str = MAYA, words: str = "need food harbour today 2") -> str:
    """Ask for something; the reference."""
    for typed in (words, "1", "1"):
        said = say(app, number, typed)
    return said[-1].split()[1]


@pytest.fixture
def line(app: App) -> App:
    """Two who help with food, one coordinator."""
    enrol(app, ("Sam", SAM, "en", "food;talk", "all", "1"))
    enrol(app, ("Kim", KIM, "en", "", "", "3"))
    say(app, MAYA, "hello")
    greet_everybody(app)
    return app


def member_id(app: App, number: str) -> int:
    with app.database.reading() as db:
        found = members.by_index(db, app.vault.phone_index(number))
    assert found is not None
    return found.id


def state_of(app: App, number: str) -> str:
    with app.database.reading() as db:
        query = select(members_table.c.state).where(members_table.c.id == member_id(app, number))
        return str(db.execute(query).scalar_one())


def asked(app: App) -> list[int]:
    return [row.member_id for row in rows(app, asks)]


@pytest.mark.parametrize("reporter", [MAYA, SAM])
def test_the_two_are_never_matched_again_either_way_round(line: App, reporter: str) -> None:
    reference = ask(line)
    say(line, SAM, "yes")
    say(line, reporter, f"report {reference}")
    (match,) = rows(line, matches)
    assert (match.state, match.relay_until) == ("reported", None)
    before = len(asked(line))
    ask(line, MAYA, "need talk harbour today")
    enrol(line, ("Maya", MAYA, "en", "food", "all", "1"))
    ask(line, SAM, "need food harbour today 2")
    assert len(asked(line)) == before
    (avoided,) = rows(line, avoidances)
    assert avoided.member_id == member_id(line, reporter)
    (noted,) = [row for row in rows(line, events) if row.kind == "member_reported"]
    assert (noted.actor_id, noted.member_id) == (avoided.member_id, avoided.other_id)


def test_an_ask_that_was_out_already_is_taken_back(line: App) -> None:
    first, second = ask(line), ask(line, MAYA, "need talk harbour today")
    say(line, SAM, f"yes {first}")
    say(line, MAYA, f"report {first}")
    assert say(line, SAM, f"yes {second}")[0].startswith("Thank you. Nothing is open here")
    states = {row.reference: row.state for row in rows(line, needs)}
    assert "matched" not in states.values()
    assert [row.state for row in rows(line, asks)] == ["released", "declined"]


def test_every_match_of_the_two_is_closed(line: App) -> None:
    first, second = ask(line), ask(line, MAYA, "need talk harbour today")
    say(line, SAM, f"yes {first}")
    say(line, SAM, f"yes {second}")
    say(line, MAYA, f"report {first}")
    assert {row.state for row in rows(line, matches)} == {"reported"}
    assert say(line, SAM, "hello there")[0].startswith("I need: ")


def test_a_call_that_was_wished_for_does_not_come_about(line: App) -> None:
    reference = ask(line)
    say(line, SAM, "yes")
    say(line, MAYA, f"call {reference}")
    say(line, SAM, f"report {reference}")
    (bridge,) = rows(line, bridges)
    assert bridge.state == "over"


def test_a_report_twice_is_told_once_and_one_of_each_side_twice(line: App) -> None:
    reference = ask(line)
    say(line, SAM, "yes")
    told = []
    for number in (MAYA, MAYA, SAM):
        before = len(_texts_to(line, KIM))
        say(line, number, f"report {reference}")
        told.append(any("reports" in text for text in _texts_to(line, KIM)[before:]))
    assert told == [True, False, True]


def test_no_text_of_a_report_holds_a_number_of_theirs(line: App) -> None:
    reference = ask(line)
    say(line, SAM, "yes")
    say(line, MAYA, "report")
    told = " ".join(_texts_to(line, KIM))
    assert reference in told
    assert not any(number.lstrip("+")[-7:] in told for number in (MAYA, SAM))


def test_the_one_reported_reads_what_everybody_would(line: App) -> None:
    ask(line)
    say(line, SAM, "yes")
    before = len(_texts_to(line, SAM))
    say(line, MAYA, "report")
    (told,) = _texts_to(line, SAM)[before:]
    assert "is not needed any more" in told and "report" not in told


def test_a_coordinator_who_was_reported_is_no_coordinator_for_them(line: App) -> None:
    ask(line)
    reference = rows(line, needs)[0].reference
    say(line, SAM, "no")
    assert say(line, KIM, f"yes {reference}")[0].startswith("Thank you!")
    before = len(_texts_to(line, KIM))
    said = say(line, MAYA, "report")
    assert not any("Our team has been told" in text for text in said)
    assert not any("reports" in text for text in _texts_to(line, KIM)[before:])
    assert say(line, KIM, f"yes {reference}")[0].startswith("Thank you. Nothing is open")
    assert say(line, MAYA, "0")[0].startswith("We are sorry, nobody")


def test_a_block_never_waits_for_somebody_elses_row(line: App) -> None:
    """Where their own text is being answered just then the coordinator is asked to say it again."""
    if line.database.is_sqlite:
        pytest.skip("there one transaction writes at a time")
    reference = ask(line)
    say(line, SAM, "yes")
    say(line, KIM, f"block {reference}")
    code = re.findall(r"[0-9]{6}", say(line, KIM, "2")[0])[0]
    with line.database.writing() as db:
        members.locked_by_id(db, member_id(line, SAM))
        said = receive(line, Inbound(f"SM{next(_sids):032x}", KIM, code))
        assert said[0].body.startswith("Not yet")
    say(line, KIM, f"block {reference}")
    code = re.findall(r"[0-9]{6}", say(line, KIM, "2")[0])[0]
    assert say(line, KIM, code)[0].startswith("Blocked.")
    assert state_of(line, SAM) == "blocked"


def test_who_is_meant_by_a_side(line: App) -> None:
    enrol(line, ("Lina", LINA, "en", "food", "all", "1"))
    greet_everybody(line)
    reference = ask(line)
    assert set(_sides(line, reference)) == {"asker"}
    say(line, SAM, "yes")
    say(line, MAYA, "report")
    say(line, LINA, f"yes {reference}")
    assert _sides(line, reference)["helper"] == member_id(line, SAM)  # who was reported
    assert block_by_operator(line, reference, "helper")
    assert _sides(line, reference)["helper"] == member_id(line, LINA)
    assert not block_by_operator(line, "99999", "asker")
    assert unblock_by_operator(line, reference, "helper")
    assert not unblock_by_operator(line, reference, "helper")
    assert state_of(line, SAM) == "active"


def _sides(app: App, reference: str) -> dict[str, int]:
    with app.database.reading() as db:
        return sides_of(UnitOfWork(app, db, app.clock()), reference)


def test_the_operator_blocks_and_unblocks_by_reference(line: App, tmp_path: Any) -> None:
    reference = ask(line)
    say(line, SAM, "yes")
    url = line.settings.database_url
    environ = clean_environ(**{**_ENVIRON, "HOTLINE_DATA": str(tmp_path), "DATABASE_URL": url})
    args = ("members", "block", reference, "--side", "helper")
    done = hotline(*args, environ=environ)
    assert (done.returncode, done.stdout) == (0, "Blocked.\n"), done.stderr
    assert state_of(line, SAM) == "blocked"
    again = hotline(*args, environ=environ)
    assert again.returncode == 1 and "nothing changed" in again.stderr
    done = hotline("members", "unblock", reference, "--side", "helper", environ=environ)
    assert (done.returncode, done.stdout) == (0, "Not blocked any more.\n"), done.stderr
    assert state_of(line, SAM) == "active"


_ENVIRON = {
    "REDIS_URL": "unix:///nonexistent/redis.sock",
    "TWILIO_ACCOUNT_SID": "AC" + "0123456789abcdef" * 2,
    "TWILIO_AUTH_TOKEN": "a token for tests",
    "TWILIO_API_URL": "http://127.0.0.1:9",
    "HOTLINE_NUMBER": "+9611000000",
    "HOTLINE_PUBLIC_URL": "http://127.0.0.1:9",
    "HOTLINE_KEY": KEY,
}


def _texts_to(app: App, number: str) -> list[str]:
    wanted = member_id(app, number)
    texts = [row for row in rows(app, outbox) if row.member_id == wanted and row.body]
    return [app.vault.open(_BODY, row.id, row.body) for row in sorted(texts, key=lambda r: r.id)]
