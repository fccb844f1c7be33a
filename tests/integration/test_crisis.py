"""Words of crisis, where a story cannot look: what leaves first, and what was told without a team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import yaml
from sqlalchemy import select

from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from hotline.store.schema import outbox, threads
from tests.conftest import FakeClock
from tests.integration.texts import add_member, new_number
from tests.support_app import rows, write_community

MAYA = "+9613000001"


def say(app: App, words: str, number: str = MAYA, *, nth: int = 1) -> list[str]:
    return [m.body for m in receive(app, Inbound(f"SM{number[-7:]}{nth:025d}", number, words))]


def test_the_teams_text_leaves_before_everything_else(app: App) -> None:
    coordinator = add_member(app, new_number(), level=3, greeted_at=app.clock())
    say(app, "I want to die")
    with app.database.reading() as db:
        query = select(outbox.c.priority).where(outbox.c.member_id == coordinator)
        assert set(db.execute(query).scalars()) == {0}


def test_the_team_is_told_once_an_hour_of_each_member(app: App, clock: FakeClock) -> None:
    coordinator = add_member(app, new_number(), level=3, greeted_at=app.clock())
    say(app, "he has a knife")
    say(app, "he has a knife", new_number())
    clock.advance(minutes=59)
    say(app, "he has a knife", nth=2)
    assert _told(app, coordinator) == 2
    clock.now += timedelta(minutes=1)
    say(app, "he has a knife", nth=3)
    assert _told(app, coordinator) == 3


def _told(app: App, coordinator: int) -> int:
    """Notices, their words relayed left out."""
    texts = rows(app, outbox)
    return sum(row.member_id == coordinator and row.kind == "notice" for row in texts)


def test_a_coordinator_in_a_crisis_is_not_told_of_themselves(app: App) -> None:
    number = new_number()
    add_member(app, number, level=3, greeted_at=app.clock())
    (answer,) = say(app, "I want to die", number)
    assert "cannot be reached just now" in answer
    assert rows(app, threads) == []


def test_without_contacts_and_without_a_team(
    make_house: Callable[..., App], tmp_path: Path
) -> None:
    file = tmp_path / "community.yaml"
    settings = write_community(file, {})
    del settings["crisis_contacts"]
    file.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    app = make_house(HOTLINE_COMMUNITY=str(file))
    assert say(app, "I want to die")[0] == (
        "Thank you for telling us. You matter. We are sorry, our team cannot be reached just now."
    )
    add_member(app, new_number(), level=3, greeted_at=app.clock())
    assert say(app, "I want to die", nth=2) == [
        "Thank you for telling us. You matter. We told only our own team, not police, not family."
        " Writing here reaches us too."
    ]


def test_whatever_else_the_text_says_is_done(app: App) -> None:
    add_member(app, new_number(), level=3, greeted_at=app.clock())
    said = say(app, "I am in danger, need a ride harbour")
    assert said[0].startswith("Thank you for telling us")
    assert said[-1].startswith("Understood: ")
