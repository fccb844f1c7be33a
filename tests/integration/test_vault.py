"""The vault: what is sealed opens in its place alone; keys can be rotated."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from hotline.store.db.database import Database
from hotline.store.db.encryption import MEMBER_NAME, MEMBER_PHONE, OUTBOX_BODY, Vault, VaultFault
from hotline.store.db.keyring import open_vault
from hotline.store.schema import data_keys

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


@pytest.fixture
def vault(database: Database) -> Vault:
    return _open(database, KEY)


def test_what_was_sealed_opens(vault: Vault) -> None:
    words = "الميناء، قرب الصيدلية \ud83d"  # a lone surrogate is what broken phones send
    assert vault.open(MEMBER_NAME, 7, vault.seal(MEMBER_NAME, 7, words)) == words


def test_the_same_words_never_look_the_same_twice(vault: Vault) -> None:
    first, second = (vault.seal(MEMBER_NAME, 7, "Rima") for _ in range(2))
    assert first != second
    assert b"Rima" not in first


def test_texts_cannot_be_told_apart_by_their_length(vault: Vault) -> None:
    texts = ["", "yes", "نعم", "Request 47 is open. " * 7, "مطلوب اليوم " * 9, "x" * 255]
    assert {len(vault.seal(OUTBOX_BODY, 7, text)) for text in texts} == {31 + 256}
    longer = {len(vault.seal(OUTBOX_BODY, 7, "x" * length)) for length in range(256, 700)}
    assert longer == {31 + 512, 31 + 768}
    names = {len(vault.seal(MEMBER_NAME, 7, "x" * length)) for length in range(256)}
    assert names == {31 + length for length in (64, 128, 192, 256)}


def test_what_ends_like_its_padding_comes_back_whole(vault: Vault) -> None:
    for content in (b"", b"\0", b"\x80", b"\x80\0\0", b"\0" * 300, b"a\x80" * 32):
        assert (
            vault.open_bytes(MEMBER_NAME, 7, vault.seal_bytes(MEMBER_NAME, 7, content)) == content
        )


def test_the_format_cannot_be_changed(vault: Vault) -> None:
    """What is padded must not be read as if it were not."""
    sealed = vault.seal(MEMBER_NAME, 7, "Rima")
    with pytest.raises(VaultFault):
        vault.open(MEMBER_NAME, 7, b"\x01" + sealed[1:])


def test_moved_to_another_row_or_column_it_does_not_open(vault: Vault) -> None:
    sealed = vault.seal(MEMBER_NAME, 7, "Rima")
    with pytest.raises(VaultFault):
        vault.open(MEMBER_NAME, 8, sealed)
    with pytest.raises(VaultFault):
        vault.open(MEMBER_PHONE, 7, sealed)


def test_changed_in_any_byte_it_does_not_open(vault: Vault) -> None:
    sealed = vault.seal(MEMBER_NAME, 7, "Rima")
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(VaultFault):
            vault.open(MEMBER_NAME, 7, changed)


def test_a_fault_does_not_quote_what_it_is_about(vault: Vault) -> None:
    sealed = vault.seal(MEMBER_PHONE, 7, "+96170000001")
    with pytest.raises(VaultFault) as fault:
        vault.open(MEMBER_PHONE, 8, sealed)
    assert "7000" not in str(fault.value)
    assert fault.value.__cause__ is None


def test_every_process_gets_the_same_vault(database: Database, vault: Vault) -> None:
    again = _open(database, KEY)
    assert again.open(MEMBER_NAME, 7, vault.seal(MEMBER_NAME, 7, "Rima")) == "Rima"
    assert again.phone_index("+96170000001") == vault.phone_index("+96170000001")


def test_the_index_is_keyed(database: Database, vault: Vault) -> None:
    index = vault.phone_index("+96170000001")
    assert index != vault.phone_index("+96170000002")
    assert index != vault.message_index("+96170000001")
    assert index != Vault(b"another key", {2: KEY}).phone_index("+96170000001")


def test_another_master_key_is_refused(database: Database, vault: Vault) -> None:
    with pytest.raises(VaultFault, match="HOTLINE_KEY"):
        _open(database, OTHER_KEY)


def test_a_stored_key_that_was_tampered_with_is_refused(database: Database, vault: Vault) -> None:
    with database.writing() as db:
        wrapped = db.execute(select(data_keys.c.wrapped).where(data_keys.c.id == 2)).scalar_one()
        broken = wrapped[:-1] + bytes([wrapped[-1] ^ 1])
        db.execute(update(data_keys).where(data_keys.c.id == 2).values(wrapped=broken))
    with pytest.raises(VaultFault):
        _open(database, KEY)


def _open(database: Database, key: bytes) -> Vault:
    return open_vault(database, (key,), NOW)
