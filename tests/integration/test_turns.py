"""The turn to write to a SQLite file: one at a time, in order, and free again after a crash."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.store.db.writer_queue import WriterTurn
from tests.support_processes import wait_until

_HOLDER = """
import sys, time
from pathlib import Path
from hotline.store.db.writer_queue import WriterTurn
with WriterTurn(Path(sys.argv[1])).taken():
    print("taken", flush=True)
    time.sleep(600)
"""


class _Writer(threading.Thread):
    """Somebody who takes the turn once and notes it."""

    def __init__(self, turn: WriterTurn, name: str, order: list[str]) -> None:
        super().__init__(daemon=True)
        self.turn, self.note, self.order = turn, name, order
        self.start()

    def run(self) -> None:
        with self.turn.taken():
            self.order.append(self.note)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hotline.db"


@pytest.fixture
def turns(file: Path) -> Iterator[tuple[WriterTurn, WriterTurn]]:
    """The turn as two processes have it: locks belong to opened files, not to processes."""
    both = WriterTurn(file), WriterTurn(file)
    yield both
    for turn in both:
        turn.close()


def _somebody_waits(file: Path) -> bool:
    with Path(f"{file}-doorway").open("w") as doorway:
        try:
            fcntl.flock(doorway, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_a_busy_process_lets_the_other_one_in(
    file: Path, turns: tuple[WriterTurn, WriterTurn]
) -> None:
    busy, other = turns
    order: list[str] = []
    with busy.taken():
        waiting = _Writer(other, "other", order)
        wait_until(lambda: _somebody_waits(file), "somebody in the doorway")
        next_of_busy = _Writer(busy, "busy", order)
    waiting.join(10)
    next_of_busy.join(10)
    assert order == ["other", "busy"]


def test_the_turn_of_a_killed_process_is_free(file: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(file)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "taken\n"
    order: list[str] = []
    turn = WriterTurn(file)
    waiting = _Writer(turn, "after it", order)
    wait_until(lambda: _somebody_waits(file), "somebody in the doorway")
    assert order == []
    holder.kill()
    holder.communicate()
    waiting.join(10)
    assert order == ["after it"]
    turn.close()
