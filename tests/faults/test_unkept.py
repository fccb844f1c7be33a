"""What cannot be kept is not acknowledged: where the database is full or away the webhook answers with an
error status, so that the carrier tries again; and once it is back nothing was half done."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import func, select

from hotline.services.kernel.app import App
from hotline.store.schema import calls, inbound_messages
from tests import conftest
from tests.faults.ground import COMMUNITY, Disk, PostgresServer
from tests.support_app import write_community
from tests.support_line import Answer, Line, served

MAYA = "+9613000001"
MOST = 3000  # texts, by which the last free page of a full disk has been used up


@dataclass(frozen=True)
class Breakable:
    """A hotline, and how to break its database for the length of a block."""

    line: Line
    app: App
    broken: Callable[[], AbstractContextManager[None]]


@pytest.fixture(params=["sqlite away", "sqlite full", "postgresql away", "postgresql full"])
def breakable(
    request: pytest.FixtureRequest, make_house: Callable[..., App], tmp_path: Path
) -> Iterator[Breakable]:
    """Each database, to be taken away or filled."""
    url, broken, tidy = _SETUPS[request.param](request)
    community = tmp_path / "community.yaml"
    write_community(community, COMMUNITY)
    here = {"DATABASE_URL": url, "HOTLINE_COMMUNITY": str(community)}
    try:
        with served(lambda **more: make_house(**here, **more)) as (line, app):
            yield Breakable(line, app, lambda: broken(app))
            app.database.dispose()
    finally:
        tidy()


@pytest.fixture
def database_url() -> str:
    """None: each of these tests brings its own."""
    return "sqlite:////nonexistent/hotline.db"


def test_a_text_that_cannot_be_kept_is_refused_and_taken_later(breakable: Breakable) -> None:
    line, app = breakable.line, breakable.app
    assert line.text(MAYA, "hello").status == 200
    with breakable.broken():
        taken, sid, refused = _text_until_refused(line)
        assert refused.status >= 500
        answer = line.post("/twilio/sms/status/1", _callback().items())
        assert answer.status in (204, 500, 503)
    assert _count(app, inbound_messages) == 1 + taken
    again = line.text(MAYA, f"words {sid}", sid)
    assert again.status == 200 and again.texts
    assert _count(app, inbound_messages) == 2 + taken
    assert line.text(MAYA, f"words {sid}", sid).body == again.body  # and it was handled once


def test_a_call_that_cannot_be_kept_is_not_led_on(breakable: Breakable) -> None:
    line, app = breakable.line, breakable.app
    action = _action(_dial(line, _CALL))
    with breakable.broken():
        answer = _dial_until_refused(line, app)
        assert answer.status >= 500 or _is_goodbye(answer)
        stepped = _press(line, action)
        if stepped.status == 200:
            led_to = _action(stepped)
        else:
            assert stepped.status >= 500
            led_to = ""
    if led_to:
        assert led_to == f"/twilio/voice/{_kept_turn(app)}"
    again = _press(line, action)
    assert again.status == 200 and _action(again) == f"/twilio/voice/{_kept_turn(app)}"


# How each is broken.

_Setup = tuple[str, Callable[[App], AbstractContextManager[None]], Callable[[], None]]


def _sqlite(request: pytest.FixtureRequest, folder: Path) -> str:
    template: Path = request.getfixturevalue("sqlite_template")
    shutil.copy(template, folder / "hotline.db")
    return f"sqlite:///{folder / 'hotline.db'}"


def _sqlite_away(request: pytest.FixtureRequest) -> _Setup:
    folder: Path = request.getfixturevalue("tmp_path") / "disk"
    folder.mkdir()

    @contextmanager
    def away(app: App) -> Iterator[None]:
        app.database.dispose()  # an open file stays there for whoever has it open
        moved = folder.rename(folder.with_name("away"))
        try:
            yield
        finally:
            moved.rename(folder)

    return _sqlite(request, folder), away, lambda: None


def _sqlite_full(request: pytest.FixtureRequest) -> _Setup:
    disk = _small_disk(request)
    return _sqlite(request, disk.folder), lambda _: disk.full(), disk.close


def _postgresql_away(request: pytest.FixtureRequest) -> _Setup:
    url: str = request.getfixturevalue("postgres_url")
    server = PostgresServer(url)
    return url, lambda _: server.away(), lambda: None


def _postgresql_full(request: pytest.FixtureRequest) -> _Setup:
    disk = _small_disk(request)
    url: str = request.getfixturevalue("postgres_url")
    server = PostgresServer(url)
    server.moved_to(disk.folder, url)

    def tidy() -> None:
        server.moved_back(url)
        disk.close()

    return url, lambda _: disk.full(), tidy


_SETUPS: dict[str, Callable[[pytest.FixtureRequest], _Setup]] = {
    "sqlite away": _sqlite_away,
    "sqlite full": _sqlite_full,
    "postgresql away": _postgresql_away,
    "postgresql full": _postgresql_full,
}


def _small_disk(request: pytest.FixtureRequest) -> Disk:
    home: Path = request.getfixturevalue("home")
    disk = Disk(home / "disk")
    if not disk.is_small:
        pytest.skip("left out: only root can mount the small disk that is to be full")
    return disk


# What is posted.

_CALL = f"CA{token_hex(16)}"


def _text_until_refused(line: Line) -> tuple[int, str, Answer]:
    """How many texts were taken; the first that was not, by its id, and its answer."""
    for taken in range(MOST):
        sid = f"SM{token_hex(16)}"
        answer = line.text(MAYA, f"words {sid}", sid)  # no two alike: those go unanswered
        if answer.status != 200:
            return taken, sid, answer
    raise AssertionError("everything was taken")


def _dial_until_refused(line: Line, app: App) -> Answer:
    for _ in range(MOST):
        answer = _dial(line, f"CA{token_hex(16)}")
        if answer.status != 200 or _is_goodbye(answer):
            return answer
    raise AssertionError("everything was taken")


def _callback() -> dict[str, str]:
    return {
        "AccountSid": conftest.ACCOUNT_SID,
        "MessageSid": f"SM{token_hex(16)}",
        "MessageStatus": "delivered",
    }


def _dial(line: Line, sid: str) -> Answer:
    return line.post("/twilio/voice", _call(sid).items())


def _press(line: Line, action: str) -> Answer:
    return line.post(action, (_call(_CALL) | {"Digits": "2"}).items())


def _call(sid: str) -> dict[str, str]:
    return {
        "AccountSid": conftest.ACCOUNT_SID,
        "CallSid": sid,
        "CallStatus": "in-progress",
        "From": MAYA,
        "To": conftest.OUR_NUMBER,
    }


def _action(answer: Answer) -> str:
    found = re.search(rb'action="[^"]*?(/twilio/voice/\d+/\d+)"', answer.body)
    assert found is not None, answer.body
    return found[1].decode()


def _is_goodbye(answer: Answer) -> bool:
    """Asked to text instead, and nothing more: nothing was promised."""
    return b"<Hangup" in answer.body and b"<Gather" not in answer.body


def _kept_turn(app: App) -> str:
    index = app.vault.message_index(_CALL)
    with app.database.reading() as db:
        row: Any = db.execute(select(calls).where(calls.c.sid_hash == index)).one()
    return f"{row.id}/{row.turn}"


def _count(app: App, table: Any) -> int:
    with app.database.reading() as db:
        return int(db.execute(select(func.count()).select_from(table)).scalar_one())
