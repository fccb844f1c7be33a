"""A call arrives, and goes on: one webhook, one transaction, one document.

The address of each step holds its turn. A step that comes a second time, or late, gets the document
of the present node again and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from flows.text.prompts import Prompt
from hotline.domain.limits import LimitState
from hotline.domain.phones import may_reach, webhook_number
from hotline.gateway.voiceml import Document, HangUp, RejectBusy, SaidWords
from hotline.services.bridging import bridge
from hotline.services.kernel.app import App
from hotline.services.kernel.call_interaction import CallInteraction, stranger
from hotline.services.kernel.call_memory import as_data, lines_of, memory_of
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.sessions import flow_sessions, rate_limits
from hotline.services.voice import effects, originate
from hotline.services.voice.events import Event, HungUp, Recorded
from hotline.services.voice.nodes import callback, greeting, record
from hotline.services.voice.registry import NODES
from hotline.store.messages import provider_copies
from hotline.store.people import members
from hotline.store.people.members import Member
from hotline.store.voice import calls, recordings
from hotline.store.voice.calls import Call

FIRST = "language"
LONGEST_STEP = timedelta(minutes=10)  # a message of two minutes, heard twice, and then some
GOODBYE = timedelta(
    seconds=30
)  # for the last words; where the provider does not say that it is over
MOST_TURNS = 150  # no call of ours is so long: a key is stuck, or a machine is calling
_MOST_PLACES = 12  # passed in one step


@dataclass(frozen=True)
class Caller:
    """Who calls, as the provider says: its id of the call, and what it gives as the number."""

    sid: str
    number: str = field(repr=False)


def arrive(app: App, caller: Caller) -> Document:
    """A call to the line; the document that it begins with."""

    return in_unit_of_work(app, lambda uow: _arrive(uow, caller))


def _arrive(uow: UnitOfWork, caller: Caller) -> Document:
    db, vault = uow.db, uow.app.vault
    known = calls.find(db, vault, caller.sid) is not None
    # A missed call costs nobody anything, so it does not count: refused like those before it.
    if not known and callback.refuses(uow, caller.number):
        return _not_taken(uow, caller, RejectBusy())
    limit_state = "within" if known else _mood(uow, caller)
    if limit_state != "within":
        return _not_taken(uow, caller, _too_many(uow.app, limit_state))
    closes = uow.now + LONGEST_STEP
    new = calls.claim(db, vault, caller.sid, node=FIRST, now=uow.now, closes_at=closes)
    interaction = _scene(uow, caller, new)
    if interaction is None:
        return HangUp()
    return _begun(interaction) if new else _as_it_is(interaction)


def step(app: App, caller: Caller, call_id: int, turn: int, event: Event) -> Document:
    """What the caller did at the document of this turn; the next document."""

    def go_on(uow: UnitOfWork) -> Document:
        interaction = _scene(uow, caller, call_id)
        if interaction is None:
            _nobodys(uow, event)
            return HangUp()
        if turn != interaction.call.turn:
            return _as_it_is(interaction)
        return (
            _picked_up(interaction)
            if _is_ours(interaction.call) and turn == 0
            else _heard(interaction, event)
        )

    return in_unit_of_work(app, go_on)


def _nobodys(uow: UnitOfWork, event: Event) -> None:
    """What was spoken in a call that is over already, or whose member is erased, must still go at the
    provider; what has been taken down before stays as it is."""
    if isinstance(event, Recorded):
        recordings.add_dropped(uow.db, uow.app.vault, event.sid, event.seconds, uow.now)
        uow.wakeups.add("recordings")


def ended(app: App, sid: str, outcome: str = "completed", ours: int | None = None) -> None:
    """The provider says that a call is over, and how; `ours` is our id of one that we placed."""

    def end(uow: UnitOfWork) -> None:
        db, vault = uow.db, app.vault
        provider_copies.note(db, vault, sid, uow.now, member_id=None, kind="call", over=True)
        call_id = calls.find(db, vault, sid)
        if call_id is None and ours is not None and _adopted(uow, ours, sid):
            call_id = ours
        if call_id is not None:
            close(uow, call_id, outcome=outcome)

    in_unit_of_work(app, end)


def close(
    uow: UnitOfWork, call_id: int, *, if_forgotten: bool = False, outcome: str = "completed"
) -> bool:
    """End a call that is open: what was left as a message is kept; whether it was open.

    `if_forgotten`: only where nothing has been heard of it for too long. `outcome` matters for
    calls that we placed (services/voice/call_outcomes.py).
    """
    db, vault = uow.db, uow.app.vault
    call = calls.locked(db, vault, call_id)
    if call is None or not call.is_open or (if_forgotten and call.closes_at > uow.now):
        return False
    interaction = _restored(uow, call, None)
    if not _is_erased(interaction):
        record.keep_unasked(interaction)
    recordings.drop_of_call(db, call.id, uow.now)
    if call.member_id is not None and not (_is_ours(call) and call.turn == 0):
        members.change(db, call.member_id, in_flow_until=None)
    closed = calls.close(db, vault, call.id, uow.now)
    if closed:
        bridge.left(uow, call)
    if closed and _is_ours(call):
        unknown = if_forgotten and call.turn == 0
        originate.over(uow, call, "unknown" if unknown else outcome)
    return closed


def _is_ours(call: Call) -> bool:
    """Whether we placed it."""
    return call.direction == "outbound"


def _adopted(uow: UnitOfWork, call_id: int, sid: str) -> Call | None:
    """A call that we placed, locked, and known by the provider's id from now on if it was not yet:
    its webhooks can be faster than the answer to our request. None for another call's id."""
    vault = uow.app.vault
    call = calls.locked(uow.db, vault, call_id)
    if call is None or not _is_ours(call):
        return None
    if call.sid_hash is None:
        calls.dialled(uow.db, vault, call_id, sid)
        call = replace(call, sid_hash=vault.message_index(sid))
    return call if call.sid_hash == vault.message_index(sid) else None


