"""Words of crisis, where a story cannot look: what leaves first, and what was told without a team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import yaml
from sqlalchemy import select

from hotline.services.house import House
from hotline.services.receive import Inbound, receive
from hotline.store.schema import outbox, threads
from tests.conftest import FakeClock
from tests.integration.texts import add_member, new_number
from tests.support_house import rows, write_community

MAYA = "+9613000001"


def say(house: House, words: str, number: str = MAYA, *, nth: int = 1) -> list[str]:
    return [m.body for m in receive(house, Inbound(f"SM{number[-7:]}{nth:025d}", number, words))]


def test_the_teams_text_leaves_before_everything_else(house: House) -> None:
    coordinator = add_member(house, new_number(), level=3, greeted_at=house.clock())
    say(house, "I want to die")
    with house.database.reading() as db:
        query = select(outbox.c.priority).where(outbox.c.member_id == coordinator)
        assert set(db.execute(query).scalars()) == {0}


def test_the_team_is_told_once_an_hour_of_each_member(house: House, clock: FakeClock) -> None:
    coordinator = add_member(house, new_number(), level=3, greeted_at=house.clock())
    say(house, "he has a knife")
    say(house, "he has a knife", new_number())
    clock.advance(minutes=59)
    say(house, "he has a knife", nth=2)
    assert _told(house, coordinator) == 2
    clock.now += timedelta(minutes=1)
    say(house, "he has a knife", nth=3)
    assert _told(house, coordinator) == 3


def _told(house: House, coordinator: int) -> int:
    """Notices, their words relayed left out."""
    texts = rows(house, outbox)
    return sum(row.member_id == coordinator and row.kind == "notice" for row in texts)


def test_a_coordinator_in_a_crisis_is_not_told_of_themselves(house: House) -> None:
    number = new_number()
    add_member(house, number, level=3, greeted_at=house.clock())
    (answer,) = say(house, "I want to die", number)
    assert "cannot be reached just now" in answer
    assert rows(house, threads) == []


def test_without_contacts_and_without_a_team(
    make_house: Callable[..., House], tmp_path: Path
) -> None:
    file = tmp_path / "community.yaml"
    settings = write_community(file, {})
    del settings["crisis_contacts"]
    file.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    house = make_house(HOTLINE_COMMUNITY=str(file))
    assert say(house, "I want to die")[0] == (
        "Thank you for telling us. You matter. We are sorry, our team cannot be reached just now."
    )
    add_member(house, new_number(), level=3, greeted_at=house.clock())
    assert say(house, "I want to die", nth=2) == [
        "Thank you for telling us. You matter. Our team has just been told, nobody outside."
        " Writing here reaches us too."
    ]


def test_whatever_else_the_text_says_is_done(house: House) -> None:
    add_member(house, new_number(), level=3, greeted_at=house.clock())
    said = say(house, "I am in danger, need a ride harbour")
    assert said[0].startswith("Thank you for telling us")
    assert said[-1].startswith("Understood: ")
