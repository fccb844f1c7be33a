"""How fast one worker drains the outbox: texts a second to a carrier at once, and to one that takes 100 ms.

    python -m benchmarks.draining [--database URL] [--texts N]

Prints one line of JSON for each case: the median of the passes, and each pass. The carrier runs in a
process of its own, as the provider does. Without --database a fresh SQLite file is used; a given database
must be empty of texts.
"""

from __future__ import annotations

import argparse
import base64
import json
import multiprocessing
import statistics
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from hotline.carrier.server import Carrier
from hotline.carrier.settings import Account, Faults
from hotline.config import read_settings
from hotline.services import deliver
from hotline.services.house import House
from hotline.store import members, outbox
from hotline.store.database import Database
from hotline.store.migrate import migrate
from hotline.wiring import build

_ACCOUNT = Account("AC" + "be" * 16, "a token for benches", "+9611000000")
_CASES = {"at once": 0.0, "after 100 ms": 0.1}
_PASSES = 3


def main() -> None:
    """Measure both cases."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database")
    options.add_argument("--texts", type=int, default=600)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        url = chosen.database or f"sqlite:///{home}/hotline.db"
        for name, seconds in _CASES.items():
            rates = _measure(url, Path(home), seconds, chosen.texts)
            print(json.dumps(_line(name, url, rates)))


def _line(name: str, url: str, rates: list[float]) -> dict[str, object]:
    return {
        "bench": "draining",
        "carrier": name,
        "database": url.split(":")[0].split("+")[0],
        "texts_per_second": round(statistics.median(rates)),
        "passes": [round(rate) for rate in rates],
    }


def _measure(url: str, home: Path, seconds: float, texts: int) -> list[float]:
    ours, theirs = multiprocessing.Pipe()
    carrier = multiprocessing.get_context("spawn").Process(target=_carry, args=(theirs, seconds))
    carrier.start()
    try:
        house = _house(url, home, ours.recv())
        deliver_to = _members(house, 50)
        rates = [_drain(house, deliver_to, texts) for _ in range(_PASSES)]
        house.database.dispose()
        return rates
    finally:
        ours.send("stop")
        carrier.join()


def _carry(pipe: Connection, seconds: float) -> None:
    with Carrier(_ACCOUNT) as carrier:
        carrier.faults = Faults(latency=seconds, callbacks=False)
        pipe.send(carrier.url)
        pipe.recv()


def _house(url: str, home: Path, carrier: str) -> House:
    settings = read_settings(
        {
            "HOTLINE_DATA": str(home),
            "DATABASE_URL": url,
            "REDIS_URL": f"unix://{home}/none.sock",
            "TWILIO_ACCOUNT_SID": _ACCOUNT.account_sid,
            "TWILIO_AUTH_TOKEN": _ACCOUNT.auth_token,
            "TWILIO_API_URL": carrier,
            "HOTLINE_NUMBER": _ACCOUNT.number,
            "HOTLINE_PUBLIC_URL": "http://127.0.0.1:9",
            "HOTLINE_KEY": base64.b64encode(b"a key of thirty-two bytes, or so").decode(),
        }
    )
    database = Database(settings.database_url)
    migrate(database)
    database.dispose()
    return build(settings)


def _members(house: House, count: int) -> list[int]:
    numbers = [f"+961712{n:05d}" for n in range(count)]
    with house.database.writing() as db:
        for number in numbers:
            members.add(db, house.vault, number, "en", house.clock())
        found = [members.locked(db, house.vault.phone_index(number)) for number in numbers]
    return [member.id for member in found if member is not None]


def _drain(house: House, member_ids: list[int], texts: int) -> float:
    """Texts a second, from the first claim until the outbox is empty."""
    with house.database.writing() as db:
        for number in range(texts):
            outbox.add(
                db,
                house.vault,
                member_id=member_ids[number % len(member_ids)],
                body=f"Request {number}: food, Harbour, today. YES {number} or NO {number}",
                kind="notice",
                priority=1,
                now=house.clock(),
            )
    begun, sent = time.perf_counter(), 0
    while sent < texts:
        sent += deliver.run(house)
    return texts / (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
