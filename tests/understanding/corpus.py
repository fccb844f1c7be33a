"""Texts as people write them, each with what was meant: one JSON object a line (README.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
SEEN, SET_ASIDE, HARMLESS = HERE / "seen.jsonl", HERE / "set_aside.jsonl", HERE / "harmless.jsonl"
# What nobody need understand, as long as nothing comes of it.
_NOTHING: Mapping[str, object] = {"intent": "harmless"}


@dataclass(frozen=True)
class Example:
    """A text, what was pending when it came, what was meant by it, and what else would be sensible."""

    text: str
    lang: str
    context: str
    kind: str = "harmless"
    expect: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    alt: Sequence[str] = ()
    never: Sequence[str] = ()

    @property
    def intent(self) -> str:
        return str(self.expect["intent"])

    @property
    def slots(self) -> dict[str, object]:
        """What was said of category, area, when and count."""
        return {key: value for key, value in self.expect.items() if key not in ("intent", "class")}


def read(*files: Path) -> list[Example]:
    """The examples of these files, in their order."""
    lines = [line for file in files for line in file.read_text("utf-8").splitlines() if line]
    known = Example.__dataclass_fields__
    return [
        Example(**{key: value for key, value in json.loads(line).items() if key in known})
        for line in lines
    ]
