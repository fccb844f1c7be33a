"""What a transaction has locked is not read again, and is never anything but what the database says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from hotline.services.delivery import deliver
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.needs import dispatch, follow_up
from hotline.store.db import identity_map
from hotline.store.db.identity_map import IdentityMap
from hotline.store.people import members
from hotline.store.schema import members as members_table
from hotline.store.schema import needs as needs_table
from tests.conftest import FakeClock
from tests.integration.texts import add_member
from tests.support_app import enrol, greet_everybody, id_of, rows

MAYA, SAM, OMAR, DANA = (f"+961300000{n}" for n in range(1, 5))


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Whatever is taken from what is held is compared with the database; the kinds that were."""
    taken: list[str] = []
    find = IdentityMap.find

    def found(self: IdentityMap[Any], db: Connection, row_id: int) -> Any:
        row = find(self, db, row_id)
        if row is not None:
            kind = type(row)
            table = members_table if kind is members.Member else needs_table
            columns = [table.c[name] for name in kind.__dataclass_fields__]
            assert row == kind(*db.execute(select(*columns).where(table.c.id == row_id)).one())
            taken.append(kind.__name__)
        return row

    monkeypatch.setattr(IdentityMap, "find", found)
    yield taken


def test_it_is_always_as_in_the_database(app: App, clock: FakeClock, compared: list[str]) -> None:
    """Requests, answers, words and everything that ends them, by people of every kind."""
    here = (("Sam", SAM), ("Omar", OMAR))
    enrol(app, *((name, number, "en", "food", "all", "1") for name, number in here))
    enrol(app, ("Dana", DANA, "en", "", "", "3"))
    add_member(app, MAYA)
    greet_everybody(app)

    def say(number: str, words: str) -> None:
        clock.advance(minutes=11, milliseconds=3, microseconds=141)
        receive(app, Inbound(f"SM{token_hex(16)}", number, words))
        dispatch.run_due(app)
        deliver.run(app)

    def ask(*more: str) -> str:
        for words in ("need food harbour today 2", "bread", "1", *more):
            say(MAYA, words)
        return str(rows(app, needs_table)[-1].reference)

    first = ask()
    for number, words in (
        (OMAR, "NO {}"), (SAM, "YES {}"), (SAM, "{} on my way"), (MAYA, "thank you"),
        (SAM, "CANT {}"), (OMAR, "{}"), (MAYA, "CHANGE {}"), (MAYA, "1"), (MAYA, "DROP {}"),
    ):  # fmt: skip
        say(number, words.format(first))
    second = ask()
    for number, words in ((SAM, "YES {}"), (SAM, "DONE {}"), (SAM, "PIN"), (SAM, "482913")):
        say(number, words.format(second))
    clock.advance(days=2)
    follow_up.run_due(app)
    third = ask()
    for number, words in (
        (MAYA, "NO CALLS"), (SAM, "YES {}"), (SAM, "REPORT {}"), (DANA, "BLOCK {}"), (DANA, "1"),
        (DANA, "1"), (OMAR, "عربي"), (OMAR, "STOP"), (OMAR, "START"), (SAM, "ERASE"), (SAM, "1"),
        (MAYA, "ERASE"), (MAYA, "1"),
    ):  # fmt: skip
        say(number, words.format(third))
    states = {row.state for row in rows(app, members_table)}
    assert "erased" in states
    assert {"Member", "Need"} == set(compared)
    assert len(compared) > 20


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_is_not_locked_is_read_each_time(app: App) -> None:
    """Somebody else changes it between two statements of ours; on SQLite nobody could."""
    sam = add_member(app, SAM)
    with app.database.writing() as ours:
        assert members.get(ours, sam).level == 0
        with app.database.writing() as theirs:
            members.change(theirs, sam, level=2)
        assert members.get(ours, sam).level == 2


def test_it_goes_with_its_transaction(app: App) -> None:
    sam = add_member(app, SAM)
    with pytest.raises(ZeroDivisionError), app.database.writing() as db:
        members.locked_by_id(db, sam)
        members.change(db, sam, level=3)
        assert members.get(db, sam).level == 3
        1 / 0  # noqa: B018
    with app.database.writing() as db:
        assert members.get(db, sam).level == 0


def test_what_was_changed_otherwise_is_read_again(app: App) -> None:
    sam = add_member(app, SAM)
    with app.database.writing() as db:
        members.locked_by_id(db, sam)
        db.execute(update(members_table).values(level=1))
        identity_map.forget(db)
        assert members.get(db, sam).level == 1


def test_a_moment_is_held_as_it_is_stored(app: App) -> None:
    sam = add_member(app, SAM)
    moment = datetime.fromisoformat("2026-03-02T09:00:00.123456+00:00")
    with app.database.writing() as db:
        members.locked_by_id(db, sam)
        members.change(db, sam, hidden_at=moment, unlocked_until=moment + timedelta(hours=1))
        mine = members.get(db, sam)
    assert mine.hidden_at == moment.replace(microsecond=123000)
    with app.database.reading() as db:
        assert members.get(db, sam) == mine
    assert id_of(app, SAM) == sam
