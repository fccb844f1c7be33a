"""Words about the other side of a match, held until their writer has said who is to read them.

Somebody who is afraid of who helps them writes it to the only number they have, and that number passes
words on to just that person. So words of fear or harm, words that are for our team, and words of crisis
wait here, sealed in their session, and a key decides. The other side never sees them unless their writer
chose so, and learns nothing.

Where nobody answers, the words stay where they are. After half an hour the team is told that there are such
words, about which request, and how to write to whoever wrote them; the words themselves it gets from their
writer alone. That is the safe default: who reads them is not ours to guess, and may be one too many; but
somebody who was afraid and then fell silent must not be left alone with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from flows.engine.effects import Answers, GiveTeam
from flows.engine.events import EffectResult
from flows.engine.options import requests_in
from flows.text.prompts import Value
from flows.understanding.in_full import names_pin, pin_within
from flows.vocabulary.between import heard_complaint
from hotline.services.kernel.answers import text
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.needs import follow_up, relay
from hotline.services.sessions import flow_sessions
from hotline.services.team import coordinators, crisis_alarms
from hotline.store.conversation import sessions
from hotline.store.conversation.sessions import Untouched
from hotline.store.needs import matches, needs
from hotline.store.people import members
from hotline.store.upkeep import due

FLOW = flow_sessions.HELD_WORDS
CRISIS, SECRET = "crisis", "secret"  # what was heard; the others are the kinds of harm.yaml

Request = tuple[str, str]  # its reference, its category


def takes(interaction: Interaction, words: str, reference: str | None = None) -> bool:
    """Hold words that speak of the other side, words of crisis, and a PIN; False where these are none, or
    where there is no other side. `reference`: that of the match which they were addressed to."""
    heard = CRISIS if interaction.crisis else heard_complaint(words) or _secret(words)
    about = _about(interaction, reference) if heard else []
    if not heard or not about:
        return False
    if interaction.crisis:  # the team is about to be told
        _keep_from_the_other_side(interaction, interaction.member.id, [each[0] for each in about])
    _hold(interaction, words, heard, about)
    return True


def _secret(words: str) -> str | None:
    """A PIN that was texted unasked is not for the other side either."""
    return SECRET if names_pin(words, surely=True) and pin_within(words) else None


def _about(interaction: Interaction, reference: str | None) -> list[Request]:
    """The requests over which there is another side to this member, the one that we ask about last of all."""
    open_ = matches.relaying(interaction.db, interaction.member.id, interaction.now)
    found = {match.reference: match.category for match in open_} | _asked_about(interaction)
    return [one for one in found.items() if reference in (None, one[0])]


def _asked_about(interaction: Interaction) -> dict[str, str]:
    """The request of a "did it happen?" that waits for its answer: its match may be over. What is written in
    a crisis is for the team then, unless it could be read as thanks."""
    waiting = [
        text(kept.session.answers, "reference")
        for kept in flow_sessions.open_sessions(interaction)
        if kept.session.flow == follow_up.FLOW
        and (not interaction.crisis or flow_sessions.reads_free_words(interaction, kept))
    ]
    found = [needs.by_reference(interaction.db, reference) for reference in waiting]
    return {need.reference: need.category for need in found if need is not None}


def _hold(interaction: Interaction, words: str, heard: str, about: Iterable[Request]) -> None:
    """Ask who is to read them; words that were held before stay in front of them."""
    before = _held(interaction)
    held = "\n".join([*(text(each, "words") for each in before), words])
    kinds = {heard, *(text(each, "heard") for each in before)}
    told: dict[str, Value] = {
        "words": held,
        "heard": next(each for each in (CRISIS, "harm", "team", SECRET) if each in kinds),
        "requests": [list(one) for one in about],
    }
    flow_sessions.begin(interaction, FLOW, told)


def _held(interaction: Interaction) -> list[Answers]:
    return [
        kept.session.answers
        for kept in flow_sessions.open_sessions(interaction)
        if kept.session.flow == FLOW
    ]


def add(interaction: Interaction, words: str) -> None:
    """More words, written while it is open who is to read those before: they wait with them."""
    (before,) = _held(interaction)[:1]
    joined = f"{text(before, 'words')}\n{words}"
    flow_sessions.begin(interaction, FLOW, {**before, "words": joined})


# --- who reads them --------------------------------------------------------------------------------


def pass_on(interaction: Interaction, answers: Answers) -> None:
    """Their writer chose the other side; where there are several, they are asked which."""
    references, words = _references(answers), text(answers, "words")
    if len(references) == 1:
        relay.pass_held(interaction, references[0], words)
    elif not relay.words(interaction, words):
        interaction.say("relay-held-gone")


def give_team(interaction: Interaction, answers: Answers) -> EffectResult[GiveTeam]:
    """Their writer chose the team, which reads them in its thread with them; who they are about does not."""
    references, me = _references(answers), interaction.member.id
    _keep_from_the_other_side(interaction, me, references)
    if not coordinators.reachable(interaction, but=me):
        return EffectResult("nobody")
    thread = coordinators.any_thread_of(interaction, me)
    coordinators.tell(
        interaction,
        me,
        "coordinator-words-about",
        urgent=True,
        references=references,
        thread=thread.reference,
    )
    crisis_alarms.to_team(interaction, thread, text(answers, "words"))
    if len(references) == 1:
        interaction.say("held-words-team", reference=references[0])
    else:
        interaction.say("held-words-team-several")
    return EffectResult("given")


def _references(answers: Answers) -> list[str]:
    return list(requests_in(answers))


def _keep_from_the_other_side(uow: UnitOfWork, writer: int, references: Iterable[str]) -> None:
    """Where the other side is one of the team, they are that no more for whoever wrote: they would read, and
    be told, what is said of them."""
    for reference in references:
        other = _other_side(uow, writer, reference)
        if other is not None and members.get(uow.db, other).is_coordinator:
            members.avoid(uow.db, writer, other)


def _other_side(uow: UnitOfWork, writer: int, reference: str) -> int | None:
    need = needs.by_reference(uow.db, reference)
    match = matches.last_for_need(uow.db, need.id) if need else None
    if match is None or writer not in (match.helper_id, match.asker_id):
        return None
    return match.other_side(writer)


# --- by the clock ----------------------------------------------------------------------------------


def run_due(app: App) -> int:
    """Tell the team of words that nobody has said the reader of; of how many. Safe to run twice."""
    return in_unit_of_work(app, _tell_due)


def _tell_due(uow: UnitOfWork) -> int:
    waiting = sessions.untouched(uow.db, uow.app.vault, FLOW, uow.now - due.HELD_FOR)
    return sum(_tell(uow, one) for one in waiting if sessions.touch(uow.db, one.id, uow.now))


def _tell(uow: UnitOfWork, one: Untouched) -> bool:
    """In a crisis the team was told at once; of whoever is not here any more nobody need be told."""
    answers, writer = one.session.answers, one.member_id
    here = members.get(uow.db, writer).state == "active"
    if answers["heard"] in (CRISIS, SECRET) or not here:
        return False
    references = _references(answers)
    _keep_from_the_other_side(uow, writer, references)
    if not coordinators.reachable(uow, but=writer):
        return False
    thread = coordinators.any_thread_of(uow, writer)
    return coordinators.tell(
        uow,
        writer,
        "coordinator-words-wait",
        urgent=True,
        references=references,
        thread=thread.reference,
    )
