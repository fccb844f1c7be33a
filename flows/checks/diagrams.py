"""A flow as a picture: what is asked, what each answer leads to, where it ends.

The same nodes and edges twice: as Mermaid, which many pages show by themselves, and as DOT, which
Graphviz turns into SVG.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from flows.engine.definition import Action, Flow, Move, Question, Step
from flows.wording.catalog import Catalog, CatalogFault

LANGUAGE = "en"  # of the words in a picture
_WIDEST = 60  # characters of a message in a node
_MERMAID = {
    "question": ('(["', '"])'),
    "action": ('[["', '"]]'),
    "branch": ('{"', '"}'),
    "end": ('((("', '")))'),
}
_DOT = {
    "question": "shape=box, style=rounded",
    "action": "shape=component",
    "branch": "shape=diamond",
    "end": "shape=doublecircle",
}


@dataclass(frozen=True)
class _Node:
    id: str
    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Edge:
    source: str
    target: str
    label: str


def mermaid(flow: Flow, catalog: Catalog) -> str:
    """The flow as a Mermaid flowchart, to stand in a ```mermaid block."""
    lines = ["flowchart TD"]
    for node in _nodes(flow, catalog):
        before, after = _MERMAID[node.kind]
        label = "<br/>".join(_mermaid_text(line) for line in node.lines)
        lines.append(f"    {_name(node.id)}{before}{label}{after}")
    for edge in _edges(flow):
        label = f'|"{_mermaid_text(edge.label)}"|' if edge.label else ""
        lines.append(f"    {_name(edge.source)} -->{label} {_name(edge.target)}")
    return "\n".join(lines) + "\n"


def dot(flow: Flow, catalog: Catalog) -> str:
    """The flow in DOT, for `dot -Tsvg`."""
    lines = [f"digraph {_quoted(flow.name)} {{", '    node [fontname="sans-serif"];']
    for node in _nodes(flow, catalog):
        label = _quoted("\n".join(node.lines))
        lines.append(f"    {_quoted(node.id)} [label={label}, {_DOT[node.kind]}];")
    for edge in _edges(flow):
        label = f" [label={_quoted(edge.label)}]" if edge.label else ""
        lines.append(f"    {_quoted(edge.source)} -> {_quoted(edge.target)}{label};")
    return "\n".join([*lines, "}"]) + "\n"


def _nodes(flow: Flow, catalog: Catalog) -> Iterator[_Node]:
    for name, step in flow.steps.items():
        yield _Node(name, type(step).__name__.lower(), (name, *_about(step, catalog)))
    targets = (_target(move) for step in flow.steps.values() for move in step.moves())
    for target in dict.fromkeys(targets):
        if target not in flow.steps:
            yield _Node(target, "end", (target,))


def _about(step: Step, catalog: Catalog) -> tuple[str, ...]:
    if isinstance(step, Question):
        asked = (_words(step.ask, catalog, voice=step.only == "voice"),)
        return (f"by {step.only} only:", *asked) if step.only else asked
    if isinstance(step, Action):
        return (f"{'look' if step.read_only else 'do'}: {step.effect}",)
    return (f"{step.on}?",)


def _words(message: str, catalog: Catalog, voice: bool) -> str:
    """The first words of a message, with the names of its placeholders; else its id."""
    try:
        names = catalog.placeholders(message, LANGUAGE, voice)
        words = catalog.format(message, LANGUAGE, {name: f"({name})" for name in names}, voice)
    except CatalogFault:
        return message
    return shorten(words, _WIDEST, placeholder=" …")


def _edges(flow: Flow) -> Iterator[_Edge]:
    for name, step in flow.steps.items():
        ways: dict[tuple[str, str], list[str]] = {}
        for label, move in _ways(step):
            ways.setdefault((_target(move), _said(move)), []).append(label)
        for (target, said), labels in ways.items():
            label = ", ".join(label for label in labels if label)
            yield _Edge(name, target, " ".join(part for part in (label, said) if part))


def _ways(step: Step) -> Iterator[tuple[str, Move]]:
    """Every way out with what leads there."""
    if not isinstance(step, Question):
        named = step.outcomes if isinstance(step, Action) else step.cases
        yield from named.items()
        if isinstance(step, Action) and step.then:
            yield "else" if step.outcomes else "", step.then
        return
    for choice in step.choices:
        if move := choice.move or step.then:
            value = choice.value if isinstance(choice.value, str) else ""
            channel = f"by {choice.only}" if choice.only else ""
            yield " ".join(part for part in (choice.key, value, channel) if part), move
    yield from step.signals.items()
    if step.then:
        yield step.source or "", step.then


def _target(move: Move) -> str:
    return f"flow {move.flow}" if move.flow else move.to


def _said(move: Move) -> str:
    return f"({', '.join(move.say)})" if move.say else ""


def _name(node: str) -> str:
    """A Mermaid id: `end` alone is a word of Mermaid's own, and it knows no spaces in ids."""
    return "n_" + "".join(char if char.isalnum() else "_" for char in node)


def _mermaid_text(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
