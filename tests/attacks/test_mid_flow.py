"""Some who were vouched for, and mean harm, keep a question open, so that no ask reaches them meanwhile."""

from __future__ import annotations

from itertools import count

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.schema import asks, needs, outbox
from tests.conftest import FakeClock
from tests.support_app import enrol, greet_everybody, id_of, rows, settle_down

MAYA, RANA, SAM, KIM = "+9613000001", "+9613000003", "+9613000002", "+96170000001"
ROTTEN = [f"+961300020{n}" for n in range(7)]  # as many as an urgent wave asks
_sids = count(1)


def say(app: App, number: str, *texts: str) -> None:
    for words in texts:
        receive(app, Inbound(f"SM{next(_sids):032x}", number, words))
        settle_down(app)


def test_an_urgent_request_is_not_held_by_those_who_are_in_the_middle_of_something(
    app: App, clock: FakeClock
) -> None:
    """Seven who kept a question open held it for twenty minutes, while Sam could have been asked."""
    helpers = [("", number, "en", "food;urgent", "all", "1") for number in (SAM, *ROTTEN)]
    enrol(app, ("Kim", KIM, "en", "", "", "3"), *helpers)
    for asker in (RANA, MAYA):
        say(app, asker, "hello")
    greet_everybody(app)
    say(app, RANA, "need food harbour today 2", "1", "1")
    for number in (*ROTTEN, SAM):
        say(app, number, "yes" if number == SAM else "no")
    for number in ROTTEN:
        say(app, number, "NEED")
    say(app, MAYA, "urgent", "harbour", "2", "1", "1")
    for _ in range(6):
        clock.advance(minutes=1)
        settle_down(app)
    (need,) = [need for need in rows(app, needs) if need.urgent]
    asked = [ask for ask in rows(app, asks) if ask.need_id == need.id and ask.sent_at]
    kims = [text for text in rows(app, outbox) if text.member_id == id_of(app, KIM)]
    assert asked or [text for text in kims if text.need_id == need.id]
