"""Days where a story cannot look: who is asked for which day, and what is kept of it, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.services.needs import dispatch
from hotline.services.operations import expiry
from hotline.store.schema import asks, needs, offers
from hotline.store.upkeep import due
from tests.conftest import FakeClock
from tests.integration.texts import add_member, new_number
from tests.support_app import rows

# The test clock stands at eleven in Beirut on Monday the 2nd of March, two hours ahead of UTC.
_sids = count(7000)


def texts(app: App, number: str, *words: str) -> list[str]:
    said: list[str] = []
    for each in words:
        said = [one.body for one in receive(app, Inbound(f"SM{next(_sids):032x}", number, each))]
    return said


def test_an_offer_for_a_day_is_asked_for_needs_of_that_day_alone(app: App) -> None:
    cook, today, friday = (new_number() for _ in range(3))
    helper = add_member(app, cook, greeted_at=app.clock(), level=1)
    for number in (today, friday):
        add_member(app, number, greeted_at=app.clock())
    texts(app, cook, "can cook for 10 people on friday", "90", "1")
    texts(app, today, "need food harbour today 2", "1", "1")
    dispatch.run_due(app)
    assert rows(app, asks) == []
    texts(app, friday, "need food harbour friday evening 2", "1", "1")
    dispatch.run_due(app)
    assert [row.member_id for row in rows(app, asks)] == [helper]


def test_what_is_kept_of_a_day(app: App) -> None:
    number = new_number()
    add_member(app, number, greeted_at=app.clock())
    texts(app, number, "need food harbour friday evening 2", "1", "1")
    (need,) = rows(app, needs)
    assert (need.wanted, need.day, need.part) == ("day", date(2026, 3, 6), "evening")
    assert need.expires_at == datetime(2026, 3, 6, 22, tzinfo=UTC)  # that day is over in Beirut


def test_an_offer_for_a_day_ends_when_that_is_over_and_not_before(
    app: App, clock: FakeClock
) -> None:
    number = new_number()
    add_member(app, number, greeted_at=app.clock(), level=1)
    texts(app, number, "can cook tomorrow", "90", "1")
    clock.now += timedelta(hours=36)  # 23:00 of that day
    assert "expire" not in _due(app)
    assert expiry.run_due(app) == 0
    clock.now += timedelta(hours=2)
    assert "expire" in _due(app)
    assert expiry.run_due(app) == 1
    assert [row.state for row in rows(app, offers)] == ["ended"]
    assert expiry.run_due(app) == 0


def test_a_days_offer_takes_the_place_of_no_offer_that_lasts(app: App) -> None:
    number = new_number()
    add_member(app, number, greeted_at=app.clock(), level=1)
    texts(app, number, "want to volunteer with you", "1", "90", "1", "1")
    said = texts(app, number, "can cook on friday")
    assert said[0].startswith("Your offer: ")
    (offer,) = rows(app, offers)
    assert (offer.state, offer.from_day, offer.ends_at) == ("active", None, None)


def _due(app: App) -> set[str]:
    with app.database.reading() as db:
        return due.kinds(db, app.clock())
