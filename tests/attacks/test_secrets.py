"""Secrets, numbers and words planted everywhere, every process and command driven into faults: none of it is
found in any output, log, file, Redis key or error."""

from __future__ import annotations

import base64
import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from hotline.cli import main
from hotline.config import read_settings
from hotline.embedded_redis import running
from hotline.services.kernel.app import App
from hotline.store.db.database import Database
from hotline.wiring import build
from tests import conftest, figures
from tests.integration import forked
from tests.integration.processes import clean_environ
from tests.integration.test_leaks import everything_in_redis, overheard
from tests.support_app import COLUMNS
from tests.support_line import SMS_PATH, sms
from tests.support_needles import forms_of_number, forms_of_word, found_in
from tests.support_processes import free_port, processes, wait_until

TOKEN = "Tok3nPlantedHeliotrope"
PASSWORD = "Passw0rdPlantedVermilion"
REDIS_PASSWORD = "Red1sPlantedCerulean"
KEY_BYTES = b"KeyPlantedChartreuse0123456789ab"
KEY = base64.b64encode(KEY_BYTES).decode()
MAYA, SAM, OURS = "+96171839264", "+96176418273", "+9611483926"
WORDS = ("wisteria", "كستناء", "obsidian")
NAME = "Quillfeather"

SECRETS = (TOKEN, PASSWORD, REDIS_PASSWORD, KEY, KEY_BYTES.decode(), KEY_BYTES.hex(), NAME, *WORDS)
NUMBERS = (MAYA, SAM)


@pytest.fixture(scope="module")
def needles() -> set[bytes]:
    found = {form for secret in SECRETS for form in forms_of_word(secret)}
    return found | {form for number in NUMBERS for form in forms_of_number(number, "961")}


def searched(where: str, content: bytes, needles: set[bytes]) -> None:
    """Nothing planted lies there; it counts."""
    found = found_in(content, needles)
    figures.count("secrets planted", len(SECRETS) + len(NUMBERS))
    figures.count("secrets found", len(found))
    assert not found, where


def planted(home: Path, **more: str) -> dict[str, str]:
    """The environment of processes with every secret in it."""
    return (
        clean_environ(
            HOTLINE_DATA=str(home),
            REDIS_URL=f"redis://:{REDIS_PASSWORD}@127.0.0.1:9/0",
            TWILIO_ACCOUNT_SID=conftest.ACCOUNT_SID,
            TWILIO_AUTH_TOKEN=TOKEN,
            TWILIO_API_URL="http://127.0.0.1:9",
            HOTLINE_NUMBER=OURS,
            HOTLINE_PUBLIC_URL="http://127.0.0.1:9",
            HOTLINE_KEY=KEY,
        )
        | more
    )


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    here = click.Context(group)
    for name in group.list_commands(here):
        command = group.get_command(here, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


ALL = sorted(commands(main))


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_help_and_wrong_arguments(
    command: tuple[str, ...], tmp_path: Path, needles: set[bytes]
) -> None:
    environ = planted(tmp_path, DATABASE_URL=f"postgresql://hotline:{PASSWORD}@127.0.0.1:9/x")
    for arguments in ([*command, "--help"], [*command, "--no-such-option"]):
        done = CliRunner().invoke(main, arguments, env=environ)
        searched(" ".join(arguments), done.output.encode() + repr(done.exception).encode(), needles)


FAULTS = {
    "no database": {"DATABASE_URL": f"postgresql://hotline:{PASSWORD}@127.0.0.1:9/x"},
    "no such driver": {"DATABASE_URL": f"mysql://hotline:{PASSWORD}@127.0.0.1:9/x"},
    "a broken key": {"HOTLINE_KEY": KEY[:-3]},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_no_command_tells_a_secret_when_it_fails(
    fault: dict[str, str], tmp_path: Path, needles: set[bytes]
) -> None:
    sheet = tmp_path / "people.csv"
    with sheet.open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, (NAME, MAYA, "en", "food", "all", "1")])
    given = {("members", "import"): [str(sheet)], ("web",): ["--port", str(free_port())]}
    environ = planted(tmp_path, **{"DATABASE_URL": f"sqlite:///{tmp_path}/x.db", **fault})

    def run(command: tuple[str, ...]) -> tuple[str, bytes]:
        done = forked.run([*command, *given.get(command, [])], environ, b"", None, 120)
        return " ".join(command), done.stdout + done.stderr

    ending = [("web",), ("worker",), ("clock",), ("migrate",), ("members", "import"), ("doctor",)]
    ending += [("needs", "list"), ("audit",), ("keys", "rotate")]
    with ThreadPoolExecutor(2) as threads:
        for command, output in threads.map(run, ending):
            assert b"Traceback" not in output, output
            searched(command, output, needles)


