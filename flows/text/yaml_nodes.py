"""YAML as it stands in a file: every part knows its line, and every scalar is what was written.

`yes`, `no` and `on` stay words here (YAML 1.1 reads them as true and false), and a key that stands
twice is a fault instead of the last one winning.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Final

import yaml

from flows.text.errors import Fault, Faults, FlowFault
from flows.text.prompts import Value

Node = yaml.Node

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Makes plain values. libyaml takes a tenth of the time, where PyYAML was built with it."""


class _File(StringIO):
    """The text of a file, and its name: from here it goes into the mark of every node."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def document(text: str, file: str) -> Node | None:
    """The one document of `file`, None where it is empty. Raises Faults for what is no YAML.

    Every node of it knows the file and its line: see `fault_at`.
    """
    try:
        return _compose(text, file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"not valid YAML: {error.problem or error.context}"
        raise Faults([Fault(file, mark.line + 1 if mark else 1, message)]) from error
    except yaml.reader.ReaderError as error:
        at = text.count("\n", 0, error.position) + 1
        message = f"a character that YAML forbids: {error.reason}"
        raise Faults([Fault(file, at, message)]) from error


def _compose(text: str, file: str) -> Node | None:
    try:
        return _node(LOADER(_File(text, file)))
    except (yaml.YAMLError, UnicodeError):
        # Read again by the one whose words for a fault tell more; what it can read stands.
        return _composed_slowly(text, file)


def _composed_slowly(text: str, file: str) -> Node | None:
    loader = yaml.SafeLoader(text)
    loader.name = file
    return _node(loader)


def _node(loader: yaml.SafeLoader) -> Node | None:
    try:
        found: Node | None = loader.get_single_node()
        return found
    finally:
        loader.dispose()


def line(node: Node) -> int:
    """The line, from 1, at which `node` begins."""
    return int(node.start_mark.line) + 1


def fault_at(node: Node, message: str) -> Fault:
    """A mistake made where `node` begins."""
    return Fault(str(node.start_mark.name), line(node), message)


class Tree:
    """The reader of one flow. Faults gather in `faults`; reading goes on so that all are found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def root(self, text: str) -> Node:
        """The top of the document. Raises FlowFault where it is no YAML at all."""
        try:
            node = document(text, self.file)
        except Faults as error:
            raise FlowFault(error.faults) from error
        if node is None:
            message = "the file is empty; a flow needs `flow`, `start` and `steps`"
            raise FlowFault([Fault(self.file, 1, message)])
        return node

    def fault(self, node: Node, message: str) -> None:
        """Note a mistake at the line where `node` begins."""
        self.faults.append(fault_at(node, message))

    def pairs(self, node: Node, what: str) -> Iterator[tuple[str, Node, Node]]:
        """The entries of a mapping: key, the key's node, the value's node."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, f"{what} must be a mapping, `name: …`")
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = self.word(key, f"a name in {what}")
            if name in seen:
                self.fault(key, f"`{name}` stands twice in {what}; keep one")
            seen.add(name)
            yield name, key, value

    def word(self, node: Node, what: str) -> str:
        """A scalar as it is written."""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self.fault(node, f"{what} must be one word")
        return ""

    def words(self, node: Node, what: str) -> tuple[str, ...]:
        """A list of scalars; a single scalar counts as a list of one."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.word(item, what) for item in node.value)
        return (self.word(node, what),)

    def value(self, node: Node) -> Value:
        """A value to save: whole numbers, true and false, lists; anything else is text."""
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        text = self.word(node, "a value")
        if not getattr(node, "style", None) and text in ("true", "false"):
            return text == "true"
        whole = node.tag == "tag:yaml.org,2002:int" and str(text).isdecimal()
        return int(text) if whole else text

    def flag(self, node: Node, what: str) -> bool:
        """`true` or `false`."""
        if (value := self.value(node)) not in (True, False):
            self.fault(node, f"{what} must be true or false")
        return value is True
