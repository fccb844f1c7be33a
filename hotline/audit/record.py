"""The database against the provider's own record, where there is one (`hotline carrier --record`): what
was acknowledged is kept, what was sent was sent once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from hotline.audit.checks import BrokenPromise
from hotline.audit.ledger import Ledger, Row
from hotline.audit.sealed import DataKeys

Event = Mapping[str, Any]  # a line of the record: JSON values, by its `kind`
Arrived = Mapping[str, set[int]]
_INBOUND = "/twilio/sms"


@dataclass(frozen=True)
class Carried:
    """What the provider's record says, by the provider's ids of texts."""

    texted: frozenset[str]  # inbound texts
    acknowledged: frozenset[str]  # those of them whose webhook was answered with success
    tries: Mapping[str, int] = field(repr=False)  # outbound texts: the try in their callback, or 0
    alike: Mapping[str, Hashable] = field(repr=False)  # the same for the same words to one phone
    shown: frozenset[str]  # those that reached a phone
    failed: frozenset[str]  # those that did not
    late: frozenset[str]  # those accepted when nobody waited for an answer any more


@dataclass(frozen=True)
class Balance:
    """Figures of both books together."""

    inbound: int
    unacknowledged: int
    lost: int
    outbound: int
    doubled: int
    unknowable: int


def read(events: Iterable[Event]) -> Carried:
    """The record, event by event."""
    kinds: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        kinds[event["kind"]].append(event)
    inbound = [m for m in kinds["message"] if m["direction"] == "inbound"]
    outbound = [m for m in kinds["message"] if m["direction"] != "inbound"]
    return Carried(
        frozenset(m["sid"] for m in inbound),
        frozenset(_acknowledged(kinds["webhook"])),
        {m["sid"]: _try(m) for m in outbound},
        {m["sid"]: (m["to"], *m["body"].split()) for m in outbound},
        frozenset(event["sid"] for event in kinds["message_shown"]),
        frozenset(event["sid"] for event in kinds["message_failed"]),
        frozenset(event["sid"] for event in kinds["accepted_late"]),
    )


def _acknowledged(webhooks: Iterable[Event]) -> Iterator[str]:
    for webhook in webhooks:
        if urlsplit(webhook["url"]).path == _INBOUND and 200 <= webhook["status"] < 300:
            yield webhook["fields"]["MessageSid"]


def _try(message: Event) -> int:
    last = urlsplit(message.get("status_callback") or "").path.rpartition("/")[2]
    return int(last) if last.isdecimal() else 0


def compared(
    ledger: Ledger, keys: DataKeys, carried: Carried
) -> tuple[list[BrokenPromise], Balance]:
    """What does not agree, and the figures."""
    tries = ledger.rows("SELECT id, message_id, sid_hash FROM attempts")
    arrived = _arrived(keys, carried, tries)
    doubled, unknowable = _doubled(carried, arrived)
    lost, strangers = _inbound(ledger, keys, carried)
    found = [
        ("acknowledged and not kept", "inbound_messages", lost),
        ("handled and never sent", "inbound_messages", strangers),
        ("sent and not written down", "outbox", _unwritten(carried, tries)),
        ("texted twice", "outbox", doubled),
        ("written down and never sent", "outbox", _never_sent(ledger, arrived)),
        ("given up within reach", "outbox", _given_up(ledger, carried, tries)),
    ]
    balance = Balance(
        inbound=len(carried.texted),
        unacknowledged=len(carried.texted - carried.acknowledged),
        lost=len(lost),
        outbound=len(carried.tries),
        doubled=len(doubled),
        unknowable=unknowable,
    )
    says = "the database and the provider's record differ"
    return [BrokenPromise(name, says, table, ids) for name, table, ids in found if ids], balance


def _inbound(
    ledger: Ledger, keys: DataKeys, carried: Carried
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Texts that were acknowledged and are not kept; those kept that nobody texted."""
    rows = ledger.rows("SELECT id, sid_hash FROM inbound_messages")
    kept = {bytes(digest): row_id for row_id, digest in rows}
    texted = {keys.of_message(sid) for sid in carried.texted}
    lost = (sid for sid in sorted(carried.acknowledged) if keys.of_message(sid) not in kept)
    return tuple(lost), tuple(i for digest, i in kept.items() if digest not in texted)


def _unwritten(carried: Carried, tries: Iterable[Row]) -> tuple[str, ...]:
    known = {tried for tried, _, _ in tries}
    return tuple(sid for sid, tried in carried.tries.items() if tried not in known)


def _arrived(keys: DataKeys, carried: Carried, tries: Iterable[Row]) -> Arrived:
    """The provider's texts that reached a phone, each with our messages that it can be: the one whose
    callback it bears, and the one that was told its id. They differ where words are the same, and then
    which is which does not matter."""
    arrived: dict[str, set[int]] = {sid: set() for sid in carried.shown}
    hashed = {keys.of_message(sid): sid for sid in carried.shown}
    bearing: dict[int, list[str]] = defaultdict(list)
    for sid, tried in carried.tries.items():
        bearing[tried].append(sid)
    for tried, message, known in tries:
        told = [] if known is None else [hashed.get(bytes(known), "")]
        for sid in (*told, *bearing[tried]):
            if sid in arrived:
                arrived[sid].add(message)
    return arrived


def _doubled(carried: Carried, arrived: Arrived) -> tuple[tuple[int, ...], int]:
    """Messages that reached a phone more than once: those of which that could have been known, and how
    many there are of which it could not."""
    texts: dict[Hashable, list[str]] = defaultdict(list)
    for sid, messages in arrived.items():
        if messages:
            texts[carried.alike[sid]].append(sid)
    knowable, unknowable = [], 0
    for sids in texts.values():
        messages = set[int]().union(*(arrived[sid] for sid in sids))
        late = len(carried.late.intersection(sids))
        too_many = len(sids) - len(messages)
        unknowable += max(0, min(too_many, late))
        if too_many > late:
            knowable.append(min(messages))
    return tuple(knowable), unknowable


def _never_sent(ledger: Ledger, arrived: Arrived) -> tuple[int, ...]:
    rows = ledger.rows("SELECT id FROM outbox WHERE state IN ('sent', 'delivered')")
    shown = set[int]().union(*arrived.values())
    return tuple(row[0] for row in rows if row[0] not in shown)


def _given_up(ledger: Ledger, carried: Carried, tries: Iterable[Row]) -> tuple[int, ...]:
    """Failed with us, though the provider never said that it could not deliver."""
    of_try = {tried: message for tried, message, _ in tries}
    refused = {of_try.get(carried.tries[sid]) for sid in carried.failed}
    rows = ledger.rows(
        "SELECT id FROM outbox WHERE state IN ('failed', 'undelivered') AND error IS NULL"
    )
    return tuple(row[0] for row in rows if row[0] not in refused)
