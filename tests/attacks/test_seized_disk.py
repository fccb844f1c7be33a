"""A stolen database beside a phone company's list of numbers and times: whom does it name?

The thief has no key. Every number that stands in a row, read as a moment or as an id that holds one, is
looked up in the list, and the row is taken for whoever texted or was texted next to it. The test knows who
each row is truly about.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import pytest
from sqlalchemy import BigInteger, Integer, Table, select, type_coerce

from hotline.services.kernel.app import App
from hotline.services.operations import coarsening, expiry, retention
from hotline.simulator.server import Simulator
from hotline.store.schema import attempts, matches, members, metadata, offer_cells, offers, outbox
from hotline.store.tables.types import Moment
from hotline.store.upkeep.erasing import RULES
from hotline.store.upkeep.moments import DECISIONS, Exact
from tests.attacks.conftest import Limited
from tests.conftest import FakeClock
from tests.support_app import rows, settle_down
from tests.support_line import served

ASKERS = [f"+9613{n:06d}" for n in range(20)]
HELPERS = [f"+9613{n:06d}" for n in range(100, 106)]
NUMBERS = [*HELPERS, *ASKERS]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = 3_600_000  # milliseconds
OLD_IDS_BEGAN = 1_735_689_600_000  # ids once held the milliseconds since then, above 22 bits
ASK = "need food harbour today 2"

Listed = list[tuple[int, str]]
Guess = tuple[str, int, int]  # where a number stands, whose row it is in truth, and the number


class PhoneCompany:
    """What it writes down of every text: which number, and when, to the millisecond."""

    def __init__(self, clock: FakeClock, carrier: Simulator) -> None:
        self._clock, self._carrier = clock, carrier
        self._seen: set[str] = set()  # ids of texts
        self.list: Listed = []

    def note(self, number: str) -> None:
        self.list.append((milliseconds(self._clock.now), number))

    def note_ours(self) -> set[str]:
        """Our texts since the last look; whom they went to."""
        texts = {text.sid: text.to for text in self._carrier.messages()}
        reached = {to for sid, to in texts.items() if sid not in self._seen} & set(NUMBERS)
        self._seen |= texts.keys()
        for number in sorted(reached):
            self.note(number)
        return reached

    def next_to(self, moment: int) -> str:
        """The number whose text was nearest to that moment."""
        after = bisect(self.list, moment, key=lambda listed: listed[0])
        around = self.list[max(0, after - 1) :][:2]
        return min(around, key=lambda listed: abs(listed[0] - moment))[1]


def milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


@pytest.fixture
def ids_in_order() -> None:
    """They are drawn here, as they are outside of tests."""


@pytest.fixture
def company(clock: FakeClock, carrier: Simulator) -> PhoneCompany:
    return PhoneCompany(clock, carrier)


@pytest.fixture
def lived(limited: Limited, clock: FakeClock, company: PhoneCompany) -> App:
    """Six members who help, and twenty who have joined, begun an offer, asked, and were helped."""
    few = {"dispatch.waves": [2], "dispatch.asks_per_week": 50}
    few |= {"limits.spend": {"per_day": "0"}}  # no ceiling: they are all new, and text a lot
    chance = Random(7)
    with served(partial(limited, few)) as (line, app):

        def text(number: str, *texts: str) -> None:
            for words in texts:
                clock.advance(seconds=chance.uniform(5, 20))
                company.note(number)
                assert line.text(number, words).status == 200

        for number in NUMBERS:
            clock.advance(minutes=chance.uniform(1, 5))
            text(number, "hello", "OFFER", "1", "1", "1")
            if number in HELPERS:
                text(number, "1")
        for number in ASKERS:
            clock.advance(minutes=chance.uniform(1, 5))
            text(number, ASK, "1", "1")
            clock.advance(milliseconds=650)
            settle_down(app)
            for asked in sorted(company.note_ours() & set(HELPERS)):
                text(asked, "YES")
    return app


def owners(app: App) -> dict[int, str]:
    """Who each member is: the truth, by the key that the thief has not."""
    indexes = {app.vault.phone_index(number): number for number in NUMBERS}
    with app.database.reading() as db:
        rows = db.execute(select(members.c.id, members.c.phone_index)).all()
    return {row.id: indexes[row.phone_index] for row in rows if row.phone_index in indexes}


def belonging() -> Iterator[tuple[Table, object, object]]:
    """Every table whose rows are about a member: which, from what, and by which column."""
    yield members, members, members.c.id
    for name in RULES:
        table, column = name.split(".")
        yield metadata.tables[table], metadata.tables[table], metadata.tables[table].c[column]
    yield attempts, attempts.join(outbox, outbox.c.id == attempts.c.message_id), outbox.c.member_id
    inbound = metadata.tables["inbound_messages"]
    yield inbound, inbound.join(outbox, outbox.c.inbound_id == inbound.c.id), outbox.c.member_id
    yield offer_cells, offer_cells.join(offers), offers.c.member_id


def numbers_in(app: App) -> Iterator[Guess]:
    """Every whole number in a row that is about a member."""
    for table, source, whose in belonging():
        plain = [c for c in table.columns if isinstance(c.type, Integer | Moment)]
        columns = [type_coerce(c, BigInteger).label(c.name) for c in plain]
        query = select(whose.label("whose"), *columns).select_from(source)  # type: ignore[attr-defined, arg-type]
        with app.database.reading() as db:
            for row in db.execute(query):
                for column, value in zip(columns, row[1:], strict=True):
                    if row.whose is not None and value is not None:
                        yield f"{table.name}.{column.name}", row.whose, value


def named(
    guesses: Iterable[Guess], truth: Mapping[int, str], company: PhoneCompany
) -> Mapping[str, set[str]]:
    """Whom the thief names rightly, by the place of what told them."""
    found: dict[str, set[str]] = defaultdict(set)
    for place, member_id, value in guesses:
        for reading, moment in (("", value), (" as an id", (value >> 22) + OLD_IDS_BEGAN)):
            if member_id in truth and company.next_to(moment) == truth[member_id]:
                found[place + reading].add(truth[member_id])
    return found


def by_order(truth: Mapping[int, str], company: PhoneCompany) -> set[str]:
    """Whom the order of ids names, laid beside the order of first texts."""
    first = list(dict.fromkeys(number for _, number in company.list))
    return {
        number for one, number in zip(sorted(truth), first, strict=True) if truth[one] == number
    }


def swept(app: App, clock: FakeClock) -> None:
    """Hours later: what runs by itself has run."""
    for _ in range(2):
        clock.advance(hours=2)
        settle_down(app)
        expiry.run_due(app)
        retention.run_due(app)
        coarsening.run_due(app, monotonic=lambda: 0.0)


def test_a_list_of_numbers_and_times_names_no_more_than_chance(
    lived: App, clock: FakeClock, company: PhoneCompany
) -> None:
    truth = owners(lived)
    assert len(truth) == len(NUMBERS)
    at_once = named(numbers_in(lived), truth, company)
    assert len(at_once["needs.opened_at"]) == len(ASKERS)  # the attack is a real one
    assert len(rows(lived, matches)) > len(HELPERS)
    # Ids tell nothing from the start: one at each end of the list is nearest to whatever is far away.
    ids = {place for place in at_once if place.endswith("id as an id")}
    assert ids
    assert {place: at_once[place] for place in ids if len(at_once[place]) > 4} == {}
    assert len(by_order(truth, company)) < len(NUMBERS) // 2
    swept(lived, clock)
    guesses = list(numbers_in(lived))
    hours: dict[str, set[int]] = defaultdict(set)
    for place, _, value in guesses:
        hours[place].add(value // HOUR)
    # Of all who share an hour one is next to it: so many are hit by chance, and there are few hours.
    after = named(guesses, truth, company)
    told = {place: who for place, who in after.items() if 0 < len(hours[place]) < len(who)}
    assert told == {}
    assert max(len(after[place]) for place in at_once) <= len(NUMBERS) // 4


def test_every_moment_has_a_decision() -> None:
    moments = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Moment)
    } | {"offer_cells.last_asked_at"}
    missing = sorted(moments - DECISIONS.keys())
    assert not missing, (
        f"say in DECISIONS of hotline/store/upkeep/moments.py how exactly these are kept: {missing}. "
        "Past() for what has happened, Ahead() for a time limit, Passing() for what means nothing "
        "afterwards, Written(step) where whoever writes it rounds it, Exact(why) where no phone took part."
    )
    assert sorted(DECISIONS.keys() - moments) == []
    assert all(one.why for one in DECISIONS.values() if isinstance(one, Exact))
