"""To be left alone in one's own words: nobody is silenced, and nobody reads what was not for them."""

from __future__ import annotations

import pytest

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.schema import members, outbox
from tests.integration.texts import new_number
from tests.support_app import enrol, greet_everybody, id_of, rows, settle_down

SAM = "+9613000001"
_SIDS = iter(range(1, 1000))


def say(app: App, number: str, words: str) -> list[str]:
    answer = [each.body for each in receive(app, Inbound(f"SM{next(_SIDS):032x}", number, words))]
    settle_down(app)
    return answer


def state_of(app: App, number: str) -> str:
    member = id_of(app, number)
    return str(next(row.state for row in rows(app, members) if row.id == member))


@pytest.mark.parametrize(
    "words",
    [
        "stop texting me anymore, i want to die",
        "ما بدي رسايل منكم، بدي موت",
        "leave me alone, he has a knife",
    ],
)
def test_in_a_crisis_no_word_silences_us(app: App, words: str) -> None:
    number = new_number()
    assert say(app, number, words)
    assert state_of(app, number) == "active"


@pytest.mark.parametrize("words", ["please take me off your list", "احذفوا رقمي"])
def test_a_wish_beyond_doubt_is_obeyed(app: App, words: str) -> None:
    number = new_number()
    say(app, number, words)
    assert state_of(app, number) == "opted_out"


def test_words_that_may_be_for_the_other_side_go_nowhere_on_a_guess(app: App) -> None:
    enrol(app, ("Sam", SAM, "en", "food", "all", "2"))
    greet_everybody(app)
    asker = new_number()
    for words in ("need food harbour today 2", "1", "1"):
        say(app, asker, words)
    say(app, SAM, "yes")
    before = len(_read_by(app, SAM))
    say(app, asker, "please stop texting me")
    assert state_of(app, asker) == "active"
    assert len(_read_by(app, SAM)) == before
    say(app, asker, "1")
    assert state_of(app, asker) == "opted_out"


def _read_by(app: App, number: str) -> list[object]:
    member = id_of(app, number)
    return [row for row in rows(app, outbox) if row.member_id == member]
