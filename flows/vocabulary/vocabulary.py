"""What the words that members type can mean, in every community."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Final

from flows.text.folding import ascii_digits, fold
from flows.text.phrases import Phrases
from flows.text.typos import Slips
from flows.vocabulary.wordlists import SHIPPED, WordLists, add_meanings, refuse_overlap

__all__ = [
    "CARRIER_HELP",
    "CARRIER_START",
    "CARRIER_STOP",
    "CARRIER_WORDS",
    "Vocabulary",
    "ascii_digits",
    "fold",
    "load_vocabulary",
    "read_vocabulary",
]

# Twilio's default keywords for long codes: single words, in any case; the carrier acts on them
# itself. YES is one of its start words too, yet reaches us and is ours to read.
CARRIER_STOP: Final = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
)
CARRIER_START: Final = frozenset({"START", "UNSTOP"})
CARRIER_HELP: Final = frozenset({"HELP", "INFO"})
CARRIER_WORDS: Final = CARRIER_STOP | CARRIER_START | CARRIER_HELP

_CARRIER: Final = (("STOP", CARRIER_STOP), ("START", CARRIER_START), ("HELP", CARRIER_HELP))
# What must be heard at any time, whatever else a community means by its words.
_SAFETY: Final = frozenset(
    {"STOP", "START", "HELP", "ARABIC_STOP", "ARABIC_CANCEL", "AMBIGUOUS_STOP", "ERASE", "DROP"}
    | {"REPORT", "BLOCK", "UNBLOCK", "PERSON", "PIN", "SAFE_WORD", "SAFE_HOURS", "NO_CALLS"}
)
_MESSAGES: Final = ("commands.yaml", "stops.yaml", "yes_no.yaml", "polite.yaml")
_ANSWERS: Final = ("categories.yaml", "when.yaml", "hours.yaml")
_SETS: Final = {
    "yes": ("yes_no.yaml", "YES"),
    "soft": ("yes_no.yaml", "SOFT"),
    "no": ("yes_no.yaml", "NO"),
    "skip": ("skip.yaml", "skip"),
    "area_aside": ("areas.yaml", "aside"),
    "area_marks": ("areas.yaml", "marks"),
    "people": ("numbers.yaml", "people"),
    "count_leads": ("numbers.yaml", "leads"),
    "fillers": ("fillers.yaml", "aside"),
    "joiners": ("fillers.yaml", "joiners"),
    "number_marks": ("fillers.yaml", "marks"),
    "negations": ("fillers.yaml", "negations"),
    "everything": ("fillers.yaml", "everything"),
    "not_slips": ("traps.yaml", "not_slips"),
    "answers_first": ("traps.yaml", "answers_first"),
    "usual": ("usual.yaml", "usual"),
}


@dataclass(frozen=True)
class Vocabulary:
    """Every word and phrase understood, folded. Build it with load_vocabulary().

    Mappings run from a folded phrase to its meaning: `commands` to a command's name (YES, NO,
    SOFT, POLITE and the carrier's words among them), `categories` to a category, `when` and
    `hours` to theirs, `area_words` to all|here|unsure, `numbers` to 1..20.
    """

    commands: Mapping[str, str]
    categories: Mapping[str, str]
    after_need: Mapping[str, str]  # a category, but only after a need word
    when: Mapping[str, str]
    hours: Mapping[str, str]
    area_words: Mapping[str, str]
    area_aside: frozenset[str]  # stand beside a name: in, area, حي
    area_marks: frozenset[str]  # make a number the code of an area: area 2, منطقة 2
    area_prefixes: tuple[str, ...]  # stick to a name: بال, ل; the longest first
    numbers: Mapping[str, int]
    persons: Mapping[str, int]  # one person or two, said without a numeral
    people: frozenset[str]  # may follow a number of people
    count_leads: frozenset[str]  # may lead to a number of people
    yes: frozenset[str]
    soft: frozenset[str]
    no: frozenset[str]
    skip: frozenset[str]
    fillers: frozenset[str]
    joiners: frozenset[str]  # and, then, و
    number_marks: frozenset[str]  # no. 47, option 3
    negations: frozenset[str]
    everything: frozenset[str]
    not_slips: frozenset[str]
    usual: frozenset[str]  # texted by anybody by chance
    answers_first: frozenset[str]  # commands that are an answer where the open question reads them

    def words_for(self, name: str) -> frozenset[str]:
        """The whole messages that mean the command `name`: its own words, NEED to ARABIC_STOP."""
        return frozenset(word for word, meaning in self.commands.items() if meaning == name)

    @cached_property
    def needs(self) -> frozenset[str]:
        """Words like need, بدي and محتاج."""
        return self.words_for("NEED")

    @cached_property
    def command_phrases(self) -> Phrases[str]:
        """The commands, to be found at the beginning of a longer text."""
        return Phrases(self.commands)

    @cached_property
    def category_phrases(self) -> Phrases[str]:
        """The categories, to be found within a longer text."""
        return Phrases(self.categories)

    @cached_property
    def need_phrases(self) -> Phrases[str]:
        """NEED and OFFER, told apart by the longest phrase: بدي is one, بدي ساعد the other."""
        return Phrases({w: name for w, name in self.commands.items() if name in ("NEED", "OFFER")})

    @cached_property
    def telling(self) -> Phrases[tuple[str, str | int | None]]:
        """What words tell in a one-line request, but for categories and areas: slot and value.

        The slot is when, count (of people, beyond doubt), number (perhaps of people), or "" for
        small words, which tell nothing.
        """
        small = self.fillers.union(self.needs, self.joiners, self.people, self.area_words)
        told: dict[str, tuple[str, str | int | None]] = dict.fromkeys(small, ("", None))
        told |= {word: ("number", number) for word, number in self.numbers.items()}
        told |= {word: ("count", number) for word, number in self.persons.items()}
        told |= {word: ("number", self.persons[word]) for word in self.answers_first & told.keys()}
        told |= {word: ("when", when) for word, when in self.when.items()}
        return Phrases(told)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every single word that is understood somewhere and so is no slip of another."""
        words = {word for phrase in self._phrases for word in phrase.split()}
        loose = (self.fillers, self.joiners, self.negations, self.people, self.area_aside)
        return self.not_slips.union(words, *loose)

    @cached_property
    def single_words(self) -> frozenset[str]:
        """What stands alone as one word, and so is neither a slip nor a stem with a prefix."""
        words = {phrase for phrase in self._phrases if " " not in phrase}
        return self.not_slips.union(words)

    @cached_property
    def safety_words(self) -> frozenset[str]:
        """Every word of the commands about safety, but for the small ones among them."""
        small = self.fillers | self.joiners | self.people | self.needs
        phrases = (phrase for phrase, name in self.commands.items() if name in _SAFETY)
        return frozenset(word for phrase in phrases for word in phrase.split()) - small

    @property
    def _phrases(self) -> Iterator[str]:
        return chain(
            *(self.commands, self.categories, self.after_need, self.when, self.hours),
            *(self.area_words, self.numbers, self.persons, self.skip),
        )

    @cached_property
    def category_slips(self) -> Slips[str]:
        """Words of categories that may be misspelt by one letter."""
        targets = {word: kind for word, kind in self.categories.items() if " " not in word}
        return Slips(targets, self.known, self.single_words, same_first=True)


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of flows/vocabulary/*.yaml, read once."""
    return read_vocabulary(SHIPPED)


def read_vocabulary(directory: Traversable) -> Vocabulary:
    """The vocabulary of the word lists in `directory`.

    Raises ValueError, naming the file and the word, where a word has two meanings in one place,
    or a command could be taken for an answer.
    """
    lists = WordLists(directory)
    whole = _whole_messages(lists)
    _refuse_theft(lists, whole)
    return Vocabulary(
        # A bare 1 or 2 belongs to the question that it answers; 0 is a person everywhere.
        commands={w: name for w, name in whole.items() if w == "0" or not w.isdecimal()},
        categories=lists.meanings("categories.yaml"),
        after_need=lists.meanings("after_need.yaml"),
        when=lists.meanings("when.yaml"),
        hours=lists.meanings("hours.yaml"),
        area_words=_area_words(lists),
        numbers=lists.numbers("numbers.yaml"),
        persons=lists.numbers("persons.yaml"),
        area_prefixes=tuple(sorted(lists.words("areas.yaml", "prefixes"), key=len, reverse=True)),
        **{field: frozenset(lists.words(*source)) for field, source in _SETS.items()},
    )


def _whole_messages(lists: WordLists) -> dict[str, str]:
    """What a message means that consists of the phrase and of nothing else."""
    whole: dict[str, str] = {}
    for name, words in _CARRIER:
        add_meanings(whole, "carrier words", name, map(fold, words))
    for file in _MESSAGES:
        for meaning, phrases in lists.theme(file).items():
            add_meanings(whole, file, meaning, phrases)
    return whole


def _refuse_theft(lists: WordLists, whole: Mapping[str, str]) -> None:
    """A word that is a command everywhere would never reach the question it answers."""
    first, never = lists.words("traps.yaml", "answers_first"), lists.words("traps.yaml", "never")
    refuse_overlap("traps.yaml", never, whole)
    for file in _ANSWERS:
        answers = lists.meanings(file)
        refuse_overlap(file, answers, whole, first)
        refuse_overlap("traps.yaml", never, answers)
    for file in ("numbers.yaml", "persons.yaml"):
        refuse_overlap(file, lists.numbers(file), whole, first)
    refuse_overlap("areas.yaml", _area_words(lists), whole)


def _area_words(lists: WordLists) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in ("all", "here", "unsure"):
        add_meanings(found, "areas.yaml", kind, lists.words("areas.yaml", kind))
    return found
