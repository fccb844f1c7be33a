"""What members who get no texts have not heard yet: found when they call, told again where a call of
ours was not heard out, and brought to somebody's notice in the end."""

from __future__ import annotations

from hotline.domain.messages import About, Kind
from hotline.domain.reachability import Drop
from hotline.services import follow_up, talk, team
from hotline.services.calls import telling
from hotline.services.calls.scene import CallScene
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.news import News, in_memory
from hotline.services.outbound.notify import foreseen, notify, tell
from hotline.services.scene import Scene
from hotline.store import call_orders, calls, matches, needs, sessions, threads
from hotline.store.calls import Call
from hotline.store.sessions import Kept

# --- in a call -----------------------------------------------------------------------------------


def news_waits(scene: CallScene) -> bool:
    """Whether there is news that this caller has not heard."""
    return scene.member.hidden_at is None and _waiting(scene, telling.NEWS) is not None


def take_news(scene: CallScene) -> list[News]:
    """The news that waits for this caller: theirs now, and nobody rings them for it any more."""
    return _taken(scene, scene.member.id)


def question(scene: CallScene) -> Kept | None:
    """How it went, still to be asked of one who gets no texts about it."""
    if scene.is_stranger or scene.member.hidden_at is not None:
        return None
    open_ones = [*sessions.unasked(scene.db, scene.house.vault, scene.member.id)]
    open_ones += talk.open_talks(scene)
    return next((kept for kept in open_ones if _is_to_be_heard(scene, kept)), None)


def _is_to_be_heard(scene: Scene, kept: Kept) -> bool:
    if kept.session.flow != follow_up.FLOW or kept.expires_at <= scene.now:
        return False
    if scene.member.by_call:
        return True
    need = needs.by_reference(scene.db, kept.session.answers["reference"])
    return need is not None and need.heard_only and need.asker_id == scene.member.id


def withdraw_question(scene: CallScene) -> None:
    """They are asked in this very call: nobody rings them for it any more."""
    order = _waiting(scene, telling.QUESTION)
    if order is not None:
        call_orders.cancel(scene.db, order, scene.now)


def is_of_use(scene: CallScene) -> bool:
    """Whether what this call of ours was placed for is still to be told."""
    return "news" in scene.memory or question(scene) is not None


def _waiting(scene: CallScene, purpose: str) -> int | None:
    return None if scene.is_stranger else call_orders.waiting(scene.db, scene.member.id, purpose)


def _taken(desk: Desk, member_id: int) -> list[News]:
    order = call_orders.waiting(desk.db, member_id, telling.NEWS)
    call = calls.locked(desk.db, desk.house.vault, order) if order is not None else None
    if call is None:
        return []
    call_orders.cancel(desk.db, call.id, desk.now)
    return in_memory(call.data["memory"])


# --- texts again ---------------------------------------------------------------------------------


def lift(scene: Scene, reference: str | None) -> None:
    """The asker of a request that was for their ear alone texts its number: texts of it are all right."""
    # Locked as it is read: this may change it, and so may whatever its number was named for.
    need = needs.locked_by_reference(scene.db, reference) if reference else None
    if need is None or not need.heard_only or need.asker_id != scene.member.id:
        return
    needs.change(scene.db, need.id, heard_only=False)
    for kept in sessions.unasked(scene.db, scene.house.vault, scene.member.id):
        if kept.session.answers.get("reference") == reference:
            sessions.end(scene.db, [kept.id])
            needs.change(scene.db, need.id, follow_up_at=scene.now)
    text_instead(scene)


def text_instead(scene: Scene) -> None:
    """What waited to be heard is texted, but for what must still be heard alone."""
    for one in _taken(scene, scene.member.id):
        about = needs.by_reference(scene.db, one.reference) if one.reference else None
        words = Envelope(
            member_id=scene.member.id,
            prompts=[one.prompt],
            kind=Kind.RELAY if telling.are_words(one.message) else Kind.NOTICE,
            about=About(need_id=about.id if about else None),
        )
        notify(scene, words)


# --- a call that was not heard out -----------------------------------------------------------------


def after(desk: Desk, call: Call, _outcome: str) -> None:
    """A call of ours is over. What was not heard is told again, and in the end the others know."""
    memory = call.data.get("memory", {})
    if call.member_id is None or memory.get("heard"):
        return
    if isinstance(foreseen(desk, call.member_id), Drop):
        return
    if call.purpose == telling.QUESTION and not sessions.is_there(desk.db, memory["talk"]):
        return
    if not telling.again(desk, call.member_id, call.purpose, memory):
        news = in_memory(memory)
        for reference in {one.reference for one in news if one.reference is not None}:
            _tell_whoever_counts_on_it(desk, call.member_id, reference, news)


def _tell_whoever_counts_on_it(
    desk: Desk, member_id: int, reference: str, news: list[News]
) -> None:
    """Words have not arrived, for their writer; something about a live request has not, for the team."""
    words = any(telling.are_words(one.message) and one.reference == reference for one in news)
    need = needs.by_reference(desk.db, reference)
    writer = _writer(desk, member_id, reference, need.id if need else None)
    if words and writer is not None:
        tell(desk, writer, "relay-failed", reference=reference)
    if need is not None and need.is_live:
        team.undeliverable(desk, need.id)


def _writer(desk: Desk, member_id: int, reference: str, need_id: int | None) -> int | None:
    match = matches.open_for_need(desk.db, need_id) if need_id is not None else None
    if match is not None and member_id in (match.helper_id, match.asker_id):
        return match.other_side(member_id)
    thread = threads.open_by_reference(desk.db, reference)
    return thread.coordinator_id if thread is not None else None
