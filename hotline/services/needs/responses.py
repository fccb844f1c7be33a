"""A volunteer's yes or no. One winner, decided by the row count of one UPDATE."""

from __future__ import annotations

from flows.text.folding import fold
from flows.text.prompts import Value
from flows.understanding.answers import Command
from hotline.domain.states import OPEN_NEEDS
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.needs import ask_words, matching
from hotline.services.outbound import order_calls
from hotline.services.sessions import flow_sessions, team_pin
from hotline.services.team import coordinators
from hotline.store.messages import cancellation
from hotline.store.needs import asks, matches, needs
from hotline.store.needs.asks import Ask
from hotline.store.needs.needs import Need
from hotline.store.people import members, offers, reports

_ANSWERS = ("YES", "NO", "SOFT")


def yes(interaction: Interaction, reference: str) -> bool:
    """YES 47. Whether that is something they were asked, or a coordinator's to take."""
    need = needs.by_reference(interaction.db, reference)
    if need is None or need.asker_id == interaction.member.id:
        return False
    ask = asks.last_for(interaction.db, need.id, interaction.member.id)
    if ask is None and not coordinators.may_take(interaction, need):
        return False
    if interaction.member.id in members.avoided_by(interaction.db, need.asker_id):
        return False  # asked before the two were kept apart
    if ask is None and team_pin.holds(interaction, "YES", reference):
        return True
    need = needs.locked(interaction.db, need.id)
    if need.state in OPEN_NEEDS and ask is not None and _is_below(interaction, need):
        _decline(interaction, ask)
        interaction.say("late-yes-known", reference=need.reference)
        return True
    added = ask_words.added_to(interaction, reference)
    ask_words.settled(interaction, reference)
    if need.state in OPEN_NEEDS and matching.accept(interaction, need, ask, added):
        return True
    return _too_late(interaction, need) or _with_team(interaction, need)


def _is_below(interaction: Interaction, need: Need) -> bool:
    """Whether it takes a higher level by now: it has become urgent since they were asked, say."""
    wanted = interaction.app.community.min_level(need.category, urgent=need.urgent)
    return interaction.member.level < wanted


def _too_late(interaction: Interaction, need: Need) -> bool:
    """Somebody was faster, or it is their own yes a second time; a need that is gone tells nothing."""
    match = matches.open_for_need(interaction.db, need.id)
    if match is None:
        return False
    if match.helper_id == interaction.member.id:
        matching.say_accepted(interaction, need)
    else:
        interaction.say("late-yes", reference=need.reference)
    return True


def _with_team(interaction: Interaction, need: Need) -> bool:
    """The request is still open, and only the team helps with it now."""
    if need.state not in OPEN_NEEDS or not reports.is_held(interaction.db, need.asker_id):
        return False
    interaction.say("with-team", reference=need.reference)
    return True


def no(interaction: Interaction, reference: str) -> bool:
    """NO 47: the next in line is asked at once."""
    need = needs.by_reference(interaction.db, reference)
    ask = asks.last_for(interaction.db, need.id, interaction.member.id) if need else None
    if ask is None:
        return False
    ask_words.settled(interaction, reference)
    if _decline(interaction, ask):
        offers.note_answered(interaction.db, interaction.member.id)
    interaction.say("declined-ack")
    return True


def decline_all(uow: UnitOfWork, member_id: int) -> None:
    """Whoever rests or leaves says no to what waits for them."""
    for ask, _, _ in asks.waiting_for(uow.db, member_id):
        _decline(uow, ask)


def take_back_all(uow: UnitOfWork, member_id: int) -> None:
    """Nobody waits for this member any more, who hears nothing of it: what has not left stays here."""
    waiting = asks.live_to(uow.db, member_id)
    unheard = cancellation.cancel_asks(uow.db, [ask.id for ask in waiting])
    unheard |= order_calls.withdraw_asks(uow, [ask.id for ask in waiting])
    for ask in waiting:
        if ask.id in unheard:
            asks.move(uow.db, ask.id, "failed")
            _next_in_line(uow, needs.locked(uow.db, ask.need_id))
        else:
            _decline(uow, ask)


