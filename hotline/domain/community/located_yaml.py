"""Values and tables of settings read from YAML, so that all faults are found at once, each with its line.

A reader turns a node into a value or raises Faults. Values are read from the text as it stands in
the file, never through YAML's own guesses: there `NO` is false, 22:00 is 1320 and +961… a sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from difflib import get_close_matches
from typing import TypeVar

import yaml

from flows.text.errors import Fault, Faults
from flows.text.yaml_nodes import fault_at

T = TypeVar("T")
Reader = Callable[[yaml.Node], T]

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=3650)


def wrong(node: yaml.Node, message: str) -> Faults:
    """The one mistake made at this node."""
    return Faults([fault_at(node, message)])


class Table:
    """A mapping in the file, read key by key; mistakes are collected until `finish`."""

    def __init__(self, node: yaml.Node, keys: Iterable[str]) -> None:
        if not isinstance(node, yaml.MappingNode):
            raise wrong(node, "write this as `key: value` lines")
        self._node = node
        self._faults: list[Fault] = []
        self._values = self._by_key(node, tuple(keys))

    def required(self, key: str, reader: Reader[T], instead: T) -> T:
        """The value of a key that must be there; `instead` stands in after a fault."""
        if key not in self._values:
            self.fault(self._node, f"{key} is missing; add a line `{key}: …`")
        return self.optional(key, reader, instead)

    def optional(self, key: str, reader: Reader[T], default: T) -> T:
        """The value of a key, or the default (also after a fault, which is remembered)."""
        if key not in self._values:
            return default
        try:
            return reader(self._values[key])
        except Faults as error:
            self._faults += [replace(f, message=f"{key}: {f.message}") for f in error.faults]
            return default

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def node(self, key: str) -> yaml.Node:
        """Where the value of this key stands; the whole table where it is missing."""
        return self._values.get(key, self._node)

    def fault(self, node: yaml.Node, message: str) -> None:
        """Remember a mistake that shows only when several values are seen together."""
        self._faults.append(fault_at(node, message))

    def finish(self) -> None:
        """Raise Faults if there were any."""
        if self._faults:
            raise Faults(self._faults)

    def _by_key(self, node: yaml.MappingNode, keys: tuple[str, ...]) -> dict[str, yaml.Node]:
        values: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key not in keys:
                self.fault(key_node, _unknown(key, keys))
            elif key in values:
                self.fault(key_node, f"{key} stands here twice; keep one of them")
            values[key] = value
        return values


def text(node: yaml.Node) -> str:
    """A piece of text, without control characters."""
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise wrong(node, "expected some text")
    value = str(node.value).strip()
    if not value.isprintable():
        raise wrong(node, "holds a line break or another control character; write it in one line")
    return value


def whole_number(lowest: int, highest: int) -> Reader[int]:
    """A reader of whole numbers between the two, both included."""

    def read(node: yaml.Node) -> int:
        value = text(node)
        if not re.fullmatch(r"[0-9]{1,9}", value) or not lowest <= int(value) <= highest:
            raise wrong(node, f"expected a whole number from {lowest} to {highest}")
        return int(value)

    return read


def duration(node: yaml.Node) -> timedelta:
    """A length of time: `2s`, `10m`, `24h`, `14d`."""
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", text(node))
    length = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta()
    if not timedelta() < length <= _LONGEST:
        raise wrong(node, "expected a length of time, such as 2s, 10m, 24h or 14d")
    return length


def clock(node: yaml.Node) -> time:
    """A time of day: `22:00`, quoted or not."""
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text(node))
    if not match:
        raise wrong(node, 'expected a time of day from 00:00 to 23:59, such as "22:00"')
    return time(int(match[1]), int(match[2]))


def one_of(meanings: Mapping[str, T], what: str) -> Reader[T]:
    """A reader of one of the given words; a word close to one of them is suggested."""

    def read(node: yaml.Node) -> T:
        word = text(node)
        if word not in meanings:
            few = f"; use one of {', '.join(meanings)}" if len(meanings) <= 10 else ""
            raise wrong(node, f"{word} is not {what}{_meant(word, meanings)}{few}")
        return meanings[word]

    return read


def many(reader: Reader[T], at_most: int = 1000, at_least: int = 1) -> Reader[tuple[T, ...]]:
    """A reader of lists; the faults of all items are told together."""

    def read(node: yaml.Node) -> tuple[T, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise wrong(node, "expected a list, such as [a, b]")
        if not at_least <= len(node.value) <= at_most:
            raise wrong(node, f"expected {at_least} to {at_most} entries, not {len(node.value)}")
        return _all(reader, node.value)

    return read


def distinct(reader: Reader[T], at_most: int = 1000, at_least: int = 1) -> Reader[tuple[T, ...]]:
    """A reader of lists in which nothing stands twice."""

    def read(node: yaml.Node) -> tuple[T, ...]:
        values = many(reader, at_most, at_least)(node)
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise wrong(node, f"{twice} stands here twice; keep one of them")
        return values

    return read


def _all(reader: Reader[T], nodes: Iterable[yaml.Node]) -> tuple[T, ...]:
    values: list[T] = []
    faults: list[Fault] = []
    for node in nodes:
        try:
            values.append(reader(node))
        except Faults as error:
            faults += error.faults
    if faults:
        raise Faults(faults)
    return tuple(values)


def _unknown(key: str, keys: tuple[str, ...]) -> str:
    return f"unknown key {key}{_meant(key, keys)}; known here: {', '.join(keys)}"


def _meant(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word.lower(), list(known), n=1)
    return f", did you mean {close[0]}?" if close else ""
