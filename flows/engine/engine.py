"""The session itself, as a function: a session and an event in, a turn out.

Nothing is kept here between two calls and nothing is looked up: what a service must do is returned
as an Effect by name, and the session goes on with its outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from flows.engine.answer_readers import Reading, guessed, kept_besides, read, taken, wants_person
from flows.engine.definition import END, Action, Branch, Flow, Move, Question, Step
from flows.engine.effects import ASK_PERSON
from flows.engine.events import (
    Back,
    Context,
    Effect,
    EffectResult,
    Event,
    InputTimeout,
    KeysPressed,
    Repeat,
    TextReceived,
    Turn,
)
from flows.engine.options import keys_of, move_for
from flows.engine.session import Session
from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value, as_message
from flows.understanding.answers import read_yes_no

__all__ = [
    *("Again", "Back", "Context", "Effect", "Event", "Heard", "Performed", "Pressed"),
    *("Silent", "Turn"),
    *("is_optional", "reads_free_words", "resume", "start"),
    *("FlowError", "WrongVersion"),
]

Missed = Literal["silence", "wrong"]
MISSED: Mapping[Missed, tuple[MessageId, ...]] = {
    "silence": ("v-silence-1", "v-silence-2"),
    "wrong": ("v-wrong-1", "v-wrong-2"),
}
"""What is said aloud after the first unusable answer to a question, and after the second."""

PAGE = "page"  # the answer that holds which page of a list was said last
MEANT = (
    "meant"  # the answer that holds what a slip of the finger may have meant, while that is asked
)
LONGEST_WAY_BACK = 12  # answers that BACK can undo; keeps a session small however often one changes


class FlowError(RuntimeError):
    """The caller or the flow broke the rules: an outcome nobody foresaw, a circle of steps."""


class WrongVersion(FlowError):
    """A session must go on with the very version of the flow that it began with."""


def start(flow: Flow, context: Context, answers: Mapping[str, Value] | None = None) -> Turn:
    """Begin `flow` with what is known already; questions it answers are not asked."""
    session = Session(flow.name, flow.version, flow.start, _known(answers or {}))
    return _enter(flow, session, flow.start, (), context)


def resume(flow: Flow, session: Session, event: Event, context: Context) -> Turn:
    """Go on after `event`.

    Raises WrongVersion where `flow` is not the one the session began with, FlowError where a
    service reports an outcome that nobody asked for.
    """
    if (session.flow, session.version) != (flow.name, flow.version):
        raise WrongVersion(f"a session of {session.flow} {session.version[:8]} given {flow.name}")
    step = flow.steps[session.step]
    if isinstance(step, Action):
        return _resume_action(flow, step, session, event, context)
    if not isinstance(step, Question):
        raise FlowError(f"a session cannot rest at the branch {step.name}")
    if step.only not in (None, context.channel):  # left on the other channel: go on behind it
        return _enter(flow, session, step.name, (), context)
    return _resume_question(flow, step, session, event, context)


def _resume_question(
    flow: Flow, step: Question, session: Session, event: Event, context: Context
) -> Turn:
    if isinstance(event, InputTimeout):
        return Turn("unread") if step.optional else _missed(step, session, context, silent=True)
    if isinstance(event, TextReceived | KeysPressed):
        return _answer(flow, step, session, event, context)
    if isinstance(event, Back):
        return _back(flow, step, session)
    if isinstance(event, Repeat):
        return Turn("waiting", _asked_anew(session), (_question(step, session),))
    raise FlowError(f"no effect is under way at {step.name}")


def _asked_anew(session: Session) -> Session:
    """As if the open question had just been put: nothing missed, and no slip asked about."""
    bare = {key: value for key, value in session.answers.items() if key != MEANT}
    return replace(session, answers=bare, retries=0)


def reads_free_words(flow: Flow, session: Session) -> bool:
    """Whether whatever is typed now counts as the answer, so that it must not be taken for else."""
    step = flow.steps[session.step]
    return isinstance(step, Question) and step.read == "words"


def question(flow: Flow, session: Session) -> Question | None:
    """The step that waits for its answer; None at an effect that is under way."""
    step = flow.steps[session.step]
    return step if isinstance(step, Question) else None


def is_optional(flow: Flow, session: Session) -> bool:
    """Whether the open question may be passed over in silence."""
    step = flow.steps[session.step]
    return isinstance(step, Question) and step.optional


def _known(answers: Mapping[str, Value]) -> dict[str, Value]:
    """Answers without those that are None: not known, so still to be asked."""
    return {key: value for key, value in answers.items() if value is not None}


def _open(flow: Flow, session: Session) -> Question:
    step = flow.steps[session.step]
    if not isinstance(step, Question):
        raise FlowError(f"no question is open at {step.name}")
    return step


def _question(step: Question, session: Session) -> Prompt:
    return Prompt(as_message(step.ask), dict(session.answers))


def _resume_action(
    flow: Flow, step: Action, session: Session, event: Event, context: Context
) -> Turn:
    """Only its outcome ends an effect; on anything else it is asked for once more."""
    if not isinstance(event, EffectResult):
        return _perform(step, session, ())
    move = step.outcomes.get(event.outcome, step.then)
    if move is None:
        raise FlowError(f"{step.effect} at {step.name} cannot end in {event.outcome!r}")
    kept = session if step.read_only else replace(session, trail=(), past=())
    known = replace(kept, answers={**session.answers, **_known(event.answers)})
    return _follow(flow, known, move, event.prompts, context)


def _answer(
    flow: Flow,
    step: Question,
    session: Session,
    event: TextReceived | KeysPressed,
    context: Context,
) -> Turn:
    if isinstance(event, KeysPressed) and not event.keys.isdecimal():
        return _missed(step, session, context)
    if wants_person(step, event):
        return Turn("waiting", replace(session, retries=0), (), Effect(ASK_PERSON))
    if MEANT in session.answers:
        return _about_slip(flow, step, session, event, context)
    reading = read(step, event, session.answers, context)
    if reading is not None:
        besides = kept_besides(reading, step, event, session.answers, context) or reading
        return _follow(flow, _answered(step, session, besides), besides.move, (), context)
    if isinstance(event, TextReceived):
        return _half_read(flow, step, session, event, context)
    return _missed(step, session, context)


def _half_read(
    flow: Flow, step: Question, session: Session, event: TextReceived, context: Context
) -> Turn:
    """No answer: yet what it says of other questions is kept, and a slip of the finger is asked about."""
    told = kept_besides(None, step, event, session.answers, context)
    if told is not None:
        after = _answered(step, session, told)
        return _enter(flow, after, step.name, (_understood(after, told.answers),), context)
    meant = guessed(step, event, context)
    if meant is not None:
        asked = replace(session, answers={**session.answers, MEANT: meant[1]})
        return Turn("unread", asked, (Prompt("slip", {meant[0]: meant[1]}),))
    return Turn("unread") if step.optional else _missed(step, session, context)


def _understood(session: Session, told: Mapping[str, Value]) -> Prompt:
    """What was kept; where that is one more kind, what comes first and what comes after it."""
    if "also" in told:
        return Prompt("oneshot-first", dict(session.answers), lead=True)
    return Prompt("oneshot-understood", told, lead=True)


def _about_slip(
    flow: Flow,
    step: Question,
    session: Session,
    event: TextReceived | KeysPressed,
    context: Context,
) -> Turn:
    """Yes: it is the answer. No: the question again. Anything else is read as if nothing had been asked."""
    bare = {key: value for key, value in session.answers.items() if key != MEANT}
    before = replace(session, answers=bare)
    text = event.text if isinstance(event, TextReceived) else event.keys
    said = read_yes_no(text, context.lexicon.vocabulary)
    if said == "no":
        return Turn("waiting", replace(before, retries=0), (_question(step, before),))
    reading = taken(step, session.answers[MEANT]) if said == "yes" else None
    if reading is not None:
        return _follow(flow, _answered(step, before, reading), reading.move, (), context)
    return _answer(flow, step, before, event, context)


def _answered(step: Question, session: Session, reading: Reading) -> Session:
    if step.only is not None:  # BACK may come from the other channel, where it is not asked
        return replace(session, answers={**session.answers, **reading.answers})
    return replace(
        session,
        answers={**session.answers, **reading.answers},
        trail=(*session.trail, step.name)[-LONGEST_WAY_BACK:],
        past=(*session.past, dict(session.answers))[-LONGEST_WAY_BACK:],
    )


def _missed(step: Question, session: Session, context: Context, silent: bool = False) -> Turn:
    """First the question again, then its keys or a way out, then a person.

    A step may have hints of its own. Nobody reads twice in a row that something was not clear.
    """
    retries = session.retries + 1
    if retries >= 3:
        person = (Prompt("misunderstood-3"),) if context.channel == "text" else ()
        return Turn("unread", replace(session, retries=0), person, Effect(ASK_PERSON))
    again = replace(session, retries=retries)
    if context.channel == "voice":
        return Turn("unread", again, _said_again(step, again, silent))
    hint = _hint(step, again, context)
    if hint is not None:
        return Turn("unread", again, (hint,))
    lead = Prompt("misunderstood-1" if retries == 1 else "misunderstood-again", lead=True)
    return Turn("unread", again, (lead, _question(step, session)))


def _said_again(step: Question, session: Session, silent: bool) -> tuple[Prompt, Prompt]:
    """Aloud: what was wrong, then the question in its shorter form."""
    told = Prompt(MISSED["silence" if silent else "wrong"][session.retries - 1])
    if not silent and session.retries <= len(step.hints):
        told = Prompt(as_message(step.hints[session.retries - 1]), dict(session.answers))
    asked = as_message(step.short or step.ask)
    return replace(told, lead=True), Prompt(asked, dict(session.answers))


def _hint(step: Question, session: Session, context: Context) -> Prompt | None:
    """What stands for the question after this many retries."""
    if session.retries <= len(step.hints):
        return Prompt(as_message(step.hints[session.retries - 1]), dict(session.answers))
    keys = keys_of(step, session.answers, context.lexicon)
    return Prompt("misunderstood-2", {"keys": keys}) if session.retries == 2 and keys else None


def _back(flow: Flow, step: Question, session: Session) -> Turn:
    if not session.trail:
        first = _asked_anew(session)
        return Turn("waiting", first, (Prompt("back-first", lead=True), _question(step, session)))
    before = replace(
        session,
        step=session.trail[-1],
        answers=session.past[-1],
        trail=session.trail[:-1],
        past=session.past[:-1],
        retries=0,
    )
    question = _question(_open(flow, before), before)
    return Turn("waiting", before, (Prompt("back", lead=True), question))


def _follow(
    flow: Flow, session: Session, move: Move, said: tuple[Prompt, ...], context: Context
) -> Turn:
    moved = _moved(session, move)
    prompts = (*said, *(Prompt(as_message(message), dict(moved.answers)) for message in move.say))
    if move.to == END:
        carried = {key: moved.answers[key] for key in move.carry if key in moved.answers}
        return Turn("ended", None, prompts, None, move.flow, carried)
    return _enter(flow, moved, move.to, prompts, context)


def _moved(session: Session, move: Move) -> Session:
    answers = session.answers
    kept = {key: value for key, value in answers.items() if key not in move.forget}
    copied = {new: answers[old] for new, old in move.copy.items() if old in answers}
    return replace(session, answers={**kept, **copied, **move.set})


def _enter(
    flow: Flow, session: Session, name: str, said: tuple[Prompt, ...], context: Context
) -> Turn:
    """Walk from step to step until one of them has to wait."""
    for _ in range(4 * len(flow.steps) + 4):
        step = flow.steps[name]
        move = _passed(step, session, context.channel)
        if move is None:
            return _arrive(step, session, said)
        session = _moved(session, move)
        said = (
            *said,
            *(Prompt(as_message(message), dict(session.answers)) for message in move.say),
        )
        if move.to == END:
            return _follow(flow, session, replace(move, say=()), said, context)
        name = move.to
    raise FlowError(f"{flow.name} goes round in a circle at {name}")


def _passed(step: Step, session: Session, channel: str) -> Move | None:
    """The way on where this step need not wait; None where it must."""
    answers = session.answers
    if isinstance(step, Branch):
        return _case(step, answers)
    known = any(key in answers for key in step.unless)
    if isinstance(step, Action):
        return step.then if known else None
    answered = bool(step.save) and step.save[0] in answers
    elsewhere = step.only not in (None, channel)
    if not known and not answered and not elsewhere:
        return None
    return move_for(step, answers.get(step.save[0]) if step.save else None)


def _case(step: Branch, answers: Mapping[str, Value]) -> Move:
    value = answers.get(step.on)
    general = "none" if value is None else "any"
    for case in (value, general, "else"):
        if isinstance(case, str) and case in step.cases:
            return step.cases[case]
    raise FlowError(f"the branch {step.name} has no case for its answer")


def _arrive(step: Step, session: Session, said: tuple[Prompt, ...]) -> Turn:
    if isinstance(step, Action):
        return _perform(step, replace(session, step=step.name, retries=0), said)
    if not isinstance(step, Question):
        raise FlowError(f"a session cannot rest at the branch {step.name}")
    turned = replace(session, step=step.name, retries=0, answers=_page(step, session))
    return Turn("waiting", turned, (*said, _question(step, turned)))


def _page(step: Question, session: Session) -> dict[str, Value]:
    """The answers with the page of a paged question: the next where it is asked by itself again."""
    kept = {key: value for key, value in session.answers.items() if key != PAGE}
    if not step.paged:
        return kept
    page = session.answers.get(PAGE) if session.step == step.name else None
    return {**kept, PAGE: page + 1 if isinstance(page, int) else 0}


def _perform(step: Action, session: Session, said: tuple[Prompt, ...]) -> Turn:
    answers = session.answers
    names = answers.keys() if step.args is None else step.args
    held = {key: answers[key] for key in names if key in answers}
    return Turn("performing", session, said, Effect(step.effect, held))
