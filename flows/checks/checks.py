"""What can be wrong with the flows before anyone has texted: each fault with its file and line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from flows.checks.text_checks import (
    Worst,
    check_choice_words,
    check_messages,
    check_texts,
    vocabulary_faults,
)
from flows.checks.voice_checks import check_common, check_voice
from flows.engine.answer_readers import READERS
from flows.engine.definition import END, Action, Choice, Flow, Move, Question, Step, line_of
from flows.engine.effects import EFFECTS
from flows.engine.options import SOURCES, options_of
from flows.engine.parsing import read_library
from flows.text.errors import Fault
from flows.text.folding import fold
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import CARRIER_WORDS
from flows.wording.catalog import Catalog
from flows.wording.renderer import Speaker

MOST_CHOICES = 9  # one key each on a telephone, 0 being a person
_LIST_KEYS = ("0", "90", "99")  # a person, all areas, the names: beside a list, not of it


def check_files(
    texts: Mapping[str, str], catalog: Catalog, speaker: Speaker, lexicon: Lexicon
) -> list[Fault]:
    """Faults of flow files given as texts by name, those that cannot be read among them."""
    flows, faults = read_library(texts)
    return sorted({*faults, *check_library(flows, catalog, speaker, lexicon)})


def check_library(
    flows: Mapping[str, Flow], catalog: Catalog, speaker: Speaker, lexicon: Lexicon
) -> list[Fault]:
    """Every fault of the flows and of the messages, sorted by file and line; empty when all is well.

    The speaker fills each message at its worst, so a text is measured as the dearest it can be.
    """
    worst = Worst(speaker)
    faults = {*check_texts(catalog, worst), *vocabulary_faults()}
    faults.update(check_common(catalog, worst))
    return sorted(faults.union(check_flows(flows, catalog, worst, lexicon)))


def check_flows(
    flows: Mapping[str, Flow],
    catalog: Catalog,
    worst: Worst,
    lexicon: Lexicon,
    known: Collection[str] = (),
) -> Iterator[Fault]:
    """Faults of the flows and of their use of messages, in no order.

    `known` are the names of flows that they may lead to beside each other.
    """
    for flow in flows.values():
        yield from check_flow(flow, lexicon, frozenset([*flows, *known]))
        yield from check_messages(flow, catalog, worst)
        yield from check_voice(flow, catalog, worst, lexicon)


def check_flow(flow: Flow, lexicon: Lexicon, flows: frozenset[str]) -> Iterator[Fault]:
    """Faults in the steps of one flow; `flows` are the names of all."""
    yield from _unreachable(flow)
    yield from _dead_ends(flow)
    yield from _silent_loops(flow)
    for step in flow.steps.values():
        for move in step.moves():
            if move.flow is not None and move.flow not in flows:
                yield _fault(flow, line_of(move, "flow"), f"there is no flow `{move.flow}`")
        if isinstance(step, Question):
            yield from _question(flow, step, lexicon)
        if isinstance(step, Action):
            yield from _action(flow, step)


def _fault(flow: Flow, at: int, message: str) -> Fault:
    return Fault(flow.file, at, message)


# --- the shape of a flow -------------------------------------------------------------------------


def _unreachable(flow: Flow) -> Iterator[Fault]:
    reached = _reach(flow, flow.start)
    for name, step in flow.steps.items():
        if name not in reached:
            yield _fault(flow, line_of(step), f"no step leads to `{name}`: lead to it or remove it")


def _reach(flow: Flow, start: str) -> set[str]:
    """Every step that can follow `start`, itself among them, and END where the session can end."""
    reached, waiting = {start}, [start]
    while waiting:
        for move in flow.steps[waiting.pop()].moves():
            if move.to not in reached:
                reached.add(move.to)
                if move.to != END:
                    waiting.append(move.to)
    return reached


def _dead_ends(flow: Flow) -> Iterator[Fault]:
    for name, step in flow.steps.items():
        if isinstance(step, Question) and (lack := _lacks_way(step)):
            yield _fault(flow, line_of(step), f"dead end: the question `{name}` {lack}")
        elif END not in _reach(flow, name):
            yield _fault(flow, line_of(step), f"dead end: from `{name}` no way leads to `{END}`")


def _lacks_way(step: Question) -> str:
    """What an answer to this question may find missing; nothing where each has its way."""
    if step.then:
        return ""
    if step.unless:
        return "is skipped sometimes and needs `then`"
    if step.read not in ("choice", "yes-no", "outcome") or not step.choices or step.source:
        return "needs `then`, for an answer that is none of its choices"
    if lost := [choice.key for choice in step.choices if choice.move is None]:
        return f"needs `then`, or choice {lost[0]} a way of its own"
    if step.read == "yes-no" and {"yes", "no"} - {choice.value for choice in step.choices}:
        return "needs `then`, or choices for both `yes` and `no`"
    return ""


def _silent_loops(flow: Flow) -> Iterator[Fault]:
    """Circles in which every step may pass without waiting for a member."""
    reported: set[str] = set()
    for name, step in flow.steps.items():
        circle = _silent_reach(flow, name)
        if name in circle and name not in reported:
            reported |= {other for other in circle if name in _silent_reach(flow, other)}
            message = f"from `{name}` the flow can come back to it without asking anything"
            yield _fault(flow, line_of(step), f"loop without a question: {message}")


def _silent_reach(flow: Flow, start: str) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        for move in _silent_moves(flow.steps[waiting.pop()]):
            if move.to != END and move.to not in reached and not _asks(flow.steps[move.to], move):
                reached.add(move.to)
                waiting.append(move.to)
    return reached


def _asks(step: Step, move: Move) -> bool:
    """Whether a question is surely asked on this way: what it saves has just been forgotten."""
    return isinstance(step, Question) and bool(step.save) and step.save[0] in move.forget


def _silent_moves(step: Step) -> Sequence[Move]:
    """The ways on that need no answer from a member: none where the question is always asked."""
    if not isinstance(step, Question):
        return tuple(step.moves())
    if not step.save and not step.unless:
        return ()
    known = [c.move for c in step.choices if c.move and c.value is not None and step.save]
    return (*known, *([step.then] if step.then else []))


# --- one step ------------------------------------------------------------------------------------


def _action(flow: Flow, step: Action) -> Iterator[Fault]:
    verb = "look" if step.read_only else "do"
    if step.effect not in EFFECTS:
        known = ", ".join(sorted(EFFECTS))
        message = f"there is no effect `{step.effect}`; there are {known}"
        yield _fault(flow, line_of(step, verb), message)
        return
    possible = EFFECTS[step.effect]
    for outcome, move in step.outcomes.items():
        if outcome not in possible:
            message = f"`{step.effect}` has no outcome `{outcome}`; it has {', '.join(possible)}"
            yield _fault(flow, line_of(move), message)
    if step.unless and step.then is None:
        yield _fault(flow, line_of(step), f"`{step.name}` is skipped sometimes and needs `then`")
    for outcome in possible:
        if outcome not in step.outcomes and step.then is None:
            message = f"the outcome `{outcome}` of `{step.effect}` is not handled"
            yield _fault(flow, line_of(step, verb), f"{message}: add it to `outcomes`")


def _question(flow: Flow, step: Question, lexicon: Lexicon) -> Iterator[Fault]:
    if step.read not in READERS:
        message = f"there is no reader `{step.read}`; there are {', '.join(sorted(READERS))}"
        yield _fault(flow, line_of(step, "read"), message)
    if step.source is not None and step.source not in SOURCES:
        message = f"no choices come from `{step.source}`; they can from {', '.join(SOURCES)}"
        yield _fault(flow, line_of(step, "choices"), message)
    yield from _count(flow, step, lexicon)
    yield from _duplicates(flow, step, lexicon)
    for choice in step.choices:
        yield from _carrier_words(flow, choice)
        yield from check_choice_words(flow, choice)


def _count(flow: Flow, step: Question, lexicon: Lexicon) -> Iterator[Fault]:
    counted = step if step.source == "categories" else None
    options = options_of(counted, {}, lexicon) if counted else step.choices
    number = sum(option.key not in _LIST_KEYS for option in options)
    if number > MOST_CHOICES:
        message = f"`{step.name}` has {number} choices; {MOST_CHOICES} at most, a key each"
        yield _fault(flow, line_of(step, "choices"), message)


def _duplicates(flow: Flow, step: Question, lexicon: Lexicon) -> Iterator[Fault]:
    """Two options on one key, or one word for two options."""
    keys: set[str] = set()
    words: dict[str, str] = {}
    for option in options_of(step, {}, lexicon):
        at = line_of(option) or line_of(step, "choices")
        if option.key in keys:
            yield _fault(flow, at, f"duplicate choice: {option.key} stands twice in `{step.name}`")
        keys.add(option.key)
        for word in {fold(word) for word in option.words}:
            if word in words:
                message = f"duplicate choice: `{word}` picks {words[word]} and {option.key}"
                yield _fault(flow, line_of(option, "words"), message)
            words[word] = option.key


def _carrier_words(flow: Flow, choice: Choice) -> Iterator[Fault]:
    for word in choice.words:
        if fold(word).upper() in CARRIER_WORDS:
            message = f"`{word}` belongs to the carrier and never reaches us as a choice"
            yield _fault(flow, line_of(choice, "words"), message)
