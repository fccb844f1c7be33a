"""What the papers say is so: pictures, commands, names, the first conversation."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from flows.understanding.answers import read_command
from flows.vocabulary.vocabulary import load_vocabulary
from flows.wording.catalog import load_catalog
from hotline.cli import main
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_pictures_are_those_of_the_tables_and_flows() -> None:
    command = [sys.executable, "tools/pictures.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_picture_out_of_date_is_found(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "states.md").write_text("# The states of things\n")
    script = tmp_path / "tools" / "pictures.py"
    script.write_text((ROOT / "tools" / "pictures.py").read_text("utf-8"), "utf-8")
    command = [sys.executable, str(script), "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 1
    assert "docs/states.md: out of date" in checked.stdout


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_links_lead_somewhere(paper: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", paper.read_text("utf-8")):
        assert (paper.parent / target).exists(), target


def test_commands_in_the_readme_exist() -> None:
    named = re.findall(r"`?(?:as-)?hotline ([a-z]+)(?: ([a-z]+))?", README)
    here = click.Context(main)
    known = [found for found in named if found[0] in main.list_commands(here)]
    assert len({first for first, _ in known}) >= 8
    for first, second in known:
        inner = getattr(main.get_command(here, first), "commands", None)
        if inner is not None and second:
            assert second in inner, f"hotline {first} {second}"


def test_make_targets_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(
        r"\bmake (?:-C \S+ )?([a-z]+)\b(?=[ `\n])", README.replace("make are", "")
    ):
        if target in ("it", "all"):
            continue
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_words_that_the_readme_teaches_are_understood() -> None:
    tables = README.split("## What members can text")[1].split("Coordinators are")[0]
    vocabulary, counted = load_vocabulary(), 0
    for row in re.findall(r"^\|(.+)\|$", tables, re.MULTILINE):
        cells = row.split("|")
        for word in re.findall(r"`([^`]+)`", "|".join(cells[1:])):
            for one in word.split("،"):
                if one.strip() in _NOT_COMMANDS:
                    continue
                counted += 1
                assert read_command(one.strip(), vocabulary) is not None, one
    assert counted > 30


# One-shot requests, words to somebody else, and the carrier's own words.
_NOT_COMMANDS = {
    "need food harbour today 2",
    "بدي اكل الميناء",
    "47 on my way",
    "47 في الطريق",
    "STOP",
    "START",
}


def test_the_fallback_is_the_catalogs_own() -> None:
    words = load_catalog().format("error-fallback", "en", {})
    assert f"<Message>{' '.join(words.split())}</Message>" in " ".join(README.split())


def test_the_first_conversation_goes_like_that(app: App) -> None:
    block = README.split("## A first conversation")[1].split("```")[1]
    talk = _turns(block.split("Karim <")[0])
    assert len(talk) == 4
    for number, (typed, expected) in enumerate(talk):
        answer = receive(app, Inbound(f"SM{number:032x}", "+9613123456", typed))
        assert [re.sub(r"\d{2,5}", "47", text.body) for text in answer] == expected


def _turns(block: str) -> list[tuple[str, list[str]]]:
    """What is typed, and the texts that answer it, their lines joined."""
    turns: list[tuple[str, list[str]]] = []
    for line in block.strip().splitlines():
        said = line.split(" ", 1)[1].strip() if line.startswith("Yara") else line.strip()
        if said.startswith("> "):
            turns.append((said[2:], []))
        elif said.startswith("< "):
            turns[-1][1].append(said[2:])
        else:
            turns[-1][1][-1] += f" {said}"
    return turns


def test_the_table_of_the_environment_is_that_of_the_settings() -> None:
    table = README.split("## The environment")[1].split("\n## ")[0]
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", "".join(re.findall(r"^\| [^|]*\|", table, re.M))))
    source = (ROOT / "hotline" / "config.py").read_text("utf-8")
    read = set(re.findall(r'(?:value|needed|path|_flag)\(\s*"([A-Z_]+)"', source))
    assert len(read) > 10
    assert read == told
