"""Where stories are played: the whole service over HTTP, a carrier, and a clock that is told the time.

The processes that would ring and work are called in turn until nothing is due, so that a story comes out
the same each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection, func, select, union_all

from hotline.domain.roster import weekly
from hotline.domain.states import LIVE_NEEDS
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.members import vouching
from hotline.services.roster import planning
from hotline.simulator.server import Simulator
from hotline.store.people import members
from hotline.store.schema import call_orders, needs, shifts
from hotline.store.schema import members as members_table
from hotline.store.schema import outbox as texts
from tests.conftest import FakeClock
from tests.support_app import MOST_ROUNDS, Restless, enrol, settle_down
from tests.support_line import Line
from tests.support_rows import change_row
from tests.transcripts.script import Arrival, Event, Person, Plan

BETWEEN_TEXTS = timedelta(seconds=5)


class Stage:
    """A running hotline, and the phones around it."""

    def __init__(self, line: Line, app: App, carrier: Simulator, clock: FakeClock) -> None:
        self.app = app
        self._line = line
        self._carrier = carrier
        self._clock = clock
        self._names: dict[str, str] = {}
        self._numbers: dict[str, str] = {}

    def cast(self, people: Iterable[Person]) -> None:
        """Give everybody a phone, and enrol whoever is known, as a coordinator would: by a list."""
        for person in people:
            self._names[person.number] = person.name
            self._numbers[person.name] = person.number
            if person.languages:
                self._enrol(person)

    def now(self) -> str:
        """What the community's clocks show."""
        local = self._clock.now.astimezone(self.app.community.quiet_hours.zone)
        return local.strftime("%A %H:%M:%S")

    def play(self, event: Event) -> list[Arrival]:
        """Let it happen, and everything that follows; the texts that arrive."""
        seen = len(self._carrier.log())
        said = self._happen(event)
        settle_down(self.app)
        # Its log, since it is made to forget its messages.
        new = [event for event in self._carrier.log(seen) if event["kind"] == "message"]
        read = ((str(message["to"]), str(message["body"])) for message in new)
        sent = [Arrival(self._names.get(number, number), words) for number, words in read]
        return [*said, *sorted(sent, key=lambda arrival: (arrival.name, arrival.words))]

    def _happen(self, event: Event) -> list[Arrival]:
        if event.later is not None:
            return self._wait(self._clock.now + event.later)
        if event.at is not None:
            return self._wait(self._next(event.at))
        if event.blocked:
            self._change(event.who, state="blocked")
            return []
        if event.vouched:
            self._vouch(event.who)
            return []
        if event.plan is not None:
            self._plan(event.who, event.plan)
            return []
        self.tick()
        media = {"NumMedia": "1"} if event.photo else {}
        answer = self._line.text(self._numbers[event.who], event.words or "", **media)
        assert answer.status == 200, f"{event.line}: HTTP {answer.status}"
        return [Arrival(event.who, words, reply=True) for words in answer.texts]

    def _plan(self, name: str, plan: Plan) -> None:
        spans = weekly(plan.day, plan.begins, plan.ends, 1, self.app.community.zone)
        number = self.app.vault.phone_index(self._numbers[name])

        def work(uow: UnitOfWork) -> str:
            member = members.locked(uow.db, number)
            assert member is not None
            return planning.plan(uow, plan.role, member.id, spans)

        assert in_unit_of_work(self.app, work) == "planned"

    def _vouch(self, name: str) -> None:
        number = self.app.vault.phone_index(self._numbers[name])

        def work(uow: UnitOfWork) -> None:
            member = members.locked(uow.db, number)
            assert member is not None
            vouching.set_level(uow, member.id, 1)

        in_unit_of_work(self.app, work)

    def tick(self) -> None:
        """Let the time pass that people take between two things they do."""
        self._clock.now += BETWEEN_TEXTS

    def _wait(self, until: datetime) -> list[Arrival]:
        """Go to each moment at which something falls due, as the clock process would."""
        for _ in range(MOST_ROUNDS):
            settle_down(self.app)
            following = self._next_due()
            if following is None or following > until:
                self._clock.now = until
                return []
            self._clock.now = following
        raise Restless(f"something falls due again and again before {until}")

    def _next_due(self) -> datetime | None:
        waiting = texts.c.state.in_(("queued", "sending", "unclear"))
        moments = union_all(
            select(needs.c.due_at.label("at")).where(needs.c.due_at.is_not(None)),
            select(needs.c.follow_up_at).where(needs.c.follow_up_at.is_not(None)),
            select(needs.c.expires_at).where(needs.c.state.in_(LIVE_NEEDS)),
            select(texts.c.due_at).where(waiting),
            select(shifts.c.due_at).where(shifts.c.due_at.is_not(None)),
            select(call_orders.c.due_at).where(call_orders.c.state == "queued"),
        ).subquery()
        with self.app.database.reading() as db:
            return db.execute(select(func.min(moments.c.at))).scalar()

    def _next(self, clock: time) -> datetime:
        zone = self.app.community.quiet_hours.zone
        local = self._clock.now.astimezone(zone)
        days = (local.date() + timedelta(days=ahead) for ahead in (0, 1))
        moments = (datetime.combine(day, clock, zone) for day in days)
        return next(moment for moment in moments if moment > local).astimezone(UTC)

    def _enrol(self, person: Person) -> None:
        row = (person.name, person.number, person.languages, person.categories, person.areas)
        enrol(self.app, (*row, str(person.level)), closed=person.closed)
        if person.known:
            self._change(person.name, greeted_at=self._clock.now)
        if person.by_call:
            self._change(person.name, by_call=True, call_safe="yes")

    def _change(self, name: str, **values: object) -> None:
        index = self.app.vault.phone_index(self._numbers[name])

        def change(db: Connection) -> None:
            member = members.locked(db, index)
            assert member is not None, f"{name} is no member"
            change_row(db, members_table, member.id, **values)

        self.app.database.write(change)
