"""YAML into flows. Every mistake is named with its file, its line and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources

from flows.engine.definition import (
    END,
    Action,
    Branch,
    Choice,
    Flow,
    Move,
    Question,
    Step,
    content_hash,
)
from flows.text.errors import Fault, FlowFault
from flows.text.yaml_nodes import Node, Tree, line

_MOVE = ("then", "say", "set", "copy", "forget", "flow", "carry")
_QUESTION = (
    *("ask", "read", "save", "choices", "then", "hints", "signals", "unless", "optional", "paged"),
    *("only", "short", "keeps"),
)
CHANNELS = ("text", "voice")
_ACTION = ("look", "do", "with", "outcomes", "then", "unless")
_BRANCH = ("branch", "cases")


_Builder = Callable[[Tree, str, dict[str, Node], dict[str, int]], Step]


def parse_flow(text: str, file: str) -> Flow:
    """The flow written in `text`; `file` is the name for faults. Raises FlowFault."""
    tree = Tree(file)
    flow = _flow(tree, tree.root(text), text)
    if tree.faults:
        raise FlowFault(sorted(tree.faults))
    return flow


@cache
def load_library() -> Mapping[str, Flow]:
    """The flows that come with the project, by name. Raises FlowFault with the faults of all."""
    flows, faults = read_library(library_texts())
    if faults:
        raise FlowFault(faults)
    return flows


def library_texts() -> dict[str, str]:
    """The flow files that come with the project: their text by name, `flows/library/….yaml`."""
    folder = resources.files("flows") / "library"
    files = {file.name: file for file in folder.iterdir() if file.name.endswith(".yaml")}
    return {f"flows/library/{name}": files[name].read_text("utf-8") for name in sorted(files)}


def read_library(texts: Mapping[str, str]) -> tuple[dict[str, Flow], list[Fault]]:
    """Flows by name from texts by file, and the faults of those that cannot be read."""
    flows: dict[str, Flow] = {}
    faults: list[Fault] = []
    for file, text in texts.items():
        try:
            flow = parse_flow(text, file)
        except FlowFault as broken:
            faults += broken.faults
            continue
        if flow.name in flows:
            faults.append(Fault(file, 1, f"the flow `{flow.name}` stands in another file too"))
        flows[flow.name] = flow
    return flows, faults


def _flow(tree: Tree, root: Node, text: str) -> Flow:
    parts = _parts(tree, root, "a flow", ("flow", "start", "text-only", "steps"))
    for word in ("flow", "start", "steps"):
        if word not in parts:
            tree.fault(root, f"a flow needs `{word}`")
    name = tree.word(parts["flow"], "`flow`") if "flow" in parts else ""
    start = tree.word(parts["start"], "`start`") if "start" in parts else ""
    steps: dict[str, Step] = {}
    if "steps" in parts:
        for key, node, value in tree.pairs(parts["steps"], "`steps`"):
            _add_step(tree, steps, key, node, value)
    if "start" in parts and start not in steps:
        tree.fault(parts["start"], f"`start` names `{start}`, which is no step of this flow")
    _check_targets(tree, steps)
    silent = "text-only" in parts and tree.flag(parts["text-only"], "`text-only`")
    version = content_hash(name, start, steps)
    return Flow(name, start, steps, silent, tree.file, text, version)


def _add_step(tree: Tree, steps: dict[str, Step], key: str, node: Node, value: Node) -> None:
    if key == END:
        tree.fault(node, f"no step may be called `{END}`: it is where a session is over")
    elif step := _step(tree, key, node, value):
        steps[key] = step


def _check_targets(tree: Tree, steps: Mapping[str, Step]) -> None:
    for step in steps.values():
        for move in step.moves():
            if move.to != END and move.to not in steps:
                known = f"`{move.to}` is no step of this flow; write a step's name or `{END}`"
                at = move.lines.get("then") or move.lines[""]
                tree.faults.append(Fault(tree.file, at, known))


def _step(tree: Tree, name: str, key: Node, node: Node) -> Step | None:
    kinds: dict[str, tuple[tuple[str, ...], _Builder]] = {
        "ask": (_QUESTION, _question),
        "look": (_ACTION, _action),
        "do": (_ACTION, _action),
        "branch": (_BRANCH, _branch),
    }
    given = [word for word, _, _ in tree.pairs(node, f"the step `{name}`") if word in kinds]
    if len(given) != 1:
        tree.fault(key, f"the step `{name}` needs exactly one of `ask`, `look`, `do`, `branch`")
        return None
    known, build = kinds[given[0]]
    faults = len(tree.faults)
    parts = _parts(tree, node, f"the step `{name}`", known)
    lines = {word: line(part) for word, part in parts.items()} | {"": line(key)}
    step = build(tree, name, parts, lines)
    return step if len(tree.faults) == faults else None


def _parts(tree: Tree, node: Node, what: str, known: tuple[str, ...]) -> dict[str, Node]:
    parts: dict[str, Node] = {}
    for word, key, value in tree.pairs(node, what):
        if word in known:
            parts[word] = value
        else:
            tree.fault(key, f"{what} knows no `{word}`; it knows {', '.join(known)}")
    return parts


def _question(tree: Tree, name: str, parts: dict[str, Node], lines: dict[str, int]) -> Question:
    if "read" not in parts:
        tree.fault(parts["ask"], f"the question `{name}` needs `read`, the name of a reader")
    source, choices = _choices(tree, parts.get("choices"))
    return Question(
        name=name,
        ask=tree.word(parts["ask"], "`ask`"),
        read=tree.word(parts["read"], "`read`") if "read" in parts else "",
        save=_words(tree, parts, "save"),
        source=source,
        choices=choices,
        then=_then(tree, parts),
        hints=_words(tree, parts, "hints"),
        signals=_moves(tree, parts, "signals"),
        unless=_words(tree, parts, "unless"),
        optional="optional" in parts and tree.flag(parts["optional"], "`optional`"),
        paged="paged" in parts and tree.flag(parts["paged"], "`paged`"),
        only=_channel(tree, parts),
        short=tree.word(parts["short"], "`short`") if "short" in parts else None,
        keeps=_words(tree, parts, "keeps"),
        lines=lines,
    )


def _action(tree: Tree, name: str, parts: dict[str, Node], lines: dict[str, int]) -> Action:
    verb = "look" if "look" in parts else "do"
    return Action(
        name=name,
        effect=tree.word(parts[verb], f"`{verb}`"),
        read_only=verb == "look",
        args=_words(tree, parts, "with") if "with" in parts else None,
        outcomes=_moves(tree, parts, "outcomes"),
        then=_then(tree, parts),
        unless=_words(tree, parts, "unless"),
        lines=lines,
    )


def _branch(tree: Tree, name: str, parts: dict[str, Node], lines: dict[str, int]) -> Branch:
    cases = _moves(tree, parts, "cases")
    if "else" not in cases and not cases.keys() >= {"any", "none"}:
        tree.fault(parts["branch"], f"the branch `{name}` needs `else`, or both `any` and `none`")
    return Branch(name, tree.word(parts["branch"], "`branch`"), cases, lines)


def _words(tree: Tree, parts: Mapping[str, Node], word: str) -> tuple[str, ...]:
    return tree.words(parts[word], f"`{word}`") if word in parts else ()


def _then(tree: Tree, parts: Mapping[str, Node]) -> Move | None:
    return _move(tree, parts["then"], "`then`") if "then" in parts else None


def _moves(tree: Tree, parts: Mapping[str, Node], word: str) -> dict[str, Move]:
    if word not in parts:
        return {}
    entries = tree.pairs(parts[word], f"`{word}`")
    return {name: _move(tree, value, f"`{name}`") for name, _, value in entries}


def _choices(tree: Tree, node: Node | None) -> tuple[str | None, tuple[Choice, ...]]:
    """`choices: categories`, or a mapping of keys, in which `from: categories` may stand too."""
    if node is None:
        return None, ()
    if isinstance(getattr(node, "value", None), str):
        return tree.word(node, "`choices`"), ()
    entries = list(tree.pairs(node, "`choices`"))
    source = next((tree.word(value, "`from`") for key, _, value in entries if key == "from"), None)
    return source, tuple(_choice(tree, *entry) for entry in entries if entry[0] != "from")


def _choice(tree: Tree, key: str, node: Node, value: Node) -> Choice:
    if not (key.isascii() and key.isdigit()):
        tree.fault(node, f"a choice is picked by a key of the telephone, not by `{key}`")
    if isinstance(getattr(value, "value", None), str):
        return Choice(key, move=_move(tree, value, f"choice {key}"), lines={"": line(node)})
    parts = _parts(tree, value, f"choice {key}", ("value", "words", "only", *_MOVE))
    saved = tree.value(parts["value"]) if "value" in parts else None
    moves = parts.keys() & set(_MOVE)
    move = _move_of(tree, value, parts, f"choice {key}") if moves else None
    lines = {word: line(part) for word, part in parts.items()} | {"": line(node)}
    words, only = _words(tree, parts, "words"), _channel(tree, parts)
    return Choice(key, saved, words, move, only, lines)


def _channel(tree: Tree, parts: Mapping[str, Node]) -> str | None:
    """`only: voice` or `only: text`."""
    if "only" not in parts:
        return None
    channel = tree.word(parts["only"], "`only`")
    if channel not in CHANNELS:
        tree.fault(parts["only"], f"there is no channel `{channel}`; write {' or '.join(CHANNELS)}")
    return channel


def _move(tree: Tree, node: Node, what: str) -> Move:
    """`step`, `end`, or a mapping of `then`, `say`, `set`, `copy`, `forget`, `flow`, `carry`."""
    if isinstance(getattr(node, "value", None), str):
        return Move(tree.word(node, what), lines={"": line(node)})
    return _move_of(tree, node, _parts(tree, node, what, _MOVE), what)


def _move_of(tree: Tree, node: Node, parts: Mapping[str, Node], what: str) -> Move:
    if ("then" in parts) == ("flow" in parts):
        tree.fault(node, f"{what} needs `then: <step or {END}>` or `flow: <name>`, one of the two")
    changes = tree.pairs(parts["set"], "`set`") if "set" in parts else ()
    copies = tree.pairs(parts["copy"], "`copy`") if "copy" in parts else ()
    return Move(
        to=tree.word(parts["then"], "`then`") if "then" in parts else END,
        say=_words(tree, parts, "say"),
        set={key: tree.value(value) for key, _, value in changes},
        copy={key: tree.word(value, "`copy`") for key, _, value in copies},
        forget=_words(tree, parts, "forget"),
        flow=tree.word(parts["flow"], "`flow`") if "flow" in parts else None,
        carry=_words(tree, parts, "carry"),
        lines={word: line(part) for word, part in parts.items()} | {"": line(node)},
    )
