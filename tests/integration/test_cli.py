"""The command line, as operators use it: real processes, their words and exit statuses."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import select

from hotline.config import DEMO_KEY, read_settings
from hotline.services.inbound.receive import Inbound, receive
from hotline.simulator.server import Simulator
from hotline.store.db.database import Database
from hotline.store.needs import needs
from hotline.store.schema import members, offers, staff
from hotline.wiring import build
from tests.conftest import KEY
from tests.integration.processes import COMMAND, clean_environ, hotline, in_process
from tests.support_app import write_community
from tests.support_rows import add_row

HEAD = "name,phone,language,categories,areas,level\n"
ASKER = "+9613123456"


@pytest.fixture
def environ(database_url: str, tmp_path: Path) -> dict[str, str]:
    """An operator's environment, its database migrated."""
    return clean_environ(
        HOTLINE_DEMO="1", HOTLINE_DATA=str(tmp_path / "data"), DATABASE_URL=database_url
    )


@pytest.fixture
def sqlite_environ(sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    """The same on one database, where nothing depends on which."""
    return clean_environ(
        HOTLINE_DEMO="1", HOTLINE_DATA=str(tmp_path / "data"), DATABASE_URL=sqlite_url
    )


# Words


def test_words_are_shown_before_they_are_taken_and_given_to_others(
    sqlite_environ: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "theirs.yaml"
    file.write_text("categories: {food: {x: [mwaneh, stop]}}\nyes_no: {NO: {x: [dabara ghaya]}}\n")
    done = hotline("words", "import", str(file), environ=sqlite_environ)
    assert done.returncode == 0, done.stderr
    assert "not: safety     category:food         stop" in done.stdout
    assert "take            category:food         mwaneh" in done.stdout
    assert "2 would be taken; nothing was." in done.stdout
    assert "mwaneh" not in hotline("words", "export", environ=sqlite_environ).stdout
    done = hotline("words", "import", str(file), "--take", environ=sqlite_environ)
    assert "2 taken." in done.stdout
    given = hotline("words", "export", environ=sqlite_environ).stdout
    assert "dabara ghaya" in given
    assert "stop" not in given
    done = hotline("words", "import", "-", environ=sqlite_environ, typed=given)
    assert "0 would be taken; nothing was." in done.stdout
    done = hotline("words", "import", "-", environ=sqlite_environ, typed="- stop\n")
    assert (done.returncode, "should hold names" in done.stderr) == (1, True)


# Members


def test_members_are_imported_and_updated(environ: dict[str, str], tmp_path: Path) -> None:
    sheet = tmp_path / "members.csv"
    sheet.write_text(f"{HEAD}Nour,03 123 456,ar;en,food;talk,harbour,1\n", "utf-8-sig")
    done = hotline("members", "import", str(sheet), environ=environ, anew=True)
    assert (done.returncode, done.stdout) == (0, "1 added, 0 updated, 0 not taken.\n"), done.stderr
    done = hotline(
        "members", "import", "-", environ=environ, typed=f"{HEAD}Nour,+9613123456,ar,food,all,3\n"
    )
    assert (done.returncode, done.stdout) == (0, "0 added, 1 updated, 0 not taken.\n")
    database = Database(environ["DATABASE_URL"])
    with database.reading() as db:
        assert list(db.execute(select(members.c.level)).scalars()) == [3]
        assert db.execute(select(offers.c.state)).scalars().all() == ["active"]
    database.dispose()


def test_bad_rows_are_named_by_line_and_good_ones_taken(sqlite_environ: dict[str, str]) -> None:
    rows = (
        "Nour,+9613123456,ar,food,harbour,1\n"
        "Sam,12,en,food,harbour,1\n"
        "\n"
        "Rana,+9613123457,ar,bread,harbour,1\n"
        "Jad,+9613123458,ar,food,harbour,9\n"
        "Alex,+33612345678,en,food,harbour,1\n"
    )
    done = hotline("members", "import", "-", environ=sqlite_environ, typed=HEAD + rows)
    assert done.returncode == 2
    assert done.stdout == "1 added, 0 updated, 4 not taken.\n"
    told = [line.split(": ")[:2] for line in done.stderr.splitlines()]
    assert told == [
        ["<stdin>:3", "phone"],
        ["<stdin>:5", "categories"],
        ["<stdin>:6", "level"],
        ["<stdin>:7", "phone"],
    ]


def test_a_sheet_that_is_none_is_told_plainly(
    sqlite_environ: dict[str, str], tmp_path: Path
) -> None:
    arabic = tmp_path / "arabic.csv"
    arabic.write_bytes(f"{HEAD}نور,+9613123456,ar,food,harbour,1\n".encode("cp1256"))
    done = hotline("members", "import", str(arabic), environ=sqlite_environ)
    assert done.returncode == 1
    assert "UTF-8" in done.stderr
    done = hotline("members", "import", "-", environ=sqlite_environ, typed="name,phone\n")
    assert done.returncode == 2
    assert "<stdin>:1: column language, categories, areas, level is missing" in done.stderr
    done = hotline("members", "import", str(tmp_path / "none.csv"), environ=sqlite_environ)
    assert done.returncode == 2
    assert "No such file" in done.stderr


# Needs


def test_open_needs_are_listed_without_names_numbers_or_words(environ: dict[str, str]) -> None:
    assert hotline("needs", "list", environ=environ, anew=True).stdout == "Nothing is open.\n"
    assert hotline("needs", "list", "--json", environ=environ).stdout == "[]\n"
    reference = _need(environ, "need food harbour today 2", "milk, if there is any", "1")
    done = hotline("needs", "list", "--json", environ=environ)
    (listed,) = json.loads(done.stdout)
    opened = datetime.fromisoformat(listed.pop("opened_at"))
    assert abs((datetime.now(UTC) - opened).total_seconds()) < 600
    assert listed == {
        "reference": reference,
        "category": "food",
        "area": "harbour",
        "when": "today",
        "people": 2,
        "urgent": False,
        "state": "seeking",
        "wave": 0,
        "asked": 0,
    }
    table = hotline("needs", "list", environ=environ).stdout.splitlines()
    assert table[0].split()[:3] == ["ref", "state", "kind"]
    assert table[1].split()[:6] == [reference, "seeking", "food", "harbour", "today", "2"]
    assert "3123456" not in done.stdout + "".join(table)
    assert "milk" not in done.stdout + "".join(table)


def test_closed_needs_are_not_listed(sqlite_environ: dict[str, str]) -> None:
    reference = _need(sqlite_environ, "need food harbour today 2", "1", "1")
    database = Database(sqlite_environ["DATABASE_URL"])
    with database.writing() as db:
        need = needs.by_reference(db, reference)
        assert need is not None
        assert needs.move(db, need.id, "withdrawn")
    database.dispose()
    assert hotline("needs", "list", environ=sqlite_environ).stdout == "Nothing is open.\n"


def _need(environ: dict[str, str], *texts: str) -> str:
    """Open a need by texts, as a member does; its reference."""
    app = build(read_settings(environ))
    for number, words in enumerate(texts):
        receive(app, Inbound(f"SM{number:032x}", ASKER, words))
    with app.database.reading() as db:
        (need,) = needs.live(db)
    app.doorbell.close()
    app.database.dispose()
    return need.reference


# Flows


def test_the_flows_that_come_along_have_no_fault() -> None:
    done = hotline("flows", "check", anew=True)
    assert done.returncode == 0, done.stdout
    assert "no fault found" in done.stdout


def test_a_fault_is_told_with_file_and_line(tmp_path: Path) -> None:
    shutil.copytree(str(files("flows")), tmp_path / "flows")
    menu = tmp_path / "flows" / "library" / "menu.yaml"
    lines = menu.read_text("utf-8").splitlines()
    at = lines.index("  person: {do: ask-person, with: [], then: end}")
    lines[at] = "  person: {do: ask-nobody, with: [], then: end}"
    menu.write_text("\n".join(lines), "utf-8")
    environ = clean_environ(PYTHONPATH=str(tmp_path))
    done = hotline("flows", "check", environ=environ, cwd=tmp_path, anew=True)
    assert done.returncode == 1
    assert f"flows/library/menu.yaml:{at + 1}: there is no effect `ask-nobody`" in done.stdout


@pytest.mark.parametrize(
    ("form", "begins"), [("mermaid", "flowchart TD\n"), ("dot", 'digraph "menu" {\n')]
)
def test_a_flow_is_drawn(form: str, begins: str) -> None:
    done = in_process("flows", "draw", "menu", "--format", form)
    assert done.stdout.startswith(begins)
    assert "ask-person" in done.stdout


def test_all_flows_are_drawn_where_none_is_named() -> None:
    library = list((files("flows") / "library").iterdir())
    assert in_process("flows", "draw").stdout.count("flowchart TD") == len(library)


def test_svg_comes_from_graphviz_or_says_what_is_missing(tmp_path: Path) -> None:
    done = in_process("flows", "draw", "menu", "--format", "svg", PATH=str(tmp_path))
    assert done.exit_code == 1
    assert "Graphviz" in done.stderr
    program = tmp_path / "dot"  # stands for Graphviz' own, which few machines have
    program.write_text('#!/bin/sh\n[ "$1" = -Tsvg ] && echo "<svg>" && /bin/cat && echo "</svg>"\n')
    program.chmod(0o755)
    done = in_process("flows", "draw", "menu", "--format", "svg", PATH=str(tmp_path))
    assert done.stdout.startswith('<svg>\ndigraph "menu" {')
    assert done.stdout.endswith("</svg>\n")
    program.write_text("#!/bin/sh\necho 'bad picture' >&2\nexit 1\n")
    done = in_process("flows", "draw", "menu", "--format", "svg", PATH=str(tmp_path))
    assert done.exit_code == 1
    assert "bad picture" in done.stderr


def test_a_flow_that_is_none_is_told_with_those_there_are() -> None:
    done = in_process("flows", "draw", "tea")
    assert done.exit_code == 1
    assert "there is no flow tea; there are " in done.stderr
    assert "follow-up" in done.stderr


# Phones and the carrier


def test_a_phone_sends_what_is_typed(carrier: Simulator) -> None:
    carrier.connect("http://127.0.0.1:9/twilio/sms")  # nobody answers there
    done = hotline("phone", ASKER, "--carrier", carrier.url, typed="مرحبا\nneed food\n", anew=True)
    assert done.returncode == 0, done.stderr
    lines = [(line.direction, line.body) for line in carrier.screen(ASKER)]
    assert lines == [("sent", "مرحبا"), ("sent", "need food")]


def test_a_phone_without_carrier_or_number_says_so() -> None:
    done = in_process("phone", ASKER, "--carrier", "http://127.0.0.1:9")
    assert done.exit_code == 1
    assert "no local carrier at http://127.0.0.1:9" in done.stderr
    done = in_process("phone", "03123456")
    assert done.exit_code == 1
    assert "+9613123456" in done.stderr


def test_the_carrier_serves_until_interrupted(tmp_path: Path) -> None:
    environ = clean_environ(HOTLINE_DEMO="1", HOTLINE_DATA=str(tmp_path))
    port = _free_port()
    carrier = subprocess.Popen([*COMMAND, "carrier", "--port", str(port)], env=environ)
    try:
        assert _answers(f"http://127.0.0.1:{port}/carrier/faults")
        done = hotline("carrier", "--port", str(port), environ=environ)
        assert done.returncode == 1
        assert f"--port {port}: Address already in use" in done.stderr
    finally:
        carrier.send_signal(signal.SIGINT)
        assert carrier.wait(30) == 0


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


# Mistakes in setting up

SERVING = [("web",), ("worker",), ("members", "import", "-"), ("carrier",)]
STARTING = [*SERVING, ("clock",), ("keys", "rotate")]


@pytest.mark.parametrize("command", SERVING, ids=lambda command: command[0])
def test_what_is_not_set_is_told_all_at_once(command: tuple[str, ...], tmp_path: Path) -> None:
    done = in_process(*command, HOTLINE_DATA=str(tmp_path))
    assert done.exit_code == 1
    for name in ("HOTLINE_KEY", "TWILIO_ACCOUNT_SID", "HOTLINE_NUMBER", "HOTLINE_PUBLIC_URL"):
        assert f"{name} is not set" in done.stderr


REAL_ACCOUNT = {
    "TWILIO_ACCOUNT_SID": "AC" + "0a" * 16,
    "TWILIO_AUTH_TOKEN": "a real one",
    "HOTLINE_NUMBER": "+9613999999",
    "HOTLINE_PUBLIC_URL": "https://line.example.org",
}


@pytest.mark.parametrize("command", STARTING, ids=lambda command: command[0])
@pytest.mark.parametrize("keys", ["{demo}", "{own},{demo}", "{demo},{own}"])
def test_with_the_demos_key_nothing_starts_on_a_real_account(
    command: tuple[str, ...], keys: str, tmp_path: Path
) -> None:
    environ = {**REAL_ACCOUNT, "HOTLINE_KEY": keys.format(demo=DEMO_KEY, own=KEY)}
    done = in_process(*command, HOTLINE_DATA=str(tmp_path), **environ)
    assert done.exit_code == 1
    assert "HOTLINE_KEY: this is the demo's public key" in done.stderr
    assert DEMO_KEY not in done.output + done.stderr


NEEDING_TABLES = [("web",), ("needs", "list")]


@pytest.mark.parametrize("command", NEEDING_TABLES, ids=lambda command: command[0])
def test_an_old_schema_is_told_with_the_remedy(command: tuple[str, ...], tmp_path: Path) -> None:
    done = hotline(*command, environ=clean_environ(HOTLINE_DEMO="1", HOTLINE_DATA=str(tmp_path)))
    assert done.returncode == 1
    assert "run `hotline migrate`" in done.stderr


def test_a_mistake_in_the_community_is_told_with_its_line(
    sqlite_environ: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("name: Harbour\nlanguages: [ar, xx]\n", "utf-8")
    environ = sqlite_environ | {"HOTLINE_COMMUNITY": str(file)}
    done = in_process("flows", "check", **environ)
    assert done.exit_code == 1
    assert "ours.yaml:2: " in done.stderr
    serving = hotline("members", "import", "-", environ=environ)
    assert serving.returncode == 1
    assert "ours.yaml:2: " in serving.stderr
    file.unlink()
    gone = in_process("flows", "check", **environ)
    assert gone.exit_code == 1
    assert "HOTLINE_COMMUNITY" in gone.stderr


def test_another_key_than_the_databases_is_told(sqlite_environ: dict[str, str]) -> None:
    assert hotline("members", "import", "-", environ=sqlite_environ, typed=HEAD).returncode == 0
    environ = sqlite_environ | {"HOTLINE_KEY": KEY}
    assert environ["HOTLINE_KEY"] != DEMO_KEY
    done = hotline("members", "import", "-", environ=environ, typed=HEAD)
    assert done.returncode == 1
    assert "HOTLINE_KEY" in done.stderr


def test_a_data_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    environ = clean_environ(HOTLINE_DEMO="1", HOTLINE_DATA=str(tmp_path / "file" / "data"))
    done = in_process("migrate", **environ)
    assert done.exit_code == 1
    assert "HOTLINE_DATA: " in done.stderr


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    environ = clean_environ(
        HOTLINE_DATA=str(tmp_path), DATABASE_URL="postgresql://nobody:secret@127.0.0.1:9/none"
    )
    done = hotline("needs", "list", environ=environ)
    assert done.returncode == 1
    assert "DATABASE_URL: the database does not answer" in done.stderr
    assert "secret" not in done.stderr


# Staff


def test_an_operator_invites_the_first_of_the_staff(sqlite_environ: dict[str, str]) -> None:
    done = hotline("staff", "invite", "--role", "steward", environ=sqlite_environ)
    link, how = done.stdout.splitlines()
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/console/invitation/[\w-]{43}", link), link
    assert "48 hours" in how
    unknown = hotline(
        "staff", "invite", "--role", "listener", "--phone", "+9613123456", environ=sqlite_environ
    )
    assert (unknown.returncode, "no member has this number" in unknown.stderr) == (1, True)
    wrong = hotline(
        "staff", "invite", "--role", "listener", "--phone", "12", environ=sqlite_environ
    )
    assert (wrong.returncode, "--phone" in wrong.stderr) == (1, True)


def test_a_team_of_four_does_not_start_without_a_second_person(
    sqlite_environ: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "community.yaml"
    write_community(file, {})
    file.write_text(f"{file.read_text('utf-8')}two_people: no\n", "utf-8")
    alone = {**sqlite_environ, "HOTLINE_COMMUNITY": str(file)}
    invite = ("staff", "invite", "--role", "steward")
    for _ in range(3):
        assert hotline(*invite, environ=alone).returncode == 0
    full = hotline(*invite, environ=alone)
    assert (full.returncode, "team of 3 accounts at most" in full.stderr) == (1, True)
    database = Database(sqlite_environ["DATABASE_URL"])
    with database.writing() as db:
        for _ in range(4):
            add_row(db, staff, state="active")
    database.dispose()
    for command in (("clock",), ("worker",), ("web", "--port", "8000"), invite):
        done = hotline(*command, environ=alone)
        assert done.returncode == 1
        assert "4 are active; take the line out of community.yaml" in done.stderr
    assert hotline(*invite, environ=sqlite_environ).returncode == 0
