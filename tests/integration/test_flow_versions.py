"""A flow edited while members are in it: they finish on the steps they began with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from secrets import token_hex

from sqlalchemy import select

from flows.engine.parsing import parse_flow
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.conversation import sessions
from hotline.store.schema import needs

MEMBER = "+9613123456"


def _texts(app: App, *bodies: str) -> list[str]:
    """Send texts one after the other; what the last one is answered with."""
    answers = [receive(app, Inbound("SM" + token_hex(16), MEMBER, body)) for body in bodies]
    return [text.body for text in answers[-1]]


def _edited(app: App) -> App:
    """The next release: "when" and "count" are gone from the flow, and so is its old source."""
    old = app.flows["need"]
    source = old.source.replace(
        "    then: timing\n", "    then: {set: {when: week}, then: words}\n", 1
    )
    new = parse_flow(source, "need.yaml")
    assert new.version != old.version
    edited = replace(app, flows={**app.flows, "need": new})
    with app.database.writing() as db:
        sessions.remember_flows(db, [new], app.clock())
    return edited


def test_a_session_finishes_on_the_steps_it_began_with(app: App) -> None:
    _texts(app, "need food")
    (asked,) = _texts(_edited(app), "harbour")
    assert asked.startswith("When, and for how many people?")


def test_a_new_session_takes_the_new_steps(app: App) -> None:
    edited = _edited(app)
    _texts(edited, "need food")
    (asked,) = _texts(edited, "harbour")
    assert asked.startswith("Anything to add?")


def test_a_session_of_an_old_version_ends_in_an_open_need(
    app: App, make_house: Callable[..., App]
) -> None:
    """Also in a process that never saw the old file: the database keeps it."""
    _texts(app, "need food", "harbour")
    released = _edited(make_house())
    _texts(released, "tomorrow 3", "1", "1")
    with released.database.reading() as db:
        assert db.execute(select(needs.c.wanted, needs.c.people)).one() == ("tomorrow", 3)
