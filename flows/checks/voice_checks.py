"""What can be wrong with a flow for those who hear it: keys, speech, and menus without a way out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product

from flows.checks.text_checks import Worst
from flows.engine import engine
from flows.engine.answer_readers import READERS, read
from flows.engine.definition import Action, Choice, Flow, Question, line_of
from flows.engine.effects import ASK_PERSON, RECORD_WORDS
from flows.engine.events import Context, Event, InputTimeout, KeysPressed, Turn
from flows.engine.options import options_of
from flows.engine.session import Session
from flows.text.errors import Fault
from flows.text.folding import fold
from flows.vocabulary.lexicon import Lexicon
from flows.wording.catalog import Catalog
from flows.wording.worst_case_args import fillings

PERSON, STAR = "0", {"en": "star", "ar": "النجمة"}
MOST_TRIES = 3
_KEYS = "123456789"
_ALWAYS = ("v-tail", "v-silence-1", "v-silence-2", "v-wrong-1", "v-wrong-2")

Resume = Callable[[Flow, Session, Event, Context], Turn]


def check_voice(flow: Flow, catalog: Catalog, worst: Worst, lexicon: Lexicon) -> Iterator[Fault]:
    """Faults of one flow for callers; none for a flow that is never heard."""
    if flow.text_only:
        return
    for step in flow.steps.values():
        if isinstance(step, Question) and step.only != "text":
            yield from _person(flow, step)
            yield from _said_keys(flow, step, catalog, worst, lexicon)
            if step.read in READERS:  # else reported already, and nothing can be tried
                yield from _speech(flow, step, lexicon)
                yield from check_tries(flow, step, lexicon)


def check_common(catalog: Catalog, worst: Worst) -> Iterator[Fault]:
    """Faults of what every menu says: that 0 is a person, that * says it again, what was wrong."""
    for language in catalog.languages():
        for message in _ALWAYS:
            if not catalog.has(message, language, voice=True):
                yield Fault(
                    "flows/messages", 1, f"`{message}` has no voice wording in `{language}`"
                )
        yield from _tail(catalog, worst, language)


def _tail(catalog: Catalog, worst: Worst, language: str) -> Iterator[Fault]:
    if not catalog.has("v-tail", language, voice=True):
        return
    words = str(worst.words("v-tail", language, voice=True))
    zero = catalog.format("digit", language, {"digit": 0})
    for key, spoken in ((PERSON, zero), ("*", STAR.get(language, ""))):
        if not spoken or fold(spoken) not in fold(words):
            file, at = catalog.source("v-tail", language)
            yield Fault(
                file, at, f"`v-tail` does not say {key} in `{language}`: every menu needs it"
            )


# --- keys --------------------------------------------------------------------------------------


def _person(flow: Flow, step: Question) -> Iterator[Fault]:
    """0 is a person everywhere, and for nothing else."""
    for choice in step.choices:
        target = flow.steps.get(choice.move.to) if choice.move else None
        calls = isinstance(target, Action) and target.effect == ASK_PERSON
        if choice.key == PERSON and not calls:
            yield Fault(flow.file, line_of(choice), f"0 is a person; in `{step.name}` it is not")


def _said_keys(
    flow: Flow, step: Question, catalog: Catalog, worst: Worst, lexicon: Lexicon
) -> Iterator[Fault]:
    """Each key is said once, after what it is for, and the same keys in every language."""
    if not all(catalog.has(step.ask, each, voice=True) for each in catalog.languages()):
        return  # reported elsewhere
    if step.source == "requests":
        return  # their numbers are only known in the call
    said = {each: _keys_in(step.ask, each, catalog, worst) for each in catalog.languages()}
    if step.save == ("language",):  # each language offers itself, in its own voice
        said = dict.fromkeys(said, frozenset().union(*said.values()))
    at = line_of(step, "ask")
    if len(set(said.values())) > 1:
        told = ", ".join(f"{language}: {' '.join(sorted(keys))}" for language, keys in said.items())
        yield Fault(flow.file, at, f"`{step.ask}` says other keys in each language ({told})")
    for language, keys in said.items():
        for key in sorted(_answering(step, lexicon) - keys):
            message = (
                f"`{step.ask}` does not say what {key} is for, and then {key}, in `{language}`"
            )
            yield Fault(flow.file, at, message)
        for key in sorted(keys - _answering(step, lexicon)):
            yield Fault(
                flow.file, at, f"`{step.ask}` says {key} in `{language}`, which is no choice"
            )


def _answering(step: Question, lexicon: Lexicon) -> frozenset[str]:
    """The single keys that answer the question, but for those of data that wordings are filled with."""
    choices = _choices(step, lexicon)
    return frozenset(choice.key for choice in choices if choice.key in _KEYS)


def _choices(step: Question, lexicon: Lexicon) -> tuple[Choice, ...]:
    """Choices as they are heard where wordings are filled at their worst."""
    if step.source == "areas":
        worst = tuple(Choice(str(n)) for n in range(1, 5))  # those of fillings.PLACES
        return (*worst, *(c for c in step.choices if c.only in (None, "voice")))
    return options_of(step, {}, lexicon, "voice")


def _keys_in(message: str, language: str, catalog: Catalog, worst: Worst) -> frozenset[str]:
    """The keys that a wording says behind an option: "For food, press one. A bed, two." """
    words = str(worst.words(message, language, voice=True))
    return frozenset(
        _spoken(catalog, language)[found] for found in _pattern(catalog, language).findall(words)
    )


@cache
def _spoken(catalog: Catalog, language: str) -> Mapping[str, str]:
    return {catalog.format("digit", language, {"digit": int(key)}): key for key in _KEYS}


@cache
def _pattern(catalog: Catalog, language: str) -> re.Pattern[str]:
    digits = "|".join(map(re.escape, _spoken(catalog, language)))
    return re.compile(rf"[,،] (?:press |type |الرقم )?({digits})(?=[.,،!?؟]|$)")


# --- speech ------------------------------------------------------------------------------------


def _speech(flow: Flow, step: Question, lexicon: Lexicon) -> Iterator[Fault]:
    """Whoever cannot or must not speak has a key for it."""
    context = Context(lexicon, "en", "voice")
    sample = _sample()
    for keys in _KEYS:
        reading = read(step, KeysPressed(keys), sample, context)
        if reading is not None and not _records(flow, reading.move.to):
            return
    if step.source == "requests":
        return  # keys of requests that are only known in the call
    yield Fault(flow.file, line_of(step), f"`{step.name}` cannot be answered by keys alone")


def _records(flow: Flow, name: str) -> bool:
    step = flow.steps.get(name)
    return isinstance(step, Action) and step.effect == RECORD_WORDS


def _sample() -> dict[str, object]:
    return fillings("en")[0]


# --- three tries -------------------------------------------------------------------------------


def check_tries(
    flow: Flow, step: Question, lexicon: Lexicon, resume: Resume = engine.resume
) -> Iterator[Fault]:
    """Every way through silence and wrong keys is walked: by the third there must be a person.

    An optional question may be passed over in silence: the session is over then, and the call goes on.
    """
    context = Context(lexicon, "en", "voice")
    wrong = KeysPressed(_wrong_key(step, context))
    events: tuple[Event, ...] = (InputTimeout(), wrong)
    for tries in product(events, repeat=MOST_TRIES):
        if not _leads_on(flow, step, tries, context, resume):
            told = ", ".join(
                "silence" if isinstance(each, InputTimeout) else "wrong" for each in tries
            )
            yield Fault(flow.file, line_of(step), f"`{step.name}` leads to nobody after {told}")
            return


def _leads_on(
    flow: Flow, step: Question, tries: tuple[Event, ...], context: Context, resume: Resume
) -> bool:
    session = Session(flow.name, flow.version, step.name, _sample())
    for event in tries:
        turn = resume(flow, session, event, context)
        if turn.effect is not None and turn.effect.name == ASK_PERSON:
            return True
        if turn.session is None:
            return step.optional
        session = turn.session
    return False


def _wrong_key(step: Question, context: Context) -> str:
    """A key that means nothing at this question; # never does."""
    keys = (key for key in _KEYS if read(step, KeysPressed(key), _sample(), context) is None)
    return next(keys, "#")
