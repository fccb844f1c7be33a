"""The floors of the house: what is planted against them fails `make lint`, also under TYPE_CHECKING."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("flows", "hotline", "workers")

FOR_TYPES_ALONE = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import {}\n"
# By what is planted: the files, each with what is put behind its end, and the contract that breaks.
PLANTS = {
    "two rooms of one folder import each other": (
        {
            "flows/text/folding.py": FOR_TYPES_ALONE.format("flows.text.segments"),
            "flows/text/segments.py": FOR_TYPES_ALONE.format("flows.text.folding"),
        },
        "No two rooms import each other, by whatever way round",
    ),
    "a room has no floor": ({"hotline/annex/__init__.py": ""}, "The floors of hotline"),
    "a service has no floor": ({"hotline/services/annex.py": ""}, "The floors of the services"),
    "an arrow up": (
        {"hotline/services/kernel/app.py": FOR_TYPES_ALONE.format("hotline.services.console")},
        "The floors of the services",
    ),
    "the core knows the database": (
        {"hotline/domain/phones.py": FOR_TYPES_ALONE.format("hotline.store.schema")},
        "Imports run one way",
    ),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    paths = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=paths, capture_output=True, text=True)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house to plant in."""
    folder = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        only_code = shutil.ignore_patterns("__pycache__", "*.html", "*.css", "*.js", "*.ftl")
        shutil.copytree(ROOT / package, folder / package, ignore=only_code)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_house_as_it_is_passes(house: Path) -> None:
    done = lint(house)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("what", PLANTS)
def test_what_is_planted_is_found(house: Path, what: str) -> None:
    plants, contract = PLANTS[what]
    before = {name: read(house / name) for name in plants}
    for name, text in plants.items():
        (house / name).parent.mkdir(exist_ok=True)
        (house / name).write_text((before[name] or "") + text, "utf-8")
    done = lint(house)
    for name, was in before.items():
        put_back(house / name, was)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contract} BROKEN" in done.stdout


def read(file: Path) -> str | None:
    return file.read_text("utf-8") if file.exists() else None


def put_back(file: Path, text: str | None) -> None:
    if text is not None:
        file.write_text(text, "utf-8")
    elif file.name == "__init__.py":
        shutil.rmtree(file.parent)
    else:
        file.unlink()


def test_a_room_says_what_is_decided_in_it() -> None:
    folders = {file.parent for name in PACKAGES for file in (ROOT / name).rglob("*.py")}
    silent = [f for f in folders if not (f / "__init__.py").read_text("utf-8").startswith('"""')]
    assert [str(f.relative_to(ROOT)) for f in silent] == []


def test_no_folder_shows_more_than_one_takes_in() -> None:
    """About fifteen rooms; the command line has one for each of its families."""
    crowded = {
        str(folder.relative_to(ROOT)): len(rooms)
        for name in PACKAGES
        for folder in [ROOT / name, *(ROOT / name).rglob("*")]
        if folder.is_dir() and len(rooms := rooms_of(folder)) > 16
    }
    assert crowded == {}


def rooms_of(folder: Path) -> list[Path]:
    modules = [file for file in folder.glob("*.py") if not file.stem.startswith("__")]
    return modules + [each for each in folder.iterdir() if (each / "__init__.py").exists()]
