"""Who is signed in, and for how much longer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from hotline.domain import console as rules
from hotline.services.kernel.app import App
from hotline.store.console import console_actions, console_sessions, staff
from hotline.store.console.console_sessions import ConsoleSession
from hotline.store.console.staff import Staff


@dataclass(frozen=True)
class StaffSession:
    """Somebody who is signed in, and by which session."""

    session_id: int
    staff: Staff


def present(app: App, token: str, *, by_hand: bool = True) -> StaffSession | None:
    """Whose session a token is; None where it is none, is over, or its owner was shut out.

    `by_hand` says that a person did something. What a page asks for by itself keeps no session open.
    """
    with app.database.reading() as db:
        session = console_sessions.find(db, app.vault, token)
        if session is None or _is_over(app, session):
            return None
        member_of_staff = staff.find(db, session.staff_id)
    if member_of_staff is None or member_of_staff.state != "active":
        return None
    if by_hand and app.clock() - session.seen_at >= rules.SEEN_EVERY:
        app.database.write(lambda db: console_sessions.touch(db, session.id, app.clock()))
    return StaffSession(session.id, member_of_staff)


def _is_over(app: App, session: ConsoleSession) -> bool:
    now = app.clock()
    idle = now - session.seen_at >= rules.IDLE
    return idle or now - session.opened_at >= rules.LONGEST_SESSION


def sign_out(app: App, token: str) -> None:
    """End the session of a token, if there is one."""
    app.database.write(lambda db: _end(app, db, token))


def _end(app: App, db: Connection, token: str) -> None:
    session = console_sessions.find(db, app.vault, token)
    if session is not None:
        console_sessions.end(db, app.vault, token)
        console_actions.add(db, session.staff_id, app.clock(), "signed-out")


def forget_old(app: App, db: Connection) -> None:
    """Drop the rows of sessions that are over."""
    now = app.clock()
    console_sessions.forget(db, now - rules.IDLE, now - rules.LONGEST_SESSION)
