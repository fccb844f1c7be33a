"""What the words of one community can mean: its categories and its areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flows.vocabulary.area_index import PlaceIndex

if TYPE_CHECKING:
    from flows.vocabulary.vocabulary import Vocabulary


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

    @cached_property
    def place_index(self) -> PlaceIndex:
        """The places by code and by name; worked out once, so keep one lexicon a community."""
        return PlaceIndex(self.places, self.vocabulary)
