"""A word of one's own: what is kept of it, and what is not sent any more once it was texted."""

from __future__ import annotations

from itertools import count

from sqlalchemy import select, update

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound.notify import tell
from hotline.store.db.encryption import OUTBOX_BODY as _BODY
from hotline.store.people import members
from hotline.store.schema import members as members_table
from hotline.store.schema import outbox
from tests.conftest import FakeClock
from tests.integration.texts import add_member, new_number
from tests.support_app import rows, settle_down

WORD = "purple lantern"
_sids = count(1)


def say(app: App, number: str, words: str) -> list[str]:
    sent = receive(app, Inbound(f"SM{next(_sids):032x}", number, words))
    settle_down(app)
    return [message.body for message in sent]


def with_word(app: App, **values: object) -> tuple[int, str]:
    number = new_number()
    member_id = add_member(app, number, greeted_at=app.clock(), **values)
    for words in ("safe word", WORD, WORD):
        said = say(app, number, words)
    assert said[0].startswith("Set.")
    return member_id, number


def test_only_a_keyed_hash_of_the_word_is_kept_another_for_each_member(app: App) -> None:
    one, other = with_word(app)[0], with_word(app)[0]
    kept = {row.id: row.safe_word for row in rows(app, members_table)}
    assert kept[one] != kept[other]
    assert all(len(kept[each]) == 32 and b"purple" not in kept[each] for each in (one, other))
    with app.database.reading() as db:
        assert WORD not in repr(members.get(db, one))


def test_nothing_is_sent_any_more_until_they_want_something(app: App) -> None:
    member_id, number = with_word(app, level=3)
    say(app, new_number(), "0")  # the team is told
    before = len(rows(app, outbox))
    assert say(app, number, WORD) == ["Sorry, there is nothing here for this number."]
    say(app, new_number(), "0")
    with app.database.writing() as db:
        assert not tell(UnitOfWork(app, db, app.clock()), member_id, "call-coming")
    mine = [row for row in rows(app, outbox)[before:] if row.member_id == member_id]
    assert [row.kind for row in mine] == ["reply"]
    assert say(app, number, "resume")
    assert "Someone asks for a person" in _after(app, member_id, number)


def _after(app: App, member_id: int, number: str) -> str:
    """What reaches them once somebody asks for a person."""
    say(app, new_number(), "0")
    (last,) = [row for row in rows(app, outbox) if row.member_id == member_id][-1:]
    opened = app.vault.open(_BODY, last.id, last.body)
    assert number not in opened
    return opened


def test_nobody_is_checked_on_after_it(app: App, clock: FakeClock) -> None:
    helper = new_number()
    add_member(app, helper, greeted_at=app.clock())
    for words in ("offer", "1", "90", "1", "1"):
        say(app, helper, words)
    member_id, number = with_word(app)
    for words in ("need food harbour today 2", "1", "1"):
        say(app, number, words)
    say(app, helper, "yes")
    say(app, number, "done")
    say(app, number, WORD)
    before = len(rows(app, outbox))
    clock.advance(days=3)
    settle_down(app)
    say(app, helper, "a last word")
    assert not [row for row in rows(app, outbox)[before:] if row.member_id == member_id]


def test_erase_forgets_the_word_too(app: App) -> None:
    member_id, number = with_word(app)
    say(app, number, "erase")
    say(app, number, "1")
    with app.database.reading() as db:
        query = select(members_table).where(members_table.c.id == member_id)
        row = db.execute(query).one()
    assert (row.safe_word, row.hidden_at, row.safe_from, row.safe_until) == (None,) * 4


def test_an_opted_out_member_has_the_word_as_well(app: App) -> None:
    _, number = with_word(app)
    with app.database.writing() as db:
        db.execute(update(members_table).values(state="opted_out"))
    assert say(app, number, WORD) == ["Sorry, there is nothing here for this number."]


def test_the_carriers_own_stop_comes_first(app: App) -> None:
    member_id, number = with_word(app)
    sent = receive(app, Inbound(f"SM{next(_sids):032x}", number, WORD, opt_out="STOP"))
    assert list(sent) == []
    with app.database.reading() as db:
        assert members.get(db, member_id).state == "opted_out"
