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
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.needs import dispatch
from hotline.store.db.encryption import MEMBER_PHONE
from hotline.store.needs import asks, needs
from hotline.store.needs.needs import Need
from hotline.store.people import members
from hotline.store.schema import member_languages, offer_cells, offers
from hotline.store.schema import members as members_table
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
            app = build(read_settings(ground.environ(ground.database(kind))))
            _seed(app, count)
            report(f"{count} members on {kind}")
            waves, counts = _measure(app, repeats=10 if quick else 30)
            app.database.dispose()
        yield Figure(
            f"a wave among {count}, {kind}",
            f"{median(waves):.1f} ms",
            f"{median(counts):.1f} ms (count)",
            f"< {MOST_MS:.0f} ms",
            median(waves) < MOST_MS,
            f"{len(waves)} waves of each category in turn, slowest {max(waves):.1f} ms",
        )


def _measure(app: App, repeats: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each wave planned, and of each count, in turn."""
    waves, counts = [], []
    opened = [_open(app, category) for category in app.community.categories]
    for number in range(-len(opened), repeats):  # the first round is not counted
        need = opened[number % len(opened)]
        wave, counted = (
            _timed(app, partial(_plan, app, need)),
            _timed(app, _count),
        )
        if number >= 0:
            waves.append(wave)
            counts.append(counted)
    return waves, counts


def _timed(app: App, work: Callable[[Connection], Any]) -> float:
    with app.database.writing() as db:
        started = time.perf_counter()
        work(db)
        return (time.perf_counter() - started) * 1000


def _plan(app: App, need: Need, db: Connection) -> None:
    uow = UnitOfWork(app, db, app.clock(), set())
    move = dispatch._plan(uow, needs.locked(db, need.id), asks.of_need(db, need.id))
    if not isinstance(move, planning.AskThese):
        raise AssertionError("nobody to ask among so many")


def _count(db: Connection) -> None:
    db.execute(select(func.count()).where(members_table.c.state == "active")).scalar_one()


def _open(app: App, category: str) -> Need:
    number = f"+9613{random.randrange(100_000, 999_999)}"

    def work(db: Connection) -> Need:
        now = app.clock()
        asker, _ = members.get_or_add(db, app.vault, number, "ar", now)
        return needs.open_new(
            db,
            app.vault,
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

    return app.database.write(work)


def _seed(app: App, count: int) -> None:
    """Members of every language and level with standing offers, some asked before."""
    dice = random.Random(7)
    for start in range(0, count, _AT_ONCE):
        rows = [_row(app, dice, number) for number in range(start, min(start + _AT_ONCE, count))]
        app.database.write(partial(_insert, dice, app, rows))
    _analyze(app)


def _row(app: App, dice: random.Random, number: int) -> dict[str, Any]:
    row_id, phone = number + 1, f"+96170{number:06}"
    return {
        "id": row_id,
        "phone_index": app.vault.phone_index(phone),
        "phone": app.vault.seal(MEMBER_PHONE, row_id, phone),
        "language": dice.choice(("ar", "en")),
        "state": "active" if dice.random() < 0.95 else "opted_out",
        "level": dice.choice((0, 1, 2, 2)),
        "created_at": datetime.now(UTC),
    }


def _insert(dice: random.Random, app: App, rows: Sequence[dict[str, Any]], db: Connection) -> None:
    db.execute(insert(members_table), list(rows))
    spoken = [(row["id"], language) for row in rows for language in dice.choice(_LANGUAGES)]
    db.execute(insert(member_languages), [{"member_id": m, "language": x} for m, x in spoken])
    standing = [_offer(dice, row["id"]) for row in rows]
    db.execute(insert(offers), standing)
    db.execute(insert(offer_cells), [c for offer in standing for c in _cells(dice, app, offer)])


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


def _cells(dice: random.Random, app: App, offer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    areas = [area.id for area in app.community.areas]
    last = dice.randrange(1_700_000_000_000, 1_760_000_000_000) if offer["asked"] else 0
    for category in dice.sample(app.community.categories, dice.randint(1, 3)):
        for area in dice.sample(areas, dice.randint(1, 2)) if dice.random() < 0.8 else ["all"]:
            yield {
                "category": category,
                "area": area,
                "offer_id": offer["id"],
                "last_asked_at": last,
            }


def _analyze(app: App) -> None:
    """What the databases do by themselves in time."""
    app.database.write(lambda db: db.exec_driver_sql("ANALYZE"))
