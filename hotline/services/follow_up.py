"""Checking on the asker afterwards: did it happen, what now, thanks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from flows.effects import ReopenNeed
from flows.prompts import Prompt
from flows.turns import Performed
from hotline.domain.messages import About, Kind
from hotline.domain.schedule import unless_quiet
from hotline.domain.scrubbing import scrub
from hotline.services import helping, matching, questions, spoken, talk, team
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, for_each_due
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify, tell
from hotline.services.scene import Scene
from hotline.store import matches, needs, sessions
from hotline.store.needs import Need

Answers = Mapping[str, Any]

_BATCH = 50
FLOW = "follow-up"


def run_due(house: House) -> int:
    """Ask those whose time has come; how many. Safe to run twice: a need is asked about once."""
    with house.database.reading() as db:
        due = needs.to_follow_up(db, house.clock(), _BATCH)
    return for_each_due(house, due, _ask)


def _ask(desk: Desk, need_id: int) -> bool:
    need = needs.locked(desk.db, need_id)
    if need.follow_up_at is None or need.follow_up_at > desk.now:
        return False
    if sessions.is_asked(desk.db, need.asker_id, FLOW, desk.now - talk.MID_FLOW):
        # Two such questions at once, and "1" could be the answer to either.
        quiet = desk.house.community.quiet_hours
        later = unless_quiet(desk.now + talk.MID_FLOW, need.urgent, quiet)
        needs.change(desk.db, need.id, follow_up_at=later)
        return False
    needs.change(desk.db, need.id, follow_up_at=None)
    if need.state not in ("matched", "done"):
        return False
    about = {"reference": need.reference}
    asked = questions.put(desk, need.asker_id, FLOW, about, need.id, urgent=need.urgent)
    return asked is not None


def confirm_done(scene: Scene, answers: Answers) -> Performed[Literal["done"]]:
    """It happened."""
    need = _own(scene, answers)
    if need is not None and need.state == "matched":
        helping.finish(scene, needs.locked(scene.db, need.id), _match(scene, need))
    return Performed("done")


def pass_thanks(scene: Scene, answers: Answers) -> Performed[Literal["passed"]]:
    """The asker's words of thanks to their helper, once, with numbers and links struck out."""
    need = _own(scene, answers)
    match = need and matches.last_for_need(scene.db, need.id)
    if need is not None and match and match.state == "done" and answers.get("words"):
        thanks = _thanks(scene, need, answers["words"])
        about = About(need_id=need.id, author_id=scene.member.id)
        helper = match.helper_id
        words = Envelope(member_id=helper, prompts=[thanks], kind=Kind.RELAY, about=about)
        notify(scene, words)
    return Performed("passed")


def _thanks(scene: Scene, need: Need, words: Any) -> Prompt:
    """Thanks as the helper reads them; where they were spoken, how to hear them."""
    written = spoken.written(words)
    if written is None:
        spoken.belong(scene, need.id, words, spoken.THANKS)
        return Prompt("thanks-recorded", {"reference": need.reference})
    return Prompt("thanks-delivered", {"reference": need.reference, "words": scrub(written).words})


def reopen_need(scene: Scene, answers: Answers) -> Performed[ReopenNeed]:
    """It did not happen, or not all of it: others are asked."""
    need = _own(scene, answers)
    if need is None or need.state not in ("matched", "done"):
        return Performed("gone")
    need, match = needs.locked(scene.db, need.id), _match(scene, need)
    last = match or matches.last_for_need(scene.db, need.id)
    if not matching.reopen(scene, need, last):
        return Performed("gone")
    if match is not None:
        tell(scene, match.helper_id, "withdrawn-helper", about=need.id, reference=need.reference)
    return Performed("reopened", {"reference": need.reference})


def close_need(scene: Scene, answers: Answers) -> Performed[Literal["closed"]]:
    """It is enough, or the asker leaves it."""
    confirm_done(scene, answers)
    return Performed("closed")


def hand_over(scene: Scene, answers: Answers) -> Performed[Literal["asked"]]:
    """It did not happen, and the asker wants a person: the need goes to the coordinators."""
    need = _own(scene, answers)
    if need is None:
        scene.say("ref-unknown")
        return Performed("asked")
    need, match = needs.locked(scene.db, need.id), _match(scene, need)
    if needs.move(scene.db, need.id, "escalated", follow_up_at=None) and match is not None:
        matching.release(scene, need, match)
        tell(scene, match.helper_id, "withdrawn-helper", about=need.id, reference=need.reference)
    told = team.hand_over(scene, need, "coordinator-not-done")
    scene.say("person-asked" if told else "person-none")
    return Performed("asked")


def _match(scene: Scene, need: Need) -> matches.Match | None:
    return matches.open_for_need(scene.db, need.id)


def _own(scene: Scene, answers: Answers) -> Need | None:
    need = needs.by_reference(scene.db, answers["reference"])
    return need if need is not None and need.asker_id == scene.member.id else None
