"""Planning a wave among 50,000 members, beside counting those same members.

Timed inside one transaction: reading the need's history, the short list, and the pure planner's decision.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, insert, select

from benchmarks.figures import Figure, Report, median
from benchmarks.ground import KINDS, Ground
from hotline.config import read_settings
from hotline.domain import planning
from hotline.services import dispatch
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk
from hotline.store import asks, members, needs
from hotline.store.needs import Need
from hotline.store.schema import member_languages, offer_cells, offers
from hotline.store.schema import members as members_table
from hotline.store.vault import MEMBER_PHONE
from hotline.wiring import build

MEMBERS = 50_000
MOST_MS = 50.0
_AT_ONCE = 5_000
_LANGUAGES = (("ar",), ("en",), ("ar", "en"))


def run(quick: bool, report: Report) -> Iterator[Figure]:
    """The figures of both databases."""
    count = 5_000 if quick else MEMBERS
    for kind in KINDS:
        with Ground() as ground:
            house = build(read_settings(ground.environ(ground.database(kind))))
            _seed(house, count)
            report(f"{count} members on {kind}")
            waves, counts = _measure(house, repeats=10 if quick else 30)
            house.database.dispose()
        yield Figure(
            f"a wave among {count}, {kind}",
            f"{median(waves):.1f} ms",
            f"{median(counts):.1f} ms (count)",
            f"< {MOST_MS:.0f} ms",
            median(waves) < MOST_MS,
            f"{len(waves)} waves of each category in turn, slowest {max(waves):.1f} ms",
        )


def _measure(house: House, repeats: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each wave planned, and of each count, in turn."""
    waves, counts = [], []
    opened = [_open(house, category) for category in house.community.categories]
    for number in range(-len(opened), repeats):  # the first round is not counted
        need = opened[number % len(opened)]
        wave, counted = (
            _timed(house, partial(_plan, house, need)),
            _timed(house, _count),
        )
        if number >= 0:
            waves.append(wave)
            counts.append(counted)
    return waves, counts


def _timed(house: House, work: Callable[[Connection], Any]) -> float:
    with house.database.writing() as db:
        started = time.perf_counter()
        work(db)
        return (time.perf_counter() - started) * 1000


def _plan(house: House, need: Need, db: Connection) -> None:
    desk = Desk(house, db, house.clock(), set())
    move = dispatch._plan(desk, needs.locked(db, need.id), asks.of_need(db, need.id))
    if not isinstance(move, planning.Ask):
        raise AssertionError("nobody to ask among so many")


def _count(db: Connection) -> None:
    db.execute(select(func.count()).where(members_table.c.state == "active")).scalar_one()


def _open(house: House, category: str) -> Need:
    number = f"+9613{random.randrange(100_000, 999_999)}"

    def work(db: Connection) -> Need:
        now = house.clock()
        asker, _ = members.get_or_add(db, house.vault, number, "ar", now)
        return needs.open_new(
            db,
            house.vault,
            words=None,
            now=now,
            asker_id=asker.id,
            category=category,
            area="harbour",
            wanted="today",
            people=2,
            language="ar",
            urgent=False,
            due_at=now,
            asking_at=None,
            expires_at=now.replace(year=now.year + 1),
        )

    return house.database.write(work)


def _seed(house: House, count: int) -> None:
    """Members of every language and level with standing offers, some asked before."""
    dice = random.Random(7)
    for start in range(0, count, _AT_ONCE):
        rows = [_row(house, dice, number) for number in range(start, min(start + _AT_ONCE, count))]
        house.database.write(partial(_insert, dice, house, rows))
    _analyze(house)


def _row(house: House, dice: random.Random, number: int) -> dict[str, Any]:
    row_id, phone = number + 1, f"+96170{number:06}"
    return {
        "id": row_id,
        "phone_index": house.vault.phone_index(phone),
        "phone": house.vault.seal(MEMBER_PHONE, row_id, phone),
        "language": dice.choice(("ar", "en")),
        "state": "active" if dice.random() < 0.95 else "opted_out",
        "level": dice.choice((0, 1, 2, 2)),
        "created_at": datetime.now(UTC),
    }


def _insert(
    dice: random.Random, house: House, rows: Sequence[dict[str, Any]], db: Connection
) -> None:
    db.execute(insert(members_table), list(rows))
    spoken = [(row["id"], language) for row in rows for language in dice.choice(_LANGUAGES)]
    db.execute(insert(member_languages), [{"member_id": m, "language": x} for m, x in spoken])
    standing = [_offer(dice, row["id"]) for row in rows]
    db.execute(insert(offers), standing)
    db.execute(insert(offer_cells), [c for offer in standing for c in _cells(dice, house, offer)])


def _offer(dice: random.Random, member_id: int) -> dict[str, Any]:
    asked = dice.randrange(5)
    return {
        "id": member_id,
        "member_id": member_id,
        "state": "active" if dice.random() < 0.9 else "paused",
        "hours": dice.choice(("any", "any", "days", "evenings", "weekends")),
        "agreed_at": datetime.now(UTC),
        "asked": asked,
        "answered": dice.randrange(asked + 1),
    }


def _cells(dice: random.Random, house: House, offer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    areas = [area.id for area in house.community.areas]
    last = dice.randrange(1_700_000_000_000, 1_760_000_000_000) if offer["asked"] else 0
    for category in dice.sample(house.community.categories, dice.randint(1, 3)):
        for area in dice.sample(areas, dice.randint(1, 2)) if dice.random() < 0.8 else ["all"]:
            yield {
                "category": category,
                "area": area,
                "offer_id": offer["id"],
                "last_asked_at": last,
            }


def _analyze(house: House) -> None:
    """What the databases do by themselves in time."""
    house.database.write(lambda db: db.exec_driver_sql("ANALYZE"))
