"""What the comments of the catalogs say about messages: for those who record, read or edit them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from fluent.syntax import FluentParser, ast


@dataclass(frozen=True)
class Note:
    """What the catalog says about a message: its section, and when it is said."""

    section: str
    when: str


@cache
def notes(language: str) -> Mapping[str, Note]:
    """What the comments of a catalog say, message by message, in the order of the file."""
    text = (resources.files("flows") / "messages" / f"{language}.ftl").read_text("utf-8")
    found, section = {}, ""
    for entry in FluentParser(with_spans=False).parse(text).body:
        if isinstance(entry, ast.GroupComment):
            section = (entry.content or "").partition(":")[0]
        elif isinstance(entry, ast.Message):
            comment = entry.comment.content if entry.comment else None
            found[entry.id.name] = Note(section, " ".join((comment or "").split()))
    return found