def test_nothing_that_holds_secrets_shows_them(
    database_url: str, tmp_path: Path, needles: set[bytes]
) -> None:
    app: App = build(read_settings(planted(tmp_path, DATABASE_URL=database_url)))
    away = f"postgresql://hotline:{PASSWORD}@127.0.0.1:9/x"
    shown = [read_settings(planted(tmp_path, DATABASE_URL=away)), Database(away).engine]
    shown += [app.settings, app.gateway, app.calls, app.vault, app.doorbell]
    shown += [app.database, app.database.engine]
    searched("repr", "".join(repr(one) + str(one) for one in shown).encode(), needles)
    with pytest.raises(Exception) as caught, app.database.writing() as db:
        db.execute(sql("INSERT INTO nowhere VALUES (:a)"), {"a": MAYA})
    searched("an error of the database", f"{caught.value!r} {caught.value}".encode(), needles)
    app.doorbell.close()
    app.database.dispose()


def test_processes_under_which_everything_breaks(
    database_url: str, redis_socket: Path, tmp_path: Path, needles: set[bytes]
) -> None:
    """Texts with words come in while tables are gone, the provider is away, and Redis is taken away."""
    data, logs, url = tmp_path / "data", tmp_path / "logs", f"unix://{redis_socket}"
    data.mkdir()
    environ = planted(data, DATABASE_URL=database_url) | {"REDIS_URL": url}
    engine = create_engine(database_url)

    def rename(old: str, new: str) -> None:
        with engine.begin() as db:
            db.execute(sql(f"ALTER TABLE {old} RENAME TO {new}"))

    with (
        pytest.MonkeyPatch.context() as patch,
        processes(environ, logs) as (children, line),
    ):
        patch.setattr(conftest, "AUTH_TOKEN", TOKEN)
        patch.setattr(conftest, "OUR_NUMBER", OURS)
        with running(redis_socket), overheard(url) as said:
            children.start("worker")
            children.start("clock")
            for number, words in ((MAYA, f"need food {WORDS[0]}"), (SAM, WORDS[1]), (MAYA, "0")):
                line.text(number, words)
            answers = []
            for table in ("members", "outbox", "needs"):
                rename(table, f"{table}_away")
                pairs = list(sms(MAYA, f"{WORDS[2]} {SAM} {NAME}").items())
                answers.append(line.post(SMS_PATH, pairs))
                answers.append(line.send("GET", f"/twilio/sms?{WORDS[0]}={MAYA}"))
                rename(f"{table}_away", table)
            wait_until(lambda: "Error" in children.written(), "the faults are logged")
            keys = everything_in_redis(url)
        line.text(MAYA, f"{WORDS[0]} without Redis")
    engine.dispose()
    assert 500 in {answer.status for answer in answers}
    searched("logs", children.written().encode(), needles)
    searched("answers", b"".join(answer.body for answer in answers), needles)
    searched("Redis", keys + b"\n".join(said), needles)
    files = [path for path in data.rglob("*") if path.is_file()]
    searched("files", b"".join(path.read_bytes() for path in files), needles)
