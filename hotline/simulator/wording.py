"""What the demo says about itself, in both languages: the files of `words/`."""

from __future__ import annotations

from functools import cache
from importlib import resources

from flows.wording.catalog import Catalog, read_catalog
from hotline.simulator.word_ids import PhoneWordId

LANGUAGES = ("en", "ar")


class Words:
    """The demo's words in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, id: PhoneWordId, **args: str | int) -> str:
        """A message filled in. Raises CatalogFault where it or an argument is missing."""
        return _catalog().format(id, self.language, args)

    def known(self, id: str) -> bool:
        """Whether there is such a message."""
        return _catalog().has(id, self.language)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML has it."""
        return "rtl" if self.language == "ar" else "ltr"


@cache
def _catalog() -> Catalog:
    return read_catalog(resources.files("hotline") / "simulator" / "words")
