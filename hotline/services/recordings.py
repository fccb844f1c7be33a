"""Recordings: fetched from the provider, sealed, deleted there; played inside calls and nowhere else.

The provider's addresses are never handed out. What a call plays it fetches from ours, by a token
that opens one recording in one call for some minutes and ends with the call.
"""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Sequence
from datetime import timedelta

import structlog

from hotline.gateway.calls import GONE, Refused, TooLarge, Unclear
from hotline.services.house import House
from hotline.services.kernel.unit_of_work import Desk
from hotline.store import calls, recordings, sounds
from hotline.store.ids import LARGEST_ID
from hotline.store.sounds import Due

log = structlog.get_logger(__name__)


_BATCH = 10  # a job; what is left rings again
_LONGEST_JOB = 20.0  # seconds, where the provider hardly answers: no new one is begun after that
_LEASE = timedelta(minutes=1)  # more than fetching and deleting one can take
_SOONEST, _LATEST = timedelta(seconds=2), timedelta(hours=1)  # between two tries
_GIVEN_UP = timedelta(hours=24)  # the provider will not have this recording any more
_MAC = 32  # hex digits: 128 bits
_TOKEN = re.compile(rf"([0-9]{{1,19}})-([0-9]{{1,12}})-([0-9a-f]{{{_MAC}}})")
_TRIES = (0.0, 0.7, 1.5)  # seconds before each try, for a caller who waits to hear
_FRAMES = 40  # a second


def _silence() -> bytes:
    """A second of silence: frames of MPEG-1 layer III, 32 kbit/s, 44.1 kHz, mono, without content.

    Each is a header and zeros, 104 bytes in all. Source: ISO/IEC 11172-3, 2.4.1 and 2.4.3.
    """
    return (b"\xff\xfb\x10\xc0" + bytes(100)) * _FRAMES


# --- playing -----------------------------------------------------------------------------------


def address(house: House, call_id: int, recording_id: int, until: int) -> str:
    """Where this call can fetch this recording until then, in seconds since 1970."""
    token = f"{recording_id}-{until}-{_mac(house, call_id, recording_id, until)}"
    base = house.settings.public_url.rstrip("/")
    return f"{base}/twilio/voice/{call_id}/recordings/{token}.mp3"


def to_play(house: House, call_id: int, token: str) -> bytes | None:
    """The MP3 for which a call holds this token; None for anything else, and once the call is over.

    A recording that is not here yet is fetched at once, since a caller waits for it: no connection
    to the database is held meanwhile. Where it cannot be had it is a second of silence: the call
    goes on.
    """
    recording_id = _opened(house, call_id, token)
    if recording_id is None:
        return None
    with house.database.reading() as db:
        known = recordings.find(db, recording_id)
        if known is None or known.state == "dropped" or not calls.is_open(db, call_id):
            return None
        sound = sounds.sound_of(db, house.vault, recording_id)
    if sound is None and known.provider_sid is not None:
        sound = _fetched_at_once(house, recording_id, known.provider_sid)
    return sound or _silence()


def _opened(house: House, call_id: int, token: str) -> int | None:
    found = _TOKEN.fullmatch(token)
    if found is None or not 0 <= call_id <= LARGEST_ID:
        return None
    recording_id, until = int(found[1]), int(found[2])
    genuine = hmac.compare_digest(found[3], _mac(house, call_id, recording_id, until))
    if not genuine or house.clock().timestamp() >= until:
        return None
    return recording_id


def _mac(house: House, call_id: int, recording_id: int, until: int) -> str:
    return house.vault.playing_key(f"{recording_id}:{call_id}:{until}").hex()[:_MAC]


def _fetched_at_once(house: House, recording_id: int, sid: str) -> bytes | None:
    """The provider needs a moment to finish a recording that was made just now; it gets no more."""
    for seconds in _TRIES:
        time.sleep(seconds)
        try:
            sound = house.calls.recording(sid)
        except (Refused, Unclear, TooLarge) as fault:
            if _is_preparing(fault):
                continue
            log.warning("recording.no_sound", fault=type(fault).__name__)
            return None
        _put(house, recording_id, sound)
        return sound
    return None


def _is_preparing(fault: Exception) -> bool:
    return isinstance(fault, Refused) and fault.status == GONE


# --- fetched, sealed, deleted there ------------------------------------------------------------


def run_due(house: House) -> int:
    """Do what is due about recordings; of how many. Safe to run twice, and in two workers at once."""
    _drop_outlived(house)
    with house.database.reading() as db:
        due = sounds.due(db, house.clock(), _BATCH)
    began, done = time.monotonic(), 0
    for recording_id in due:
        done += _take_on(house, recording_id)
        if time.monotonic() - began > _LONGEST_JOB:
            break
    if len(due) == _BATCH:
        house.doorbell.ring("recordings")
    return done


def _drop_outlived(house: House) -> None:
    bodies = house.community.retention_bodies
    house.database.write(lambda db: sounds.drop_outlived(db, house.clock(), bodies))


def _take_on(house: House, recording_id: int) -> bool:
    """One recording, as far as it goes: its sound before the provider's copy is deleted."""
    now = house.clock()
    one = house.database.write(lambda db: sounds.claim(db, recording_id, now, now + _LEASE))
    if one is None:
        return False
    if one.state != "dropped" and not one.fetched and not _fetch(house, one):
        return False
    return _delete_there(house, one)


def _fetch(house: House, one: Due) -> bool:
    """Get the sound and keep it; whether the provider's copy is of no use any more."""
    if one.provider_sid is None:
        return True
    try:
        sound = house.calls.recording(one.provider_sid)
    except TooLarge:
        return _lost(house, one, "too large")
    except (Refused, Unclear) as fault:
        if house.clock() - one.created_at >= _GIVEN_UP:
            return _lost(house, one, type(fault).__name__)
        _once_more(house, one, fault)
        return False
    _put(house, one.id, sound)
    return True


def _put(house: House, recording_id: int, sound: bytes) -> None:
    now = house.clock()
    house.database.write(lambda db: sounds.put(db, house.vault, recording_id, sound, now))


def _lost(house: House, one: Due, kind: str) -> bool:
    log.error("recording.lost", kind=kind)
    return house.database.write(lambda db: recordings.drop(db, one.id, house.clock()))


def _delete_there(house: House, one: Due) -> bool:
    if one.provider_sid is not None:
        try:
            house.calls.delete_recording(one.provider_sid)
        except (Refused, Unclear) as fault:
            _once_more(house, one, fault)
            return False
    house.database.write(lambda db: sounds.gone_there(db, one.id, house.clock()))
    return True


def _once_more(house: House, one: Due, fault: Refused | Unclear) -> None:
    """Later each time: an eighth of the recording's age, within limits."""
    now = house.clock()
    wait = min(max((now - one.created_at) / 8, _SOONEST), _LATEST)
    if not _is_preparing(fault):
        log.warning("recording.unsettled", fault=type(fault).__name__)
    house.database.write(lambda db: sounds.again(db, one.id, now + wait))


# --- of no use any more ------------------------------------------------------------------------


def waiting_for(desk: Desk, member_id: int, *, team: bool) -> Sequence[int]:
    """Recordings that wait for a member to hear them: thanks, and for the team its messages."""
    thanks = sounds.thanks_for(desk.db, member_id)
    return [*thanks, *(sounds.messages(desk.db, member_id) if team else [])]
