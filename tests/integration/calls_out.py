"""A hotline over HTTP and the phones that it rings, for tests of calls that we place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import update

from hotline.services.kernel.app import App
from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from hotline.store.schema import asks, call_orders, calls, members, needs
from tests import twiml_rules
from tests.support_app import enrol, greet_everybody, rows, settle_down, write_community
from tests.support_line import Line, served

MAYA, RANA, SAM, NOUR = (f"+961300000{n}" for n in (1, 2, 3, 4))


@dataclass
class Town:
    """The hotline, and everybody's phones."""

    line: Line
    app: App
    carrier: Simulator

    def faults(self, **changes: Any) -> None:
        """From now on the provider commits these faults too; it never tells how texts fare."""
        self.carrier.faults = InjectedFaults(**{"callback_states": (), **changes})

    def people(self, *helpers: str, language: str = "en", by_call: bool = True) -> None:
        """Maya, who asks, and helpers with food in the harbour."""
        known = {one.phone_index for one in rows(self.app, members)}
        enrol(self.app, ("Maya", MAYA, language, "", "", "0"))
        enrol(self.app, *(("", one, language, "food", "harbour", "1") for one in helpers))
        with self.app.database.writing() as db:
            index = [self.app.vault.phone_index(one) for one in helpers]
            those = members.c.phone_index.in_([i for i in index if i not in known])
            db.execute(update(members).where(those).values(by_call=by_call))
        greet_everybody(self.app)

    def ask_for_food(self) -> str:
        """Maya asks by text; the reference of her need, once those in line are being rung."""
        for words in ("need food harbour today 2", "1", "1"):
            self.line.text(MAYA, words)
        settle_down(self.app)
        return str(rows(self.app, needs)[-1].reference)

    def rings(self, number: str) -> PhoneCall:
        """The call that rings at a phone."""
        return self.carrier.phone(number).ringing()

    def placed(self, number: str) -> int:
        """How many calls a phone was given."""
        calls = self.carrier.phone(number).calls  # the provider itself is made to forget them
        return len([call for call in calls if call.direction != "inbound"])

    def texts(self, number: str) -> list[str]:
        """What a phone was sent, the newest first."""
        sent = [event for event in self.carrier.log() if event["kind"] == "message"]
        return [event["body"] for event in reversed(sent) if event["to"] == number]

    def over(self, how_many: int = 1) -> None:
        """Wait until the hotline knows that so many calls are over; then do what follows."""
        assert self.carrier.wait_for(lambda: len(self.states("over")) >= how_many)
        settle_down(self.app)

    def rung_out(self) -> None:
        """Wait until no call of ours is under way any more; then do what follows."""
        assert self.carrier.wait_for(lambda: not self.states("placing", "unclear", "placed"))
        settle_down(self.app)

    def all_hang_up(self) -> None:
        """End what goes on, and let the hotline hear of it."""
        numbers = {MAYA, RANA, SAM, NOUR, *(call.to for call in self.carrier.calls())}
        calls = [call for number in numbers for call in self.carrier.phone(number).calls]
        for call in calls:
            if not call.ended:
                call.hang_up()
        assert self.carrier.wait_for(lambda: not self.states("placing", "unclear", "placed"))
        # The provider may have been made to forget them by now: the phones have not.
        told = len([call for call in calls if call.direction != "outbound-dial"])
        path = "/twilio/voice/status"
        assert self.carrier.wait_for(lambda: len(webhooks(self.carrier, path)) >= told)

    def states(self, *of: str) -> list[str]:
        """The states of all orders of calls, or those of them that are among `of`."""
        found = [order.state for order in rows(self.app, call_orders)]
        return [state for state in found if not of or state in of]

    def asks(self) -> list[str]:
        """The states of all asks, in the order in which they were planned."""
        return [ask.state for ask in sorted(rows(self.app, asks), key=lambda ask: ask.id)]

    def open_calls(self) -> int:
        """How many calls we think are going on."""
        return len([call for call in rows(self.app, calls) if call.state == "open"])


@contextmanager
def town(
    make_house: Callable[..., App], carrier: Simulator, where: Path, **settings: Any
) -> Iterator[Town]:
    """A hotline with these settings (dotted names have `__`), whose documents are all checked."""
    path = where / "community.yaml"
    changes = {name.replace("__", "."): value for name, value in settings.items()}
    write_community(path, {"name": "Harbour", "quiet_hours.to": "22:00", **changes})

    def build(**environ: str) -> App:
        return make_house(HOTLINE_COMMUNITY=str(path), **environ)

    with served(build) as (line, app):
        carrier.connect("", f"{line.url}/twilio/voice", f"{line.url}/twilio/voice/status")
        here = Town(line, app, carrier)
        here.faults()
        yield here
        here.all_hang_up()
    for document in documents(carrier):
        assert twiml_rules.check(document) == []
    assert [event for event in carrier.log() if event["kind"] == "call_fault"] == []


def webhooks(carrier: Simulator, path: str) -> list[str]:
    """The hotline's answers to what was posted to a path, or below it."""
    posted = (event for event in carrier.log() if event["kind"] == "webhook")
    return [event["answer"] for event in posted if path in event["url"]]


def documents(carrier: Simulator) -> list[str]:
    """Every document that the carrier was given for a call."""
    return [answer for answer in webhooks(carrier, "/twilio/voice") if answer]
