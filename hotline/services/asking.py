"""A member's own needs: opened, changed, made urgent, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from flows.effects import CheckOpen, MakeUrgent, OpenNeed, OutcomeT, UpdateNeed
from flows.message_ids import MessageId
from flows.prompts import Prompt
from flows.turns import Performed
from hotline.domain.schedule import in_quiet_hours, need_life, quiet_end
from hotline.services import limits, matching, spoken, talk, team
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound.notify import tell
from hotline.services.scene import Scene
from hotline.store import matches, members, needs, references, threads, trail
from hotline.store.needs import OPEN, Need

Answers = Mapping[str, Any]


def check_open(scene: Scene, answers: Answers) -> Performed[CheckOpen]:
    """Whether there is room for one more need, and none of this kind."""
    if limits.too_many_needs(scene):
        return Performed("enough")
    live = needs.live_of(scene.db, scene.member.id)
    if len(live) >= scene.house.community.open_needs:
        return _full(live)
    same = [need for need in live if need.category == answers["category"]]
    if same:
        return Performed("same", {"reference": same[-1].reference})
    return Performed("free")


def open_need(scene: Scene, answers: Answers) -> Performed[OpenNeed]:
    """Open a need with these answers and have somebody looked for."""
    if limits.too_many_needs(scene):
        return Performed("enough")
    live = needs.live_of(scene.db, scene.member.id)
    if len(live) >= scene.house.community.open_needs:
        return _full(live)
    return _asking_begins(scene, _opened(scene, answers), "opened")


def _full(live: list[Need]) -> Performed[Literal["full"]]:
    return Performed("full", {"requests": [[need.reference, need.category] for need in live]})


def _opened(scene: Scene, answers: Answers) -> Need:
    scene.come_back()
    urgent = answers["category"] == "urgent" or answers["when"] == "now"
    begins = _begins(scene, urgent)
    quiet = scene.house.community.quiet_hours
    need = needs.open_new(
        scene.db,
        scene.house.vault,
        now=scene.now,
        words=spoken.written(answers.get("words")),
        asker_id=scene.member.id,
        category=answers["category"],
        area=answers["area"],
        wanted=answers["when"],
        people=answers.get("count"),
        language=scene.member.language,
        urgent=urgent,
        due_at=begins,
        asking_at=begins if begins > scene.now else None,
        expires_at=need_life(answers["when"], urgent, begins, quiet.zone),
    )
    trail.note(scene.db, "need_opened", scene.now, member_id=scene.member.id, need_id=need.id)
    if spoken.recording(answers.get("words")) is not None:
        spoken.belong(scene, need.id, answers["words"])
    return need


def _begins(scene: Scene, urgent: bool) -> datetime:
    quiet = scene.house.community.quiet_hours
    held = not urgent and in_quiet_hours(scene.now, quiet)
    return quiet_end(scene.now, quiet) if held else scene.now


def _asking_begins(
    scene: Scene, need: Need, outcome: OutcomeT
) -> Performed[OutcomeT | Literal["quiet"]]:
    if need.asking_at is None:
        scene.rings.add("dispatch")
        return Performed(outcome, {"reference": need.reference})
    when = scene.clock_time(need.asking_at)
    return Performed("quiet", {"reference": need.reference, "time": when})


def make_urgent(scene: Scene, answers: Answers) -> Performed[MakeUrgent]:
    """It cannot wait for the morning: ask now."""
    need = _own(scene, answers["reference"])
    if need is None or need.state not in OPEN:
        return Performed("gone")
    needs.change(scene.db, need.id, urgent=True, due_at=scene.now, asking_at=None)
    scene.rings.add("dispatch")
    return Performed("opened", {"reference": need.reference})


def change(scene: Scene, reference: str) -> bool:
    """CHANGE 47: the talk of a request again, from its summary, with what is known filled in."""
    need = _own(scene, reference)
    if need is None or not need.is_live:
        return False
    if need.state == "matched":
        scene.say("change-matched", reference=reference)
        return True
    typed = needs.words_of(scene.db, scene.house.vault, need.id)
    words = typed or spoken.of_need(scene, need.id) or ""
    talk.begin(scene, "need", {**need.details, "words": words, "editing": reference})
    return True


def update_need(scene: Scene, answers: Answers) -> Performed[UpdateNeed]:
    """The changed need. Whoever was asked in the old terms hears that those are off.

    Only new words stay with the reference: nobody has been told any. Everything else is a new
    request, so that nobody says yes to what is not wanted any more.
    """
    need = _own(scene, answers["editing"])
    if need is None or needs.locked(scene.db, need.id).state not in OPEN:
        return Performed("gone")
    if _same_terms(need, answers):
        words = answers.get("words")
        needs.set_words(scene.db, scene.house.vault, need.id, spoken.written(words))
        spoken.belong(scene, need.id, words)
        return Performed("words", {"reference": need.reference})
    if limits.too_many_needs(scene):
        return Performed("enough")
    close(scene, need, "withdrawn", "withdrawn-helper")
    return _asking_begins(scene, _opened(scene, answers), "changed")


def _same_terms(need: Need, answers: Answers) -> bool:
    asked = {"category", "area", "when", "count"}
    return {k: answers[k] for k in asked & answers.keys()} == {
        k: v for k, v in need.details.items() if k in asked
    }


def drop(scene: Scene, reference: str) -> bool:
    """DROP 47: the asker closes the need, at any time; whoever helps or was asked is told."""
    need = _own(scene, reference)
    if need is None:
        return False
    need = needs.locked(scene.db, need.id)
    if not need.is_live:
        return False
    close(scene, need, "withdrawn", "withdrawn-helper")
    talk.end_about(scene, reference)
    scene.say("withdrawn-asker", reference=reference)
    scene.aside = True
    return True


def close(desk: Desk, need: Need, state: str, message: MessageId) -> bool:
    """End a live, locked need that nobody will meet; its helper, those asked and the team are told."""
    match = matches.open_for_need(desk.db, need.id)
    closed = {"due_at": None, "follow_up_at": None, "closed_at": desk.now}
    if not needs.move(desk.db, need.id, state, **closed):
        return False
    trail.note(desk.db, f"need_{state}", desk.now, member_id=need.asker_id, need_id=need.id)
    references.release(desk.db, need.id, desk.now)
    matching.release_others(desk, need, "withdrawn", message)
    if match is not None and matches.move(desk.db, match.id, "withdrawn", ended_at=desk.now):
        tell(desk, match.helper_id, message, about=need.id, reference=need.reference)
    _tell_team(desk, need, message)
    return True


def _tell_team(desk: Desk, need: Need, message: MessageId) -> None:
    thread = threads.open_for_need(desk.db, need.id)
    if thread is None:
        return
    threads.close(desk.db, thread, desk.now)
    for coordinator in team.coordinators_of(desk, need.asker_id):
        tell(desk, coordinator, message, about=need.id, reference=need.reference)


def speak(scene: Scene, language: str) -> None:
    """The member's language from now on, in this very answer too; one that they share from now on."""
    if language in scene.house.community.languages:
        members.add_language(scene.db, scene.member.id, language)
        scene.change_member(language=language)


def summary(need: Need) -> Prompt:
    """How an ask for this need reads: what, where, when, how many; never a word of the asker's."""
    return Prompt("ask-urgent" if need.urgent and need.wanted == "now" else "ask", need.details)


def _own(scene: Scene, reference: str) -> Need | None:
    need = needs.by_reference(scene.db, reference)
    return need if need is not None and need.asker_id == scene.member.id else None
