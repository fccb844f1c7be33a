"""A member's own needs: opened, changed, made urgent, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from flows.engine.effects import Answers, CheckOpen, MakeUrgent, OpenNeed, OutcomeT, UpdateNeed
from flows.engine.events import EffectResult
from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value
from hotline.domain.schedule import in_quiet_hours, need_life, quiet_end
from hotline.domain.states import OPEN_NEEDS
from hotline.services.kernel.answers import number, text
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.needs import asking, matching
from hotline.services.outbound.notify import tell
from hotline.services.sessions import (
    flow_sessions,
    rate_limits,
    recorded_answers,
    spending,
)
from hotline.services.team import coordinators
from hotline.store.needs import matches, needs, references, team_threads
from hotline.store.needs.needs import Need
from hotline.store.people import members
from hotline.store.upkeep import audit_log


def check_open(interaction: Interaction, answers: Answers) -> EffectResult[CheckOpen]:
    """Whether there is room for one more need, and none of this kind."""
    if rate_limits.too_many_needs(interaction):
        return EffectResult("enough")
    live = needs.live_of(interaction.db, interaction.member.id)
    if len(live) >= interaction.app.community.open_needs:
        return _full(live)
    same = [need for need in live if need.category == answers["category"]]
    if same:
        return EffectResult("same", {"reference": same[-1].reference})
    return EffectResult("free")


def open_need(interaction: Interaction, answers: Answers) -> EffectResult[OpenNeed]:
    """Open a need with these answers and have somebody looked for."""
    if rate_limits.too_many_needs(interaction):
        return EffectResult("enough")
    live = needs.live_of(interaction.db, interaction.member.id)
    if len(live) >= interaction.app.community.open_needs:
        return _full(live)
    return _asking_begins(interaction, _opened(interaction, answers), "opened")


def _full(live: list[Need]) -> EffectResult[Literal["full"]]:
    return EffectResult("full", {"requests": [[need.reference, need.category] for need in live]})


def _opened(interaction: Interaction, answers: Answers) -> Need:
    interaction.come_back()
    category, wanted = text(answers, "category"), text(answers, "when")
    urgent = category == "urgent" or wanted == "now"
    begins = _begins(interaction, urgent)
    quiet = interaction.app.community.quiet_hours
    need = needs.open_new(
        interaction.db,
        interaction.app.vault,
        now=interaction.now,
        words=recorded_answers.written(answers.get("words")),
        asker_id=interaction.member.id,
        category=category,
        area=text(answers, "area"),
        wanted=wanted,
        people=None if answers.get("count") is None else number(answers, "count"),
        language=interaction.member.language,
        urgent=urgent,
        due_at=begins,
        asking_at=begins if begins > interaction.now else None,
        expires_at=need_life(wanted, urgent, begins, quiet.zone),
    )
    audit_log.note(
        interaction.db,
        "need_opened",
        interaction.now,
        member_id=interaction.member.id,
        need_id=need.id,
    )
    if recorded_answers.recording(answers.get("words")) is not None:
        recorded_answers.belong(interaction, need.id, answers["words"])
    return need


def _begins(interaction: Interaction, urgent: bool) -> datetime:
    quiet = interaction.app.community.quiet_hours
    held = not urgent and in_quiet_hours(interaction.now, quiet)
    return quiet_end(interaction.now, quiet) if held else interaction.now


def _asking_begins(
    interaction: Interaction, need: Need, outcome: OutcomeT
) -> EffectResult[OutcomeT | Literal["quiet", "waits", "unasked"]]:
    until = spending.held_until(interaction, urgent=need.urgent)
    if until is not None and (need.asking_at is None or need.asking_at < until):
        return _waits_for_money(interaction, need, until)
    if need.asking_at is None:
        interaction.wakeups.add("dispatch")
        return EffectResult(outcome, {"reference": need.reference})
    when = interaction.clock_time(need.asking_at)
    return EffectResult("quiet", {"reference": need.reference, "time": when})


def _waits_for_money(
    interaction: Interaction, need: Need, until: datetime
) -> EffectResult[Literal["waits", "unasked"]]:
    """It stays due, so that asking begins as soon as there is money again. An urgent one cannot be hurried
    any more than it is."""
    told = asking.wait(interaction, need, until)
    if need.urgent:
        return EffectResult("unasked", {"reference": need.reference}, (told,))
    when = interaction.clock_time(until)
    return EffectResult("waits", {"reference": need.reference, "time": when})


def make_urgent(interaction: Interaction, answers: Answers) -> EffectResult[MakeUrgent]:
    """It cannot wait for the morning: ask now."""
    need = _own(interaction, text(answers, "reference"))
    if need is None or need.state not in OPEN_NEEDS:
        return EffectResult("gone")
    needs.change(interaction.db, need.id, urgent=True, due_at=interaction.now, asking_at=None)
    until = spending.held_until(interaction, urgent=True)
    if until is not None:
        need = needs.get(interaction.db, need.id)
        return EffectResult("unasked", prompts=(asking.wait(interaction, need, until),))
    interaction.wakeups.add("dispatch")
    return EffectResult("opened", {"reference": need.reference})


def change(
    interaction: Interaction, reference: str, told: Mapping[str, Value] | None = None
) -> bool:
    """CHANGE 47: the session of a request again, with what is known filled in; from its summary where it was
    told already what is to be changed."""
    need = _own(interaction, reference)
    if need is None or not need.is_live:
        return False
    if need.state == "matched":
        interaction.say("change-matched", reference=reference)
        return True
    typed = needs.words_of(interaction.db, interaction.app.vault, need.id)
    words = typed or recorded_answers.of_need(interaction, need.id) or ""
    known = {**need.details, "words": words, "editing": reference}
    flow_sessions.begin(interaction, "need", {**known, **told, "told": True} if told else known)
    return True


def update_need(interaction: Interaction, answers: Answers) -> EffectResult[UpdateNeed]:
    """The changed need. Whoever was asked in the old terms hears that those are off.

    Only new words stay with the reference: nobody has been told any. Everything else is a new
    request, so that nobody says yes to what is not wanted any more.
    """
    need = _own(interaction, text(answers, "editing"))
    if need is None or needs.locked(interaction.db, need.id).state not in OPEN_NEEDS:
        return EffectResult("gone")
    if _same_terms(need, answers):
        words = answers.get("words")
        needs.set_words(
            interaction.db, interaction.app.vault, need.id, recorded_answers.written(words)
        )
        recorded_answers.belong(interaction, need.id, words)
        if asking.is_put_off(interaction, need):  # "we go on asking" would not be so
            return _asking_begins(interaction, need, "words")
        return EffectResult("words", {"reference": need.reference})
    if rate_limits.too_many_needs(interaction):
        return EffectResult("enough")
    close(interaction, need, "withdrawn", "withdrawn-helper")
    return _asking_begins(interaction, _opened(interaction, answers), "changed")


def _same_terms(need: Need, answers: Answers) -> bool:
    asked = {"category", "area", "when", "count"}
    return {k: answers[k] for k in asked & answers.keys()} == {
        k: v for k, v in need.details.items() if k in asked
    }


def drop(interaction: Interaction, reference: str) -> bool:
    """DROP 47: the asker closes the need, at any time; whoever helps or was asked is told."""
    need = _own(interaction, reference)
    if need is None:
        return False
    need = needs.locked(interaction.db, need.id)
    if not need.is_live:
        return False
    close(interaction, need, "withdrawn", "withdrawn-helper")
    flow_sessions.end_about(interaction, reference)
    interaction.say("withdrawn-asker", reference=reference)
    interaction.resume_session_after = True
    return True


def close(
    uow: UnitOfWork, need: Need, to: Literal["withdrawn", "expired"], message: MessageId
) -> bool:
    """End a live, locked need that nobody will meet; its helper, those asked and the team are told."""
    match = matches.open_for_need(uow.db, need.id)
    if not needs.move(uow.db, need.id, to, due_at=None, follow_up_at=None, closed_at=uow.now):
        return False
    audit_log.note(uow.db, f"need_{to}", uow.now, member_id=need.asker_id, need_id=need.id)
    references.release(uow.db, need.id, uow.now)
    matching.release_others(uow, need, "withdrawn", message)
    if match is not None and matches.move(uow.db, match.id, "withdrawn", ended_at=uow.now):
        tell(uow, match.helper_id, message, about=need.id, reference=need.reference)
    _tell_team(uow, need, message)
    return True


def _tell_team(uow: UnitOfWork, need: Need, message: MessageId) -> None:
    thread = team_threads.open_for_need(uow.db, need.id)
    if thread is None:
        return
    team_threads.close(uow.db, thread, uow.now)
    for coordinator in coordinators.coordinators_of(uow, need.asker_id):
        tell(uow, coordinator, message, about=need.id, reference=need.reference)


def speak(interaction: Interaction, language: str) -> None:
    """The member's language from now on, in this very answer too; one that they share from now on."""
    if language in interaction.app.community.languages:
        members.add_language(interaction.db, interaction.member.id, language)
        interaction.change_member(language=language)


def summary(need: Need) -> Prompt:
    """How an ask for this need reads: what, where, when, how many; never a word of the asker's."""
    return Prompt("ask-urgent" if need.urgent and need.wanted == "now" else "ask", need.details)


def _own(interaction: Interaction, reference: str) -> Need | None:
    need = needs.by_reference(interaction.db, reference)
    return need if need is not None and need.asker_id == interaction.member.id else None
