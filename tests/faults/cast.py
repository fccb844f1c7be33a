"""Everybody of one run with infiltrators: who they are, what level they have, and when each does what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from random import Random
from typing import Any, TypeVar

from sqlalchemy import update

from hotline.services.kernel.app import App
from hotline.store.people import pins
from hotline.store.schema import members
from tests.faults.crowd import Players
from tests.faults.doors import Entry, HttpBrowser, Staff, Stranger, call_in, choose_pin
from tests.faults.ground import Ground
from tests.faults.honest import Asker, Coordinator, Helper, Person
from tests.faults.infiltrators import (
    DangerousAsker,
    DangerousHelper,
    FalseAsker,
    FalseHelper,
    Flooder,
    Forger,
    Joiner,
    LuringAsker,
    LuringHelper,
    PinGuesser,
    Returning,
    ReturningHelper,
)
from tests.support_app import enrol, greet_everybody, id_of
from tests.support_console import Colleague
from tests.support_processes import answers, wait_until

PIN = "739184"
_NEXT_CODE = timedelta(seconds=30)  # a code of the staff's phones is good once
_ROLES = {"Nour": "steward", "Rim": "coordinator", "Hadi": "listener"}
_BYSTANDERS = 12


P = TypeVar("P", bound=Person)


def _numbers(chance: Random) -> Iterator[str]:
    """Numbers of phones, none twice, and none of them so regular that it stands in another by chance."""
    for tail in chance.sample(range(100_000, 1_000_000), 5_000):
        yield f"+96171{tail}"


class Cast(Players):
    """The honest crowd, three coordinators, and every kind of infiltrator."""

    def __init__(self, where: Ground, chance: Random) -> None:
        self.where, self.chance = where, chance
        self._numbers = _numbers(chance)
        self.levels: dict[str, int] = {}
        self.askers = [self._one(Asker, 1, n, slips=0.3) for n in range(5)]
        self.helpers = [self._one(Helper, 1, n, slips=0.3) for n in range(7)]
        self.team = [self._one(Coordinator, 3, 0, pin=PIN) for _ in range(3)]
        self.dangerous: list[Returning] = [
            self._one(DangerousAsker, 1, 0),
            self._one(DangerousHelper, 1, 1),
        ]
        self.harming: list[Returning] = [
            *(self._one(FalseAsker, 0, n) for n in range(2)),
            *(self._one(FalseHelper, 0, n) for n in range(2)),
            *(self._one(LuringAsker, 0, n) for n in (0, 1)),
            *(self._one(LuringHelper, level, level) for level in (0, 1)),
            *(self._one(Joiner, 0, n) for n in range(2)),
        ]
        self.bystanders = [next(self._numbers) for _ in range(_BYSTANDERS)]
        self.forgers = [self._forger(one, n) for n, one in enumerate(self.team)]
        self.staff: list[Staff] = []
        self._calls: list[Entry] = []
        url = where.line.url
        strangers = [
            self._one(Stranger, 0, 0, url=url, names=tuple(_ROLES)),
            self._one(Flooder, 0, 0),
            self._one(Flooder, 0, 0, others=self._numbers, most=40),
            self._one(PinGuesser, 0, 0, victims=(self.team[0].number,)),
            self._one(PinGuesser, 0, 0, victims=tuple(self.bystanders), tries=2),
        ]
        everybody = [*self.honest, *self.dangerous, *self.harming, *self.forgers, *strangers]
        super().__init__(everybody)

    @property
    def honest(self) -> list[Person]:
        """Those who mean well."""
        return [*self.askers, *self.helpers, *self.team]

    @property
    def entries(self) -> list[Entry]:
        """Every right try of one of the team to get in."""
        return [*self._calls, *(entry for each in self.staff for entry in each.entries)]

    def _one(self, kind: type[P], level: int, language: int, **more: Any) -> P:
        number = next(self._numbers)
        self.levels[number] = level
        speaks = ("en", "ar")[language % 2]
        chance = Random(self.chance.random())
        return kind(number, self.where.carrier, chance, language=speaks, **more)

    def _forger(self, victim: Person, n: int) -> Forger:
        """The first one leaves the PIN alone, or that coordinator could not act by text at all."""
        return Forger(
            victim.number,
            self.where.carrier,
            Random(self.chance.random()),
            witnesses=tuple(self.harming),
            guesses=n > 0,
        )

    # Before.

    def begin(self) -> None:
        """The processes run; members and staff are there, with PINs and browsers of their own."""
        self.where.up()
        with self.where.app() as app:
            self._enrol(app)
            self._staff(app)
            wait_until(lambda: answers(self.where.line), "the web process answers")
            for one in self.team:
                choose_pin(self.where.carrier, one.number, PIN)
            for each in self.staff:
                each.enter()
            with app.database.writing() as db:  # as after a quarter of an hour
                db.execute(update(members).values(unlocked_until=None))
        self.where.clock.step(_NEXT_CODE)

    def _enrol(self, app: App) -> None:
        helps = "food;urgent"
        enrol(
            app,
            *(("", p.number, p.language, "", "", "1") for p in self.askers),
            *(("", p.number, p.language, helps, "all", "1") for p in self.helpers),
            *(("", p.number, p.language, "", "", "3") for p in self.team),
            *(("", n, "en", "", "", "1") for n in self.bystanders),
            *self._rotten(helps),
            closed=True,
        )
        greet_everybody(app)
        ids = {number: id_of(app, number) for number in self.bystanders}
        with app.database.writing() as db:
            for number in self.bystanders:
                pins.put(db, app.vault, ids[number], b"\0" * 48, app.clock())

    def _rotten(self, helps: str) -> Iterable[tuple[str, ...]]:
        """Infiltrators whom somebody vouched for."""
        for one in (*self.dangerous, *self.harming):
            level = self.levels[one.number]
            if level and isinstance(one, ReturningHelper):
                yield "", one.number, one.language, helps, "all", str(level)
            elif level:
                yield "", one.number, one.language, "", "", str(level)

    def _staff(self, app: App) -> None:
        url = self.where.line.url
        for n, (name, role) in enumerate(_ROLES.items()):
            browser = HttpBrowser(url, f"203.0.113.{n}")
            self.staff.append(Staff(Colleague(app, role, name), browser))

    # While it lasts.

    def attack(self) -> None:
        """Everybody begins."""
        for asker in self.askers:
            asker.later(asker.wish(), self.chance.uniform(0, 3))
        for one in (*self.dangerous, *self.harming):
            one.later(one.come(), self.chance.uniform(0, 1.5))
        for each in self.everybody:
            each.asks_again = True
        self.start()

    def coordinators_work(self) -> None:
        """The first one acts by text from here on: whoever forges her has had their time."""
        self.forgers[0].asks_again = False
        self.team[0].at_work = True

    def enter(self, later: timedelta = timedelta()) -> None:
        """Each of the team gets in: by a browser that is known, by a call where texts are forged."""
        for each in self.staff:
            each.enter(later)
        for one in self.team[1:]:
            opened = call_in(self.where.carrier, one.number, PIN)
            self._calls.append(Entry(one.number, "call", opened))

    def give_up(self) -> None:
        """Whoever asked withdraws what is open still."""
        for one in self.everybody:
            if isinstance(one, Asker):
                one.gives_up = True
