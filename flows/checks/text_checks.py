"""What can be wrong with the words: missing, too dear, hurtful, or another's to use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from flows.checks.lures import lures_in
from flows.engine.definition import Choice, Flow, Question, line_of
from flows.text.banned import banned_in, load_banned
from flows.text.errors import Fault
from flows.text.folding import fold
from flows.text.segments import segments_for
from flows.text.yaml_nodes import Tree, line
from flows.vocabulary.vocabulary import CARRIER_WORDS
from flows.wording.catalog import Catalog, CatalogFault
from flows.wording.renderer import Speaker

LEADS = (
    *("misunderstood-1", "misunderstood-again", "back", "back-first", "resume", "lang-switched"),
    *("oneshot-understood", "not-passed-on"),
)
BEFORE_A_NEED = ("oneshot-first", "medicine")  # lead-ins to the questions of a request alone
_NEED = "need"
WITH_LEAD = 2  # segments that a question may cost with a lead-in before it

# One segment; these may cost two: to coordinators, in a crisis, and pages of areas.
_DEARER = re.compile(r"coordinator-.*|crisis.*|area-list.*")


# Words that are never used, never mapped, or only passed over beside others.
_NOT_OURS = ("banned.yaml", "fillers.yaml", "latin.yaml", "lures.yaml", "traps.yaml", "usual.yaml")


class Worst:
    """Messages at their worst filling, each worked out once."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._said: dict[tuple[str, str, bool], str | CatalogFault] = {}

    def words(self, message: str, language: str, voice: bool = False) -> str | CatalogFault:
        """The words, or the fault for which the message cannot be said."""
        key = (message, language, voice)
        if key not in self._said:
            try:
                self._said[key] = self._speaker.worst(message, language, voice)
            except CatalogFault as fault:
                self._said[key] = fault
        return self._said[key]

    def text(self, message: str, language: str) -> str:
        """The words of a text; nothing where it cannot be said, which is reported elsewhere."""
        words = self.words(message, language)
        return words if isinstance(words, str) else ""


def check_texts(catalog: Catalog, worst: Worst) -> Iterator[Fault]:
    """Faults of every message, those that no flow uses among them."""
    for message in catalog.ids():
        yield from check_text(message, catalog, worst)


def check_text(message: str, catalog: Catalog, worst: Worst) -> Iterator[Fault]:
    """Faults of one message: in every language, in its budget, with no word it must not use."""
    yield from _translated(catalog, message)
    for language in catalog.languages():
        for voice in (False, True):
            if catalog.has(message, language, voice):
                yield from _worded(catalog, worst, message, language, voice)


def check_vocabulary(texts: Mapping[str, str]) -> Iterator[Fault]:
    """Carrier words among the words of ours, in word lists given as texts by file name."""
    for file, text in texts.items():
        root = Tree(file).root(text)
        if isinstance(root, SequenceNode):
            continue  # chains: none of their words means anything by itself
        for node in _scalars(root):
            if fold(node.value).upper() in CARRIER_WORDS:
                message = f"`{node.value}` belongs to the carrier and can be no word of ours"
                yield Fault(file, line(node), message)


@cache
def vocabulary_faults() -> tuple[Fault, ...]:
    """Faults of the word lists that come with the project, which no community and no editor changes."""
    return tuple(check_vocabulary(vocabulary_texts()))


def vocabulary_texts() -> dict[str, str]:
    """The lists of words that mean something to us by themselves, by file name."""
    folder = resources.files("flows") / "vocabulary"
    files = [file for file in folder.iterdir() if file.name.endswith(".yaml")]
    lists = [file for file in files if file.name not in _NOT_OURS]
    return {f"flows/vocabulary/{file.name}": file.read_text("utf-8") for file in lists}


def _scalars(node: Node) -> Iterator[ScalarNode]:
    """The words in the leaves of a document; its keys name meanings and are no words."""
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, MappingNode):
        for _, value in node.value:
            yield from _scalars(value)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _scalars(value)


