"""No number and no word of a conversation in the database, in Redis or in any log.

A story with unmistakable numbers, names and words is played through the real processes, with things going
wrong on the way; then everything that they have left behind is searched for them in every form.
"""

from __future__ import annotations

import base64
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisGone
from sqlalchemy import create_engine, make_url
from sqlalchemy import text as sql

from hotline.embedded_redis import running
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from tests.support_app import COLUMNS, write_community
from tests.support_line import Line
from tests.support_needles import forms_of_number, forms_of_word, found_in
from tests.support_processes import processes, wait_until

MAYA, SAM, LINA, KIM = "+96171839264", "+96176418273", "+9613928471", "+96170583916"
OMAR, ONLY_WRITTEN_ABOUT = "+96181350267", "+96178164935"
NUMBERS = (MAYA, SAM, LINA, KIM, OMAR, ONLY_WRITTEN_ABOUT)
NAMES = ("Zephyrine", "Quillfeather", "Brambleworth", "زعفرانة")
WORDS = (
    "wisteria", "marzipan", "كستناء", "periwinkle", "ياقوتية", "gossamer", "thistledown", "لازوردي",
    "kumquat", "obsidian", "filigree",
)  # fmt: skip


def test_nothing_of_a_conversation_lies_about(
    environ: dict[str, str], redis_socket: Path, carrier: Simulator, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    community = tmp_path / "community.yaml"
    write_community(
        community,
        {"quiet_hours.to": "22:00", "urgent_follow_up_after": "2s", "coordinators": [KIM]},
    )
    logs, url = tmp_path / "logs", f"unix://{redis_socket}"
    environ |= {"REDIS_URL": url, "HOTLINE_COMMUNITY": str(community), "HOTLINE_DATA": str(data)}
    with (
        running(redis_socket),
        overheard(url) as redis_heard,
        processes(environ, logs) as (children, line),
    ):
        children.run("members", "import", str(people(tmp_path)))
        children.start("worker")
        children.start("clock")
        play(line, carrier)
        keys = everything_in_redis(url)
    left = {
        "database": database_bytes(environ["DATABASE_URL"], tmp_path),
        "data directory": b"".join(p.read_bytes() for p in data.rglob("*") if p.is_file()),
        "Redis' keys": keys,
        "Redis' commands": b"\n".join(redis_heard),
        "logs": b"".join(path.read_bytes() for path in logs.glob("*.log")),
    }
    assert b"text." in left["logs"]  # or nothing was searched
    assert b"deliver" in left["Redis' commands"]
    assert len(left["database"]) > 10_000
    sids = {message.sid.encode() for message in carrier.messages()}
    assert sids
    assert not {sid for sid in sids if sid in left["database"] + left["data directory"]}
    needles = {form for number in NUMBERS for form in forms_of_number(number, "961")}
    needles |= {form for word in (*NAMES, *WORDS) for form in forms_of_word(word)}
    leaks = {place: found for place, bytes_ in left.items() if (found := found_in(bytes_, needles))}
    assert not leaks


def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(
            [
                COLUMNS,
                (NAMES[0], MAYA, "en", "", "", "0"),
                (NAMES[1], SAM, "en", "food;urgent;talk", "all", "2"),
                (NAMES[2], LINA, "en;ar", "food;urgent", "all", "2"),
                (NAMES[3], KIM, "en", "", "", "3"),
            ]
        )
    return path


def play(line: Line, carrier: Simulator) -> None:
    """An urgent need with words, relays both ways, a held text, thanks, a person; and faults."""
    for words in (f"{WORDS[0]} hello", "urgent", "harbour", "2", f"{WORDS[1]} near {WORDS[2]}"):
        line.text(MAYA, words)
    carrier.faults = InjectedFaults(fail_next=1, fail_status=400, fail_code=21211, drop_after=1)
    line.text(MAYA, "1")
    wait_until(lambda: heard(carrier, SAM, "urgent") or heard(carrier, LINA, "urgent"), "asked")
    helper = SAM if heard(carrier, SAM, "urgent") else LINA
    # Where the answer to their ask was cut off, we cannot know that it reached them: they may be told
    # once more who we are, ahead of this answer.
    assert any("is yours" in text for text in line.text(helper, "YES").texts)
    line.text(
        MAYA, f"{WORDS[3]} {WORDS[4]}, I am {NAMES[0]}, call {ONLY_WRITTEN_ABOUT} or 03 928 471"
    )
    wait_until(lambda: heard(carrier, helper, WORDS[3]), "passed on")
    line.text(helper, f"{WORDS[5]}, from {NAMES[1]}")
    wait_until(lambda: heard(carrier, MAYA, WORDS[5]), "passed back")
    line.text(helper, "DONE")
    wait_until(lambda: heard(carrier, MAYA, "did help come?"), "checked on")
    line.text(MAYA, "yes")
    line.text(MAYA, f"{WORDS[6]} {WORDS[7]} and thanks to {NAMES[1]}")
    wait_until(lambda: heard(carrier, helper, WORDS[6]), "thanked")
    line.text(OMAR, "0")
    wait_until(lambda: heard(carrier, KIM, "Someone asks for a person"), "a person is asked for")
    line.text(OMAR, f"{WORDS[8]} for {NAMES[2]}")
    wait_until(lambda: heard(carrier, KIM, WORDS[8]), "the team reads it")
    # Requests that are refused, and one that breaks off: logged, all of them.
    line.send("POST", f"/twilio/sms?{WORDS[9]}={MAYA}", WORDS[10].encode())
    line.send("GET", f"/{MAYA}/{WORDS[9]}")


def heard(carrier: Simulator, number: str, words: str) -> bool:
    return any(words in message.body for message in carrier.messages(to=number))


def database_bytes(url: str, tmp_path: Path) -> bytes:
    """The SQLite files as they lie there, or every value of every table of PostgreSQL."""
    if make_url(url).get_backend_name() == "sqlite":
        return b"".join(path.read_bytes() for path in tmp_path.glob("hotline.db*"))
    engine = create_engine(url)
    with engine.connect() as db:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        tables = db.execute(sql(query)).scalars().all()
        values = [
            value
            for table in tables
            for row in db.execute(sql(f"SELECT * FROM {table}"))
            for value in row
        ]
    engine.dispose()
    return b"\n".join(
        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in values
    )


@contextmanager
def overheard(url: str) -> Iterator[list[bytes]]:
    """Every command that any client gives Redis while the block runs."""
    said: list[bytes] = []
    client = Redis.from_url(url, socket_timeout=None)
    monitor = client.monitor()  # type: ignore[no-untyped-call]
    monitor.__enter__()

    def listen() -> None:
        try:
            while True:
                said.append(repr(monitor.next_command()["command"]).encode())
        except (RedisGone, OSError, ValueError):
            return

    thread = Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield said
    finally:
        client.close()
        monitor.connection.disconnect()
        thread.join(5)


def everything_in_redis(url: str) -> bytes:
    """Every key, with its value as Redis would write it down."""
    with Redis.from_url(url) as client:
        return b"\n".join(key + b" " + (client.dump(key) or b"") for key in client.scan_iter())


@pytest.mark.parametrize(
    "planted",
    [
        b"+96171839264",
        b"096171839264",
        b"to 71 839 264!",
        b"071839264",
        "٧١٨٣٩٢٦٤".encode(),
        "71839264".encode("utf-16-le"),
        b"71839264".hex().encode(),
        base64.b64encode(b"x" + b"+96171839264" + b"yz"),
        base64.b64encode(b"xx" + b"+96171839264" + b"z"),
    ],
)
def test_a_number_would_be_found(planted: bytes) -> None:
    haystack = b"\x00" * 40 + planted + b"\xff" * 40
    assert found_in(haystack, forms_of_number(MAYA, "961"))
    assert not found_in(haystack, forms_of_number(SAM, "961"))


@pytest.mark.parametrize(
    "planted",
    [
        "كستناء".encode(),
        rb"\u0643\u0633\u062a\u0646\u0627\u0621",
        b"%D9%83%D8%B3%D8%AA%D9%86%D8%A7%D8%A1",
        "كستناء".encode("utf-16-be"),
        base64.b64encode("أكستناءأ".encode()),
    ],
)
def test_a_word_would_be_found(planted: bytes) -> None:
    assert found_in(b"\x00" + planted, forms_of_word("كستناء"))
