"""`hotline demo`, whole: the story on real processes, and nothing left of it afterwards."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hotline.cli.demo import reading_seconds
from tests.integration import forked_demo
from tests.integration.processes import COMMAND, clean_environ, processes_with

_ROOT = Path(__file__).parents[2]
SECONDS = 600.0  # for the whole of it, on the slowest machine
STEPS = (
    "Yara has never used the line",
    "Two volunteers are asked",
    "cannot, so somebody else is asked at once",
    "says yes",
    "a phone number is struck out",
    "has brought it",
    "thanks pass back",
)


# As a shell without a terminal starts what ends in "&": Ctrl+C is ignored.
_IN_THE_BACKGROUND = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")


@pytest.fixture
def home() -> Iterator[Path]:
    """Where the demo makes its directory: a short path, since those of sockets are limited."""
    with tempfile.TemporaryDirectory(prefix="hd-", dir="/tmp") as folder:
        yield Path(folder)


@contextmanager
def demo(
    home: Path, *options: str, anew: bool = False, **environ: str
) -> Iterator[subprocess.Popen[str]]:
    """The demo, ended with the block whatever happens.

    Its processes have read the program already; `anew` for what a reader of README.md starts.
    """
    program = (*COMMAND, "demo") if anew else forked_demo.COMMAND
    more = {"TMPDIR": str(home), "COLUMNS": "120", **environ, **forked_demo.environ()}
    command = [*_IN_THE_BACKGROUND, *program, *options]
    environ = clean_environ(**more)
    running = subprocess.Popen(
        command,
        env=environ,
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            running.terminate()
            running.wait(SECONDS)
        for pipe in (running.stdout, running.stderr):
            assert pipe is not None
            pipe.close()


def read_until(running: subprocess.Popen[str], words: str) -> str:
    """What the demo says, up to the line that holds `words`."""
    assert running.stdout is not None
    lines = []
    for line in running.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError(f"it never said {words!r}:\n{''.join(lines)}")


def nothing_runs(home: Path) -> bool:
    """Whether no process knows the place, or writes there."""
    return not processes_with(str(home)) and not forked_demo.writing_under(home)


def test_the_story_happens_and_leaves_nothing(home: Path) -> None:
    # Settings of one's own are no concern of the demo's.
    own = {"DATABASE_URL": "postgresql://127.0.0.1:9/real", "TWILIO_ACCOUNT_SID": "AC" + "1" * 32}
    with demo(home, "--once", anew=True, **own) as running:
        said, faults = running.communicate(timeout=SECONDS)
    assert running.returncode == 0, said + faults
    places = [said.find(step) for step in STEPS]
    assert -1 not in places
    assert places == sorted(places)
    assert "رقمي *** لو" in said
    assert "Every step happened" in said
    assert "03 123 456" not in said.split("→ ممتاز! رقمي 03 123 456", 1)[1]
    assert list(home.iterdir()) == []
    assert nothing_runs(home)


def test_a_step_that_does_not_happen_is_named(home: Path) -> None:
    with demo(home, "--once") as running:
        read_until(running, "All of it is up")
        (worker,) = (
            pid for pid, log in forked_demo.writing_under(home).items() if log.name == "worker.log"
        )
        os.kill(worker, signal.SIGKILL)
        _, faults = running.communicate(timeout=SECONDS)
    assert running.returncode == 1
    assert "the demo failed" in faults
    assert "hotline worker ended by itself" in faults
    logs = re.search(r"What each process said is in (\S+)", faults)
    assert logs is not None
    assert (Path(logs[1]) / "web.log").exists()
    assert nothing_runs(home)


def test_it_stays_up_until_asked_to_end(home: Path) -> None:
    with demo(home, "--pace", "0") as running:
        told = read_until(running, "Ctrl+C ends everything")
        phone = re.search(r"hotline phone (\+\d+)( --carrier (\S+))?", told)
        assert phone is not None
        url = phone[3] or "http://127.0.0.1:8010"
        typed = subprocess.run(
            [*COMMAND, "phone", phone[1], "--carrier", url],
            input="hello\n",
            env=clean_environ(),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
        assert "I need: 1 food" in typed.stdout
        read_until(running, f"{phone[1]} ← Harbour here")
        running.send_signal(signal.SIGINT)
        rest, faults = running.communicate(timeout=SECONDS)
    assert (running.returncode, faults) == (0, "")
    assert "nothing is kept" in rest
    assert list(home.iterdir()) == []
    assert nothing_runs(home)


def test_what_is_shown_stays_long_enough_to_be_read() -> None:
    assert [reading_seconds(letters) for letters in (0, 40, 80, 1000)] == [0, 1.3, 1.8, 2.5]


def test_asked_to_end_in_the_middle_it_ends_all(home: Path) -> None:
    with demo(home) as running:
        read_until(running, STEPS[0])
        running.terminate()
        assert running.wait(SECONDS) == 128 + signal.SIGTERM
    assert list(home.iterdir()) == []
    assert nothing_runs(home)
