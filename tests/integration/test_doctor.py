"""`hotline doctor`: nothing to say where all is well, and one finding for each mistake that is planted."""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
import yaml
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask, Response
from redis import Redis
from sqlalchemy import delete, select, text, update
from werkzeug.datastructures import MultiDict

from hotline.config import DEMO_KEY, Settings, load_community, read_settings
from hotline.gateway import round_trip as tripping
from hotline.gateway.signature import sign
from hotline.services.doctor import bell, storage
from hotline.services.doctor.examine import CHECKS, examine
from hotline.services.doctor.findings import Diagnosis, Finding, Target
from hotline.services.kernel.app import App
from hotline.simulator.api.wsgi_server import LoopbackServer
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from hotline.store.db import keyring, leases
from hotline.store.schema import metadata, needs
from hotline.store.schema import processes as process_rows
from hotline.store.upkeep import processes
from hotline.web.app import create_app
from hotline.wiring import build, diagnosis_target
from tests import signing
from tests.conftest import AUTH_TOKEN, KEY, OUR_NUMBER
from tests.integration.processes import hotline
from tests.support_app import write_community
from tests.support_rows import add_row

COORDINATOR = "+9613111111"
OTHER_KEY = "//////////////////////////////////////////8="


@contextmanager
def served(flask_app: Flask) -> Iterator[str]:
    """The address at which an app is served meanwhile."""
    server = LoopbackServer(0, flask_app)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.stop()
        thread.join()


@dataclass
class Line:
    """A line that is well, until a test plants something."""

    environ: dict[str, str]
    carrier: Simulator
    app: App
    tmp_path: Path

    @property
    def settings(self) -> Settings:
        return read_settings(self.environ)

    @contextmanager
    def examined(self) -> Iterator[Target]:
        settings = self.settings
        examined = diagnosis_target(settings, load_community(settings))
        yield examined
        examined.database.dispose()

    def report(self, **changes: Any) -> Diagnosis:
        with self.examined() as examined:
            return examine(replace(examined, **changes))

    def community(self, **changes: Any) -> None:
        write_community(Path(self.environ["HOTLINE_COMMUNITY"]), changes)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLite, and where a test asks for it PostgreSQL."""
    kind = getattr(request, "param", "sqlite_url")
    url: str = request.getfixturevalue(kind)
    return url


BOTH = pytest.mark.parametrize("database_url", ["sqlite_url", "postgres_url"], indirect=True)


@pytest.fixture
def line(
    environ: dict[str, str], redis_server: str, carrier: Simulator, tmp_path: Path
) -> Iterator[Line]:
    community = tmp_path / "community.yaml"
    write_community(community, {"coordinators": [COORDINATOR]})
    environ |= {"REDIS_URL": redis_server, "HOTLINE_COMMUNITY": str(community)}
    holder: list[Flask] = []
    door = Flask("door")  # the address must be known before the house that answers there
    with served(door) as url:
        environ["HOTLINE_PUBLIC_URL"] = url
        app = build(read_settings(environ))
        holder.append(create_app(app))
        door.wsgi_app = lambda *call: holder[0].wsgi_app(*call)  # type: ignore[method-assign]
        carrier.set_up(
            sms_url=f"{url}/twilio/sms#rc=3&rp=all&rt=4000",
            sms_fallback_url="https://handler.twilio.com/twiml/EH1",
            voice_url=f"{url}/twilio/voice#rc=3&rp=all",
            voice_status_url=f"{url}/twilio/voice/status",
        )
        all_run(app)
        yield Line(environ, carrier, app, tmp_path)
        app.doorbell.close()
        app.database.dispose()


def all_run(app: App) -> None:
    """Every process says that it runs, and the clock looks, also where the test takes its time."""
    now = datetime.now(UTC) + timedelta(hours=1)
    knows = keyring.mark(app.settings.key)
    with app.database.writing() as db:
        processes.beat(db, 1, "web", knows, now)
        processes.beat(db, 2, "worker", knows, now)
        processes.beat(db, 3, "clock", "", now)
        leases.hold(db, "clock", "us", now, timedelta(seconds=5))


def grave(report: Diagnosis) -> list[Finding]:
    return [finding for finding in report.findings if finding.grave]


@BOTH
def test_where_all_is_well_nothing_is_wrong(line: Line) -> None:
    report = line.report()
    assert grave(report) == []
    assert set(report.looked_at) == set(CHECKS)


@BOTH
def test_looking_changes_nothing(line: Line) -> None:
    def everything() -> dict[str, list[Any]]:
        with line.app.database.reading() as db:
            return {t.name: list(db.execute(select(t))) for t in metadata.sorted_tables}

    before, log = everything(), len(line.carrier.log())
    line.report()
    assert everything() == before
    assert len(line.carrier.log()) == log


# Planted, one at a time: what it is, and what the doctor says

Plant = Callable[[Line], None]


def number(**changes: Any) -> Plant:
    """Something changed in the number's resource at the provider."""
    return lambda line: line.carrier.set_up(number_changes=changes)


