"""A call arrives, and goes on: one webhook, one transaction, one document.

The address of each step holds its turn. A step that comes a second time, or late, gets the document
of the present place again and changes nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta

from flows.prompts import Prompt
from hotline.domain.limits import Mood
from hotline.domain.phones import may_reach, webhook_number
from hotline.gateway.voiceml import Document, HangUp, RejectBusy, Said
from hotline.services import limits, talk
from hotline.services.calls import arriving, bridge, calling_back, effects, placing, recording
from hotline.services.calls.events import Event, HungUp, Recorded
from hotline.services.calls.registry import PLACES
from hotline.services.calls.scene import CallScene, Spoken, stranger
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk, at_a_desk
from hotline.store import calls, copies, members, recordings
from hotline.store.calls import Call
from hotline.store.members import Member

FIRST = "language"
LONGEST_STEP = timedelta(minutes=10)  # a message of two minutes, heard twice, and then some
GOODBYE = timedelta(
    seconds=30
)  # for the last words; where the provider does not say that it is over
MOST_TURNS = 150  # no talk of ours is so long: a key is stuck, or a machine is calling
_MOST_PLACES = 12  # passed in one step


@dataclass(frozen=True)
class Caller:
    """Who calls, as the provider says: its id of the call, and what it gives as the number."""

    sid: str
    number: str = field(repr=False)


def arrive(house: House, caller: Caller) -> Document:
    """A call to the line; the document that it begins with."""

    return at_a_desk(house, lambda desk: _arrive(desk, caller))


def _arrive(desk: Desk, caller: Caller) -> Document:
    db, vault = desk.db, desk.house.vault
    known = calls.find(db, vault, caller.sid) is not None
    # A missed call costs nobody anything, so it does not count: refused like those before it.
    if not known and calling_back.refuses(desk, caller.number):
        return _not_taken(desk, caller, RejectBusy())
    mood = "within" if known else _mood(desk, caller)
    if mood != "within":
        return _not_taken(desk, caller, _too_many(desk.house, mood))
    closes = desk.now + LONGEST_STEP
    new = calls.claim(db, vault, caller.sid, place=FIRST, now=desk.now, closes_at=closes)
    scene = _scene(desk, caller, new)
    if scene is None:
        return HangUp()
    return _begun(scene) if new else _as_it_is(scene)


def step(house: House, caller: Caller, call_id: int, turn: int, event: Event) -> Document:
    """What the caller did at the document of this turn; the next document."""

    def go_on(desk: Desk) -> Document:
        scene = _scene(desk, caller, call_id)
        if scene is None:
            _nobodys(desk, event)
            return HangUp()
        if turn != scene.call.turn:
            return _as_it_is(scene)
        return _picked_up(scene) if _is_ours(scene.call) and turn == 0 else _heard(scene, event)

    return at_a_desk(house, go_on)


def _nobodys(desk: Desk, event: Event) -> None:
    """What was spoken in a call that is over already, or whose member is erased, must still go at the
    provider; what has been taken down before stays as it is."""
    if isinstance(event, Recorded):
        recordings.add_dropped(desk.db, desk.house.vault, event.sid, event.seconds, desk.now)
        desk.rings.add("recordings")


def ended(house: House, sid: str, outcome: str = "completed", ours: int | None = None) -> None:
    """The provider says that a call is over, and how; `ours` is our id of one that we placed."""

    def end(desk: Desk) -> None:
        db, vault = desk.db, house.vault
        copies.note(db, vault, sid, desk.now, member_id=None, kind="call", over=True)
        call_id = calls.find(db, vault, sid)
        if call_id is None and ours is not None and _adopted(desk, ours, sid):
            call_id = ours
        if call_id is not None:
            close(desk, call_id, outcome=outcome)

    at_a_desk(house, end)


def close(
    desk: Desk, call_id: int, *, if_forgotten: bool = False, outcome: str = "completed"
) -> bool:
    """End a call that is open: what was left as a message is kept; whether it was open.

    `if_forgotten`: only where nothing has been heard of it for too long. `outcome` matters for
    calls that we placed (services/calls/afterwards.py).
    """
    db, vault = desk.db, desk.house.vault
    call = calls.locked(db, vault, call_id)
    if call is None or not call.is_open or (if_forgotten and call.closes_at > desk.now):
        return False
    scene = _restored(desk, call, None)
    if not _is_erased(scene):
        recording.keep_unasked(scene)
    recordings.drop_of_call(db, call.id, desk.now)
    if call.member_id is not None and not (_is_ours(call) and call.turn == 0):
        members.change(db, call.member_id, in_flow_until=None)
    closed = calls.close(db, vault, call.id, desk.now)
    if closed:
        bridge.left(desk, call)
    if closed and _is_ours(call):
        unknown = if_forgotten and call.turn == 0
        placing.over(desk, call, "unknown" if unknown else outcome)
    return closed


def _is_ours(call: Call) -> bool:
    """Whether we placed it."""
    return call.direction == "outbound"


def _adopted(desk: Desk, call_id: int, sid: str) -> Call | None:
    """A call that we placed, locked, and known by the provider's id from now on if it was not yet:
    its webhooks can be faster than the answer to our request. None for another call's id."""
    vault = desk.house.vault
    call = calls.locked(desk.db, vault, call_id)
    if call is None or not _is_ours(call):
        return None
    if call.sid_hash is None:
        calls.dialled(desk.db, vault, call_id, sid)
        call = replace(call, sid_hash=vault.message_index(sid))
    return call if call.sid_hash == vault.message_index(sid) else None


