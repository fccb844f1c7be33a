"""Keys rotated: everything sealed anew while others read and write, killed at any moment, nothing lost."""

from __future__ import annotations

import base64
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, LargeBinary, Table, insert, select, text, update

from hotline.config import read_settings
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.kernel.heartbeat import Presence
from hotline.services.operations import key_rotation as rotating
from hotline.services.operations.key_rotation import NothingToRotate, rotate
from hotline.store.db import encryption, keyring, resealing
from hotline.store.db.database import Database
from hotline.store.db.encryption import (
    MEMBER_NAME,
    MEMBER_PHONE,
    RECORDING_SID,
    SEALED,
    SealedColumn,
    Vault,
    VaultFault,
)
from hotline.store.db.ids import new_id
from hotline.store.schema import data_keys, members, metadata, recordings
from hotline.store.upkeep import audit_log, processes
from hotline.wiring import build, marks
from tests.conftest import KEY, FakeClock
from tests.integration.processes import COMMAND, clean_environ, hotline
from tests.support_processes import PATIENCE, wait_until
from tests.support_rows import NOW, add_row

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
LATER = NOW + timedelta(hours=1)
NEW_KEY = base64.b64encode(NEW).decode()

# Binary, and no secret: keyed hashes, and keys that the master key wraps.
NOT_SEALED = {
    "data_keys.wrapped",
    "members.safe_word",
    "tallies.subject",
    "tallies.last_text",
    "tallies.last_answer",
    "members.phone_index",
    "suppressions.phone_index",
    "carried_asks.phone_index",
    "carried_sides.phone_index",
    "kept_apart.first_index",
    "kept_apart.second_index",
    "reports.reporter_index",
    "reports.subject_index",
    "inbound_messages.sid_hash",
    "attempts.sid_hash",
    "calls.sid_hash",
    "call_orders.phone_index",
    "recordings.sid_hash",
    "rings.sid_hash",
    "provider_copies.sid_hash",
    "staff.name_index",
    "invitations.token_hash",
    "enrolments.token_hash",
    "recovery_codes.digest",
    "passkeys.credential_index",
    "answered_challenges.digest",
    "console_devices.token_hash",
    "sign_in_misses.address",
    "console_sessions.token_hash",
    "record_ends.link",
    "record_ends.seal",
    *(f"{table}.link" for table in ("events", "console_actions")),
    *(f"events.{who}_{part}" for who in ("member", "actor") for part in ("mark", "proof")),
    *(f"console_actions.target_{part}" for part in ("mark", "proof")),
}


def quietly(database: Database, *masters: bytes) -> int:
    """Rotate without waiting or words."""
    return rotate(database, masters, lambda: LATER, lambda _: None, lambda _: None)


def seal_one(database: Database, sealer: Vault, place: SealedColumn, words: str) -> int:
    """A new row with these words in a sealed column; its id."""
    table = resealing._parts(place)[0]
    with database.writing() as db:
        row_id = add_row(db, table)
        assert row_id is not None
        _seal_row(db, sealer, place, row_id, words)
        for link in table.foreign_keys:  # what it hangs on, where that is sealed too
            its_id = db.execute(select(link.parent).where(_key(table) == row_id)).scalar_one()
            parts = [(one, *resealing._parts(one)) for one in SEALED]
            due = [
                one
                for one, its, _, column in parts
                if its is link.column.table and not column.nullable
            ]
            if due and its_id is not None:
                _seal_row(db, sealer, due[0], its_id, words)
    return row_id


def _seal_row(db: Connection, sealer: Vault, place: SealedColumn, row_id: int, words: str) -> None:
    table = resealing._parts(place)[0]
    for one, column in needed(place).items():
        sealed = sealer.seal(one, row_id, words)
        db.execute(update(table).where(_key(table) == row_id).values({column: sealed}))


def _key(table: Table) -> Column[Any]:
    (key,) = table.primary_key.columns
    return key