def setting(**changes: str) -> Plant:
    """Something changed in the environment."""
    return lambda line: line.environ.update(changes)


def statement(make: Callable[[datetime], Any]) -> Plant:
    """Something changed in the database."""

    def plant(line: Line) -> None:
        with line.app.database.writing() as db:
            db.execute(make(datetime.now(UTC)))

    return plant


def no_retries(line: Line) -> None:
    bare = f"{line.settings.public_url}/twilio/sms"
    line.carrier.set_up(number_changes={"sms_url": bare})


def fallback_here(line: Line) -> None:
    url = f"{line.settings.public_url}/twilio/sms/fallback"
    line.carrier.set_up(sms_fallback_url=url)


def overdue(line: Line) -> None:
    with line.app.database.writing() as db:
        need = add_row(db, needs)
        long_ago = datetime.now(UTC) - timedelta(minutes=5)
        db.execute(update(needs).where(needs.c.id == need).values(due_at=long_ago))


def moved(url: str) -> Plant:
    """Another public address, also at the provider."""

    def plant(line: Line) -> None:
        line.environ["HOTLINE_PUBLIC_URL"] = url
        line.carrier.set_up(
            sms_url=f"{url}/twilio/sms#rc=3&rp=all",
            voice_url=f"{url}/twilio/voice#rc=3&rp=all",
            voice_status_url=f"{url}/twilio/voice/status",
        )

    return plant


def another_key(line: Line) -> None:
    line.environ["HOTLINE_KEY"] = OTHER_KEY
    with line.app.database.writing() as db:
        db.execute(update(process_rows).values(knows=keyring.mark(line.settings.key)))


def rotated_halfway(line: Line) -> None:
    line.environ["HOTLINE_KEY"] = f"{OTHER_KEY},{KEY}"
    settings = line.settings
    now = datetime.now(UTC)
    line.app.database.write(lambda db: keyring.change_master(db, settings.keys, now))
    with line.app.database.writing() as db:
        db.execute(delete(process_rows))
        both = f"{keyring.mark(settings.keys[0])} {keyring.mark(settings.keys[1])}"
        for row_id, kind in enumerate(("web", "worker", "clock"), 1):
            processes.beat(db, row_id, kind, both, now)


def another_process_key(line: Line) -> None:
    with line.app.database.writing() as db:
        db.execute(update(process_rows).where(process_rows.c.id == 2).values(knows="0123"))


def unmigrated(line: Line) -> None:
    with line.app.database.writing() as db:
        db.execute(text("delete from alembic_version"))


def from_the_future(line: Line) -> None:
    with line.app.database.writing() as db:
        db.execute(text("update alembic_version set version_num = '9999'"))


def open_directory(line: Line) -> None:
    line.tmp_path.chmod(0o755)


def open_file(line: Line) -> None:
    Path(line.app.database.url.database or "").chmod(0o644)


def no_coordinator(line: Line) -> None:
    line.community(coordinators=[])
    with line.app.database.writing() as db:
        db.execute(update(metadata.tables["members"]).values(level=0))


def no_crisis_contacts(line: Line) -> None:
    file = Path(line.environ["HOTLINE_COMMUNITY"])
    told = yaml.safe_load(file.read_text("utf-8"))
    del told["crisis_contacts"]
    file.write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")


def alone_in_a_crowd(line: Line) -> None:
    line.community(coordinators=[COORDINATOR], two_people="no")
    with line.app.database.writing() as db:
        for _ in range(4):
            add_row(db, metadata.tables["staff"], state="active")


def open_socket(line: Line) -> None:
    Path(line.environ["REDIS_URL"].removeprefix("unix://")).chmod(0o777)


