"""Pictures of flows: every step and every way out is in them, in both notations."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from flows.checks.diagrams import dot, mermaid
from flows.engine.parsing import load_library
from flows.wording.catalog import load_catalog
from tests.unit.talk import flow_of

SMALL = flow_of(
    """\
flow: small
start: kind
steps:
  kind:
    ask: need-count
    read: choice
    save: kind
    choices:
      1: {value: mint}
      2: {say: neutral, then: end}
    then: pour
  pour: {do: erase, outcomes: {erased: known}}
  known: {branch: kind, cases: {any: {flow: menu}, none: kind}}
"""
)


def test_mermaid_shows_steps_answers_and_ends() -> None:
    assert (
        mermaid(SMALL, load_catalog())
        == """\
flowchart TD
    n_kind(["kind<br/>For how many people? One number is enough."])
    n_pour[["pour<br/>do: erase"]]
    n_known{"known<br/>kind?"}
    n_end((("end")))
    n_flow_menu((("flow menu")))
    n_kind -->|"1 mint"| n_pour
    n_kind -->|"2 (neutral)"| n_end
    n_pour -->|"erased"| n_known
    n_known -->|"any"| n_flow_menu
    n_known -->|"none"| n_kind
"""
    )


def test_dot_shows_the_same() -> None:
    picture = dot(SMALL, load_catalog())
    assert '"kind" [label="kind\\nFor how many people? One number is enough.", ' in picture
    assert '    "kind" -> "pour" [label="1 mint"];\n' in picture
    assert '    "known" -> "flow menu" [label="any"];\n' in picture
    assert picture.count("->") == mermaid(SMALL, load_catalog()).count("-->")


@pytest.mark.parametrize("name", load_library())
def test_every_step_of_the_library_is_drawn_and_joined(name: str) -> None:
    flow = load_library()[name]
    lines = mermaid(flow, load_catalog()).splitlines()
    drawn = {found[1] for line in lines if (found := re.match(r"    (n_\w+)[\[({]", line))}
    joined = {found[1] for line in lines if (found := re.search(r"(n_\w+)$", line))}
    steps = {"n_" + re.sub(r"\W", "_", step) for step in flow.steps}
    assert steps <= drawn
    assert steps - joined <= {"n_" + flow.start}
    assert joined <= drawn


def test_marks_in_words_do_not_break_the_picture() -> None:
    flow = flow_of("flow: f\nstart: s\nsteps:\n  s: {ask: 'a\"b<c\\', read: words, then: end}\n")
    assert "a&quot;b&lt;c\\" in mermaid(flow, load_catalog())
    assert 'a\\"b<c\\\\"' in dot(flow, load_catalog())


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_it() -> None:
    source = dot(load_library()["need"], load_catalog())
    drawn = subprocess.run(["dot", "-Tsvg"], input=source.encode(), capture_output=True, check=True)
    assert b"<svg" in drawn.stdout
