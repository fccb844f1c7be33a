"""What the words of one community can mean: its categories and its areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.words import Vocabulary


@dataclass(frozen=True)
class Place:
    """An area as people name it: its id, the code they may type (1 to 89), its names by language."""

    id: str
    code: int
    names: Mapping[str, str]


@dataclass(frozen=True)
class Lexicon:
    """Everything a reader needs to understand an answer in this community."""

    vocabulary: Vocabulary
    categories: tuple[str, ...]
    places: tuple[Place, ...]