def check_messages(flow: Flow, catalog: Catalog, worst: Worst) -> Iterator[Fault]:
    """Faults of the messages that a flow uses, at the lines where it uses them."""
    for message, at, channels in _said(flow):
        if message not in catalog.ids():
            yield Fault(flow.file, at, f"there is no message `{message}`")
            continue
        for language in catalog.languages():
            yield from _can_be_said(flow, catalog, message, language, at, channels)
    for step in flow.steps.values():
        if isinstance(step, Question) and step.ask in catalog.ids() and step.only != "voice":
            yield from _with_leads(flow, step, catalog, worst)


def check_choice_words(flow: Flow, choice: Choice) -> Iterator[Fault]:
    """Banned words among the words of a choice."""
    for word in choice.words:
        for banned in banned_in(word):
            yield Fault(flow.file, line_of(choice, "words"), f"`{banned}` must not be used: {word}")


def _said(flow: Flow) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Every message that the flow names, where, and on which channels it is said."""
    both = ("text",) if flow.text_only else ("text", "voice")
    for step in flow.steps.values():
        if isinstance(step, Question):
            asked = (step.only,) if step.only else both
            yield step.ask, line_of(step, "ask"), asked
            yield from ((hint, line_of(step, "hints"), asked) for hint in step.hints)
            if step.short:
                yield step.short, line_of(step, "short"), ("voice",)
        for move in step.moves():
            yield from ((message, line_of(move, "say"), both) for message in move.say)


def _can_be_said(
    flow: Flow, catalog: Catalog, message: str, language: str, at: int, channels: tuple[str, ...]
) -> Iterator[Fault]:
    if "text" in channels and not catalog.has(message, language):
        yield Fault(flow.file, at, f"`{message}` has no translation in `{language}`")
    if "voice" in channels and not catalog.has(message, language, voice=True):
        yield Fault(flow.file, at, f"`{message}` has no voice wording in `{language}`")


def _translated(catalog: Catalog, message: str) -> Iterator[Fault]:
    """What one language says every language must say, on the same channels."""
    for voice in (False, True):
        having = [each for each in catalog.languages() if catalog.has(message, each, voice)]
        lacking = [each for each in catalog.languages() if each not in having]
        for language in lacking if having else ():
            file, at = catalog.source(message, having[0])
            what = "voice wording" if voice else "text"
            yield Fault(file, at, f"`{message}` has no {what} in `{language}`")


def _worded(
    catalog: Catalog, worst: Worst, message: str, language: str, voice: bool
) -> Iterator[Fault]:
    file, at = catalog.source(message, language)
    words = worst.words(message, language, voice)
    if isinstance(words, CatalogFault):
        yield Fault(file, at, f"`{message}` cannot be said: {words}")
        return
    for what in (
        *_banned(words, message, voice),
        *lures_in(catalog.pattern(message, language, voice)),
    ):
        yield Fault(file, at, f"`{message}` may not say this ({what})")
    if not voice:
        yield from _budget(file, at, message, words)


@lru_cache(maxsize=1 << 13)  # all messages: another wording of one leaves the others as they were
def _banned(words: str, message: str, voice: bool) -> tuple[str, ...]:
    return tuple(load_banned().found(words, message, voice))


def _budget(file: str, at: int, message: str, words: str) -> Iterator[Fault]:
    cost = segments_for(words)
    allowed = 2 if _DEARER.fullmatch(message) else 1
    if cost.segments > allowed:
        figure = f"{cost.segments} segments ({cost.units} units of {cost.encoding})"
        yield Fault(file, at, f"`{message}` costs {figure} at its worst; {allowed} at most")


def _with_leads(flow: Flow, step: Question, catalog: Catalog, worst: Worst) -> Iterator[Fault]:
    """A lead-in and its question travel as one text."""
    for language in catalog.languages():
        if not catalog.has(step.ask, language):
            continue
        before = (*LEADS, *BEFORE_A_NEED) if flow.name == _NEED else LEADS
        leads = [worst.text(lead, language) for lead in before]
        longest = max(leads, key=lambda lead: segments_for(lead).units)
        cost = segments_for(f"{longest} {worst.text(step.ask, language)}")
        if cost.segments > WITH_LEAD:
            message = (
                f"`{step.ask}` costs {cost.segments} segments in `{language}` behind a lead-in"
            )
            yield Fault(flow.file, line_of(step, "ask"), f"{message}; {WITH_LEAD} at most")
