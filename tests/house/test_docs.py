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
OPERATING = (ROOT / "docs" / "OPERATING.md").read_text("utf-8")
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
COMMANDED = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs" / f"{n}.md" for n in ("OPERATING", "CONTRIBUTING")),
]
A_FIRST_MEETING = 200  # lines of README.md, at most


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


def anchors(paper: Path) -> set[str]:
    """What a link can lead to within a paper: its headings, as forges spell them in addresses."""
    text = re.sub(r"```.*?```", "", paper.read_text("utf-8"), flags=re.S)
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", one).lower().replace(" ", "-") for one in headings}


def lost_anchors(paper: Path) -> list[str]:
    """Links of a paper to headings that are not there."""
    found = re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", paper.read_text("utf-8"))
    return [
        name for file, name in found if name not in anchors(paper.parent / file if file else paper)
    ]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_links_lead_to_headings_that_are_there(paper: Path) -> None:
    assert lost_anchors(paper) == []


def test_a_heading_that_is_not_there_would_be_found(tmp_path: Path) -> None:
    paper = tmp_path / "made-up.md"
    paper.write_text(
        "# One\n\n## Two: a *b*\n\n[a](#two-a-b) [b](#three) [c](made-up.md#one) [d](made-up.md#four)\n"
    )
    assert lost_anchors(paper) == ["three", "four"]


def test_the_readme_is_for_who_meets_it_first() -> None:
    assert len(README.splitlines()) <= A_FIRST_MEETING


def all_commands() -> str:
    return "\n".join(paper.read_text("utf-8") for paper in COMMANDED)


def unknown_commands(text: str) -> list[str]:
    """The commands of ours that a text names and nobody can type."""
    here, unknown = click.Context(main), []
    for first, second in re.findall(r"`?(?:as-)?hotline ([a-z][a-z-]*)(?: ([a-z]+))?", text):
        if first in main.list_commands(here):
            inner = getattr(main.get_command(here, first), "commands", None)
            if inner is not None and second and second not in inner:
                unknown.append(f"hotline {first} {second}")
    quoted = re.findall(r"(?:as-hotline|`hotline) ([a-z][a-z-]*)", text)
    return unknown + [name for name in quoted if name not in main.list_commands(here)]


def test_commands_in_the_papers_exist() -> None:
    named = re.findall(r"`?(?:as-)?hotline ([a-z]+)", all_commands())
    assert len({name for name in named if name in main.list_commands(click.Context(main))}) >= 12
    assert unknown_commands(all_commands()) == []


def test_a_command_that_is_not_there_would_be_found() -> None:
    planted = "`hotline needs shout`, `hotline dance`, docs/deploy/as-hotline sing"
    assert unknown_commands(planted) == ["hotline needs shout", "dance", "sing"]


def unknown_targets(text: str) -> set[str]:
    """The targets of make that a text names and the Makefile does not have."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = re.findall(r"\bmake (?:-C \S+ )?([a-z]+)\b(?=[ `\n])", _commands_of(text))
    return {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)}


def _commands_of(text: str) -> str:
    """What stands in a block of code or between backticks: prose may make other things."""
    return "\n".join(f"{found} " for found in re.findall(r"```.*?```|`[^`\n]+`", text, re.S))


def test_make_targets_in_the_papers_exist() -> None:
    assert "make check" in _commands_of(all_commands())
    assert unknown_targets(all_commands()) == set()


def test_a_target_that_is_not_there_would_be_found() -> None:
    assert unknown_targets("We make do. `make tea`, or `make test`") == {"tea"}


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
    assert f"<Message>{' '.join(words.split())}</Message>" in " ".join(OPERATING.split())


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
    table = OPERATING.split("## The environment")[1].split("\n## ")[0]
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", "".join(re.findall(r"^\| [^|]*\|", table, re.M))))
    source = (ROOT / "hotline" / "config.py").read_text("utf-8")
    read = set(re.findall(r'(?:value|needed|path|_flag)\(\s*"([A-Z_]+)"', source))
    assert len(read) > 10
    assert read == told


# The glossary

_ENTRY = re.compile(r"^\| \*\*(.+?)\*\* \| (.+?) \| (.+?) \| (.+?) \|$", re.M)
_WHERE = re.compile(r"`([\w./-]+)`(?: `(\w+)`)?")


def glossary_faults(text: str) -> list[str]:
    """What is wrong with a glossary: words explained twice, or said to be where they are not."""
    entries = _ENTRY.findall(text)
    words = [word for names, *_ in entries for word in names.split(", ")]
    faults = [word for word in dict.fromkeys(words) if words.count(word) > 1]
    return faults + [f"{names}: {where}" for names, _, where, _ in entries if not is_there(where)]


def is_there(where: str) -> bool:
    """Whether the file is there, and the name beside it stands in it."""
    found = _WHERE.fullmatch(where)
    if found is None or not (ROOT / found[1]).is_file():
        return False
    text = (ROOT / found[1]).read_text("utf-8")
    return not found[2] or re.search(rf"\b{found[2]}\b", text) is not None


def test_every_word_of_the_glossary_is_where_it_says() -> None:
    text = (ROOT / "docs" / "GLOSSARY.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| **")]
    assert len(rows) == len(_ENTRY.findall(text)) > 60
    assert glossary_faults(text) == []


def test_a_word_that_is_elsewhere_or_stands_twice_would_be_found() -> None:
    planted = """
| **need** | a | `hotline/store/needs/needs.py` `Need` | b |
| **ask, need** | a | `hotline/store/needs/needs.py` `Nowhere` | b |
| **match** | a | `hotline/nowhere.py` | b |
"""
    assert glossary_faults(planted) == [
        "need",
        "ask, need: `hotline/store/needs/needs.py` `Nowhere`",
        "match: `hotline/nowhere.py`",
    ]
