"""Prompts into what is sent or said, in a member's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import cast

from flows.engine.options import one_key_areas
from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value, as_message
from flows.text.sanitize import clean_words, split_words
from flows.text.segments import segments_for
from flows.vocabulary.area_index import Place
from flows.vocabulary.lexicon import Lexicon
from flows.wording import worst_case_args
from flows.wording.catalog import Catalog, CatalogFault
from flows.wording.formatter import Wordsmith, named, text_in
from flows.wording.placeholders import BUILDERS

AREA_QUESTIONS: Mapping[MessageId, MessageId] = {
    "need-area": "need-area-name",
    "offer-areas": "offer-areas-name",
}
"""Questions that hold the areas where these fit, with the form of each that holds none."""

PAGE_SEGMENTS = 2
"""What a page of the list of areas may cost."""


class Speaker:
    """Says prompts in the words of one community.

    `community_names` and `contacts` (crisis contacts) are by language; a language that is
    missing borrows another's. Without any contacts the texts do without the sentence.
    """

    def __init__(
        self,
        catalog: Catalog,
        lexicon: Lexicon,
        community_names: Mapping[str, str],
        contacts: Mapping[str, str],
        asks_per_week: int,
    ) -> None:
        self._catalog = catalog
        self._lexicon = lexicon
        self._smiths = {
            (language, voice): Wordsmith(
                catalog,
                lexicon,
                language,
                voice,
                named(community_names, language),
                named(contacts, language),
                asks_per_week,
            )
            for language in catalog.languages()
            for voice in (False, True)
        }
        self._pages = {each: self._paged(each) for each in catalog.languages()}
        self._questions = {
            (id, language): self._question(id, language)
            for id in AREA_QUESTIONS
            for language in catalog.languages()
        }

    @property
    def catalog(self) -> Catalog:
        """The messages that are said."""
        return self._catalog

    def texts(self, prompts: Sequence[Prompt], language: str) -> list[str]:
        """The texts to send, in order: leads joined to what follows, long words parted.

        Raises CatalogFault where a message or an argument is missing.
        """
        texts: list[str] = []
        leads: list[str] = []
        for prompt in self._parted(prompts, language):
            leads.append(self.text(prompt, language))
            if not prompt.lead:
                texts.append(" ".join(leads))
                leads = []
        return [*texts, " ".join(leads)] if leads else texts

    def text(self, prompt: Prompt, language: str) -> str:
        """One prompt as text, whatever it costs. Raises CatalogFault."""
        return self._say(prompt, language, voice=False)

    def voice(self, prompt: Prompt, language: str) -> str:
        """One prompt as it is spoken: numbers and times in words. Raises CatalogFault."""
        return self._say(prompt, language, voice=True)

    def part(self, name: str, args: Mapping[str, Value], language: str) -> str:
        """What one placeholder of a text would hold, as `when`. Raises CatalogFault."""
        return BUILDERS[name](self._smiths[language, False], args)

    def speaks(self, id: str, language: str) -> bool:
        """Whether a message has a spoken wording."""
        return self._catalog.has(id, language, voice=True)

    def introduced(self, text: str, language: str) -> str:
        """A text to someone whom we have never written to: who we are, then the text."""
        return f"{self.text(Prompt('welcome-imported'), language)}\n{text}"

    def area_question(self, id: MessageId, language: str, voice: bool = False) -> MessageId:
        """The form of an area question that fits here: with its areas, or `-name`.

        A text must fit one segment; aloud every area must have a single key.
        """
        if voice and id in AREA_QUESTIONS:
            return id if one_key_areas(self._lexicon) else AREA_QUESTIONS[id]
        return self._questions.get((id, language), id)

    def worst(self, id: str, language: str, voice: bool = False) -> str:
        """A message at its worst realistic filling, in this community's categories."""
        sample = self._sample
        said = dict.fromkeys(  # in order, and each once: most messages are the same in all fillings
            sample._fill(as_message(id), language, voice, args)
            for args in worst_case_args.fillings(language)
        )
        return max(said, key=lambda text: segments_for(text).units)

    @cached_property
    def _sample(self) -> Speaker:
        lexicon = replace(self._lexicon, places=worst_case_args.PLACES)
        names, contacts = worst_case_args.COMMUNITY, worst_case_args.CONTACTS
        return Speaker(self._catalog, lexicon, names, contacts, worst_case_args.ASKS_PER_WEEK)

    def _say(self, prompt: Prompt, language: str, voice: bool) -> str:
        id, args = self.area_question(prompt.id, language, voice), prompt.args
        if id == "area-list":
            id, args = self._area_page(args, language)
        return self._fill(id, language, voice, args)

    def _fill(self, id: MessageId, language: str, voice: bool, args: Mapping[str, Value]) -> str:
        smith = self._smiths.get((language, voice))
        if smith is None:
            raise CatalogFault(f"no messages in language {language!r}")
        names = self._catalog.placeholders(id, language, voice)
        try:
            words = {name: BUILDERS[name](smith, args) for name in names if name in BUILDERS}
        except CatalogFault as fault:
            file, line = self._catalog.source(id, language)
            raise CatalogFault(f"{file}:{line}: {id}: {fault}") from fault
        given = {name: cast(str | int, args[name]) for name in names - words.keys() if name in args}
        return self._catalog.format(id, language, {**given, **words}, voice)

    def _parted(self, prompts: Sequence[Prompt], language: str) -> Iterator[Prompt]:
        """Prompts that pass on more words than one text can carry, as several."""
        for prompt in prompts:
            known = prompt.args.get("words") and self._catalog.has(prompt.id, language)
            if known and "words" in self._placeholders(prompt.id, language):
                for piece in split_words(clean_words(text_in(prompt.args, "words"))):
                    yield replace(prompt, args={**prompt.args, "words": piece})
            else:
                yield prompt

    def _placeholders(self, id: str, language: str) -> frozenset[str]:
        return self._catalog.placeholders(id, language)

    def _question(self, id: MessageId, language: str) -> MessageId:
        text = self._fill(id, language, False, {})
        foreign = self._smiths[language, False].foreign_names()
        fits = self._lexicon.places and not foreign and segments_for(text).segments == 1
        return id if fits else AREA_QUESTIONS[id]

    def _area_page(
        self, args: Mapping[str, Value], language: str
    ) -> tuple[MessageId, dict[str, Value]]:
        """The message and places of a page; past the last page the list begins again."""
        pages = self._pages[language]
        number = int(str(args.get("page") or 0)) % len(pages)
        id: MessageId = "area-list" if number + 1 < len(pages) else "area-list-last"
        return id, {**args, "places": pages[number]}

    def _paged(self, language: str) -> list[tuple[Place, ...]]:
        pages: list[tuple[Place, ...]] = [()]
        for place in self._lexicon.places:
            grown = (*pages[-1], place)
            text = self._fill("area-list", language, False, {"places": grown})
            if pages[-1] and segments_for(text).segments > PAGE_SEGMENTS:
                pages.append((place,))
            else:
                pages[-1] = grown
        return pages
