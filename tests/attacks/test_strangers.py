"""Whoever asks about what is not theirs learns nothing: not that it is there, nor from the work it takes."""

from __future__ import annotations

from secrets import token_hex
from unicodedata import bidirectional, category

import pytest

from flows.text.sanitize import clean_words
from hotline.domain.phones import BadNumber, typed_number
from hotline.domain.scrubbing.scrubber import scrub
from hotline.services.delivery import deliver
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.needs import dispatch
from hotline.store.db.encryption import OUTBOX_BODY
from hotline.store.people import members
from hotline.store.schema import asks, needs, outbox
from tests.conftest import FakeClock
from tests.integration.texts import add_member
from tests.support_app import enrol, greet_everybody, rows
from tests.support_statements import statements

MAYA, SAM, OMAR = "+9613000001", "+9613000002", "+9613000003"
ISOLATES = "\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e"


def say(app: App, number: str, words: str) -> list[str]:
    return [t.body for t in receive(app, Inbound(f"SM{token_hex(16)}", number, words))]


def opened(app: App, clock: FakeClock) -> str:
    """Maya's request, of which Sam is asked; its reference."""
    enrol(app, ("Sam", SAM, "en", "food", "all", "1"), ("Omar", OMAR, "en", "", "", "0"))
    add_member(app, MAYA)
    greet_everybody(app)
    for words in ("need food harbour today 2", "1", "1"):
        clock.advance(minutes=1)
        say(app, MAYA, words)
    dispatch.run_due(app)
    deliver.run(app)
    return str(rows(app, needs)[0].reference)


WORDS_ABOUT = (
    "{}",
    "YES {}",
    "NO {}",
    "DONE {}",
    "CANT {}",
    "DROP {}",
    "CHANGE {}",
    "CALL {}",
    "STATUS {}",
    "{} on my way",
    "نعم {}",
    "تم {}",
)


@pytest.mark.parametrize("words", WORDS_ABOUT)
def test_a_reference_of_somebody_else_is_like_one_of_nobody(
    app: App, clock: FakeClock, words: str
) -> None:
    """The same answer, and no more work that could be timed than a few looks at an index."""
    theirs = opened(app, clock)
    nobodys = "999" if theirs != "999" else "998"
    told, work = [], []
    for reference in (nobodys, theirs):
        clock.advance(minutes=11)
        say(app, OMAR, "MENU")
        clock.advance(minutes=11)
        before = [tuple(r) for t in (needs, asks) for r in rows(app, t)]
        with statements(app) as seen:
            told.append(
                [t.replace(reference, "N") for t in say(app, OMAR, words.format(reference))]
            )
        work.append(len(seen))
        assert [tuple(r) for t in (needs, asks) for r in rows(app, t)] == before
    assert told[0] == told[1]
    assert abs(work[0] - work[1]) <= 8


def test_a_reference_whose_time_is_over_is_like_one_of_nobody(app: App, clock: FakeClock) -> None:
    theirs = opened(app, clock)
    say(app, MAYA, f"DROP {theirs}")
    clock.advance(days=40)
    gone = say(app, OMAR, f"YES {theirs}")
    clock.advance(minutes=11)
    assert gone == say(app, OMAR, "YES 999")
    assert rows(app, needs)[0].state == "withdrawn"


def test_a_known_number_and_an_unknown_one_hear_the_same(app: App, clock: FakeClock) -> None:
    """Whoever shows another's number as the sender learns no more than that the line answers."""
    add_member(app, MAYA, greeted_at=clock())
    assert say(app, MAYA, "hello")[-1] == say(app, OMAR, "hello")[-1]


@pytest.mark.parametrize("mark", ISOLATES)
def test_marks_that_turn_text_round_never_leave(mark: str) -> None:
    for words in (f"a{mark}b", f"{mark}", f"{mark}مرحبا {mark}47", f"x{mark * 40}"):
        assert not set(clean_words(words)) & set(ISOLATES)


def test_joiners_that_scripts_need_stay() -> None:
    assert clean_words("می\u200cخواهم") == "می\u200cخواهم"
    assert clean_words("👩\u200d👩\u200d👧") == "👩\u200d👩\u200d👧"
    assert clean_words("مرحبا\u200f!") == "مرحبا!"


def test_no_invisible_mark_hides_a_number_or_changes_a_code() -> None:
    for mark in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202e\u2066\u00ad\u061c":
        assert "3123" not in scrub(f"call 03{mark}12{mark}34{mark}56").words.replace(mark, "")
        assert typed_number(f"{mark}03{mark}123456", "LB") == "+9613123456"
    with pytest.raises(BadNumber):
        typed_number("03\x00123456", "LB")


def test_relayed_words_hold_nothing_that_is_invisible_but_joiners(
    app: App, clock: FakeClock
) -> None:
    reference = opened(app, clock)
    say(app, SAM, f"YES {reference}")
    say(app, MAYA, "door \u202etfel\u202c \u2067x \x1b[31m\x07 \x00 \u200bok\r\nlevel=error")
    (row,) = [row for row in rows(app, outbox) if row.kind == "relay"]
    words = app.vault.open(OUTBOX_BODY, row.id, row.body)
    assert "door" in words and "ok" in words
    assert not [c for c in words if category(c) in ("Cc", "Cf", "Cs") and c not in "\n\u200c\u200d"]
    assert not [c for c in words if bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("my number is 0312", "and 3456"),
        ("٧٠ ١٢", "٣٤٥٦ وشكرا"),
        ("صفر تلاتة واحد تنين", "تلاتة اربعة خمسة"),
    ],
)
def test_half_a_number_in_each_of_two_texts_does_not_pass(
    app: App, clock: FakeClock, first: str, second: str
) -> None:
    ref = opened(app, clock)
    say(app, SAM, f"YES {ref}")
    assert say(app, MAYA, first) == []
    assert "taken out" in say(app, MAYA, second)[0]
    told = "(*** was a number or a link, taken out)"
    struck = f"{ref}: {scrub(second, [first]).words} {told}"
    assert words_to(app, SAM)[-2:] == [f"{ref}: {first}", struck]
    assert "***" in struck.removesuffix(told)
    clock.advance(hours=2)  # nobody puts together what is so far apart
    assert say(app, MAYA, second) == []
    # What the other one writes is no half of it.
    assert say(app, SAM, second) == []


def words_to(app: App, number: str) -> list[str]:
    with app.database.reading() as db:
        reader = members.by_index(db, app.vault.phone_index(number))
    assert reader is not None
    mine = [row for row in rows(app, outbox) if row.member_id == reader.id and row.kind == "relay"]
    return [app.vault.open(OUTBOX_BODY, row.id, row.body) for row in mine]