def _mood(uow: UnitOfWork, caller: Caller) -> LimitState:
    """Whether a call that has just come is one too many."""
    app, number = uow.app, _keepable(uow.app, caller)
    member = members.locked(uow.db, app.vault.phone_index(number)) if number else None
    return rate_limits.call(app, uow.db, uow.now, number, member)


def _too_many(app: App, limit_state: LimitState) -> Document:
    """Said once, to whoever it is: the next call is refused as busy, which costs nobody anything."""
    if limit_state == "silent":
        return RejectBusy()
    prompt, spoken = Prompt("too-many"), app.community.languages
    return HangUp([SaidWords(app.speaker.voice(prompt, one), one) for one in spoken])


def _not_taken(uow: UnitOfWork, caller: Caller, document: Document) -> Document:
    """A call of which we keep nothing; the provider is to keep nothing either."""
    vault, sid = uow.app.vault, caller.sid
    provider_copies.note(uow.db, vault, sid, uow.now, member_id=None, kind="call", over=True)
    return document


# --- the interaction of a step ------------------------------------------------------------------


def _scene(uow: UnitOfWork, caller: Caller, call_id: int | None) -> CallInteraction | None:
    """The call with its rows locked; None where there is no such call, or it is over."""
    db, vault = uow.db, uow.app.vault
    found = call_id if call_id is not None else calls.find(db, vault, caller.sid)
    call = None if found is None else calls.locked(db, vault, found)
    if call is not None and _is_ours(call):
        call = _adopted(uow, call.id, caller.sid)
    if call is None or not call.is_open:
        return None
    if call.sid_hash != vault.message_index(caller.sid):
        return None  # an address of another call
    interaction = _restored(uow, call, caller)
    if _is_erased(interaction):  # by text, while they were on the phone
        close(uow, call.id)
        return None
    return interaction


