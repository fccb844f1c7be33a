"""What the words of one community can mean: its categories and its areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from flows.vocabulary.area_index import Place, PlaceIndex

if TYPE_CHECKING:
    from flows.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True)
class Lexicon:
    """Everything a reader needs to understand an answer in this community."""

    vocabulary: Vocabulary
    categories: tuple[str, ...]
    places: tuple[Place, ...]
    nicknames: Mapping[str, str] = field(default_factory=dict)  # other names of places, folded

    @cached_property
    def place_index(self) -> PlaceIndex:
        """The places by code and by name; worked out once, so keep one lexicon a community."""
        return PlaceIndex(self.places, self.vocabulary, self.nicknames)
