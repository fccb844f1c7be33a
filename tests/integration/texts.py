"""Members and texts put straight into the database, and what has become of them."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from hotline.domain.messages import About, Kind
from hotline.services.kernel.app import App
from hotline.store.messages import outbox
from hotline.store.people import members
from hotline.store.schema import attempts as attempts_table
from hotline.store.schema import outbox as outbox_table

_numbers = count(1)


def new_number() -> str:
    """A mobile number of the packaged community's country, another one each time."""
    return f"+961711{next(_numbers):05d}"


def add_member(app: App, number: str, **values: Any) -> int:
    """An active member with this number; more columns as keywords."""
    with app.database.writing() as db:
        found, _ = members.get_or_add(db, app.vault, number, "en", app.clock())
        if values:
            members.change(db, found.id, **values)
        return found.id


def add_text(app: App, member_id: int, body: str = "hello", **values: Any) -> int:
    """A text waiting in the outbox."""
    kind = Kind(values.pop("kind", "notice"))
    ids = {field.name for field in fields(About)}
    about = About(**{name: values.pop(name) for name in ids & values.keys()})
    wanted: dict[str, Any] = {"priority": 1, "now": app.clock(), **values}
    with app.database.writing() as db:
        row = outbox.Outgoing(member_id=member_id, body=body, kind=kind, about=about, **wanted)
        return outbox.add(db, app.vault, row)


def text(app: App, message_id: int) -> Any:
    """The outbox row as it stands."""
    with app.database.reading() as db:
        return db.execute(select(outbox_table).where(outbox_table.c.id == message_id)).one()


def states(app: App) -> list[str]:
    """The states of all texts, in the order they were added."""
    with app.database.reading() as db:
        return list(db.execute(select(outbox_table.c.state).order_by(outbox_table.c.id)).scalars())


def tries(app: App, message_id: int) -> list[Any]:
    """The attempts at one text, first to last."""
    query = select(attempts_table).where(attempts_table.c.message_id == message_id)
    with app.database.reading() as db:
        return list(db.execute(query.order_by(attempts_table.c.started_at, attempts_table.c.id)))


def member(app: App, member_id: int) -> members.Member:
    """The member as it stands."""
    with app.database.reading() as db:
        return members.get(db, member_id)


def begun_at(app: App, message_id: int) -> datetime:
    """When the first attempt at a text began."""
    moment: datetime = tries(app, message_id)[0].started_at
    return moment
