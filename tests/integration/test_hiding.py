"""A word of one's own: what is kept of it, and what is not sent any more once it was texted."""

from __future__ import annotations

from itertools import count

from sqlalchemy import select, update

from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound.notify import tell
from hotline.services.receive import Inbound, receive
from hotline.store import members
from hotline.store.schema import members as members_table
from hotline.store.schema import outbox
from hotline.store.vault import OUTBOX_BODY as _BODY
from tests.conftest import FakeClock
from tests.integration.texts import add_member, new_number
from tests.support_house import rows, settle_down

WORD = "purple lantern"
_sids = count(1)


def say(house: House, number: str, words: str) -> list[str]:
    sent = receive(house, Inbound(f"SM{next(_sids):032x}", number, words))
    settle_down(house)
    return [message.body for message in sent]


def with_word(house: House, **values: object) -> tuple[int, str]:
    number = new_number()
    member_id = add_member(house, number, greeted_at=house.clock(), **values)
    for words in ("safe word", WORD, WORD):
        said = say(house, number, words)
    assert said[0].startswith("Set.")
    return member_id, number


def test_only_a_keyed_hash_of_the_word_is_kept_another_for_each_member(house: House) -> None:
    one, other = with_word(house)[0], with_word(house)[0]
    kept = {row.id: row.safe_word for row in rows(house, members_table)}
    assert kept[one] != kept[other]
    assert all(len(kept[each]) == 32 and b"purple" not in kept[each] for each in (one, other))
    with house.database.reading() as db:
        assert WORD not in repr(members.get(db, one))


def test_nothing_is_sent_any_more_until_they_want_something(house: House) -> None:
    member_id, number = with_word(house, level=3)
    say(house, new_number(), "0")  # the team is told
    before = len(rows(house, outbox))
    assert say(house, number, WORD) == ["Sorry, there is nothing here for this number."]
    say(house, new_number(), "0")
    with house.database.writing() as db:
        assert not tell(Desk(house, db, house.clock()), member_id, "call-coming")
    mine = [row for row in rows(house, outbox)[before:] if row.member_id == member_id]
    assert [row.kind for row in mine] == ["reply"]
    assert say(house, number, "resume")
    assert "Someone asks for a person" in _after(house, member_id, number)


def _after(house: House, member_id: int, number: str) -> str:
    """What reaches them once somebody asks for a person."""
    say(house, new_number(), "0")
    (last,) = [row for row in rows(house, outbox) if row.member_id == member_id][-1:]
    opened = house.vault.open(_BODY, last.id, last.body)
    assert number not in opened
    return opened


def test_nobody_is_checked_on_after_it(house: House, clock: FakeClock) -> None:
    helper = new_number()
    add_member(house, helper, greeted_at=house.clock())
    for words in ("offer", "1", "90", "1", "1"):
        say(house, helper, words)
    member_id, number = with_word(house)
    for words in ("need food harbour today 2", "1", "1"):
        say(house, number, words)
    say(house, helper, "yes")
    say(house, number, "done")
    say(house, number, WORD)
    before = len(rows(house, outbox))
    clock.advance(days=3)
    settle_down(house)
    say(house, helper, "a last word")
    assert not [row for row in rows(house, outbox)[before:] if row.member_id == member_id]


def test_erase_forgets_the_word_too(house: House) -> None:
    member_id, number = with_word(house)
    say(house, number, "erase")
    say(house, number, "1")
    with house.database.reading() as db:
        query = select(members_table).where(members_table.c.id == member_id)
        row = db.execute(query).one()
    assert (row.safe_word, row.hidden_at, row.safe_from, row.safe_until) == (None,) * 4


def test_an_opted_out_member_has_the_word_as_well(house: House) -> None:
    _, number = with_word(house)
    with house.database.writing() as db:
        db.execute(update(members_table).values(state="opted_out"))
    assert say(house, number, WORD) == ["Sorry, there is nothing here for this number."]


def test_the_carriers_own_stop_comes_first(house: House) -> None:
    member_id, number = with_word(house)
    sent = receive(house, Inbound(f"SM{next(_sids):032x}", number, WORD, opt_out="STOP"))
    assert list(sent) == []
    with house.database.reading() as db:
        assert members.get(db, member_id).state == "opted_out"
