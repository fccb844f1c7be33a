"""Texts by id, language and channel: the Fluent files of flows/messages, parsed once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from textwrap import dedent

from fluent.runtime import FluentBundle
from fluent.runtime.resolver import Pattern
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

Changes = Mapping[tuple[str, str, bool], str]
"""Other wordings of messages, as they are written, by id, language and whether they are spoken."""


class CatalogFault(Exception):
    """A message that cannot be said: unknown, unreadable, or short of an argument."""


@dataclass(frozen=True)
class Wording:
    """One message in one language on one channel: what formats it, and what it must be given.

    `source` is the pattern as it stands in the file.
    """

    pattern: Pattern
    placeholders: frozenset[str]
    source: str


@dataclass(frozen=True)
class _Language:
    bundle: FluentBundle
    file: str
    lines: Mapping[str, int]
    wordings: Mapping[tuple[str, bool], Wording]


class Catalog:
    """Every message in every language. Build it with `load_catalog`."""

    def __init__(self, languages: Mapping[str, _Language]) -> None:
        self._languages = languages

    def languages(self) -> tuple[str, ...]:
        return tuple(self._languages)

    def ids(self) -> tuple[str, ...]:
        """Ids of all messages, those of any language, in the order of the files."""
        return tuple(dict.fromkeys(id for each in self._languages.values() for id in each.lines))

    def has(self, id: str, language: str, voice: bool = False) -> bool:
        known = self._languages.get(language)
        return known is not None and (id, voice) in known.wordings

    def source(self, id: str, language: str) -> tuple[str, int]:
        """The file and line (from 1) where a message stands, for those who report faults."""
        known = self._language(language)
        if id not in known.lines:
            raise CatalogFault(f"{known.file}: no message {id}")
        return known.file, known.lines[id]

    def placeholders(self, id: str, language: str, voice: bool = False) -> frozenset[str]:
        """Names of the arguments that a wording may use, with those of messages inside it."""
        return self._wording(id, language, voice).placeholders

    def pattern(self, id: str, language: str, voice: bool = False) -> str:
        """A wording as it is written, with its placeholders: "Request { $ref } is open."."""
        first, *others = self._wording(id, language, voice).source.splitlines() or [""]
        return "\n".join([first.strip(), *dedent("\n".join(others)).splitlines()]).strip()

    def format(
        self, id: str, language: str, args: Mapping[str, str | int], voice: bool = False
    ) -> str:
        """The wording filled in; never a half text.

        Raises CatalogFault where the message or one of its arguments is missing.
        """
        wording = self._wording(id, language, voice)
        bundle = self._language(language).bundle
        try:
            text, errors = bundle.format_pattern(wording.pattern, dict(args))
        except RecursionError:
            where = self._where(id, language)
            raise CatalogFault(f"{where}: {id} is a part of itself") from None
        if errors:
            raise CatalogFault(f"{self._where(id, language)}: {id}: {errors[0]}")
        return str(text)

    def _wording(self, id: str, language: str, voice: bool) -> Wording:
        wording = self._language(language).wordings.get((id, voice))
        if wording is None:
            channel = "voice" if voice else "text"
            raise CatalogFault(f"{self._where(id, language)}: {id} has no {channel}")
        return wording

    def _language(self, language: str) -> _Language:
        if language not in self._languages:
            raise CatalogFault(f"no messages in language {language!r}")
        return self._languages[language]

    def _where(self, id: str, language: str) -> str:
        known = self._language(language)
        return f"{known.file}:{known.lines[id]}" if id in known.lines else known.file


@cache
def load_catalog() -> Catalog:
    """The messages that come with the project, one file a language (`en.ftl`: "en")."""
    return read_catalog(resources.files("flows") / "messages")


def read_catalog(folder: Traversable, named: str = "flows/messages") -> Catalog:
    """The messages of a folder of .ftl files, which faults call `named`.

    Raises CatalogFault with file and line.
    """
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".ftl")), key=str)
    return Catalog({file.name.removesuffix(".ftl"): _read(file, named) for file in files})


def changed_catalog(changes: Changes) -> Catalog:
    """The messages that come with the project, some of them worded otherwise.

    Raises CatalogFault for a message that there is not, and for a pattern that cannot be read.
    """
    shipped, folder = load_catalog(), resources.files("flows") / "messages"
    if not changes:
        return shipped
    for id, language, voice in changes:
        shipped.pattern(id, language, voice)  # which says so where there is none
    of = {language: _of_language(changes, language) for language in shipped.languages()}
    languages = {
        each: _reworded(shipped._language(each), folder / f"{each}.ftl", new)
        if new
        else shipped._language(each)
        for each, new in of.items()
    }
    return Catalog(languages)


def _of_language(changes: Changes, language: str) -> dict[tuple[str, bool], str]:
    return {(id, voice): new for (id, each, voice), new in changes.items() if each == language}


def read_pattern(source: str) -> ast.Pattern:
    """A wording as it is written, parsed. Raises CatalogFault where it cannot be read."""
    lines = "\n".join(f"    {line}" for line in source.strip().splitlines())
    body = FluentParser(with_spans=False).parse(f"wording =\n{lines}\n").body
    entry = body[0] if len(body) == 1 else None
    if not isinstance(entry, ast.Message) or entry.value is None or entry.attributes:
        junk = next((each for each in body if isinstance(each, ast.Junk)), None)
        reason = junk.annotations[0].message if junk and junk.annotations else "no single text"
        raise CatalogFault(f"unreadable: {reason}")
    return entry.value


def _put(messages: dict[str, ast.Message], new: Mapping[tuple[str, bool], str]) -> None:
    """Word messages otherwise: those of `messages` are replaced, since others may go on with them."""
    for (id, voice), source in new.items():
        message, pattern = copy(messages[id]), read_pattern(source)
        if voice:
            message.attributes = [_voiced(each, pattern) for each in message.attributes]
        else:
            message.value = pattern
        messages[id] = message


def _voiced(attribute: ast.Attribute, pattern: ast.Pattern) -> ast.Attribute:
    return ast.Attribute(attribute.id, pattern) if attribute.id.name == "voice" else attribute


@lru_cache(maxsize=8)
def _parsed(text: str) -> ast.Resource:
    """A file's entries, of which nobody changes any: reading them is what a catalog costs most."""
    return FluentParser(with_spans=True).parse(text)


