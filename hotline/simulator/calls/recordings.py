"""Recordings of callers' words: the resource, and audio made for it by hand.

Nobody speaks here: a recording's words are text. Its audio is a hum or silence of the right length,
with the words as a comment inside, so that whoever fetches it can be seen to hold the right one.
"""

import io
import struct
import wave
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Lock

from hotline.simulator.core.resources import API_VERSION, new_sid

_RATE = 8000  # samples a second, as on the telephone
_LONGEST_AUDIO = 60  # seconds of it that are really made
# MPEG-1 layer III, 32 kbit/s, 44.1 kHz, mono: a frame of nothing, 26 ms long.
_MP3_FRAME = b"\xff\xfb\x10\xc0" + bytes(100)
_MP3_FRAMES_A_SECOND = 44100 / 1152


@dataclass(frozen=True)
class RecordingResource:
    """One recording of one call; `seconds` long."""

    account_sid: str
    call_sid: str
    words: str = field(repr=False)
    seconds: int
    sid: str = field(default_factory=lambda: new_sid("RE"))
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def path(self) -> str:
        """Where it is on the REST API, without an ending."""
        return f"/{API_VERSION}/Accounts/{self.account_sid}/Recordings/{self.sid}"

    def as_json(self) -> dict[str, object]:
        """The Recording resource."""
        return {
            "account_sid": self.account_sid,
            "api_version": API_VERSION,
            "call_sid": self.call_sid,
            "channels": 1,
            "conference_sid": None,
            "date_created": format_datetime(self.created),
            "date_updated": format_datetime(self.created),
            "duration": str(self.seconds),
            "error_code": None,
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "source": "RecordVerb",
            "start_time": format_datetime(self.created),
            "status": "completed",
            "uri": f"{self.path}.json",
        }

    def wav(self) -> bytes:
        """It as a WAV file: a low hum, the words in an INFO chunk."""
        audio = io.BytesIO()
        with wave.open(audio, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(1)
            file.setframerate(_RATE)
            hum = b"\x80\x90\x98\x90\x80\x70\x68\x70"
            file.writeframes(hum * (_RATE // len(hum) * min(self.seconds, _LONGEST_AUDIO)))
        comment = self.words.encode() + b"\0"
        comment += b"\0" * (len(comment) % 2)
        info = b"INFO" + b"ICMT" + struct.pack("<I", len(comment)) + comment
        whole = audio.getvalue() + b"LIST" + struct.pack("<I", len(info)) + info
        return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]

    def mp3(self) -> bytes:
        """It as an MP3 file: silence, the words in an ID3 comment."""
        comment = b"\x03eng\0" + self.words.encode()
        frame = b"COMM" + _synchsafe(len(comment)) + b"\0\0" + comment
        tag = b"ID3\x04\0\0" + _synchsafe(len(frame)) + frame
        return tag + _MP3_FRAME * round(min(self.seconds, _LONGEST_AUDIO) * _MP3_FRAMES_A_SECOND)


def _synchsafe(size: int) -> bytes:
    """A length as ID3v2.4 writes it: seven bits a byte."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


class RecordingStore:
    """All recordings that have not been deleted."""

    def __init__(self) -> None:
        self._kept: dict[str, RecordingResource] = {}
        self._lock = Lock()

    def add(self, recording: RecordingResource) -> None:
        """Keep one."""
        with self._lock:
            self._kept[recording.sid] = recording

    def get(self, sid: str) -> RecordingResource | None:
        """The recording of that id, or None."""
        with self._lock:
            return self._kept.get(sid)

    def all(self, call_sid: str | None = None) -> list[RecordingResource]:
        """All, or those of one call: newest first."""
        with self._lock:
            found = reversed(self._kept.values())
            return [one for one in found if call_sid in (None, one.call_sid)]

    def remove(self, sid: str) -> None:
        """Forget one."""
        with self._lock:
            self._kept.pop(sid, None)
