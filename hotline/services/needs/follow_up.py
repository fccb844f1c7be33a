"""Checking on the asker afterwards: did it happen, what now, thanks."""

from __future__ import annotations

from typing import Literal

from flows.engine.effects import Answers, PassThanks, ReopenNeed
from flows.engine.events import EffectResult
from flows.text.prompts import Prompt, Value
from flows.understanding.answers import read_command
from flows.understanding.own_request import Outcome, read_outcome
from hotline.domain.messages import About, Kind
from hotline.domain.reachability import waits_for_vouching
from hotline.domain.schedule import unless_quiet
from hotline.domain.scrubbing.scrubber import scrub
from hotline.services.kernel.answers import text
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, for_each_due
from hotline.services.needs import asking, fulfilment, matching
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell
from hotline.services.sessions import flow_sessions, prompted, recorded_answers, spending
from hotline.services.team import coordinators
from hotline.store.conversation import sessions
from hotline.store.conversation.sessions import StoredSession
from hotline.store.messages import held_messages
from hotline.store.needs import matches, needs
from hotline.store.needs.needs import Need

_BATCH = 50
FLOW = "follow-up"
_HAPPENED = "happened"  # its first question


def run_due(app: App) -> int:
    """Ask those whose time has come; how many. Safe to run twice: a need is asked about once."""
    with app.database.reading() as db:
        due = needs.to_follow_up(db, app.clock(), _BATCH)
    return for_each_due(app, due, _ask)


def _ask(uow: UnitOfWork, need_id: int) -> bool:
    need = needs.locked(uow.db, need_id)
    if need.follow_up_at is None or need.follow_up_at > uow.now:
        return False
    if sessions.is_asked(uow.db, need.asker_id, FLOW, uow.now - flow_sessions.MID_FLOW):
        # Two such questions at once, and "1" could be the answer to either.
        quiet = uow.app.community.quiet_hours
        later = unless_quiet(uow.now + flow_sessions.MID_FLOW, need.urgent, quiet)
        needs.change(uow.db, need.id, follow_up_at=later)
        return False
    needs.change(uow.db, need.id, follow_up_at=None)
    if need.state not in ("matched", "done"):
        return False
    about = {"reference": need.reference}
    asked = prompted.put(uow, need.asker_id, FLOW, about, need.id, urgent=need.urgent)
    return asked is not None


def tells(interaction: Interaction, words: str) -> bool:
    """Whether "did it happen?" is open and words answer it, perhaps not as the last question."""
    asked = any(map(_is_asked, flow_sessions.open_sessions(interaction)))
    return asked and _outcome(interaction, words) in ("yes", "partly", "no")


def is_unsure(interaction: Interaction, kept: StoredSession, words: str) -> bool:
    """Whether words answer "did it happen?" and do not tell which: they are for nobody else."""
    unsure = _is_asked(kept) and _outcome(interaction, words) == "unsure"
    return unsure and not interaction.crisis and not _written_since(interaction, kept)


def may_be_for_another(interaction: Interaction, kept: StoredSession, words: str) -> bool:
    """Whether words that read as "it happened" may be for whoever has written since that was asked."""
    happened = _is_asked(kept) and _outcome(interaction, words) == "yes"
    return happened and not interaction.crisis and _written_since(interaction, kept)


def _is_asked(kept: StoredSession) -> bool:
    return (kept.session.flow, kept.session.step) == (FLOW, _HAPPENED)


def _outcome(interaction: Interaction, words: str) -> Outcome | None:
    """What words say, but for a plain yes or no, which the question reads by itself."""
    vocabulary = interaction.app.lexicon.vocabulary
    return None if read_command(words, vocabulary) else read_outcome(words, vocabulary)


def _written_since(interaction: Interaction, kept: StoredSession) -> bool:
    asked_at = kept.asked_at or interaction.now
    return held_messages.relayed_since(interaction.db, interaction.member.id, asked_at)


def confirm_done(interaction: Interaction, answers: Answers) -> EffectResult[Literal["done"]]:
    """It happened."""
    need = _own(interaction, answers)
    if need is not None and need.state == "matched":
        fulfilment.finish(
            interaction, needs.locked(interaction.db, need.id), _match(interaction, need)
        )
    return EffectResult("done")


def pass_thanks(interaction: Interaction, answers: Answers) -> EffectResult[PassThanks]:
    """The asker's words of thanks to their helper, once, with numbers and links struck out; `waits` where
    those are for later, since the team does not know who helped."""
    need = _own(interaction, answers)
    match = need and matches.last_for_need(interaction.db, need.id)
    if need is not None and match and match.state == "done" and answers.get("words"):
        thanks = _thanks(interaction, need, answers["words"])
        about = About(need_id=need.id, author_id=interaction.member.id)
        helper = match.helper_id
        words = Envelope(member_id=helper, prompts=[thanks], kind=Kind.RELAY, about=about)
        if waits_for_vouching(notify(interaction, words).decision):
            return EffectResult("waits")
    return EffectResult("passed")


def _thanks(interaction: Interaction, need: Need, words: Value) -> Prompt:
    """Thanks as the helper reads them; where they were spoken, how to hear them."""
    written = recorded_answers.written(words)
    if written is None:
        recorded_answers.belong(interaction, need.id, words, recorded_answers.THANKS)
        return Prompt("thanks-recorded", {"reference": need.reference})
    return Prompt("thanks-delivered", {"reference": need.reference, **scrub(written).as_told})


def reopen_need(interaction: Interaction, answers: Answers) -> EffectResult[ReopenNeed]:
    """It did not happen, or not all of it: others are asked."""
    need = _own(interaction, answers)
    if need is None or need.state not in ("matched", "done"):
        return EffectResult("gone")
    need, match = needs.locked(interaction.db, need.id), _match(interaction, need)
    last = match or matches.last_for_need(interaction.db, need.id)
    if not matching.reopen(interaction, need, last):
        return EffectResult("gone")
    if match is not None:
        tell(
            interaction,
            match.helper_id,
            "withdrawn-helper",
            about=need.id,
            reference=need.reference,
        )
    until = spending.held_until(interaction, urgent=need.urgent)
    if until is not None:
        return EffectResult("waits", prompts=(asking.wait(interaction, need, until),))
    return EffectResult("reopened", {"reference": need.reference})


def close_need(interaction: Interaction, answers: Answers) -> EffectResult[Literal["closed"]]:
    """It is enough, or the asker leaves it."""
    confirm_done(interaction, answers)
    return EffectResult("closed")


def hand_over(interaction: Interaction, answers: Answers) -> EffectResult[Literal["asked"]]:
    """It did not happen, and the asker wants a person: the need goes to the coordinators."""
    need = _own(interaction, answers)
    if need is None:
        interaction.say("ref-unknown")
        return EffectResult("asked")
    need, match = needs.locked(interaction.db, need.id), _match(interaction, need)
    if needs.move(interaction.db, need.id, "escalated", follow_up_at=None) and match is not None:
        matching.release(interaction, need, match)
        tell(
            interaction,
            match.helper_id,
            "withdrawn-helper",
            about=need.id,
            reference=need.reference,
        )
    told = coordinators.hand_over(interaction, need, "coordinator-not-done")
    interaction.say("person-asked" if told else "person-none")
    return EffectResult("asked")


def _match(interaction: Interaction, need: Need) -> matches.Match | None:
    return matches.open_for_need(interaction.db, need.id)


def _own(interaction: Interaction, answers: Answers) -> Need | None:
    need = needs.by_reference(interaction.db, text(answers, "reference"))
    return need if need is not None and need.asker_id == interaction.member.id else None