def _read(file: Traversable, named: str) -> _Language:
    text = file.read_text(encoding="utf-8")
    entries = _parsed(text).body
    messages = _messages(entries, text, f"{named}/{file.name}")
    bundle = _bundle(file.name.removesuffix(".ftl"), entries)
    wordings = {
        key: found for id in messages for key, found in _wordings(id, messages, bundle, text)
    }
    lines = {id: _line(text, message) for id, message in messages.items()}
    return _Language(bundle, f"{named}/{file.name}", lines, wordings)


def _bundle(language: str, entries: Iterable[ast.EntryType]) -> FluentBundle:
    # Isolation marks would cost two units around every argument.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(ast.Resource(list(entries)))
    return bundle


def _reworded(
    shipped: _Language, file: Traversable, new: Mapping[tuple[str, bool], str]
) -> _Language:
    """A language with some of its messages worded otherwise.

    What does not say any of these stays as it is: to work out all of them takes a tenth of a second.
    """
    text = file.read_text(encoding="utf-8")
    entries = _parsed(text).body
    messages = {each.id.name: each for each in entries if isinstance(each, ast.Message)}
    _put(messages, new)
    bundle = _bundle(file.name.removesuffix(".ftl"), (_now(each, messages) for each in entries))
    wordings = dict(shipped.wordings)
    for id in _saying(text, frozenset(id for id, _ in new)):
        wordings.update(_wordings(id, messages, bundle, text))
    for key, source in new.items():
        wordings[key] = replace(wordings[key], source=source.strip())
    return replace(shipped, bundle=bundle, wordings=wordings)


def _saying(text: str, ids: frozenset[str]) -> frozenset[str]:
    """These messages, those that have them within, those that have these within, and so on."""
    more = ids.union(id for id, within in _within(text).items() if not ids.isdisjoint(within))
    return ids if more == ids else _saying(text, more)


@lru_cache(maxsize=8)
def _within(text: str) -> Mapping[str, frozenset[str]]:
    """The messages that each message of a file refers to."""
    return {
        each.id.name: _References.of(each)
        for each in _parsed(text).body
        if isinstance(each, ast.Message)
    }


def _now(entry: ast.EntryType, messages: Mapping[str, ast.Message]) -> ast.EntryType:
    return messages[entry.id.name] if isinstance(entry, ast.Message) else entry


def _messages(entries: Sequence[ast.EntryType], text: str, name: str) -> dict[str, ast.Message]:
    messages: dict[str, ast.Message] = {}
    for entry in entries:
        if isinstance(entry, ast.Junk):
            at, why = _line(text, entry), entry.annotations[0].message
            raise CatalogFault(f"{name}:{at}: unreadable: {why}")
        if isinstance(entry, ast.Message):
            if entry.id.name in messages:
                at = _line(text, entry)
                raise CatalogFault(f"{name}:{at}: {entry.id.name} stands here a second time")
            messages[entry.id.name] = entry
    return messages


def _line(text: str, entry: ast.SyntaxNode) -> int:
    # A message's span begins with its comment; its name is where a fault is to be looked for.
    named = entry.id if isinstance(entry, ast.Message) else entry
    return text.count("\n", 0, named.span.start) + 1 if named.span else 1


def _wordings(
    id: str, messages: Mapping[str, ast.Message], bundle: FluentBundle, text: str
) -> list[tuple[tuple[str, bool], Wording]]:
    compiled = bundle.get_message(id)
    found = []
    value = messages[id].value
    if value is not None and compiled.value is not None:
        names = _arguments(value, messages)
        found.append(((id, False), Wording(compiled.value, names, _source(value, text))))
    for attribute in messages[id].attributes:
        if attribute.id.name == "voice":
            names = _arguments(attribute.value, messages)
            spoken = compiled.attributes["voice"]
            source = _source(attribute.value, text)
            found.append(((id, True), Wording(spoken, names, source)))
    return found


def _source(pattern: ast.Pattern, text: str) -> str:
    return text[pattern.span.start : pattern.span.end] if pattern.span else ""


class _References(Visitor):
    """Collects the messages that one refers to."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    @classmethod
    def of(cls, message: ast.Message) -> frozenset[str]:
        collector = cls()
        collector.visit(message)
        return frozenset(collector.ids)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.ids.add(node.id.name)


class _Arguments(Visitor):
    """Collects variables, through the messages that a pattern refers to."""

    def __init__(self, messages: Mapping[str, ast.Message]) -> None:
        self.messages = messages
        self.seen: set[tuple[str, str | None]] = set()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        message = self.messages.get(node.id.name)
        attribute = node.attribute.name if node.attribute else None
        if message is None or (node.id.name, attribute) in self.seen:
            return
        self.seen.add((node.id.name, attribute))
        named = {each.id.name: each.value for each in message.attributes}
        self.visit(named.get(attribute) if attribute else message.value)


def _arguments(pattern: ast.Pattern | None, messages: Mapping[str, ast.Message]) -> frozenset[str]:
    collector = _Arguments(messages)
    collector.visit(pattern)
    return frozenset(collector.names)
