"""Members: found by blind index, locked one at a time, their numbers sealed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict, TypeVar, Unpack

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from hotline.domain.reachability import Consent
from hotline.domain.states import MemberOrStranger, MemberState
from hotline.domain.transitions import MEMBER
from hotline.store.db.database import insert_new
from hotline.store.db.encryption import MEMBER_NAME, MEMBER_PHONE, Vault
from hotline.store.db.identity_map import IdentityMap
from hotline.store.db.ids import new_id
from hotline.store.db.lifecycle import MEMBERS
from hotline.store.db.prepared import Prepared
from hotline.store.people import carried, reports
from hotline.store.schema import avoidances, member_languages, members, suppressions

R = TypeVar("R")

COORDINATOR_LEVEL = 3


@dataclass(frozen=True)
class Member:
    """A member as services see one: no number, no name."""

    id: int
    language: str
    state: MemberOrStranger
    level: int
    greeted_at: datetime | None
    in_flow_until: datetime | None
    by_call: bool = False  # is called, and never texted first
    created_at: datetime | None = None  # None of a stranger, who is in no table
    safe_word: bytes | None = field(default=None, repr=False)  # its keyed hash
    word_at: datetime | None = None  # when it was chosen
    hidden_at: datetime | None = None  # by that word: as good as gone until they want something
    veiled_at: datetime | None = (
        None  # when they hid last: what was before is not shown here any more
    )
    safe_from: int | None = (
        None  # minutes of the day; with `safe_until` the hours for texts of ours
    )
    safe_until: int | None = None
    pin_in_texts: bool = False  # asked for before news and words of others
    unlocked_until: datetime | None = None  # after a right one
    call_safe: Consent = "unknown"  # whether calls to this phone are

    @property
    def is_coordinator(self) -> bool:
        return self.level >= COORDINATOR_LEVEL and self.state == "active" and not self.hidden_at

    def is_veiled(self, since: datetime | None) -> bool:
        """Whether what began then is from before they hid, and told to whoever holds their phone no more."""
        return self.veiled_at is not None and (since is None or since <= self.veiled_at)

    def is_locked(self, now: datetime) -> bool:
        """Whether news and words of others are shown in texts only after the PIN."""
        still_open = self.unlocked_until is not None and self.unlocked_until > now
        return self.pin_in_texts and not still_open


class MemberValues(TypedDict, total=False):
    """Columns that change while a member is here; their state does by `move` alone."""

    language: str
    level: int
    greeted_at: datetime | None
    in_flow_until: datetime | None
    by_call: bool
    safe_word: bytes | None
    word_at: datetime | None
    hidden_at: datetime | None
    veiled_at: datetime | None
    safe_from: int | None
    safe_until: int | None
    pin_in_texts: bool
    unlocked_until: datetime | None
    call_safe: Consent


_COLUMNS = [members.c[name] for name in Member.__dataclass_fields__]
# Statements of every inbound text are built once: building one costs as much as running it.
_BY_ID = Prepared(select(*_COLUMNS).where(members.c.id == bindparam("member_id")))
# FOR NO KEY UPDATE, here and wherever a row is locked: FOR UPDATE would also hold up everybody who adds
# a row that refers to this one, a text to this member say, and so lock a second member after all.
_LOCKED = Prepared(
    select(*_COLUMNS)
    .where(members.c.phone_index == bindparam("index"))
    .with_for_update(key_share=True)
)
_LOCKED_BY_ID = Prepared(
    select(*_COLUMNS).where(members.c.id == bindparam("member_id")).with_for_update(key_share=True)
)
_LOCKED_IF_FREE = Prepared(
    select(*_COLUMNS)
    .where(members.c.id == bindparam("member_id"))
    .with_for_update(key_share=True, skip_locked=True)
)
_BY_INDEX = Prepared(select(*_COLUMNS).where(members.c.phone_index == bindparam("index")))
_SEVERAL = Prepared(
    select(*_COLUMNS).where(members.c.id.in_(bindparam("member_ids", expanding=True)))
)
_KEPT_STATE = Prepared(
    select(suppressions.c.state).where(suppressions.c.phone_index == bindparam("index"))
)
_SPEAKS = Prepared(insert(member_languages))
_CHANGE = Prepared(update(members).where(members.c.id == bindparam("member_id")))
_HELD = IdentityMap(Member)


def get(db: Connection, member_id: int) -> Member:
    """The member of this id, unlocked."""
    held = _HELD.find(db, member_id)
    return _only(_BY_ID.rows(db, member_id=member_id)) if held is None else held


def find(db: Connection, member_id: int) -> Member | None:
    """The member of this id, unlocked; None if there is none."""
    held = _HELD.find(db, member_id)
    if held is not None:
        return held
    found = _BY_ID.rows(db, member_id=member_id)
    return Member(*found[0]) if found else None


def locked(db: Connection, phone_index: bytes) -> Member | None:
    """The member of this number, the row locked until the transaction ends; None if there is none."""
    found = _LOCKED.rows(db, index=phone_index)
    return _HELD.keep(db, Member(*found[0])) if found else None


def by_index(db: Connection, phone_index: bytes) -> Member | None:
    """The member of this number, unlocked; None if there is none."""
    found = _BY_INDEX.first(db, index=phone_index)
    return None if found is None else Member(*found)


def locked_if_free(db: Connection, member_id: int) -> Member | None:
    """The member of this id, the row locked; None where that would mean to wait for somebody else.

    Only so may a second member be locked: whoever holds one and waits for another can wait for ever.
    """
    found = _LOCKED_IF_FREE.first(db, member_id=member_id)
    return None if found is None else _HELD.keep(db, Member(*found))


def locked_by_id(db: Connection, member_id: int) -> Member:
    """The member of this id, the row locked until the transaction ends."""
    held = _HELD.find(db, member_id)
    if held is not None:
        return held
    return _HELD.keep(db, _only(_LOCKED_BY_ID.rows(db, member_id=member_id)))


def add(
    db: Connection, vault: Vault, number: str, language: str, now: datetime, level: int = 0
) -> bool:
    """Add a member unless the number is known; whether it was added.

    Somebody who said stop or was blocked before being erased is so still, and kept apart from whom they were.
    """
    row_id, index = new_id(), vault.phone_index(number)
    kept = _KEPT_STATE.scalar(db, index=index)
    added = insert_new(
        db,
        members,
        id=row_id,
        phone_index=index,
        phone=vault.seal(MEMBER_PHONE, row_id, number),
        language=language,
        state=kept or MEMBER.initial,
        level=level,
        created_at=now,
    )
    if added:
        _SPEAKS.run(db, member_id=row_id, language=language)
        carried.restore(db, row_id, index)
        reports.restore(db, row_id, index)
    return added


def get_or_add(
    db: Connection, vault: Vault, number: str, language: str, now: datetime
) -> tuple[Member, bool]:
    """The member of this number, the row locked, added first where it is nobody's; whether they are new."""
    added = add(db, vault, number, language, now)
    return _HELD.keep(db, _only(_LOCKED.rows(db, index=vault.phone_index(number)))), added


