"""Redis away throughout an intake, and back afterwards, empty: nobody has to do anything."""

from __future__ import annotations

from pathlib import Path

from hotline.embedded_redis import running
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from tests.support_app import write_community
from tests.support_line import Line
from tests.support_processes import processes, wait_until

MAYA, SAM = "+9613000001", "+9613000002"


def test_asked_and_offered_without_redis_and_found_when_it_is_back(
    environ: dict[str, str], redis_socket: Path, carrier: Simulator, tmp_path: Path
) -> None:
    carrier.faults = InjectedFaults(callbacks=False)
    community = tmp_path / "community.yaml"
    # No quiet hours, so that the hour does not matter; Sam, who joins by a text, gets Maya's words.
    write_community(community, {"quiet_hours.to": "22:00", "words_levels.food": 0})
    environ |= {"REDIS_URL": f"unix://{redis_socket}", "HOTLINE_COMMUNITY": str(community)}
    with processes(environ, tmp_path / "logs") as (children, line):
        children.start("worker")
        children.start("clock")
        offer_food(line)
        ask_for_food(line)
        assert not carrier.messages()  # nobody can be asked yet: only answers came
        with running(redis_socket):
            wait_until(lambda: "Could you?" in last_text(carrier, SAM), "Sam is asked")
        assert "is yours" in line.text(SAM, "YES").texts[0]  # and Redis is away again
        with running(redis_socket):  # back, and empty
            wait_until(lambda: "Good news" in last_text(carrier, MAYA), "Maya hears of it")
            line.text(MAYA, "near the bakery")
            wait_until(lambda: "near the bakery" in last_text(carrier, SAM), "words are passed on")
    asked = [m for m in carrier.messages(to=SAM) if "Could you?" in m.body]
    assert len(asked) == 1


def offer_food(line: Line) -> None:
    assert len(line.text(SAM, "OFFER").texts) == 2
    for words, heard in (
        ("food", "In which areas?"),
        ("all of them", "When may we ask you?"),
        ("any time", "May we text here"),
        ("yes", "Saved, thank you"),
    ):
        assert heard in line.text(SAM, words).texts[0]


def ask_for_food(line: Line) -> None:
    for words, heard in (
        ("need food harbour", "When, and for how many"),
        ("today 2", "Anything to add?"),
        ("1", "Is this right?"),
        ("1", "is open"),
        ("status", "still looking, nobody asked so far"),
    ):
        assert heard in line.text(MAYA, words).texts[-1]


def last_text(carrier: Simulator, number: str) -> str:
    """The latest text that the provider was given for a phone."""
    found = carrier.messages(to=number)
    return found[0].body if found else ""
