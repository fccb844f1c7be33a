"""Flow sessions: begun, gone on with, kept between messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property, lru_cache

from flows.engine import engine, events
from flows.engine.definition import Flow, Question
from flows.engine.effects import ASK_PERSON, AskPerson
from flows.engine.events import Context
from flows.engine.parsing import parse_flow
from flows.engine.session import Session
from flows.text.folding import fold
from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value
from hotline.services.kernel.interaction import Interaction
from hotline.store.conversation import sessions
from hotline.store.conversation.sessions import StoredSession
from hotline.store.needs import needs

LIFE = timedelta(days=7)  # afterwards: "continue or start over?"
PAUSE = timedelta(hours=1)  # afterwards we say where we were before asking again
MID_FLOW = timedelta(minutes=10)  # so long nothing else is asked of them
_NOTED_ANEW = timedelta(
    minutes=1
)  # a session of many quick answers need not write that down each time
INTAKES = ("need", "offer")
OURS = ("follow-up", "take-shift")  # begun by us, so nobody knows how to begin them again
_ASKED: AskPerson = "asked"
WHICH_WORDS = "which-relay"  # whom are the words for that we hold?
HELD_WORDS = "held-words"  # the other side's, or our team's?
WHOSE_WORDS = "whose-words"  # an answer to us, or for the other side?
IN_FRONT = (WHICH_WORDS, HELD_WORDS, WHOSE_WORDS)  # stand in front of another question of ours
NUMBERS = ("reference", "pin", "digits")  # readers to which a number is an answer


def note_busy(interaction: Interaction, asked: bool) -> None:
    """While a question is open, nothing else is asked of the member for a while."""
    noted = interaction.member.in_flow_until
    if not asked:
        if noted is not None:
            interaction.change_member(in_flow_until=None)
        return
    until = interaction.now + MID_FLOW
    if noted is None or until - noted > _NOTED_ANEW:
        interaction.change_member(in_flow_until=until)


def open_sessions(interaction: Interaction) -> list[StoredSession]:
    """The member's sessions, the one whose question was sent last first.

    Past its time, only an intake is still worth going on with.
    """
    if interaction.open_sessions is None:
        kept = sessions.of_member(interaction.db, interaction.app.vault, interaction.member.id)
        over = [
            k for k in kept if k.expires_at <= interaction.now and k.session.flow not in INTAKES
        ]
        sessions.end(interaction.db, [k.id for k in over])
        interaction.open_sessions = [k for k in kept if k not in over]
    return interaction.open_sessions


def begin(interaction: Interaction, flow: str, answers: Mapping[str, Value] | None = None) -> None:
    """Begin a flow, in place of an unfinished session of the same flow."""
    same = [kept.id for kept in open_sessions(interaction) if kept.session.flow == flow]
    _over(interaction, same)
    definition = interaction.app.flows[flow]
    play(interaction, engine.start(definition, _context(interaction), answers), None)


def hear(interaction: Interaction, kept: StoredSession, event: events.Event) -> events.Turn:
    """What the event would lead to; nothing is changed yet."""
    return engine.resume(
        _flow(interaction, kept.session), kept.session, event, _context(interaction)
    )


def names_a_choice(interaction: Interaction, kept: StoredSession, words: str) -> bool:
    """Whether these are, to the letter, the words of one of the choices of the question."""
    step = _flow(interaction, kept.session).steps[kept.session.step]
    if not isinstance(step, Question):
        return False
    return any(fold(words) == fold(each) for choice in step.choices for each in choice.words)


def play(interaction: Interaction, turn: events.Turn, kept: StoredSession | None) -> None:
    """Say what the turn says, perform its effects, keep or end the session, begin what comes next."""
    while turn.status == "performing" and turn.session and turn.effect:
        interaction.said.extend(turn.prompts)
        performed = interaction.effect_handler(interaction, turn.effect)
        if performed is None:  # it takes longer than this answer: the session waits at the effect
            return _keep(interaction, turn.session, kept)
        flow = _flow(interaction, turn.session)
        turn = engine.resume(flow, turn.session, performed, _context(interaction))
    interaction.said.extend(_person_or_truth(interaction, turn))
    if turn.session is None:
        _end(interaction, turn, kept)
    else:
        _keep(interaction, turn.session, kept)
    return None


def _person_or_truth(interaction: Interaction, turn: events.Turn) -> Sequence[Prompt]:
    """What the turn says; where it promises a person, one is called, or the truth is said."""
    if turn.effect is None or turn.effect.name != ASK_PERSON:
        return turn.prompts
    performed = interaction.effect_handler(interaction, turn.effect)
    if performed is None or performed.outcome == _ASKED:
        return turn.prompts
    return performed.prompts


def ask_again(interaction: Interaction, kept: StoredSession, lead: MessageId | None = None) -> None:
    """Put the open question once more, so that it is the last one again."""
    turn = hear(interaction, kept, events.Repeat())
    if lead:
        interaction.say(lead, lead=True)
    play(interaction, turn, kept)


def take_up_again(interaction: Interaction) -> None:
    """After an aside, go back to an intake that was left half-way, or to a question of ours."""
    if interaction.asked:
        return
    left = [kept for kept in unfinished(interaction) if kept.expires_at > interaction.now]
    if left:
        ask_again(interaction, left[0], "status-unfinished")
    elif interaction.came_between:
        _ask_what_stood_behind(interaction)


def _ask_what_stood_behind(interaction: Interaction) -> None:
    """Their "1" may have been for the question behind, and was no answer to the one in front: without
    this they would believe that they had answered."""
    behind = open_sessions(interaction)[:1]
    if behind and behind[0].session.flow in OURS and not is_paused(interaction, behind[0]):
        ask_again(interaction, behind[0])


def is_paused(interaction: Interaction, kept: StoredSession) -> bool:
    """Whether its question was sent so long ago that nobody need have it in mind."""
    return kept.asked_at is not None and kept.asked_at + PAUSE < interaction.now


def unfinished(interaction: Interaction) -> list[StoredSession]:
    """Requests and offers left half-way. A soft question is none: its request is made already."""
    return [
        kept
        for kept in open_sessions(interaction)
        if kept.session.flow in INTAKES
        and not engine.is_optional(_flow(interaction, kept.session), kept.session)
    ]


def end_about(interaction: Interaction, reference: str) -> None:
    """End sessions about changing a request that is not there any more."""
    about = [
        k.id for k in open_sessions(interaction) if k.session.answers.get("editing") == reference
    ]
    _over(interaction, about)


def reads_free_words(interaction: Interaction, kept: StoredSession) -> bool:
    """Whether its open question takes whatever is written."""
    return engine.reads_free_words(_flow(interaction, kept.session), kept.session)


def question(interaction: Interaction, kept: StoredSession) -> Question | None:
    """The step whose answer a session waits for; None where an effect is under way."""
    return engine.question(_flow(interaction, kept.session), kept.session)


def asks_number(interaction: Interaction) -> bool:
    """Whether the last question was for a number, so that one is no reference by itself."""
    unfinished = open_sessions(interaction)
    asked = question(interaction, unfinished[0]) if unfinished else None
    return asked is not None and asked.read in NUMBERS


def drop(interaction: Interaction, kept: StoredSession) -> None:
    """End a session without a word."""
    _over(interaction, [kept.id])


def _over(interaction: Interaction, ids: Sequence[int]) -> None:
    sessions.end(interaction.db, ids)
    if interaction.open_sessions is not None:
        interaction.open_sessions = [
            kept for kept in interaction.open_sessions if kept.id not in ids
        ]


def _keep(interaction: Interaction, session: Session, kept: StoredSession | None) -> None:
    interaction.asked = True
    interaction.open_sessions = None
    vault, expires_at = interaction.app.vault, interaction.now + LIFE
    if kept is None:
        owner = interaction.member.id
        interaction.asked_session = sessions.begin(
            interaction.db, vault, owner, session, now=interaction.now, expires_at=expires_at
        )
    else:
        interaction.asked_session = kept.id
        sessions.keep(interaction.db, vault, kept.id, session, interaction.now, expires_at)


def _end(interaction: Interaction, turn: events.Turn, kept: StoredSession | None) -> None:
    if kept is not None:
        drop(interaction, kept)
        interaction.came_between = kept.session.flow in IN_FRONT
    if turn.next_flow:
        begin(interaction, turn.next_flow, turn.next_answers)
    else:
        interaction.resume_session_after = True


def _context(interaction: Interaction) -> Context:
    if interaction.facts is None:
        interaction.facts = _Facts(interaction)
    return Context(
        interaction.app.lexicon, interaction.member.language, interaction.channel, interaction.facts
    )


class _Facts(Mapping[str, Value]):
    """What is known of the member, looked up when a reader asks for it: few answers do."""

    def __init__(self, interaction: Interaction) -> None:
        self._scene = interaction

    @cached_property
    def _known(self) -> Mapping[str, Value]:
        area = needs.last_area(self._scene.db, self._scene.member.id, self._scene.member.veiled_at)
        return {"last_area": area} if area else {}

    def __getitem__(self, name: str) -> Value:
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _flow(interaction: Interaction, session: Session) -> Flow:
    """The flow as it was when the session began: somebody may have edited it since."""
    current = interaction.app.flows.get(session.flow)
    if current is not None and current.version == session.version:
        return current
    return _parsed(session.flow, sessions.flow_source(interaction.db, session.version))


@lru_cache(maxsize=64)
def _parsed(name: str, source: str) -> Flow:
    return parse_flow(source, f"{name}.yaml")