def _is_erased(interaction: CallInteraction) -> bool:
    return interaction.member.state == "erased"


def _restored(uow: UnitOfWork, call: Call, caller: Caller | None) -> CallInteraction:
    number = _keepable(uow.app, caller)
    member = _member(uow, call, number)
    return CallInteraction(
        uow.app,
        uow.db,
        uow.now,
        uow.wakeups,
        member=member,
        effect_handler=effects.perform,
        channel="voice",
        call=call,
        number=number,
        memory=memory_of(call),
        node=call.node,
        lines=lines_of(call),
    )


def _keepable(app: App, caller: Caller | None) -> str | None:
    """The caller's number, where a member can be kept under it."""
    number = webhook_number(caller.number) if caller else None
    allowed = app.community.allowed_countries
    return number if number and may_reach(number, allowed) else None


def _member(uow: UnitOfWork, call: Call, number: str | None) -> Member:
    """The member of the call, locked; a stranger until there is one."""
    app = uow.app
    if call.member_id is not None:
        return members.locked_by_id(uow.db, call.member_id)
    found = members.locked(uow.db, app.vault.phone_index(number)) if number else None
    if found is not None and call.direction == "inbound":
        return found
    return stranger(call.language or app.community.default_language)


# --- what happens in it ------------------------------------------------------------------------


def _begun(interaction: CallInteraction) -> Document:
    greeting.begin(interaction)
    return _settled(interaction, turn=0)


def _picked_up(interaction: CallInteraction) -> Document:
    """A call of ours is answered: what it was placed for. Its first answer comes at turn 1."""
    originate.picked_up(interaction.db, interaction.call.id)
    interaction.go(interaction.node)
    return _settled(interaction, turn=1)


def _heard(interaction: CallInteraction, event: Event) -> Document:
    interaction.lines.clear()
    turn = interaction.call.turn + 1
    gone = isinstance(event, HungUp) or (isinstance(event, Recorded) and event.hung_up)
    if interaction.member.state == "blocked" and interaction.node != "goodbye":
        greeting.begin(interaction)  # since this call began
    elif not isinstance(event, HungUp):
        NODES[interaction.node].hear(interaction, event)
    if gone:
        return _gone(interaction)
    if turn >= MOST_TURNS:
        interaction.go("goodbye")
    return _settled(interaction, turn)


def _settled(interaction: CallInteraction, turn: int) -> Document:
    """Go from node to node until one of them waits for the caller; write everything down."""
    for _ in range(_MOST_PLACES):
        if interaction.next is None:
            break
        interaction.node, interaction.next = interaction.next, None
        NODES[interaction.node].enter(interaction)
    interaction.flush()
    _save(interaction, turn)
    return _as_it_is(interaction)


def _gone(interaction: CallInteraction) -> Document:
    """Whatever was said last is written down, and the call is closed."""
    interaction.flush()
    _save(interaction, interaction.call.turn + 1)
    close(interaction, interaction.call.id)
    return HangUp()


def _save(interaction: CallInteraction, turn: int) -> None:
    member_id = None if interaction.is_stranger else interaction.member.id
    interaction.call = replace(
        interaction.call, turn=turn, node=interaction.node, member_id=member_id
    )
    calls.save(
        interaction.db,
        interaction.app.vault,
        interaction.call.id,
        as_data(interaction.memory, interaction.lines),
        turn=turn,
        node=interaction.node,
        member_id=member_id,
        language=interaction.member.language if interaction.memory.get("chosen") else None,
        touched_at=interaction.now,
        closes_at=interaction.now + (GOODBYE if interaction.node == "goodbye" else LONGEST_STEP),
    )
    if member_id is not None:
        flow_sessions.note_busy(interaction, True)


def _as_it_is(interaction: CallInteraction) -> Document:
    return NODES[interaction.node].document(interaction)
