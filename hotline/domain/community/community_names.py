"""Names by language, and the areas that bear them, as they stand in community.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

import yaml

from flows.text.errors import Fault, Faults
from flows.text.yaml_nodes import fault_at
from hotline.domain.community import located_yaml as read
from hotline.domain.community.community import LANGUAGES, Area
from hotline.domain.community.located_yaml import Reader, Table, wrong

LONGEST_NAME = 30  # with longer names, an ask would no longer fit two segments
NO_AREAS: tuple[Area, ...] = ()
_NO_IDS: tuple[str, ...] = ()
_HIGHEST_CODE = 89  # 90 means every area and 99 the list of names
_ID = re.compile(r"[a-z][a-z0-9_-]{0,31}")


def short(longest: int) -> Reader[str]:
    def reader(node: yaml.Node) -> str:
        value = read.text(node)
        if len(value) > longest:
            raise wrong(node, f"{len(value)} characters are too many; use {longest} at most")
        return value

    return reader


def by_language(
    languages: tuple[str, ...], reader: Reader[str] | Mapping[str, Reader[str]]
) -> Reader[Mapping[str, str]]:
    """A reader of `{en: …, ar: …}`, or of one text that serves for every language."""
    readers = reader if isinstance(reader, Mapping) else dict.fromkeys(LANGUAGES, reader)

    def names(node: yaml.Node) -> Mapping[str, str]:
        if isinstance(node, yaml.ScalarNode):
            return {language: readers[language](node) for language in languages}
        table = Table(node, LANGUAGES)
        values = {
            key: table.required(key, readers[key], "")
            for key in LANGUAGES
            if key in languages or key in table
        }
        table.finish()
        return values

    return names


def areas(languages: tuple[str, ...]) -> Reader[tuple[Area, ...]]:
    """A reader of the list of areas: ids, codes and names all different, neighbours mutual."""

    def reader(node: yaml.Node) -> tuple[Area, ...]:
        found = read.many(_area(languages), at_most=_HIGHEST_CODE)(node)
        faults = [*_twice(found, node.value), *_strange_neighbours(found, node.value)]
        if faults:
            raise Faults(faults)
        return _mutual(found)

    return reader


def _area(languages: tuple[str, ...]) -> Reader[Area]:
    def reader(node: yaml.Node) -> Area:
        table = Table(node, ("id", "code", "names", "near"))
        area = Area(
            id=table.required("id", _id, ""),
            code=table.required("code", read.whole_number(1, _HIGHEST_CODE), 0),
            names=table.required("names", by_language(languages, short(LONGEST_NAME)), {}),
            near=frozenset(table.optional("near", read.many(read.text, at_least=0), _NO_IDS)),
        )
        table.finish()
        return area

    return reader


def _id(node: yaml.Node) -> str:
    value = read.text(node)
    if not _ID.fullmatch(value):
        raise wrong(
            node, f"{value} is no id; use small letters a-z, digits, - and _, as in old-town"
        )
    return value


def _twice(found: Sequence[Area], nodes: Sequence[yaml.Node]) -> list[Fault]:
    """What two areas must not share, told at the second one."""
    kinds: list[tuple[str, Callable[[Area], Iterable[Hashable]], str]] = [
        ("id", lambda area: [area.id], "its own id"),
        ("code", lambda area: [area.code], f"its own code from 1 to {_HIGHEST_CODE}"),
        ("name", lambda area: {name.casefold() for name in area.names.values()}, "its own name"),
    ]
    return [
        fault_at(node, f"{kind} {value} is used twice; give each area {remedy}")
        for kind, values, remedy in kinds
        for node, value in _repeated([list(values(area)) for area in found], nodes)
    ]


def _repeated(
    values: Sequence[Sequence[Hashable]], nodes: Sequence[yaml.Node]
) -> Iterable[tuple[yaml.Node, Hashable]]:
    seen: set[Hashable] = set()
    for node, own in zip(nodes, values, strict=True):
        yield from ((node, value) for value in own if value in seen)
        seen.update(own)


def _strange_neighbours(found: Sequence[Area], nodes: Sequence[yaml.Node]) -> list[Fault]:
    known = {area.id for area in found}
    return [
        fault_at(node, f"near: there is no area {other}; use the ids {', '.join(sorted(known))}")
        for area, node in zip(found, nodes, strict=True)
        for other in sorted(area.near - known)
    ]


def _mutual(found: Sequence[Area]) -> tuple[Area, ...]:
    """Nearness goes both ways, whichever of the two areas names it; none is near itself."""
    return tuple(
        Area(
            area.id,
            area.code,
            area.names,
            (area.near | {other.id for other in found if area.id in other.near}) - {area.id},
        )
        for area in found
    )