def number_of(db: Connection, vault: Vault, member_id: int) -> str | None:
    """The E.164 number, opened for sending; None once it has been erased."""
    sealed = _one(_PHONE.rows(db, member_id=member_id)).phone
    return None if sealed is None else vault.open(MEMBER_PHONE, member_id, sealed)


_PHONE = Prepared(select(members.c.phone).where(members.c.id == bindparam("member_id")))


def phone_index_of(db: Connection, member_id: int) -> bytes | None:
    """The blind index of a member's number; None once it has been erased."""
    query = select(members.c.phone_index).where(members.c.id == member_id)
    found: bytes | None = db.execute(query).scalar_one()
    return found


def move(db: Connection, member_id: int, to: MemberState) -> bool:
    """Change the state of a member, whose row is locked, if the table of transitions allows it; whether
    it did."""
    moved = MEMBERS.move(db, member_id, to)
    if moved:
        _HELD.changed(db, member_id, {"state": to})
    return moved


def change(db: Connection, member_id: int, **values: Unpack[MemberValues]) -> None:
    """Set columns of one member, but for the state."""
    _CHANGE.run(db, member_id=member_id, **values)
    _HELD.changed(db, member_id, values)


def rename(db: Connection, vault: Vault, member_id: int, name: str) -> None:
    """Keep, sealed, what coordinators call this member."""
    _CHANGE.run(db, member_id=member_id, name=vault.seal(MEMBER_NAME, member_id, name))


