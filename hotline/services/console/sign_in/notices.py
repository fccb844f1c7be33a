"""What happened to the ways into the console: told to those whom it is about, and to the team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from hotline.services.kernel.app import App
from hotline.store.console import notices, staff
from hotline.store.console.staff import Staff


@dataclass(frozen=True)
class News:
    """Something that one of the staff has still to read; `name` is that of whom it is about, if anybody.

    `kind` is `link-opened-again|recovery-used|passkey-added|account-reset`.
    """

    id: int
    kind: str
    name: str | None
    at: datetime


def tell(
    app: App, db: Connection, readers: Iterable[int], kind: str, about: int | None = None
) -> None:
    """Have these of the staff read it, on the next page that they open."""
    notices.add(db, readers, kind, about, app.clock())


def tell_everybody(app: App, db: Connection, kind: str, about: int) -> None:
    """Have everybody read it who has an account, its owner among them."""
    tell(app, db, staff.active_ids(db), kind, about)


def tell_sender(app: App, db: Connection, sender: int | None, kind: str) -> None:
    """Have whoever passed a link on read it; of an operator's, and who has left, the stewards."""
    known = sender is not None and staff.hold(db, sender)
    tell(app, db, [sender] if sender and known else staff.active_ids(db, "steward"), kind)


def of(app: App, reader: Staff) -> list[News]:
    """What somebody has still to read, the latest first."""
    with app.database.reading() as db:
        found = notices.of(db, reader.id)
        names = staff.names(db, app.vault) if found else {}
    return [News(one.id, one.kind, names.get(one.about_id or 0), one.at) for one in found]


def read(app: App, reader: Staff, notice_id: int) -> None:
    """They have read it."""
    app.database.write(lambda db: notices.read(db, reader.id, notice_id))
