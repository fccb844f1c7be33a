"""Floods of texts upon the real web process, on both databases: others are served meanwhile."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import figures
from tests.support_app import COLUMNS, write_community
from tests.support_line import SMS_PATH, Line, sms
from tests.support_processes import processes

FLOODER, SAM = "+9613000001", "+9613000002"
NEED = ("need food harbour today 2", "1", "1")
AT_ONCE = 6
NEW_NUMBERS = 100  # an hour, that the line takes on here


def replies(line: Line, number: str, words: str) -> list[str]:
    """What a text is answered with; the answer must be a good one, if it is empty."""
    answer = line.post(SMS_PATH, list(sms(number, words).items()))
    assert answer.status == 200
    return answer.texts


def test_a_flood_leaves_others_served(environ: dict[str, str], tmp_path: Path) -> None:
    """150 texts of one number and one of each of 500, six at a time, and a member among them."""
    community, sheet = tmp_path / "community.yaml", tmp_path / "people.csv"
    write_community(
        community,
        {"quiet_hours.to": "22:00", "limits.line.new_numbers_per_hour": NEW_NUMBERS + 1},
    )
    with sheet.open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, ("Sam", SAM, "en", "food", "all", "1")])
    flood = [(FLOODER, f"hello {n}") for n in range(150)]
    flood += [(f"+961712{n:05d}", "hello") for n in range(500)]
    environ |= {"HOTLINE_COMMUNITY": str(community), "HOTLINE_DATA": str(tmp_path)}
    with (
        processes(environ, tmp_path / "logs") as (children, line),
        ThreadPoolExecutor(AT_ONCE) as threads,
    ):
        children.run("members", "import", str(sheet))
        under_way = [threads.submit(replies, line, *each) for each in flood]
        served = [replies(line, SAM, words) for words in NEED]
        answers = [each.result() for each in under_way]
        served += [replies(line, SAM, "STATUS")]
    assert all(served)
    assert "is open" in served[2][-1]
    bought = sum(map(len, answers[:150]))
    assert 0 < bought <= 60
    # Those who come in the same instant do not see each other: a few more, never many.
    assert NEW_NUMBERS - 2 <= sum(map(bool, answers[150:])) <= NEW_NUMBERS + AT_ONCE
    figures.count("texts of floods", len(flood))
    figures.count("replies that floods bought", sum(map(len, answers)))
