"""A call arrives, and goes on: one webhook, one transaction, one document.

The address of each step holds its turn. A step that comes a second time, or late, gets the document
of the present place again and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Connection

from hotline.domain.phones import may_reach, webhook_number
from hotline.gateway.voiceml import Document, HangUp
from hotline.services import talk
from hotline.services.calls import arriving, effects, recording
from hotline.services.calls.events import Event, HungUp, Recorded
from hotline.services.calls.registry import PLACES
from hotline.services.calls.scene import CallScene, Spoken, stranger
from hotline.services.house import House
from hotline.store import calls, members, recordings
from hotline.store.calls import Call
from hotline.store.members import Member

T = TypeVar("T")

FIRST = "language"
LONGEST_STEP = timedelta(minutes=10)  # a message of two minutes, heard twice, and then some
MOST_TURNS = 150  # no talk of ours is so long: a key is stuck, or a machine is calling
_MOST_PLACES = 12  # passed in one step


@dataclass(frozen=True)
class Caller:
    """Who calls, as the provider says: its id of the call, and what it gives as the number."""

    sid: str
    number: str = field(repr=False)


def arrive(house: House, caller: Caller) -> Document:
    """A call to the line; the document that it begins with."""

    def begin(db: Connection, rings: set[str]) -> Document:
        now = house.clock()
        closes = now + LONGEST_STEP
        new = calls.claim(db, house.vault, caller.sid, place=FIRST, now=now, closes_at=closes)
        scene = _scene(house, db, rings, caller, new)
        if scene is None:
            return HangUp()
        return _begun(scene) if new else _as_it_is(scene)

    return _in_one_go(house, begin)


def step(house: House, caller: Caller, call_id: int, turn: int, event: Event) -> Document:
    """What the caller did at the document of this turn; the next document."""

    def go_on(db: Connection, rings: set[str]) -> Document:
        scene = _scene(house, db, rings, caller, call_id)
        if scene is None:
            return HangUp()
        return _heard(scene, event) if turn == scene.call.turn else _as_it_is(scene)

    return _in_one_go(house, go_on)


def ended(house: House, sid: str) -> None:
    """The provider says that a call is over."""

    def end(db: Connection, rings: set[str]) -> None:
        call_id = calls.find(db, house.vault, sid)
        if call_id is not None:
            close(house, db, rings, call_id)

    _in_one_go(house, end)


def close(
    house: House, db: Connection, rings: set[str], call_id: int, *, if_forgotten: bool = False
) -> bool:
    """End a call that is open: what was left as a message is kept; whether it was open.

    `if_forgotten`: only where nothing has been heard of it for too long.
    """
    call = calls.locked(db, house.vault, call_id)
    if call is None or not call.is_open or (if_forgotten and call.closes_at > house.clock()):
        return False
    scene = _restored(house, db, rings, call, None)
    if scene is not None:
        recording.keep_unasked(scene)
    recordings.drop_of_call(db, call.id, house.clock())
    if call.member_id is not None:
        members.change(db, call.member_id, in_flow_until=None)
    return calls.close(db, call.id, house.clock())


def _in_one_go(house: House, work: Callable[[Connection, set[str]], T]) -> T:
    """One transaction; the bells are rung when it is committed."""
    rings: set[str] = set()

    def handle(db: Connection) -> T:
        rings.clear()
        return work(db, rings)

    done = house.database.write(handle)
    for name in sorted(rings):
        house.doorbell.ring(name)
    return done


# --- the scene of a step -----------------------------------------------------------------------


def _scene(
    house: House, db: Connection, rings: set[str], caller: Caller, call_id: int | None
) -> CallScene | None:
    """The call with its rows locked; None where there is no such call, or it is over."""
    found = call_id if call_id is not None else calls.find(db, house.vault, caller.sid)
    call = None if found is None else calls.locked(db, house.vault, found)
    if call is None or not call.is_open:
        return None
    if call.sid_hash != house.vault.message_index(caller.sid):
        return None  # an address of another call
    return _restored(house, db, rings, call, caller)


def _restored(
    house: House, db: Connection, rings: set[str], call: Call, caller: Caller | None
) -> CallScene | None:
    number = _keepable(house, caller)
    member = _member(house, db, call, number)
    return CallScene(
        house,
        db,
        house.clock(),
        rings,
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


def _member(house: House, db: Connection, call: Call, number: str | None) -> Member:
    """The member of the call, locked; a stranger until there is one."""
    if call.member_id is not None:
        return members.locked_by_id(db, call.member_id)
    found = members.locked(db, house.vault.phone_index(number)) if number else None
    if found is not None and call.direction == "inbound":
        return found
    return stranger(call.language or house.community.default_language)


# --- what happens in it ------------------------------------------------------------------------


def _begun(scene: CallScene) -> Document:
    """The language first, unless we know it; and nothing for whoever is blocked."""
    if scene.member.state == "blocked":
        scene.say("neutral")
        scene.go("goodbye")
    elif scene.is_stranger or calls.never_chose(scene.db, scene.member.id):
        scene.go("language")
    else:
        scene.memory["chosen"] = True
        arriving.open_up(scene)
    return _settled(scene, turn=0)


def _heard(scene: CallScene, event: Event) -> Document:
    scene.lines.clear()
    turn = scene.call.turn + 1
    gone = isinstance(event, HungUp) or (isinstance(event, Recorded) and event.hung_up)
    if not isinstance(event, HungUp):
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
    close(scene.house, scene.db, scene.rings, scene.call.id)
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
        closes_at=scene.now + LONGEST_STEP,
    )
    if member_id is not None:
        members.change(scene.db, member_id, in_flow_until=scene.now + talk.MID_FLOW)


def _as_it_is(scene: CallScene) -> Document:
    return PLACES[scene.place].document(scene)
