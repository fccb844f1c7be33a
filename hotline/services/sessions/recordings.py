"""Recordings: fetched from the provider, sealed, deleted there; played inside calls and nowhere else.

The provider's addresses are never handed out. What a call plays it fetches from ours, by a token
that opens one recording in one call for some minutes and ends with the call.
"""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Collection, Sequence
from datetime import timedelta

import structlog

from hotline.gateway.calls import GONE, Refused, TooLarge, Unclear
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.store.db.ids import LARGEST_ID
from hotline.store.voice import calls, recording_audio, recordings
from hotline.store.voice.recording_audio import Due

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


def address(app: App, call_id: int, recording_id: int, until: int) -> str:
    """Where this call can fetch this recording until then, in seconds since 1970."""
    token = f"{recording_id}-{until}-{_mac(app, call_id, recording_id, until)}"
    base = app.settings.public_url.rstrip("/")
    return f"{base}/twilio/voice/{call_id}/recordings/{token}.mp3"


def to_play(app: App, call_id: int, token: str) -> bytes | None:
    """The MP3 for which a call holds this token; None for anything else, and once the call is over.

    A recording that is not here yet is fetched at once, since a caller waits for it: no connection
    to the database is held meanwhile. Where it cannot be had it is a second of silence: the call
    goes on.
    """
    recording_id = _opened(app, call_id, token)
    if recording_id is None:
        return None
    with app.database.reading() as db:
        known = recordings.find(db, recording_id)
        if known is None or known.state == "dropped" or not calls.is_open(db, call_id):
            return None
        sound = recording_audio.sound_of(db, app.vault, recording_id)
    sid = recording_audio.sid_of(app.vault, known)
    if sound is None and sid is not None:
        sound = _fetched_at_once(app, recording_id, sid)
    return sound or _silence()


def _opened(app: App, call_id: int, token: str) -> int | None:
    found = _TOKEN.fullmatch(token)
    if found is None or not 0 <= call_id <= LARGEST_ID:
        return None
    recording_id, until = int(found[1]), int(found[2])
    genuine = hmac.compare_digest(found[3], _mac(app, call_id, recording_id, until))
    if not genuine or app.clock().timestamp() >= until:
        return None
    return recording_id


def _mac(app: App, call_id: int, recording_id: int, until: int) -> str:
    return app.vault.playing_key(f"{recording_id}:{call_id}:{until}").hex()[:_MAC]


def _fetched_at_once(app: App, recording_id: int, sid: str) -> bytes | None:
    """The provider needs a moment to finish a recording that was made just now; it gets no more."""
    for seconds in _TRIES:
        time.sleep(seconds)
        try:
            sound = app.calls.recording(sid)
        except (Refused, Unclear, TooLarge) as fault:
            if _is_preparing(fault):
                continue
            log.warning("recording.no_sound", fault=type(fault).__name__)
            return None
        _put(app, recording_id, sound)
        return sound
    return None


def _is_preparing(fault: Exception) -> bool:
    return isinstance(fault, Refused) and fault.status == GONE


# --- fetched, sealed, deleted there ------------------------------------------------------------


def run_due(app: App) -> int:
    """Do what is due about recordings; of how many. Safe to run twice, and in two workers at once."""
    _drop_outlived(app)
    with app.database.reading() as db:
        due = recording_audio.due(db, app.clock(), _BATCH)
    began, done = time.monotonic(), 0
    for recording_id in due:
        done += _take_on(app, recording_id)
        if time.monotonic() - began > _LONGEST_JOB:
            break
    if len(due) == _BATCH:
        app.doorbell.ring("recordings")
    return done


def _drop_outlived(app: App) -> None:
    bodies = app.community.retention_bodies
    app.database.write(lambda db: recording_audio.drop_outlived(db, app.clock(), bodies))


def _take_on(app: App, recording_id: int) -> bool:
    """One recording, as far as it goes: its sound before the provider's copy is deleted."""
    now = app.clock()
    one = app.database.write(lambda db: recording_audio.claim(db, recording_id, now, now + _LEASE))
    if one is None:
        return False
    if one.state != "dropped" and not one.fetched and not _fetch(app, one):
        return False
    return _delete_there(app, one)


def _fetch(app: App, one: Due) -> bool:
    """Get the sound and keep it; whether the provider's copy is of no use any more."""
    sid = recording_audio.sid_of(app.vault, one)
    if sid is None:
        return True
    try:
        sound = app.calls.recording(sid)
    except TooLarge:
        return _lost(app, one, "too large")
    except (Refused, Unclear) as fault:
        if app.clock() - one.created_at >= _GIVEN_UP:
            return _lost(app, one, type(fault).__name__)
        _once_more(app, one, fault)
        return False
    _put(app, one.id, sound)
    return True


def _put(app: App, recording_id: int, sound: bytes) -> None:
    now = app.clock()
    app.database.write(lambda db: recording_audio.put(db, app.vault, recording_id, sound, now))


def _lost(app: App, one: Due, kind: str) -> bool:
    log.error("recording.lost", kind=kind)
    return app.database.write(lambda db: recordings.drop(db, one.id, app.clock()))


def _delete_there(app: App, one: Due) -> bool:
    sid = recording_audio.sid_of(app.vault, one)
    if sid is not None:
        try:
            app.calls.delete_recording(sid)
        except (Refused, Unclear) as fault:
            _once_more(app, one, fault)
            return False
    app.database.write(lambda db: recording_audio.gone_there(db, one.id, app.clock()))
    return True


def _once_more(app: App, one: Due, fault: Refused | Unclear) -> None:
    """Later each time: an eighth of the recording's age, within limits."""
    now = app.clock()
    wait = min(max((now - one.created_at) / 8, _SOONEST), _LATEST)
    if not _is_preparing(fault):
        log.warning("recording.unsettled", fault=type(fault).__name__)
    app.database.write(lambda db: recording_audio.again(db, one.id, now + wait))


# --- of no use any more ------------------------------------------------------------------------


def waiting_for(
    uow: UnitOfWork, member_id: int, *, team: bool, unvouched: Collection[str] = ()
) -> Sequence[int]:
    """Recordings that wait for a member to hear them: thanks, but for help in the categories `unvouched`, and
    for the team its messages."""
    thanks = recording_audio.thanks_for(uow.db, member_id, unvouched)
    return [*thanks, *(recording_audio.messages(uow.db, member_id) if team else [])]
