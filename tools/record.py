"""Every transcript recorded anew, and what has changed in them: each line once, with its number of stories.

`make record` after a change of a text. The stories are played as the tests play them, on SQLite, and
rewritten in place; read what is printed before it becomes what they say.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
_STORIES = "tests/transcripts"


def main(arguments: list[str]) -> int:
    """Record, with `arguments` for pytest, and print the difference. The exit status is pytest's."""
    played = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "auto", *_which(), *arguments],
        cwd=ROOT,
        env={**os.environ, "HOTLINE_RECORD": "1"},
        check=False,
    )
    print(_git("diff", "--stat", "--", f"{_STORIES}/*.txt"), end="")
    for line, number in changed_lines(_git("diff", "-U0", "--", f"{_STORIES}/*.txt").splitlines()):
        print(f"{number:>4}  {line}")
    return played.returncode


def changed_lines(diff: Iterable[str]) -> list[tuple[str, int]]:
    """Each line that comes or goes, with the number of files in which it does, in the diff's order."""
    found: Counter[str] = Counter()
    file, here = "", set[str]()
    for line in diff:
        if line.startswith("diff --git "):
            file, here = line, set()
        elif (
            file and line[:1] in "+-" and not line.startswith(("+++ ", "--- ")) and line not in here
        ):
            here.add(line)
            found[line] += 1
    return list(found.items())


def _which() -> list[str]:
    tests = ("test_stories.py", "calls/test_call_stories.py")
    return [*(f"{_STORIES}/{each}" for each in tests), "-k", "sqlite"]


def _git(*command: str) -> str:
    # Arabic names of files and words stay readable.
    git = ["git", "-c", "core.quotePath=false", *command]
    return subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
