"""The slow hash of a PIN holds nobody up, and nothing is won by trying at the same instant."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update

from hotline.domain.pins import MOST_MISSES
from hotline.services.kernel.app import App
from hotline.store.schema import members, pin_tries
from tests.integration.test_pins import MAYA, PIN, WRONG, Town
from tests.support_app import enrol, greet_everybody, rows
from tests.support_line import served

During = Callable[[Callable[[], object]], None]


@pytest.fixture
def maya(make_house: Callable[..., App]) -> Iterator[Town]:
    with served(make_house) as (line, app):
        enrol(app, ("Maya", MAYA, "en", "", "", "0"))
        greet_everybody(app)
        yield Town(line, app, "en")


@pytest.fixture
def during_each_hash(monkeypatch: pytest.MonkeyPatch) -> During:
    """Lets something happen each time a PIN is hashed, before its hash is known."""
    real = hashlib.scrypt

    def arrange(happens: Callable[[], object]) -> None:
        def hashed(pin: bytes, **how: Any) -> bytes:
            happens()
            return real(pin, **how)

        monkeypatch.setattr(hashlib, "scrypt", hashed)

    return arrange


@pytest.fixture
def writer() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as thread:
        yield thread


def test_others_write_while_a_pin_is_hashed(
    maya: Town, during_each_hash: During, writer: ThreadPoolExecutor
) -> None:
    got_through: list[bool] = []

    def touch() -> None:
        with maya.app.database.writing() as db:
            db.execute(update(members).values(level=0))  # the very row that a step locks

    def write_meanwhile() -> None:
        written: Future[None] = writer.submit(touch)
        try:
            got_through.append(written.exception(timeout=10) is None)
        except TimeoutError:
            got_through.append(False)

    during_each_hash(write_meanwhile)
    maya.set_pin()
    maya.ask_status().press(PIN)
    maya.ask_status().press(WRONG)
    assert got_through == [True, True, True]


def test_wrong_tries_at_the_same_instant_are_all_counted(
    maya: Town, during_each_hash: During
) -> None:
    maya.set_pin()
    calls = [maya.ask_status() for _ in range(MOST_MISSES)]
    together = Barrier(MOST_MISSES)
    during_each_hash(lambda: together.wait(30))
    with ThreadPoolExecutor(MOST_MISSES) as threads:
        list(threads.map(lambda call: call.press(WRONG), calls))
    during_each_hash(lambda: None)
    (tries,) = rows(maya.app, pin_tries)
    assert (tries.way, tries.misses, tries.locks) == ("called", 0, 1)
    assert maya.ask_status().press(PIN).said[0] == maya.aloud("v-pin-wrong")


def test_a_pin_that_was_changed_meanwhile_opens_nothing(
    maya: Town, during_each_hash: During
) -> None:
    maya.set_pin()
    call = maya.ask_status()
    left = ["90317"]

    def change_once() -> None:
        if left:
            new = left.pop()
            for typed in ("PIN", PIN, "1", new):
                maya.text(typed)

    during_each_hash(change_once)
    assert call.press(PIN).said[0] == maya.aloud("v-pin-wrong")
    assert maya.ask_status().press("90317").said[0] == maya.aloud("status-none")