def _mood(desk: Desk, caller: Caller) -> Mood:
    """Whether a call that has just come is one too many."""
    house, number = desk.house, _keepable(desk.house, caller)
    member = members.locked(desk.db, house.vault.phone_index(number)) if number else None
    return limits.call(house, desk.db, desk.now, number, member)


def _too_many(house: House, mood: Mood) -> Document:
    """Said once, to whoever it is: the next call is refused as busy, which costs nobody anything."""
    if mood == "silent":
        return RejectBusy()
    prompt, spoken = Prompt("too-many"), house.community.languages
    return HangUp([Said(house.speaker.voice(prompt, one), one) for one in spoken])


def _not_taken(desk: Desk, caller: Caller, document: Document) -> Document:
    """A call of which we keep nothing; the provider is to keep nothing either."""
    vault, sid = desk.house.vault, caller.sid
    copies.note(desk.db, vault, sid, desk.now, member_id=None, kind="call", over=True)
    return document


# --- the scene of a step -----------------------------------------------------------------------


def _scene(desk: Desk, caller: Caller, call_id: int | None) -> CallScene | None:
    """The call with its rows locked; None where there is no such call, or it is over."""
    db, vault = desk.db, desk.house.vault
    found = call_id if call_id is not None else calls.find(db, vault, caller.sid)
    call = None if found is None else calls.locked(db, vault, found)
    if call is not None and _is_ours(call):
        call = _adopted(desk, call.id, caller.sid)
    if call is None or not call.is_open:
        return None
    if call.sid_hash != vault.message_index(caller.sid):
        return None  # an address of another call
    scene = _restored(desk, call, caller)
    if _is_erased(scene):  # by text, while they were on the phone
        close(desk, call.id)
        return None
    return scene


def _is_erased(scene: CallScene) -> bool:
    return scene.member.state == "erased"


def _restored(desk: Desk, call: Call, caller: Caller | None) -> CallScene:
    number = _keepable(desk.house, caller)
    member = _member(desk, call, number)
    return CallScene(
        desk.house,
        desk.db,
        desk.now,
        desk.rings,
        member=member,
        perform=effects.perform,
        channel="voice",
        call=call,
        number=number,
        memory=dict(call.data.get("memory", {})),
        place=call.place,
        lines=[Spoken(**line) for line in call.data.get("lines", [])],
    )


def _keepable(house: House, caller: Caller | None) -> str | None:
    """The caller's number, where a member can be kept under it."""
    number = webhook_number(caller.number) if caller else None
    allowed = house.community.allowed_countries
    return number if number and may_reach(number, allowed) else None


def _member(desk: Desk, call: Call, number: str | None) -> Member:
    """The member of the call, locked; a stranger until there is one."""
    house = desk.house
    if call.member_id is not None:
        return members.locked_by_id(desk.db, call.member_id)
    found = members.locked(desk.db, house.vault.phone_index(number)) if number else None
    if found is not None and call.direction == "inbound":
        return found
    return stranger(call.language or house.community.default_language)


# --- what happens in it ------------------------------------------------------------------------


def _begun(scene: CallScene) -> Document:
    arriving.begin(scene)
    return _settled(scene, turn=0)


def _picked_up(scene: CallScene) -> Document:
    """A call of ours is answered: what it was placed for. Its first answer comes at turn 1."""
    placing.picked_up(scene.db, scene.call.id)
    scene.go(scene.place)
    return _settled(scene, turn=1)


def _heard(scene: CallScene, event: Event) -> Document:
    scene.lines.clear()
    turn = scene.call.turn + 1
    gone = isinstance(event, HungUp) or (isinstance(event, Recorded) and event.hung_up)
    if scene.member.state == "blocked" and scene.place != "goodbye":
        arriving.begin(scene)  # since this call began
    elif not isinstance(event, HungUp):
        PLACES[scene.place].hear(scene, event)
    if gone:
        return _gone(scene)
    if turn >= MOST_TURNS:
        scene.go("goodbye")
    return _settled(scene, turn)


def _settled(scene: CallScene, turn: int) -> Document:
    """Go from place to place until one of them waits for the caller; write everything down."""
    for _ in range(_MOST_PLACES):
        if scene.next is None:
            break
        scene.place, scene.next = scene.next, None
        PLACES[scene.place].enter(scene)
    scene.heed()
    _save(scene, turn)
    return _as_it_is(scene)


def _gone(scene: CallScene) -> Document:
    """Whatever was said last is written down, and the call is closed."""
    scene.heed()
    _save(scene, scene.call.turn + 1)
    close(scene, scene.call.id)
    return HangUp()


def _save(scene: CallScene, turn: int) -> None:
    member_id = None if scene.is_stranger else scene.member.id
    scene.call = replace(scene.call, turn=turn, place=scene.place, member_id=member_id)
    calls.save(
        scene.db,
        scene.house.vault,
        scene.call.id,
        {"memory": scene.memory, "lines": [asdict(line) for line in scene.lines]},
        turn=turn,
        place=scene.place,
        member_id=member_id,
        language=scene.member.language if scene.memory.get("chosen") else None,
        touched_at=scene.now,
        closes_at=scene.now + (GOODBYE if scene.place == "goodbye" else LONGEST_STEP),
    )
    if member_id is not None:
        talk.note_busy(scene, True)


def _as_it_is(scene: CallScene) -> Document:
    return PLACES[scene.place].document(scene)
