"""The demo's house: real processes on a fresh database, the local carrier, a small community."""

from __future__ import annotations

import csv
import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import as_file, files
from pathlib import Path

import urllib3

from flows.wording.renderer import Speaker
from hotline.cli.carrier import account_of
from hotline.cli.demo_stack.subprocesses import ChildFailed, Children, children
from hotline.clock import DEMO_CLOCK, DemoClock
from hotline.config import Settings, load_community, read_settings
from hotline.domain.community.community import Community
from hotline.domain.phones import typed_number
from hotline.services.console.sign_in import accounts
from hotline.services.kernel.app import App
from hotline.services.operations.overview import current_overview
from hotline.simulator.core.settings import SimulatedAccount
from hotline.simulator.pages.routes import PhonesPage, pages
from hotline.simulator.pages.shown_phones import ShownPhones
from hotline.simulator.pages.story_runner import StoryRunner
from hotline.simulator.server import Simulator
from hotline.simulator.story.script_verbs import Cast, Person
from hotline.store.people.members import COORDINATOR_LEVEL
from hotline.wiring import build, lexicon_of, speaker_of

CARRIER_PORT = 8010  # another where it is taken
_START_SECONDS = 60.0
_ASKER = Person("Yara", "+9613700800", "ar")
# One's own settings are not for the demo: it must never touch a real account or database.
_NOT_HERE = ("HOTLINE_", "TWILIO_", "DATABASE_URL", "REDIS_URL")

Say = Callable[[str], None]


@dataclass(frozen=True)
class DemoStack:
    """What the story and the phones need."""

    data: Path
    carrier: Simulator
    children: Children
    speaker: Speaker
    cast: Cast
    runner: StoryRunner
    invite: Callable[[], tuple[str, str]]
    """Make links that open the console: to a steward, and to a second person."""

    @property
    def page(self) -> str:
        """The address of the page with the phones."""
        return f"{self.carrier.url}/phones"


@contextmanager
def demo_stack(home: Path, say: Say) -> Iterator[DemoStack]:
    """Everything started and ready, under `home`; ended with the block. Raises ChildFailed."""
    with ExitStack() as stack:
        folder = stack.enter_context(as_file(files("hotline") / "demo"))
        web_port = free_port()
        environ = _environ(home, folder / "community.yaml", web_port)
        settings = read_settings(environ)
        community = load_community(settings)
        cast = _cast(folder / "members.csv", community)
        speaker = speaker_of(community, lexicon_of(community))
        carrier = _carrier(account_of(settings))
        runner = StoryRunner(carrier, speaker, ShownPhones(cast))
        app = cache(lambda: build(settings))  # opens the database, which is made below
        carrier.show(pages(_table(runner, settings, app)))
        stack.enter_context(carrier)
        stack.callback(runner.stop)
        environ["TWILIO_API_URL"] = carrier.url
        (home / "logs").mkdir()
        started = stack.enter_context(children(environ, home / "logs"))
        _start(started, folder / "members.csv", web_port, say)
        say(f"  local carrier            {carrier.url}, in the provider's place")
        _wait_until_ready(started, settings.public_url)
        invite = partial(_invitations, app, folder / "members.csv")
        yield DemoStack(settings.data, carrier, started, speaker, cast, runner, invite)


def free_port() -> int:
    """A port of loopback on which nothing listens. Random, so that two demos do not meet on one."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _environ(home: Path, community: Path, web_port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_HERE)}
    return kept | {
        "HOTLINE_DEMO": "1",
        "HOTLINE_DATA": str(home / "data"),
        "HOTLINE_COMMUNITY": str(community),
        "HOTLINE_PUBLIC_URL": f"http://127.0.0.1:{web_port}",
    }


def _carrier(account: SimulatedAccount) -> Simulator:
    try:
        return Simulator(account, CARRIER_PORT, pace=1.0)  # a phone that nobody takes rings out
    except OSError:
        return Simulator(account, pace=1.0)


def _invitations(app: Callable[[], App], members: Path) -> tuple[str, str]:
    """Links to the console: one in the name of the demo's coordinator, one for a second person."""
    with members.open(encoding="utf-8", newline="") as rows:
        steward = next(
            row for row in csv.DictReader(rows) if int(row["level"]) == COORDINATOR_LEVEL
        )
    first = accounts.invite(app(), "steward", by=None, phone=steward["phone"])
    second = accounts.invite(app(), "coordinator", by=None)
    at = f"{app().settings.public_url}{accounts.PATH}"
    return f"{at}/{first}", f"{at}/{second}"


def _table(runner: StoryRunner, settings: Settings, app: Callable[[], App]) -> PhonesPage:
    """What the page shows."""
    clock = DemoClock(settings.data / DEMO_CLOCK)
    return PhonesPage(runner.carrier, runner.shelf, runner, clock, lambda: current_overview(app()))


def _start(processes: Children, members: Path, web_port: int, say: Say) -> None:
    say("Starting, for this demo alone:")
    say("  hotline migrate          a fresh SQLite database")
    processes.run("migrate")
    for name, what in (
        ("redis", "the doorbell"),
        ("worker", "sends"),
        ("clock", "looks for the due"),
    ):
        say(f"  hotline {name:<17}{what}")
        processes.start(name)
    say(f"  hotline web              http://127.0.0.1:{web_port}, where texts come in")
    processes.start("web", "--port", str(web_port))
    say("  hotline members import   nine people, from a spreadsheet")
    processes.run("members", "import", str(members))


def _wait_until_ready(processes: Children, url: str) -> None:
    """Wait for web, Redis and the clock, as the web process itself sees them."""
    until = time.monotonic() + _START_SECONDS
    with urllib3.PoolManager(retries=False, timeout=5.0) as pool:
        while not _is_ready(pool, f"{url}/readyz"):
            processes.check()
            if time.monotonic() > until:
                raise ChildFailed(f"{url}/readyz did not become ready")
            time.sleep(0.1)


def _is_ready(pool: urllib3.PoolManager, url: str) -> bool:
    try:
        answer = pool.request("GET", url)
    except urllib3.exceptions.HTTPError:
        return False
    report: Mapping[str, object] = answer.json() if answer.status == 200 else {}
    return bool(report.get("redis")) and report.get("clock_seconds") is not None


def _cast(members: Path, community: Community) -> Cast:
    with members.open(encoding="utf-8", newline="") as rows:
        people = [_person(row, community.region) for row in csv.DictReader(rows)]
    return Cast(_ASKER, {person.number: person for person in people})


def _person(row: Mapping[str, str], region: str) -> Person:
    language = row["language"].split(";")[0]
    return Person(row["name"], typed_number(row["phone"], region), language)
