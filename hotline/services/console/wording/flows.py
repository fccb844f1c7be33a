"""The flows, drawn as lists: each step, what it says, and where every answer leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.engine.definition import Action, Choice, Flow, Move, Question, Step
from flows.text.errors import Fault
from hotline.services.kernel.app import App

ASKS, DOES, LOOKS, BRANCHES = "asks", "does", "looks", "branches"


@dataclass(frozen=True)
class FlowExit:
    """One way out of a step: what leads there, and where: a step, another flow, or the end (both empty)."""

    on: str
    only: str  # the channel on which alone this way is open
    step: str
    flow: str
    says: Sequence[str]


@dataclass(frozen=True)
class Drawn:
    """A step as it is drawn; `ask` is the message of a question, `about` what another step is about."""

    name: str
    kind: str
    ask: str
    about: str
    only: str
    ways: Sequence[FlowExit]


@dataclass(frozen=True)
class DrawnFlow:
    """A flow as it is drawn, its first step first; and its faults."""

    name: str
    version: str
    steps: Sequence[Drawn]
    faults: Sequence[Fault]


def names(app: App) -> list[str]:
    """The flows there are."""
    return sorted(app.flows)


def drawn_flow(app: App, name: str) -> DrawnFlow | None:
    """One flow; None where there is none of this name."""
    flow = app.flows.get(name)
    if flow is None:
        return None
    first = [flow.steps[flow.start]]
    others = [step for step in flow.steps.values() if step.name != flow.start]
    steps = [_drawn(step) for step in (*first, *others)]
    return DrawnFlow(name, flow.version[:8], steps, _faults(app, flow))


def _faults(app: App, flow: Flow) -> list[Fault]:
    from flows.checks.checks import check_flows  # heavy, and needed by few processes
    from flows.checks.text_checks import Worst

    speaker = app.speaker
    worst = Worst(speaker)
    found = check_flows({flow.name: flow}, speaker.catalog, worst, app.lexicon, app.flows)
    return sorted(set(found))


def _drawn(step: Step) -> Drawn:
    ways = list(_ways(step))
    if isinstance(step, Question):
        return Drawn(step.name, ASKS, step.ask, "", step.only or "", ways)
    if isinstance(step, Action):
        return Drawn(step.name, LOOKS if step.read_only else DOES, "", step.effect, "", ways)
    return Drawn(step.name, BRANCHES, "", step.on, "", ways)


def _ways(step: Step) -> Iterator[FlowExit]:
    if isinstance(step, Question):
        for choice in step.choices:
            if move := choice.move or step.then:
                yield _way(_on(choice), move, choice.only or "")
        named = step.signals
    else:
        named = step.outcomes if isinstance(step, Action) else step.cases
    for outcome, move in named.items():
        yield _way(outcome, move)
    if not isinstance(step, Question | Action) or step.then is None:
        return
    yield _way(step.source or "" if isinstance(step, Question) else "", step.then)


def _on(choice: Choice) -> str:
    value = choice.value if isinstance(choice.value, str) else ""
    return f"{choice.key} {value}".strip()


def _way(on: str, move: Move, only: str = "") -> FlowExit:
    step = "" if move.flow or move.to == "end" else move.to
    return FlowExit(on, only, step, move.flow or "", move.say)
