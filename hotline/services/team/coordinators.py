"""Coordinators: told when a person is needed, answering by text like everybody else."""

from __future__ import annotations

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value
from hotline.domain.messages import About, Kind
from hotline.domain.reachability import KeepForTheEar, Send, waits_for_own_hours
from hotline.domain.scrubbing.scrubber import scrub
from hotline.services.kernel.interaction import Interaction
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound import notify
from hotline.services.outbound.envelope import Envelope, Notified
from hotline.store.needs import needs, team_threads
from hotline.store.needs.needs import Need
from hotline.store.needs.team_threads import Thread
from hotline.store.people import blocks, members, pins


def tell(
    uow: UnitOfWork,
    but: int,
    message: MessageId,
    *,
    about: int | None = None,
    urgent: bool = False,
    **args: Value,
) -> bool:
    """Text every coordinator of `but`, whom it is about; whether there was one to tell."""
    told = [
        notify.tell(uow, coordinator, message, about=about, urgent=urgent, **args)
        for coordinator in coordinators_of(uow, but)
    ]
    return any(told)


def coordinators_of(uow: UnitOfWork, member_id: int) -> list[int]:
    """The team for this member: every coordinator but themselves, those kept apart from them, and whoever
    has blocked them."""
    away = {member_id} | members.avoided_by(uow.db, member_id)
    if (block := blocks.of(uow.db, member_id)) is not None:
        away |= blocks.whose(uow.db, block)
    return [one for one in members.coordinators(uow.db) if one not in away]


def of_both(uow: UnitOfWork, one: int, other: int) -> list[int]:
    """Those of the team who may know of something between these two."""
    for_other = set(coordinators_of(uow, other))
    return [each for each in coordinators_of(uow, one) if each in for_other]


def tell_of_message(uow: UnitOfWork, but: int, reference: str) -> None:
    """Text every coordinator except `but` that a voice message waits; who has no PIN reads how to get
    one, since messages of others are not played on a caller's number alone."""
    for coordinator in coordinators_of(uow, but):
        ready = pins.is_set(uow.db, coordinator)
        message: MessageId = "coordinator-voice" if ready else "coordinator-voice-pin"
        notify.tell(uow, coordinator, message, reference=reference)


def reachable(uow: UnitOfWork, *, but: int) -> bool:
    """Whether there is a coordinator for `but`."""
    return bool(coordinators_of(uow, but))


def on_hand(uow: UnitOfWork, *, but: int) -> bool:
    """Whether a coordinator for `but` reads a text that is sent now."""
    others = coordinators_of(uow, but)
    return any(isinstance(notify.foreseen(uow, one), Send) for one in others)


def is_open(interaction: Interaction) -> bool:
    """Whether the member has an open thread with the team."""
    return bool(team_threads.open_of(interaction.db, interaction.member.id))


def ask_person(interaction: Interaction) -> None:
    """0: a coordinator is asked to write; the truth where none can be reached."""
    interaction.say("person-asked" if call_person(interaction) else "person-none")


def call_person(interaction: Interaction) -> bool:
    """Open a thread with the team unless one is open, and tell the team; whether anybody was told."""
    if not reachable(interaction, but=interaction.member.id):
        return False  # words are not taken for a thread that nobody would read
    interaction.come_back()
    thread = thread_of(interaction, interaction.member.id)
    return tell(
        interaction, interaction.member.id, "coordinator-person", reference=thread.reference
    )


def thread_of(uow: UnitOfWork, member_id: int) -> Thread:
    """The open thread between a member and the team that is about no need; a new one where none is."""
    mine = [thread for thread in team_threads.open_of(uow.db, member_id) if not thread.need_id]
    if mine:
        return mine[0]
    return team_threads.open_new(uow.db, member_id, uow.now, need_id=None, reference=None)


def any_thread_of(uow: UnitOfWork, member_id: int) -> Thread:
    """An open thread between a member and the team, also one about a need; a new one where none is."""
    mine = team_threads.open_of(uow.db, member_id)
    return (
        thread_of(uow, member_id) if not mine else next((t for t in mine if not t.need_id), mine[0])
    )


def open_thread(uow: UnitOfWork, need: Need) -> None:
    """From now on the words of a need's asker are for the team, under the number of the need."""
    if team_threads.open_for_need(uow.db, need.id) is None:
        asker, reference = need.asker_id, need.reference
        team_threads.open_new(uow.db, asker, uow.now, need_id=need.id, reference=reference)