def decline_those_of(uow: UnitOfWork, member_id: int, asker_id: int) -> None:
    """A no to what waits for this member from one asker: the two are kept apart."""
    for ask, _, _ in asks.waiting_for(uow.db, member_id):
        if needs.get(uow.db, ask.need_id).asker_id == asker_id:
            _decline(uow, ask)


def _decline(uow: UnitOfWork, ask: Ask) -> bool:
    need = needs.locked(uow.db, ask.need_id)
    asks.move(uow.db, ask.id, "sent", sent_at=uow.now)  # where the provider's word is late
    declined = asks.move(uow.db, ask.id, "declined", answered_at=uow.now)
    if declined:
        _next_in_line(uow, need)
    return declined


def _next_in_line(uow: UnitOfWork, need: Need) -> None:
    """A place is free: the next one is asked at once. The need is locked."""
    if need.state == "seeking":
        needs.change(uow.db, need.id, due_at=uow.now)
        uow.wakeups.add("dispatch")


def maybe(interaction: Interaction, reference: str) -> bool:
    """A word that may mean yes: nobody is bound by it, we ask once more."""
    need = needs.by_reference(interaction.db, reference)
    if need is None or asks.last_for(interaction.db, need.id, interaction.member.id) is None:
        return False
    added = ask_words.added_to(interaction, reference)
    flow_sessions.begin(interaction, ask_words.SOFT, {"reference": reference, "words": added})
    return True


def to_the_last_ask(interaction: Interaction, words: str, command: Command | None) -> bool:
    """A bare yes, no, maybe or digit, where the last question we sent was an ask."""
    word = command.name if command and command.name in _ANSWERS and not command.reference else None
    digit = word is None and fold(words) in ("1", "2")
    if word is None and not digit:
        return False
    if digit and flow_sessions.open_sessions(interaction):
        return False  # an ask is answered with a word: digits belong to the session under way
    last = ask_words.last_question(interaction, _NO_QUESTIONS)
    return last is not None and _settle(interaction, word or "SOFT", last)


def in_words(interaction: Interaction, words: str) -> bool:
    """The same in any words; where it is not clear to what the yes or no is, or whether, it is asked."""
    last = ask_words.last_question(interaction, (*_NO_QUESTIONS, ask_words.SOFT))
    reading = ask_words.reading(interaction, words, last) if last is not None else None
    if last is None or reading is None:
        return False
    if reading == "question":
        return ask_words.put_again(interaction, "ask-about")
    added = words if reading == "condition" else None
    return _settle(interaction, _WORDS[reading], last, added)


def _settle(interaction: Interaction, word: str, last: Ask, added: str | None = None) -> bool:
    waiting = asks.waiting_for(interaction.db, interaction.member.id)
    unanswered = [one for one in waiting if one[0].state != "lapsed"] or waiting
    if len(unanswered) > 1:
        requests = [[reference, category] for _, reference, category in unanswered]
        which = {"verb": word, "requests": requests, "words": added}
        flow_sessions.begin(interaction, ask_words.WHICH, which)
        return True
    if unanswered and added is not None:
        return _hold(interaction, unanswered[0][1], added)
    if unanswered:
        return _ACTS[word](interaction, unanswered[0][1])
    if last.state == "covered" and word in ("YES", "NO"):
        return _ACTS[word](interaction, needs.get(interaction.db, last.need_id).reference)
    return False


def _hold(interaction: Interaction, reference: str, added: str) -> bool:
    """Keep what was added to a yes, behind what was added before, and ask whether it is one."""
    before = ask_words.added_to(interaction, reference)
    words = added if before is None else f"{before}\n{added}"
    held: dict[str, Value] = {"reference": reference, "words": words}
    flow_sessions.begin(interaction, ask_words.SOFT, held)
    return True


# Looked at and not answered, these ask nothing that a yes or a no could be for.
_NO_QUESTIONS = ("menu", "status")
_WORDS = {"yes": "YES", "no": "NO", "condition": "SOFT", "perhaps": "SOFT"}
_ACTS = {"YES": yes, "NO": no, "SOFT": maybe}