PLANTS: dict[str, tuple[Plant, str]] = {
    "no webhook": (number(sms_url=""), '"A message comes in" does not lead to this hotline'),
    "another's webhook": (number(sms_url="https://demo.twilio.com/"), "does not lead to this"),
    "a GET": (number(sms_method="GET"), '"A message comes in" is a GET'),
    "no retries": (no_retries, '"A message comes in" is not tried again'),
    "an application": (number(sms_application_sid="AP1"), "TwiML app"),
    "no fallback": (number(sms_fallback_url=""), "texts have no fallback"),
    "a fallback to ourselves": (fallback_here, "is this same server"),
    "no calls": (number(voice_url=""), '"A call comes in" does not lead to this hotline'),
    "calls by GET": (number(voice_method="GET"), '"A call comes in" is a GET'),
    "calls to an application": (number(voice_application_sid="AP1"), "TwiML app"),
    "a trunk": (number(trunk_sid="TK1"), "SIP trunk"),
    "no word of endings": (number(status_callback=""), "not told that a call is over"),
    "endings by GET": (number(status_callback_method="GET"), "not told that a call is over"),
    "no texts": (number(capabilities={"voice": True, "sms": False}), "cannot do sms"),
    "no voice": (number(capabilities={"sms": True}), "cannot do voice"),
    "another's number": (number(phone_number="+9619999999"), "no number like HOTLINE_NUMBER"),
    "suspended": (lambda line: line.carrier.set_up(status="suspended"), "account is suspended"),
    "a trial": (lambda line: line.carrier.set_up(kind="Trial"), "account is a trial"),
    "another token there": (
        lambda line: line.carrier.set_up(auth_token="another"), "does not know these credentials",
    ),
    "no provider": (setting(TWILIO_API_URL="http://127.0.0.1:9"), "TWILIO_API_URL does not answer"),
    "a clock ahead": (
        lambda line: setattr(line.carrier, "faults", InjectedFaults(clock_ahead=-30)),
        "seconds ahead of the provider's",
    ),
    "a clock behind": (
        lambda line: setattr(line.carrier, "faults", InjectedFaults(clock_ahead=60)), "seconds behind",
    ),
    "nobody at the address": (
        moved("http://127.0.0.1:9"), "HOTLINE_PUBLIC_URL: it does not answer",
    ),
    "a name that leads nowhere": (
        moved("https://line.invalid"), "the name line.invalid leads nowhere",
    ),
    "another key": (another_key, "HOTLINE_KEY does not open this database"),
    "half a rotation": (rotated_halfway, "a new key is not in use everywhere yet"),
    "a process with another key": (another_process_key, "1 of them run with another HOTLINE_KEY"),
    "an old schema": (unmigrated, "the database lacks "),
    "a newer schema": (from_the_future, "which this release does not know"),
    "an open directory": (open_directory, "others may look into HOTLINE_DATA"),
    "an open file": (open_file, "others may read"),
    "no directory": (setting(HOTLINE_DATA="/nonexistent/data"), "/nonexistent/data, is not there"),
    "no worker": (
        statement(lambda _: delete(process_rows).where(process_rows.c.kind == "worker")),
        "no worker has said",
    ),
    "a silent web": (
        statement(lambda now: update(process_rows).where(process_rows.c.kind == "web").values(
            beat_at=now - timedelta(minutes=2))),
        "no web has said",
    ),
    "a clock that stands": (
        statement(lambda now: update(metadata.tables["leases"]).values(
            beat_at=now - timedelta(minutes=2))),
        "the clock last looked",
    ),
    "something overdue": (overdue, "something has been due for"),
    "no Redis": (setting(REDIS_URL="unix:///nonexistent/redis.sock"), "it does not answer"),
    "an open socket": (open_socket, "other users of this machine may talk to it"),
    "nobody to tell": (no_coordinator, "there is no coordinator"),
    "four without a second person": (alone_in_a_crowd, "two_people: no is for a team of 3"),
    "no crisis contacts": (no_crisis_contacts, "nothing in ar, en"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_mistake_is_found_and_nothing_else(line: Line, name: str) -> None:
    plant, expected = PLANTS[name]
    plant(line)
    found = grave(line.report())
    assert len(found) >= 1, "nothing was found"
    assert [one for one in found if expected not in one.what] == []
    assert all(one.change for one in found)


def test_a_database_that_is_not_there_is_not_made_by_looking(line: Line, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "hotline.db"
    line.environ["DATABASE_URL"] = f"sqlite:///{missing}"
    assert [f.what for f in grave(line.report())] == ["there is no database yet"]
    assert not missing.parent.exists()


def test_a_database_that_does_not_answer_is_told_once(line: Line) -> None:
    line.environ["DATABASE_URL"] = "postgresql://nobody:hush@127.0.0.1:9/none"
    found = grave(line.report())
    assert ["the database did not answer" in f.what for f in found] == [True]
    assert "hush" not in str(found)


def test_too_little_room_is_told(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_LEAST_ROOM", 10**18)
    (found,) = grave(line.report())
    assert "MB are free" in found.what


def test_what_may_be_meant_so_is_only_noted(line: Line) -> None:
    line.environ["HOTLINE_KEY"] = f"{KEY},{OTHER_KEY}"
    line.community(
        coordinators=[COORDINATOR],
        quiet_hours={"from": "22:00", "to": "08:00", "timezone": "Europe/Paris"},
        two_people="no",
    )
    prompts = line.tmp_path / "prompts" / "en"
    prompts.mkdir(parents=True)
    (prompts / "no-such.mp3").write_bytes(b"ID3")
    database = Path(line.app.database.url.database or "")
    database.with_name(f"{database.name}.before-1").touch(mode=0o600)
    report = line.report()
    assert report.well
    told = " ".join(finding.what for finding in report.findings)
    for part in (
        "old key",
        "Europe/Paris",
        "two_people: no",
        "1 recorded prompt(s) in en",
        "left from a restore",
    ):
        assert part in told


# The round trip


@contextmanager
def answering(status: int, body: str = "") -> Iterator[str]:
    """A server that answers everything alike."""
    flask_app = Flask("other")
    flask_app.add_url_rule("/<path:_>", "any", lambda _: Response(body, status), methods=["POST"])
    with served(flask_app) as url:
        yield url


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(404, "missing"), (200, "stranger"), (502, "stranger"), (403, "refused")],
)
def test_somebody_elses_server_is_told_from_ours(status: int, outcome: str) -> None:
    with answering(status, "welcome") as url:
        assert tripping.round_trip(url, AUTH_TOKEN) == (outcome, status)


def test_a_server_that_does_not_check_signatures_is_told() -> None:
    from flask import request

    flask_app = Flask("open")

    @flask_app.post(tripping.PATH)
    def take_all() -> str:
        return tripping.proof(AUTH_TOKEN, request.form[tripping.FIELD])

    with served(flask_app) as url:
        assert tripping.round_trip(url, AUTH_TOKEN)[0] == "open"


def test_the_web_process_with_another_token_refuses(line: Line) -> None:
    url = line.settings.public_url
    assert tripping.round_trip(url, AUTH_TOKEN) == ("ok", 200)
    assert tripping.round_trip(url, "another token") == ("refused", 403)


def test_a_certificate_that_nobody_vouches_for_is_told(tmp_path: Path) -> None:
    with in_tls(tmp_path) as url:
        assert tripping.round_trip(url, AUTH_TOKEN) == ("certificate", 0)


@contextmanager
def in_tls(tmp_path: Path) -> Iterator[str]:
    """A server with a certificate of its own making."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def shake_hands() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    with (
                        connection,
                        suppress(OSError),
                        context.wrap_socket(connection, server_side=True),
                    ):
                        pass

        Thread(target=shake_hands, daemon=True).start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, SHA256())
    )
    file = folder / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize("form", [{}, {"Nonce": "x"}, {"Nonce": "0" * 33}])
def test_only_a_nonce_is_answered(line: Line, form: dict[str, str]) -> None:
    url = line.settings.public_url + tripping.PATH
    answer = requests.post(
        url,
        form,
        headers={"X-Twilio-Signature": sign(AUTH_TOKEN, url, MultiDict(form))},
        timeout=30,
    )
    assert (answer.status_code, answer.text) == (400, "")


def test_our_own_signature_is_the_providers() -> None:
    pairs = [("Nonce", "abc"), ("Body", "مرحبا + %D8"), ("A", "")]
    url = "https://line.example.org/twilio/check"
    assert sign("token", url, MultiDict(pairs)) == signing.signature("token", url, pairs)


# Redis


@pytest.mark.parametrize(
    ("told", "open_"),
    [
        ({"bind": "127.0.0.1 -::1", "protected-mode": "no", "port": "6379"}, False),
        ({"bind": "", "protected-mode": "no", "port": "6379"}, True),
        ({"bind": "* -::*", "protected-mode": "no", "port": "6379"}, True),
        ({"bind": "0.0.0.0", "protected-mode": "no", "port": "6379"}, True),
        ({"bind": "127.0.0.1 10.0.0.5", "protected-mode": "no", "port": "6379"}, True),
        ({"bind": "* -::*", "protected-mode": "yes", "port": "6379"}, False),
        ({"bind": "* -::*", "protected-mode": "no", "requirepass": "s", "port": "6379"}, False),
        ({"bind": "* -::*", "protected-mode": "no", "port": "0", "tls-port": "0"}, False),
        ({"bind": "* -::*", "protected-mode": "no", "port": "0", "tls-port": "6380"}, True),
    ],
)
def test_a_redis_open_to_the_world_is_known(told: dict[str, str], open_: bool) -> None:
    assert bell.is_open(told) is open_


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("redis://127.0.0.1:6379/0", []),
        ("redis://localhost/0", []),
        ("redis://10.0.0.5/0", ["without a password"]),
        ("redis://:hush@10.0.0.5/0", []),
        ("redis://:hush@redis.example.org/0", ["unencrypted"]),
        ("rediss://redis.example.org/0", ["without a password"]),
        ("redis://redis.example.org/0", ["without a password", "unencrypted"]),
        ("rediss://:hush@redis.example.org/0", []),
    ],
)
def test_the_way_to_redis_is_judged_by_its_address(url: str, told: list[str]) -> None:
    found = list(bell._way(url))
    assert len(found) == len(told)
    assert all(part in finding.what for part, finding in zip(told, found, strict=True))
    assert "hush" not in str(found)


def test_a_redis_that_does_not_tell_its_settings_is_let_be(line: Line) -> None:
    client = Redis.from_url(line.environ["REDIS_URL"])
    client.execute_command("ACL", "SETUSER", "default", "-config")  # type: ignore[no-untyped-call]
    client.close()
    assert line.report().well


def test_a_redis_that_wants_a_password_is_told(line: Line) -> None:
    client = Redis.from_url(line.environ["REDIS_URL"])
    client.config_set("requirepass", "hush")
    client.close()
    (found,) = grave(line.report())
    assert found.what == "it wants another password"


# As operators see it


def test_the_operator_reads_one_line_for_each_and_the_status_tells(line: Line) -> None:
    done = hotline("doctor", environ=line.environ)
    assert (done.returncode, done.stdout.splitlines()[-1][:12]) == (0, "All is well."), done.stdout
    line.carrier.set_up(number_changes={"sms_url": ""}, kind="Trial")
    done = hotline("doctor", environ=line.environ)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert sum(one.startswith("WRONG  provider: ") for one in lines) == 2
    assert lines[-1].startswith("2 to mend.")
    told = json.loads(hotline("doctor", "--json", environ=line.environ).stdout)
    assert told["well"] is False
    assert {"check", "what", "change", "grave"} == set(told["findings"][0])


def test_mistakes_of_the_settings_are_findings_too(line: Line) -> None:
    environ = line.environ | {"TWILIO_AUTH_TOKEN": "", "HOTLINE_NUMBER": "03"}
    done = hotline("doctor", environ=environ)
    assert done.returncode == 1
    assert done.stdout.count("WRONG  settings: ") == 2
    community = Path(line.environ["HOTLINE_COMMUNITY"])
    community.write_text("name: Harbour\n", "utf-8")
    done = hotline("doctor", environ=line.environ)
    assert done.returncode == 1
    assert "WRONG  settings: community.yaml:" in done.stdout


def test_the_demos_key_is_told(line: Line) -> None:
    line.environ |= {"HOTLINE_DEMO": "1", "HOTLINE_KEY": DEMO_KEY, "TWILIO_ACCOUNT_SID": ""}
    assert any("HOTLINE_KEY is the demo's" in found.what for found in line.report().findings)


def test_nothing_secret_is_said(line: Line) -> None:
    line.environ |= {
        "DATABASE_URL": "postgresql://somebody:hush-one@127.0.0.1:9/none",
        "REDIS_URL": "redis://:hush-two@127.0.0.1:9/0",
        "HOTLINE_KEY": f"{OTHER_KEY},{KEY}",
        "HOTLINE_PUBLIC_URL": "http://127.0.0.1:9",
    }
    line.carrier.set_up(auth_token="another")
    told = "".join(
        done.stdout + done.stderr
        for done in (hotline("doctor", *more, environ=line.environ) for more in ((), ("--json",)))
    )
    assert "WRONG  provider" in told
    for secret in ("hush", KEY, OTHER_KEY, AUTH_TOKEN, COORDINATOR[1:], OUR_NUMBER[1:]):
        assert secret not in told
