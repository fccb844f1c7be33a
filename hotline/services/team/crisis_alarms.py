"""Words of crisis, as the team hears of them: the first of a person at once, whatever follows as a count.

Somebody who floods must not make the team's phones useless. So the first words of a person are an alarm at
once; what the same person writes within the hour is counted, and told half an hour later. Where several
people alarm within half an hour, those after the first few are told together within two minutes. Words
that are only counted stand in the thread all the same, and whoever has answered gets every one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.domain.messages import About, Kind
from hotline.domain.scrubbing.scrubber import scrub
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.outbound.notify import tell
from hotline.services.team import coordinators
from hotline.store.messages import outbox
from hotline.store.messages.outbox import Outgoing
from hotline.store.needs import team_threads
from hotline.store.needs.team_threads import Thread
from hotline.store.people import members

TOLD_AGAIN_AFTER = timedelta(hours=1)  # of one person
COUNTED_FOR = timedelta(minutes=30)
GATHERED_FOR = timedelta(minutes=2)
AT_ONCE = 3  # people within COUNTED_FOR; more than that are told of together
MOST_NUMBERS = 12  # in one text; the others are in the next

log = structlog.get_logger(__name__)


def sound(interaction: Interaction) -> bool:
    """Have the team hear of this member's words of crisis, once for each text; whether the words go to
    them now as well."""
    if interaction.alarm_is_at_once is None:
        interaction.alarm_is_at_once = _sound(interaction)
    return interaction.alarm_is_at_once


def _sound(interaction: Interaction) -> bool:
    db, now, about = interaction.db, interaction.now, interaction.member.id
    if not coordinators.reachable(interaction, but=about):
        return True
    thread = coordinators.any_thread_of(interaction, about)
    if not _is_first(interaction, thread):
        return _again(interaction, thread)
    if team_threads.alarmed_since(db, now - COUNTED_FOR) >= AT_ONCE:
        team_threads.count_alarm(db, thread, now + GATHERED_FOR)
        return False
    team_threads.alarm(db, thread.id, now)
    blocked = interaction.member.state == "blocked"
    message: MessageId = "coordinator-crisis-blocked" if blocked else "coordinator-crisis"
    coordinators.tell(interaction, about, message, urgent=True, reference=thread.reference)
    return True


def _is_first(uow: UnitOfWork, thread: Thread) -> bool:
    """Whether the team neither was told of this person lately nor is about to be."""
    return not _is_told(uow, thread) and (
        thread.alarm_due_at is None or thread.alarm_due_at <= uow.now
    )


def _is_told(uow: UnitOfWork, thread: Thread) -> bool:
    return thread.alarmed_at is not None and thread.alarmed_at + TOLD_AGAIN_AFTER > uow.now


def _again(interaction: Interaction, thread: Thread) -> bool:
    """Counted, unless somebody is answering them: whoever does reads every word."""
    if thread.coordinator_id is not None:
        return True
    until = interaction.now + COUNTED_FOR
    if thread.alarmed_at is not None:
        until = min(until, thread.alarmed_at + TOLD_AGAIN_AFTER)
    team_threads.count_alarm(interaction.db, thread, until)
    return False


def to_team(interaction: Interaction, thread: Thread, typed: str) -> None:
    """A member's words in a thread with the team, of which those that are but counted are kept there."""
    if interaction.crisis and not sound(interaction):
        keep(interaction, thread, typed)
    else:
        coordinators.to_team(interaction, thread, typed)


def keep(interaction: Interaction, thread: Thread, typed: str) -> None:
    """Leave words in a thread that nobody is texted: they are read in the console."""
    reader = next(iter(coordinators.coordinators_of(interaction, interaction.member.id)), None)
    if reader is None:
        return
    app, language = interaction.app, members.get(interaction.db, reader).language
    prompt = Prompt("relay-to-helper", {"reference": thread.reference, **scrub(typed).as_told})
    kept = Outgoing(
        member_id=reader,
        body=app.speaker.text(prompt, language),
        kind=Kind.RELAY,
        priority=Kind.RELAY.priority(),
        now=interaction.now,
        about=About(thread.need_id, author_id=interaction.member.id, thread_id=thread.id),
    )
    row_id = outbox.add(interaction.db, app.vault, kept)
    outbox.move(interaction.db, row_id, "canceled", error="counted")


# --- by the clock ----------------------------------------------------------------------------------


def run_due(app: App) -> int:
    """Tell the team of whoever was gathered or counted; of how many. Safe to run twice."""
    return in_unit_of_work(app, _tell_due)


def _tell_due(uow: UnitOfWork) -> int:
    waiting = team_threads.with_alarms(uow.db)
    due = [one for one in waiting if one.alarm_due_at is not None and one.alarm_due_at <= uow.now]
    again = [one for one in due if _is_told(uow, one)]
    if len(again) < len(due):  # one of them is due, so all go that are to be told together
        levels = members.levels_of(uow.db, {one.member_id for one in waiting})
        fresh = [one for one in waiting if not _is_told(uow, one)]
        fresh.sort(key=lambda one: -levels.get(one.member_id, 0))  # the known before the unknown
        _tell_of_several(uow, fresh[:MOST_NUMBERS], fresh[MOST_NUMBERS:])
    if again:
        _tell_of_more(uow, again)
    return len(due)


def _tell_of_several(uow: UnitOfWork, now: Sequence[Thread], later: Sequence[Thread]) -> None:
    for coordinator, mine in _by_coordinator(uow, now):
        if len(mine) == 1:
            reference = mine[0].reference
            tell(uow, coordinator, "coordinator-crisis", urgent=True, reference=reference)
            continue
        references = [one.reference for one in mine]
        tell(uow, coordinator, "coordinator-crisis-several", urgent=True, references=references)
    for one in now:
        team_threads.alarm(uow.db, one.id, uow.now)
        if one.alarms > 1:
            team_threads.put_alarms(uow.db, one.id, one.alarms - 1, uow.now + COUNTED_FOR)
    for one in later:
        team_threads.put_alarms(uow.db, one.id, one.alarms, uow.now + GATHERED_FOR)
    log.warning("crisis.several", people=len(now), later=len(later))


def _tell_of_more(uow: UnitOfWork, again: Sequence[Thread]) -> None:
    for coordinator, mine in _by_coordinator(uow, again):
        tell(
            uow,
            coordinator,
            "coordinator-crisis-more",
            urgent=True,
            references=[one.reference for one in mine[:MOST_NUMBERS]],
            alarms=sum(one.alarms for one in mine),
            persons=len(mine),
        )
    for one in again:
        team_threads.put_alarms(uow.db, one.id, 0, None)


def _by_coordinator(uow: UnitOfWork, threads: Sequence[Thread]) -> list[tuple[int, list[Thread]]]:
    """What each coordinator is told of: those kept apart from somebody hear nothing of them."""
    serving = {one.id: coordinators.coordinators_of(uow, one.member_id) for one in threads}
    team = sorted({each for those in serving.values() for each in those})
    return [(each, [one for one in threads if each in serving[one.id]]) for each in team]
