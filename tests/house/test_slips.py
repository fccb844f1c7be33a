"""What a slip of the pen must not pass: planted, line by line, and looked for by one run of mypy.

A file of tests/house/slips is a module in which each line that ends in `# slip` is wrong and every other is
right. It is text, so that `make lint` does not stumble over it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLANTED = sorted((Path(__file__).parent / "slips").glob("*.txt"))
_ERROR = re.compile(r"^\S*?([^/\s]+)\.py:(\d+): error: ", re.M)


def test_mypy_finds_every_slip_and_nothing_else(tmp_path: Path) -> None:
    files = [shutil.copy(path, tmp_path / f"{path.stem}.py") for path in PLANTED]
    found = mypy(*map(Path, files))
    assert {(name, int(line)) for name, line in _ERROR.findall(found)} == set(slips()), found[
        -3000:
    ]


def slips() -> Iterator[tuple[str, int]]:
    """File and line of every slip."""
    for path in PLANTED:
        for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
            if text.endswith("# slip"):
                yield path.stem, number


def mypy(*files: Path) -> str:
    """What mypy says of these files, with the settings and the memory of `make lint`."""
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", *map(str, files)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


# Ids that are made from the catalogs


def ids(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "tools" / "message_ids.py"), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_ids_are_those_of_the_catalogs() -> None:
    checked = ids("--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The catalogs, their ids and the tool, to be changed."""
    for folder in (
        "flows/messages",
        "hotline/web/console/words",
        "hotline/simulator/words",
        "tools",
    ):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "flows/text").mkdir()
    assert ids(root=tmp_path).returncode == 0
    return tmp_path


@pytest.mark.parametrize(
    ("catalog", "module"),
    [
        ("flows/messages/en.ftl", "flows/text/message_ids.py"),
        ("hotline/web/console/words/auth/en.ftl", "hotline/web/console/word_ids.py"),
        ("hotline/simulator/words/en.ftl", "hotline/simulator/word_ids.py"),
    ],
)
def test_a_message_that_is_new_must_be_written_down(
    copied: Path, catalog: str, module: str
) -> None:
    file = copied / catalog
    file.write_text(f"{file.read_text('utf-8')}\nquite-new = Quite new.\n", "utf-8")
    assert ids("--check", root=copied).stdout == f"{module}: out of date; make ids\n"
    ids(root=copied)
    assert '    "quite-new",\n' in (copied / module).read_text("utf-8")
    assert ids("--check", root=copied).returncode == 0
