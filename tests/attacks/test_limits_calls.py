"""How many calls of one number are answered: one too many is told so, the next ones are refused as busy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from hotline.services.kernel.app import App
from hotline.store.schema import calls
from tests.attacks.conftest import Limited
from tests.conftest import FakeClock
from tests.integration.texts import add_member
from tests.support_app import rows
from tests.support_dialling import Dialled
from tests.support_line import Line, served

MAYA, SAM = "+9613000001", "+9613000002"
Running = tuple[Line, App]


@pytest.fixture
def running(limited: Limited) -> Iterator[Running]:
    def build(**variables: str) -> App:
        changes = {"limits.calls_per_hour": 3, "limits.line.calls_per_hour": 8}
        return limited(changes, **variables)

    make: Callable[..., App] = build
    with served(make) as (line, app):
        yield line, app


def verb(call: Dialled) -> str:
    """What the first document of a call is: its last verb."""
    return "Reject" if "<Reject" in call.document else "Hangup" if call.over else "Gather"


def test_one_number_calls_so_often_an_hour(running: Running, clock: FakeClock) -> None:
    line, app = running
    add_member(app, MAYA, greeted_at=clock())
    add_member(app, SAM, greeted_at=clock())
    kinds = [verb(Dialled(line, MAYA)) for _ in range(6)]
    assert kinds == ["Gather"] * 3 + ["Hangup"] + ["Reject"] * 2
    assert len(rows(app, calls)) == 3
    assert verb(Dialled(line, SAM)) == "Gather"
    clock.advance(hours=1, seconds=1)
    assert verb(Dialled(line, MAYA)) == "Gather"


def test_newcomers_wait_while_the_line_is_full(running: Running, clock: FakeClock) -> None:
    line, app = running
    add_member(app, MAYA, greeted_at=clock(), level=1)
    for number in range(8):
        assert verb(Dialled(line, f"+9613001{number:03d}")) == "Gather"
    assert verb(Dialled(line, SAM)) == "Hangup"
    assert verb(Dialled(line, SAM)) == "Reject"
    assert verb(Dialled(line, MAYA)) == "Gather"


@pytest.mark.parametrize("withheld", ["anonymous", "+266696687", ""])
def test_withheld_numbers_count_as_one(running: Running, withheld: str) -> None:
    line, _ = running
    kinds = [verb(Dialled(line, withheld)) for _ in range(10)]
    assert kinds == ["Gather"] * 8 + ["Hangup", "Reject"]
