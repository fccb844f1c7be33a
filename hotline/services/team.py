"""Coordinators: told when a person is needed, answering by text like everybody else."""

from __future__ import annotations

from typing import Any

from flows.message_ids import MessageId
from flows.prompts import Prompt
from hotline.domain.messages import About, Kind
from hotline.domain.reachability import KeepForTheEar, Send, waits_for_own_hours
from hotline.domain.scrubbing import scrub
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound import notify
from hotline.services.outbound.envelope import Envelope, Notified
from hotline.services.scene import Scene
from hotline.store import members, needs, pins, threads
from hotline.store.needs import Need
from hotline.store.threads import Thread


def tell(
    desk: Desk,
    but: int,
    message: MessageId,
    *,
    about: int | None = None,
    urgent: bool = False,
    **args: Any,
) -> bool:
    """Text every coordinator of `but`, whom it is about; whether there was one to tell."""
    told = [
        notify.tell(desk, coordinator, message, about=about, urgent=urgent, **args)
        for coordinator in coordinators_of(desk, but)
    ]
    return any(told)


def coordinators_of(desk: Desk, member_id: int) -> list[int]:
    """The team for this member: every coordinator but themselves and those kept apart from them."""
    away = {member_id} | members.avoided_by(desk.db, member_id)
    return [one for one in members.coordinators(desk.db) if one not in away]


def tell_of_message(desk: Desk, but: int, reference: str) -> None:
    """Text every coordinator except `but` that a voice message waits; who has no PIN reads how to get
    one, since messages of others are not played on a caller's number alone."""
    for coordinator in coordinators_of(desk, but):
        ready = pins.is_set(desk.db, coordinator)
        message: MessageId = "coordinator-voice" if ready else "coordinator-voice-pin"
        notify.tell(desk, coordinator, message, reference=reference)


def reachable(desk: Desk, *, but: int) -> bool:
    """Whether there is a coordinator for `but`."""
    return bool(coordinators_of(desk, but))


def on_hand(desk: Desk, *, but: int) -> bool:
    """Whether a coordinator for `but` reads a text that is sent now."""
    others = coordinators_of(desk, but)
    return any(isinstance(notify.foreseen(desk, one), Send) for one in others)


def is_open(scene: Scene) -> bool:
    """Whether the member has an open talk with the team."""
    return bool(threads.open_of(scene.db, scene.member.id))


def ask_person(scene: Scene) -> None:
    """0: a coordinator is asked to write; the truth where none can be reached."""
    scene.say("person-asked" if call_person(scene) else "person-none")


def call_person(scene: Scene) -> bool:
    """Open a talk with the team unless one is open, and tell the team; whether anybody was told."""
    if not reachable(scene, but=scene.member.id):
        return False  # words are not taken for a talk that nobody would read
    scene.come_back()
    thread = talk_of(scene, scene.member.id)
    return tell(scene, scene.member.id, "coordinator-person", reference=thread.reference)


def talk_of(desk: Desk, member_id: int) -> Thread:
    """The open talk between a member and the team that is about no need; a new one where none is."""
    mine = [thread for thread in threads.open_of(desk.db, member_id) if not thread.need_id]
    if mine:
        return mine[0]
    return threads.open_new(desk.db, member_id, desk.now, need_id=None, reference=None)


def any_talk_of(desk: Desk, member_id: int) -> Thread:
    """An open talk between a member and the team, also one about a need; a new one where none is."""
    mine = threads.open_of(desk.db, member_id)
    return (
        talk_of(desk, member_id) if not mine else next((t for t in mine if not t.need_id), mine[0])
    )


def hand_over(desk: Desk, need: Need, message: MessageId, **args: Any) -> bool:
    """Bring a need to the coordinators; whether one was told. Its asker's words go to them now."""
    if threads.open_for_need(desk.db, need.id) is None:
        asker, reference = need.asker_id, need.reference
        threads.open_new(desk.db, asker, desk.now, need_id=need.id, reference=reference)
    told: dict[str, Any] = {"reference": need.reference, **args}
    return tell(desk, need.asker_id, message, about=need.id, **told)


def serves(scene: Scene, member_id: int) -> bool:
    """Whether who writes is a coordinator, and one for this member."""
    return scene.member.is_coordinator and scene.member.id in coordinators_of(scene, member_id)


def may_take(scene: Scene, need: Need) -> bool:
    """A coordinator may accept what has been brought to the team."""
    brought = need.state == "escalated" or threads.open_for_need(scene.db, need.id) is not None
    return brought and serves(scene, need.asker_id)


def answer(scene: Scene, reference: str, typed: str) -> bool:
    """A coordinator's words behind a reference go to whoever it stands for."""
    thread = threads.open_by_reference(scene.db, reference)
    if thread is None or not serves(scene, thread.member_id):
        return False
    passed_on = write_to(scene, thread, typed, scene.member.id)
    message = when_read(passed_on) or "coordinator-reply-sent"
    scene.say(message if passed_on.told else "relay-failed", reference=reference)
    return True


def when_read(passed_on: Notified) -> MessageId | None:
    """What the writer of words that were passed on learns of when they are read; None where that is soon."""
    if isinstance(passed_on.decision, KeepForTheEar):
        return "relay-kept"
    return "relay-later" if waits_for_own_hours(passed_on.decision) else None


def write_to(desk: Desk, thread: Thread, typed: str, coordinator_id: int | None) -> Notified:
    """Pass the team's words on to the member of a thread, if there is anybody to write to.

    Their answer goes to that coordinator; to all of them where it was nobody in particular.
    """
    if coordinator_id is not None:
        threads.answered_by(desk.db, thread.id, coordinator_id)
    prompt = Prompt("relay-from-team", {"reference": thread.reference, "words": scrub(typed).words})
    return _words(desk, thread, thread.member_id, prompt, coordinator_id)


def to_team(scene: Scene, thread: Thread, typed: str) -> None:
    """A member's words in a talk with the team; the truth where nobody gets them."""
    if not pass_on(scene, thread, typed):
        scene.say("person-none")


def pass_on(scene: Scene, thread: Thread, typed: str) -> bool:
    """Words to the coordinator who answered, else to all; whether there was one."""
    prompt = Prompt("relay-to-helper", {"reference": thread.reference, "words": scrub(typed).words})
    one = thread.coordinator_id
    team = coordinators_of(scene, scene.member.id)
    to = [one] if one in team else team
    sent = [_words(scene, thread, one, prompt, scene.member.id) for one in to]
    return any(one.told for one in sent)


def _words(desk: Desk, thread: Thread, to: int, prompt: Prompt, author: int | None) -> Notified:
    about = About(need_id=thread.need_id, author_id=author, thread_id=thread.id)
    words = Envelope(member_id=to, prompts=[prompt], kind=Kind.RELAY, about=about)
    return notify.notify(desk, words)


def finish(scene: Scene, reference: str) -> bool:
    """DONE from a coordinator ends a talk that is not about a need."""
    thread = threads.open_by_reference(scene.db, reference)
    if thread is None or thread.need_id or not serves(scene, thread.member_id):
        return False
    threads.close(scene.db, thread, scene.now)
    notify.tell(scene, thread.member_id, "person-closed", reference=reference)
    scene.say("coordinator-closed", reference=reference)
    return True


def undeliverable(desk: Desk, need_id: int) -> None:
    """Texts about a need do not reach one of the two: somebody must look."""
    need = needs.get(desk.db, need_id)
    hand_over(desk, need, "coordinator-undeliverable")
