"""The sound of a recording, for the call in which it was made."""

from __future__ import annotations

import hmac

import structlog

from hotline.gateway.calls import Refused, TooLarge, Unclear
from hotline.services.calls.wording import playback_key
from hotline.services.house import House
from hotline.store import calls, recordings

log = structlog.get_logger(__name__)


def ready(house: House, call_id: int, sid: str) -> None:
    """The provider says that a recording can be fetched: from now on it is due to be."""
    now = house.clock()
    house.database.write(lambda db: recordings.ready(db, house.vault, call_id, sid, now))


def to_play(house: House, call_id: int, recording_id: int, key: str) -> bytes | None:
    """A recording as MP3, while its call is open; None for a wrong key, and where there is none.

    Fetched from the provider: it is heard seconds after it was made. No connection to the database
    is held meanwhile.
    """
    if not hmac.compare_digest(key.encode(), playback_key(house, call_id, recording_id).encode()):
        return None
    with house.database.reading() as db:
        known = recordings.find(db, recording_id)
        if known is None or known.call_id != call_id or not calls.is_open(db, call_id):
            return None
    return None if known.provider_sid is None else _fetched(house, known.provider_sid)


def _fetched(house: House, sid: str) -> bytes | None:
    try:
        return house.calls.recording(sid)
    except (Refused, Unclear, TooLarge) as fault:
        log.warning("call.no_sound", fault=type(fault).__name__)
        return None