def needed(place: SealedColumn) -> dict[SealedColumn, Any]:
    """A sealed column, and those beside it that no row of its table can do without."""
    parts = {one: resealing._parts(one) for one in SEALED}
    table = parts[place][0]
    return {
        one: column
        for one, (its_table, _, column) in parts.items()
        if one == place or (its_table is table and not column.nullable)
    }


def read_one(database: Database, opener: Vault, place: SealedColumn, row_id: int) -> str:
    """The words in a sealed column of a row."""
    _, key, column = resealing._parts(place)
    with database.reading() as db:
        return opener.open(
            place, row_id, db.execute(select(column).where(key == row_id)).scalar_one()
        )


# What is covered


def test_ids_of_the_provider_are_sealed_or_hashed() -> None:
    known = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if "sid" in column.name.split("_") and not column.name.endswith("_hash")
    }
    assert known
    assert known <= {place.place for place in SEALED}


def test_what_an_older_release_left_opens_and_is_sealed_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not padded then, and ids of recordings stood there as they were."""
    before = keyring.open_vault(database, (OLD,), NOW)
    monkeypatch.setattr(encryption, "FORMAT", b"\x01")
    monkeypatch.setattr(encryption, "padded", lambda content, _: content)
    monkeypatch.setattr(SealedColumn, "bound_to", lambda at, i, _="": f"{at.place}:{i}".encode())
    row_id = seal_one(database, before, MEMBER_NAME, "Zephyrine")
    monkeypatch.undo()
    with database.writing() as db:
        recording = add_row(db, recordings, provider_sid=b"RE" + b"1" * 32)
    assert read_one(database, before, MEMBER_NAME, row_id) == "Zephyrine"
    quietly(database, NEW, OLD)
    vault = keyring.open_vault(database, (NEW,), NOW)
    assert read_one(database, vault, MEMBER_NAME, row_id) == "Zephyrine"
    with database.reading() as db:
        name = db.execute(select(members.c.name).where(members.c.id == row_id)).scalar_one()
        sid = db.execute(select(recordings.c.provider_sid)).scalar_one()
    assert (len(name), len(sid)) == (95, 95)  # 3 of head, 12 of nonce, 64, 16 of tag
    assert vault.open_sid(RECORDING_SID, recording or 0, sid) == "RE" + "1" * 32


def test_every_sealed_column_is_sealed_anew() -> None:
    declared = {one for one in vars(encryption).values() if isinstance(one, SealedColumn)}
    assert declared == set(SEALED)


def test_every_binary_column_is_known_to_be_sealed_or_not() -> None:
    binary = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert binary == {place.place for place in SEALED} | NOT_SEALED


@pytest.mark.parametrize("place", SEALED, ids=lambda place: place.place)
def test_a_sealed_column_is_found_and_sealed_anew(database: Database, place: SealedColumn) -> None:
    before = keyring.open_vault(database, (OLD,), NOW)
    row_id = seal_one(database, before, place, "كستناء")
    assert quietly(database, NEW, OLD) == 1
    after = keyring.open_vault(database, (NEW,), NOW)
    assert read_one(database, after, place, row_id) == "كستناء"
    with database.reading() as db:
        assert keyring.numbers(db) == [after.newest] == [before.newest + 1]
        assert [event.kind for event in audit_log.latest(db, 5)] == ["key_rotated"]


def test_more_rows_than_one_batch_takes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "_ROWS", 3)
    before = keyring.open_vault(database, (OLD,), NOW)
    ids = [seal_one(database, before, MEMBER_NAME, f"name {n}") for n in range(10)]
    said: list[str] = []
    rotate(database, (NEW, OLD), lambda: LATER, said.append, lambda _: None)
    assert "members.name: 10 sealed anew (10 of 10)" in said
    after = keyring.open_vault(database, (NEW,), NOW)
    names = [read_one(database, after, MEMBER_NAME, row_id) for row_id in ids]
    assert names == [f"name {n}" for n in range(10)]


# What stays, and what does not


def test_members_are_found_by_number_as_before(database: Database) -> None:
    before = keyring.open_vault(database, (OLD,), NOW)
    quietly(database, NEW, OLD)
    after = keyring.open_vault(database, (NEW,), NOW)
    assert after.phone_index("+96170000001") == before.phone_index("+96170000001")


def test_the_old_key_opens_nothing_any_more(database: Database) -> None:
    keyring.open_vault(database, (OLD,), NOW)
    quietly(database, NEW, OLD)
    with pytest.raises(VaultFault, match="HOTLINE_KEY"):
        keyring.open_vault(database, (OLD,), NOW)
    keyring.open_vault(database, (NEW, OLD), NOW)


def test_both_keys_open_before_it_is_begun(database: Database) -> None:
    before = keyring.open_vault(database, (OLD,), NOW)
    row_id = seal_one(database, before, MEMBER_NAME, "Rima")
    both = keyring.open_vault(database, (NEW, OLD), NOW)
    assert read_one(database, both, MEMBER_NAME, row_id) == "Rima"


def test_without_a_new_key_there_is_nothing_to_do(database: Database) -> None:
    keyring.open_vault(database, (OLD,), NOW)
    with pytest.raises(NothingToRotate):
        quietly(database, OLD)
    with database.reading() as db:
        assert keyring.numbers(db) == [2]


def test_with_the_wrong_keys_nothing_changes(database: Database) -> None:
    keyring.open_vault(database, (OLD,), NOW)
    with pytest.raises(VaultFault):
        quietly(database, NEW, bytes(32))
    keyring.open_vault(database, (OLD,), NOW)


def test_what_was_tampered_with_stops_it_and_no_key_is_deleted(database: Database) -> None:
    before = keyring.open_vault(database, (OLD,), NOW)
    row_id = seal_one(database, before, MEMBER_NAME, "Rima")
    with database.writing() as db:
        db.execute(
            update(members).where(members.c.id == row_id).values(phone=b"\x01\x00\x02broken")
        )
    with pytest.raises(VaultFault, match=rf"members\.phone: .* row {row_id}"):
        quietly(database, NEW, OLD)
    both = keyring.open_vault(database, (NEW, OLD), NOW)
    assert read_one(database, both, MEMBER_NAME, row_id) == "Rima"


# While others work


@pytest.fixture
def running(environ: dict[str, str], clock: FakeClock) -> Iterator[Callable[[str], App]]:
    """Builds Houses on one database, each with the HOTLINE_KEY it is given."""
    houses: list[App] = []

    def make(key: str) -> App:
        houses.append(build(read_settings(environ | {"HOTLINE_KEY": key}), clock))
        return houses[-1]

    yield make
    for app in houses:
        app.doorbell.close()
        app.database.dispose()


def test_a_running_process_reads_what_was_sealed_with_the_new_key(
    running: Callable[[str], App],
) -> None:
    running(KEY)  # begins the database
    long_running = running(f"{NEW_KEY},{KEY}")
    first = receive(long_running, Inbound(f"SM{1:032x}", "+9613123456", "hello"))
    quietly(long_running.database, NEW, OLD)
    again = receive(long_running, Inbound(f"SM{1:032x}", "+9613123456", "hello"))
    assert [text.body for text in again] == [text.body for text in first]
    later = receive(long_running, Inbound(f"SM{2:032x}", "+9613123456", "need food harbour"))
    assert later
    fresh = running(NEW_KEY)
    assert receive(fresh, Inbound(f"SM{2:032x}", "+9613123456", "need food harbour")) == later


def test_nobody_seals_with_keys_read_a_while_ago(database: Database) -> None:
    keyring.open_vault(database, (OLD,), NOW)
    now = [0.0]
    with database.reading() as db:
        index_key, keys = keyring._unwrapped(db, (OLD,))

    def reload() -> dict[int, bytes]:
        with database.reading() as db:
            return keyring._unwrapped(db, (NEW, OLD))[1]

    frozen = Vault(index_key, keys, reload, lambda: now[0])
    database.write(lambda db: keyring.change_master(db, (NEW, OLD), NOW))
    assert encryption.key_number(frozen.seal(MEMBER_NAME, 7, "Rima")) == 2
    now[0] += encryption.STALE_SECONDS + 1
    assert encryption.key_number(frozen.seal(MEMBER_NAME, 7, "Rima")) == 3


def test_old_keys_are_kept_until_every_process_has_read_the_new_one(database: Database) -> None:
    keyring.open_vault(database, (OLD,), NOW)
    waited: list[float] = []
    rotate(database, (NEW, OLD), lambda: NOW, lambda _: None, waited.append)
    assert waited[0] > encryption.STALE_SECONDS


def test_what_is_written_with_an_old_key_meanwhile_is_sealed_anew_before_that_is_deleted(
    database: Database,
) -> None:
    before = keyring.open_vault(database, (OLD,), NOW)
    ids: list[int] = []

    def meanwhile(_: float) -> None:
        if not ids:
            ids.append(seal_one(database, before, MEMBER_NAME, "late"))

    rotate(database, (NEW, OLD), lambda: NOW, lambda _: None, meanwhile)
    after = keyring.open_vault(database, (NEW,), NOW)
    assert read_one(database, after, MEMBER_NAME, ids[0]) == "late"


def test_a_key_still_in_use_is_never_deleted(database: Database) -> None:
    before = keyring.open_vault(database, (OLD,), NOW)
    seal_one(database, before, MEMBER_NAME, "Rima")
    database.write(lambda db: keyring.change_master(db, (NEW, OLD), NOW))
    deleted = database.write(lambda db: rotating._forget_unused(db, 3))
    assert deleted is None
    with database.reading() as db:
        assert keyring.numbers(db) == [2, 3]


def test_no_write_is_lost_to_a_rotation(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "_ROWS", 5)
    keyring.open_vault(database, (OLD,), NOW)
    before = keyring.open_vault(database, (NEW, OLD), NOW)
    ids = [seal_one(database, before, MEMBER_NAME, "first") for _ in range(30)]
    rotated = threading.Event()

    def write_on() -> None:
        names = 0
        while not rotated.is_set() or names < 60:
            row_id = ids[names % len(ids)]
            sealed = before.seal(MEMBER_NAME, row_id, f"name {names}")
            change = update(members).where(members.c.id == row_id).values(name=sealed)
            database.write(lambda db, change=change: db.execute(change))  # type: ignore[misc]
            last[row_id], names = f"name {names}", names + 1

    last = dict.fromkeys(ids, "first")
    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        made = database.write(lambda db: keyring.change_master(db, (NEW, OLD), NOW))
        sealer = keyring.open_vault(database, (NEW, OLD), NOW)
        for _ in range(5):
            rotating.reseal(database, sealer, lambda _: None)
    finally:
        rotated.set()
        writer.join()
    assert made == 3
    assert quietly(database, NEW, OLD) == 1
    after = keyring.open_vault(database, (NEW,), NOW)
    assert {i: read_one(database, after, MEMBER_NAME, i) for i in ids} == last


# As operators do it


@pytest.fixture
def operator(database_url: str, tmp_path: Path) -> dict[str, str]:
    return clean_environ(
        HOTLINE_DEMO="1",
        HOTLINE_DATA=str(tmp_path / "data"),
        DATABASE_URL=database_url,
        HOTLINE_KEY=f"{NEW_KEY},{KEY}",
    )


def test_killed_in_the_middle_it_goes_on_where_it_was(
    operator: dict[str, str], database: Database
) -> None:
    before = keyring.open_vault(database, (OLD,), NOW)
    ids = [new_id() for _ in range(3000)]
    with database.writing() as db:
        db.execute(insert(members), [_member(before, row_id) for row_id in ids])
    begun = subprocess.Popen(
        [*COMMAND, "keys", "rotate"], env=operator, stdout=subprocess.PIPE, text=True
    )
    assert begun.stdout is not None
    until = time.monotonic() + PATIENCE
    while not _killed_in_the_middle(database, begun):  # without a pause: writers take turns
        assert time.monotonic() < until
    begun.wait()
    begun.stdout.close()
    done = _under(database, 3)
    assert 0 < done < 6000
    both = keyring.open_vault(database, (NEW, OLD), NOW)
    assert _names(database, both, ids) == [f"name {row_id}" for row_id in ids]
    with database.writing() as db:  # nobody reads keys that long
        db.execute(update(data_keys).values(created_at=NOW))
    again = hotline("keys", "rotate", environ=operator)
    assert again.returncode == 0, again.stderr
    assert f"({6000 - done} of {6000 - done})" in again.stdout
    assert "1 old data key(s) deleted" in again.stdout
    after = keyring.open_vault(database, (NEW,), NOW)
    assert _names(database, after, ids) == [f"name {row_id}" for row_id in ids]


def _killed_in_the_middle(database: Database, child: subprocess.Popen[str]) -> bool:
    """Between two of its transactions, in which it can do nothing: kill it if it has begun."""
    with database.writing() as db:
        if not database.is_sqlite:
            db.execute(text("LOCK TABLE members IN SHARE ROW EXCLUSIVE MODE"))
        if _count_under(db, 3) == 0:
            return False
        child.send_signal(signal.SIGKILL)
        return True


def _member(sealer: Vault, row_id: int) -> dict[str, object]:
    return {
        "id": row_id,
        "name": sealer.seal(MEMBER_NAME, row_id, f"name {row_id}"),
        "phone": sealer.seal(MEMBER_PHONE, row_id, f"+961{row_id}"),
        "language": "ar",
        "state": "active",
        "level": 0,
        "created_at": NOW,
    }


def _under(database: Database, number: int) -> int:
    with database.reading() as db:
        return _count_under(db, number)


def _count_under(db: Connection, number: int) -> int:
    """How many names and numbers are sealed under a data key."""
    values = [v for row in db.execute(select(members.c.name, members.c.phone)) for v in row]
    return sum(encryption.key_number(value) == number for value in values)


def _names(database: Database, opener: Vault, ids: list[int]) -> list[str]:
    with database.reading() as db:
        found = {row.id: row.name for row in db.execute(select(members.c.id, members.c.name))}
    return [opener.open(MEMBER_NAME, i, found[i]) for i in ids]


def test_it_is_not_begun_while_a_process_does_not_know_the_new_key(
    operator: dict[str, str], database: Database
) -> None:
    settings = read_settings(operator | {"HOTLINE_KEY": KEY})
    with (
        Presence(database, "worker", lambda: datetime.now(UTC), marks(settings)),
        database.reading() as db,
    ):
        wait_until(lambda: _running(database) == ["worker"], "it says that it runs")
        told = hotline("keys", "rotate", environ=operator)
    assert told.returncode == 1
    assert "1 process(es) do not know the new key yet (worker)" in told.stderr
    assert _running(database) == []
    with database.reading() as db:
        assert db.execute(select(data_keys)).all() == []


def test_a_process_that_said_nothing_for_long_runs_no_more(database: Database) -> None:
    now = datetime.now(UTC)
    with database.writing() as db:
        processes.beat(db, 1, "web", "", now - processes.GONE_AFTER - timedelta(seconds=1))
        processes.beat(db, 2, "web", "", now)
        assert [one.id for one in processes.running(db, now)] == [2]
        processes.beat(db, 1, "web", "", now)
        assert [one.id for one in processes.running(db, now)] == [1, 2]


def _running(database: Database) -> list[str]:
    with database.reading() as db:
        return [one.kind for one in processes.running(db, datetime.now(UTC))]


def test_without_a_new_key_the_operator_is_told_what_to_do(operator: dict[str, str]) -> None:
    told = hotline("keys", "rotate", environ=operator | {"HOTLINE_KEY": KEY})
    assert told.returncode == 1
    assert "NEW,OLD" in told.stderr
