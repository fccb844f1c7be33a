"""Who is signed in, and for how much longer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from hotline.domain import console as rules
from hotline.services.house import House
from hotline.store import console_actions, console_sessions, staff
from hotline.store.console_sessions import ConsoleSession
from hotline.store.staff import Staff


@dataclass(frozen=True)
class Present:
    """Somebody who is signed in, and by which session."""

    session_id: int
    staff: Staff


def present(house: House, token: str, *, by_hand: bool = True) -> Present | None:
    """Whose session a token is; None where it is none, is over, or its owner was shut out.

    `by_hand` says that a person did something. What a page asks for by itself keeps no session open.
    """
    with house.database.reading() as db:
        session = console_sessions.find(db, house.vault, token)
        if session is None or _is_over(house, session):
            return None
        member_of_staff = staff.find(db, session.staff_id)
    if member_of_staff is None or member_of_staff.state != "active":
        return None
    if by_hand and house.clock() - session.seen_at >= rules.SEEN_EVERY:
        house.database.write(lambda db: console_sessions.touch(db, session.id, house.clock()))
    return Present(session.id, member_of_staff)


def _is_over(house: House, session: ConsoleSession) -> bool:
    now = house.clock()
    idle = now - session.seen_at >= rules.IDLE
    return idle or now - session.opened_at >= rules.LONGEST_SESSION


def sign_out(house: House, token: str) -> None:
    """End the session of a token, if there is one."""
    house.database.write(lambda db: _end(house, db, token))


def _end(house: House, db: Connection, token: str) -> None:
    session = console_sessions.find(db, house.vault, token)
    if session is not None:
        console_sessions.end(db, house.vault, token)
        console_actions.add(db, session.staff_id, house.clock(), "signed-out")


def forget_old(house: House, db: Connection) -> None:
    """Drop the rows of sessions that are over."""
    now = house.clock()
    console_sessions.forget(db, now - rules.IDLE, now - rules.LONGEST_SESSION)
