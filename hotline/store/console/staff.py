"""Staff: those who sign in to the console. Names, password hashes and secrets are sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import Connection, func, select, update

from flows.vocabulary.vocabulary import fold
from hotline.domain import transitions
from hotline.domain.console import Tries
from hotline.domain.states import StaffState
from hotline.domain.two_people import Account
from hotline.store.db.database import insert_new
from hotline.store.db.encryption import STAFF_NAME, STAFF_PASSWORD, STAFF_TOTP, Vault
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import STAFF
from hotline.store.schema import staff


@dataclass(frozen=True)
class Staff:
    """One of the staff, without a name. `role` is `listener|coordinator|steward`."""

    id: int
    role: str
    state: StaffState
    member_id: int | None
    language: str | None
    invited_by: int | None
    acts_seen_at: datetime | None
    created_at: datetime
    reads_words: bool

    @property
    def account(self) -> Account:
        """What decides whose second person they may be."""
        return Account(self.id, self.member_id, self.invited_by, self.created_at)


@dataclass(frozen=True)
class StaffAccount:
    """What signing in compares with, and how strangers' tries went since a right one."""

    id: int
    role: str
    state: StaffState
    password: str = field(repr=False)
    totp: str = field(repr=False)
    tries: Tries


class StaffValues(TypedDict, total=False):
    """Columns that change while somebody has an account."""

    language: str | None
    password: bytes
    totp: bytes
    totp_step: int
    misses: int
    locks: int
    locked_until: datetime | None
    acts_seen_at: datetime | None
    reads_words: bool


_S = staff.c
_COLUMNS = [_S[name] for name in Staff.__dataclass_fields__]
_ACCOUNT = _S.id, _S.role, _S.state, _S.password, _S.totp, _S.misses, _S.locks, _S.locked_until


def add(
    db: Connection,
    vault: Vault,
    *,
    name: str,
    role: str,
    password: str,
    totp: str,
    totp_step: int,
    member_id: int | None,
    invited_by: int | None,
    now: datetime,
) -> int | None:
    """Add somebody, with a hashed password; their id. None where the name is taken."""
    row_id = new_id()
    added = insert_new(
        db,
        staff,
        id=row_id,
        name_index=vault.staff_index(fold(name)),
        name=vault.seal(STAFF_NAME, row_id, name),
        role=role,
        state=transitions.STAFF.initial,
        password=vault.seal(STAFF_PASSWORD, row_id, password),
        totp=vault.seal(STAFF_TOTP, row_id, totp),
        totp_step=totp_step,
        member_id=member_id,
        invited_by=invited_by,
        misses=0,
        locks=0,
        created_at=now,
    )
    return row_id if added else None


def get(db: Connection, staff_id: int) -> Staff:
    """The one of this id."""
    return Staff(*db.execute(select(*_COLUMNS).where(_S.id == staff_id)).one())


def find(db: Connection, staff_id: int) -> Staff | None:
    """The one of this id; None if there is none."""
    row = db.execute(select(*_COLUMNS).where(_S.id == staff_id)).one_or_none()
    return None if row is None else Staff(*row)


def active_ids(db: Connection, role: str | None = None) -> list[int]:
    """Everybody whose account is open, of one role or of all."""
    query = select(_S.id).where(_S.state == "active")
    return list(db.execute(query if role is None else query.where(_S.role == role)).scalars())


def everybody(db: Connection) -> list[Staff]:
    """All of them, whoever came first in front."""
    return [Staff(*row) for row in db.execute(select(*_COLUMNS).order_by(_S.created_at, _S.turn))]


def hold(db: Connection, staff_id: int) -> bool:
    """Lock an account until the transaction ends; whether it is open."""
    query = select(_S.state).where(_S.id == staff_id).with_for_update(key_share=True)
    return db.execute(query).scalar_one_or_none() == "active"


def active(db: Connection) -> int:
    """How many accounts are open."""
    query = select(func.count()).where(_S.state == "active")
    return int(db.execute(query).scalar_one())


def first_made_at(db: Connection) -> datetime | None:
    """When the very first account was made; None before it."""
    found: datetime | None = db.execute(select(func.min(_S.created_at))).scalar_one()
    return found


def hold_all(db: Connection) -> None:
    """Lock every account until the transaction ends: what is counted over all of them stays true."""
    db.execute(select(_S.id).order_by(_S.id).with_for_update(key_share=True)).all()


def name_of(db: Connection, vault: Vault, staff_id: int) -> str:
    """The name they chose."""
    sealed = db.execute(select(_S.name).where(_S.id == staff_id)).scalar_one()
    return vault.open(STAFF_NAME, staff_id, sealed)


def names(db: Connection, vault: Vault) -> dict[int, str]:
    """The names of all of them, by id."""
    query = select(_S.id, _S.name)
    return {row.id: vault.open(STAFF_NAME, row.id, row.name) for row in db.execute(query)}


def locked_account(
    db: Connection, vault: Vault, *, name: str | None = None, staff_id: int | None = None
) -> StaffAccount | None:
    """The account of a typed name, or of an id, its row locked; None where there is none."""
    this = _S.id == staff_id if name is None else _S.name_index == vault.staff_index(fold(name))
    query = select(*_ACCOUNT).where(this).with_for_update(key_share=True)
    row = db.execute(query).one_or_none()
    if row is None:
        return None
    return StaffAccount(
        row.id,
        row.role,
        row.state,
        vault.open(STAFF_PASSWORD, row.id, row.password),
        vault.open(STAFF_TOTP, row.id, row.totp),
        Tries(row.misses, row.locks, row.locked_until),
    )


def change(db: Connection, staff_id: int, **values: Unpack[StaffValues]) -> None:
    """Set columns that are not sealed."""
    db.execute(update(staff).where(_S.id == staff_id).values(**values))


def set_tries(db: Connection, staff_id: int, tries: Tries) -> None:
    """How strangers' tries of an account went."""
    change(
        db,
        staff_id,
        misses=tries.misses,
        locks=tries.locks,
        locked_until=tries.locked_until,
    )


def set_password(db: Connection, vault: Vault, staff_id: int, hashed: str) -> None:
    """Another password, hashed, in place of the one before."""
    change(db, staff_id, password=vault.seal(STAFF_PASSWORD, staff_id, hashed))


def set_totp(db: Connection, vault: Vault, staff_id: int, secret: str, step: int) -> None:
    """Another secret of the codes, of which that of this half minute is used up."""
    change(db, staff_id, totp=vault.seal(STAFF_TOTP, staff_id, secret), totp_step=step)


def use_step(db: Connection, staff_id: int, step: int) -> bool:
    """Use up the code of a half minute, of an account that is open; whether it was unused."""
    fresh = (_S.id == staff_id) & (_S.state == "active") & (_S.totp_step < step)
    return db.execute(update(staff).where(fresh).values(totp_step=step)).rowcount == 1


def end(db: Connection, staff_id: int) -> bool:
    """Shut somebody out; whether they were in."""
    return STAFF.move(db, staff_id, "ended")