def names_of(db: Connection, vault: Vault, member_ids: Iterable[int]) -> dict[int, str]:
    """What coordinators call these members; those without a name are left out."""
    query = select(members.c.id, members.c.name).where(members.c.id.in_(list(member_ids)))
    named = query.where(members.c.name.is_not(None))
    return {row.id: vault.open(MEMBER_NAME, row.id, row.name) for row in db.execute(named)}


def names(db: Connection, vault: Vault) -> list[str]:
    """What coordinators call their members, all of them who have a name."""
    named = select(members.c.id, members.c.name).where(members.c.name.is_not(None))
    return [vault.open(MEMBER_NAME, row.id, row.name) for row in db.execute(named)]


def levels_of(db: Connection, member_ids: Iterable[int]) -> dict[int, int]:
    """The level of each of these members."""
    return {row.id: row.level for row in _LEVELS.rows(db, member_ids=list(member_ids))}


_LEVELS = Prepared(
    select(members.c.id, members.c.level).where(
        members.c.id.in_(bindparam("member_ids", expanding=True))
    )
)


def several(db: Connection, member_ids: Iterable[int]) -> dict[int, Member]:
    """These members, unlocked; ids of nobody are left out."""
    rows = _SEVERAL.rows(db, member_ids=list(member_ids))
    return {row.id: Member(*row) for row in rows}


def not_erased(db: Connection, member_ids: Iterable[int]) -> set[int]:
    """Those of these members who are still here, whatever else their state is."""
    query = select(members.c.id).where(members.c.id.in_(list(member_ids)))
    return set(db.execute(query.where(members.c.state != "erased")).scalars())


def languages(db: Connection, member_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The languages that each of these members shares."""
    found: dict[int, frozenset[str]] = {}
    for row in _LANGUAGES.rows(db, member_ids=list(member_ids)):
        found[row.member_id] = found.get(row.member_id, frozenset()) | {row.language}
    return found


_LANGUAGES = Prepared(
    select(member_languages).where(
        member_languages.c.member_id.in_(bindparam("member_ids", expanding=True))
    )
)


def set_languages(db: Connection, member_id: int, spoken: Sequence[str]) -> None:
    """Replace the languages of one member."""
    forget_languages(db, member_id)
    for language in dict.fromkeys(spoken):
        _SPEAKS.run(db, member_id=member_id, language=language)


def forget_languages(db: Connection, member_id: int) -> None:
    """It is not known any more what this member speaks."""
    _FORGET_LANGUAGES.run(db, member=member_id)


_FORGET_LANGUAGES = Prepared(
    delete(member_languages).where(member_languages.c.member_id == bindparam("member"))
)


def add_language(db: Connection, member_id: int, language: str) -> None:
    """Remember that this member speaks a language as well."""
    insert_new(db, member_languages, member_id=member_id, language=language)


def coordinators(db: Connection) -> list[int]:
    """The active members of the coordinators' level."""
    return _COORDINATORS.scalars(db)


_COORDINATORS = Prepared(
    select(members.c.id).where(
        members.c.level >= COORDINATOR_LEVEL,
        members.c.state == "active",
        members.c.hidden_at.is_(None),
    )
)


def avoid(db: Connection, member_id: int, other_id: int) -> bool:
    """From now on these two are not brought together, as `member_id` wishes; whether that is new."""
    return insert_new(db, avoidances, member_id=member_id, other_id=other_id)


def avoided_by(db: Connection, member_id: int) -> set[int]:
    """Everybody whom this member avoids or who avoids this member."""
    return {other for row in _AVOIDED.rows(db, member=member_id) for other in row} - {member_id}


_MEMBER = bindparam("member", type_=avoidances.c.member_id.type)
_AVOIDED = Prepared(
    select(avoidances.c.member_id, avoidances.c.other_id).where(
        (avoidances.c.member_id == _MEMBER) | (avoidances.c.other_id == _MEMBER)
    )
)


def _only(found: list[Any]) -> Member:
    return Member(*_one(found))


def _one(found: list[R]) -> R:
    if not found:
        raise LookupError("no such member")
    return found[0]