def hand_over(uow: UnitOfWork, need: Need, message: MessageId, **args: Value) -> bool:
    """Bring a need to the coordinators; whether one was told. Its asker's words go to them now."""
    open_thread(uow, need)
    told: dict[str, Value] = {"reference": need.reference, **args}
    return tell(uow, need.asker_id, message, about=need.id, urgent=False, **told)


def serves(interaction: Interaction, member_id: int) -> bool:
    """Whether who writes is a coordinator, and one for this member."""
    return interaction.member.is_coordinator and interaction.member.id in coordinators_of(
        interaction, member_id
    )


def may_take(interaction: Interaction, need: Need) -> bool:
    """A coordinator may accept what has been brought to the team."""
    brought = (
        need.state == "escalated" or team_threads.open_for_need(interaction.db, need.id) is not None
    )
    return brought and serves(interaction, need.asker_id)


def served_thread(interaction: Interaction, reference: str) -> Thread | None:
    """The open thread of a reference, where whoever writes is a coordinator for its member."""
    thread = team_threads.open_by_reference(interaction.db, reference)
    return thread if thread and serves(interaction, thread.member_id) else None


def answer(interaction: Interaction, reference: str, typed: str) -> bool:
    """A coordinator's words behind a reference go to whoever it stands for."""
    thread = served_thread(interaction, reference)
    if thread is None:
        return False
    passed_on = write_to(interaction, thread, typed, interaction.member.id)
    message = when_read(passed_on) or "coordinator-reply-sent"
    interaction.say(message if passed_on.told else "relay-failed", reference=reference)
    return True


def when_read(passed_on: Notified) -> MessageId | None:
    """What the writer of words that were passed on learns of when they are read; None where that is soon."""
    if isinstance(passed_on.decision, KeepForTheEar):
        return "relay-kept"
    return "relay-later" if waits_for_own_hours(passed_on.decision) else None


def write_to(uow: UnitOfWork, thread: Thread, typed: str, coordinator_id: int | None) -> Notified:
    """Pass the team's words on to the member of a thread, if there is anybody to write to.

    Their answer goes to that coordinator; to all of them where it was nobody in particular.
    """
    if coordinator_id is not None:
        team_threads.answered_by(uow.db, thread.id, coordinator_id)
    prompt = Prompt("relay-from-team", {"reference": thread.reference, **scrub(typed).as_told})
    return _words(uow, thread, thread.member_id, prompt, coordinator_id)


def to_team(interaction: Interaction, thread: Thread, typed: str) -> None:
    """A member's words in a thread with the team; the truth where nobody gets them."""
    if not pass_on(interaction, thread, typed):
        interaction.say("person-none")


def pass_on(interaction: Interaction, thread: Thread, typed: str) -> bool:
    """Words to the coordinator who answered, else to all; whether there was one."""
    prompt = Prompt("relay-to-helper", {"reference": thread.reference, **scrub(typed).as_told})
    one = thread.coordinator_id
    team = coordinators_of(interaction, interaction.member.id)
    to = [one] if one in team else team
    sent = [_words(interaction, thread, one, prompt, interaction.member.id) for one in to]
    return any(one.told for one in sent)


def _words(
    uow: UnitOfWork, thread: Thread, to: int, prompt: Prompt, author: int | None
) -> Notified:
    about = About(need_id=thread.need_id, author_id=author, thread_id=thread.id)
    words = Envelope(member_id=to, prompts=[prompt], kind=Kind.RELAY, about=about)
    return notify.notify(uow, words)


def may_finish(interaction: Interaction, reference: str) -> bool:
    """Whether DONE from whoever writes would end a thread with the team: one that is about no need."""
    thread = served_thread(interaction, reference)
    return thread is not None and thread.need_id is None


def finish(interaction: Interaction, reference: str) -> bool:
    """DONE from a coordinator ends a thread that is not about a need."""
    thread = served_thread(interaction, reference)
    if thread is None or thread.need_id:
        return False
    team_threads.close(interaction.db, thread, interaction.now)
    notify.tell(interaction, thread.member_id, "person-closed", reference=reference)
    interaction.say("coordinator-closed", reference=reference)
    return True


def undeliverable(uow: UnitOfWork, need_id: int) -> None:
    """Texts about a need do not reach one of the two: somebody must look."""
    need = needs.get(uow.db, need_id)
    hand_over(uow, need, "coordinator-undeliverable")
