"""Logs as JSON lines on stderr, with ids and codes only.

A log outlives what it tells of and is copied about, so no number and no word of a conversation may
get into it. What is not known to be harmless is left out: keys by name, values by shape, and the
messages of libraries, which print what they were given (SQLAlchemy the parameters of a statement,
twilio those of a request). Exceptions are told by type and place, never by their message.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from hotline.domain.scrubbing.scrubber import scrub

# Keys that may be logged, besides those that end in _id, _ids or _count.
KNOWN_KEYS = frozenset(
    """
    attempt caused_by code count due error event fault flow job kind lag language level line
    logger oldest passes pid port priority process queue reason reference seconds sent state
    states status step table task timestamp tries verdict version wave where withheld
    """.split()  # noqa: SIM905  forty lines otherwise
)
_KNOWN_ENDINGS = ("_id", "_ids", "_count")

# Libraries whose messages are their own words, said when they start, stop and migrate.
_TRUSTED = ("gunicorn.error", "alembic", "rq.worker")
_OURS = ("hotline", "workers", "flows")

# An id, a code, an address or a place in the code looks like this; a sentence does not.
_CODE = re.compile(r"[A-Za-z0-9_.:/#+-]{1,80}")
_FOREIGN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z]{2}[0-9a-f]{32}")
_SERVER = re.compile(r"https?://(localhost|[0-9]{1,3}(\.[0-9]{1,3}){3}):[0-9]{1,5}")
_ONE_PLAIN_LINE = re.compile(r"[ -~]{1,200}")
_HIDDEN = "***"
_LONGEST_CHAIN = 5


def configure_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send every log line of this process, ours and the libraries', through one safe renderer.

    `stream` is stderr where not given. Handlers that libraries have put up so far are removed: call
    it again after one (gunicorn, say) has set up its own. Uncaught exceptions are logged as well,
    instead of Python's own traceback.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Lines())
    handler.addFilter(_worth_a_line)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    _disarm_libraries()
    _configure_structlog()
    _catch_the_uncaught()


def _configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            _hand_over,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _disarm_libraries() -> None:
    logging.raiseExceptions = False  # else a failing handler prints the arguments it was given
    logging.captureWarnings(True)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("twilio.http_client").setLevel(logging.CRITICAL)


def _catch_the_uncaught() -> None:
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _log_uncaught(args.exc_value)
    sys.unraisablehook = lambda args: _log_uncaught(args.exc_value)


def _uncaught(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log_uncaught(error)


def _log_uncaught(error: BaseException | None) -> None:
    structlog.get_logger("hotline").critical("uncaught", exc_info=error)


def _hand_over(_: WrappedLogger, __: str, event: EventDict) -> tuple[tuple[object, ...], object]:
    """From structlog to the standard library, whole; `exc_info` travels in the record."""
    exc_info = event.pop("exc_info", None)
    if isinstance(exc_info, BaseException):
        exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
    return (dict(event),), {"exc_info": exc_info, "extra": {"by_structlog": True}}


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Whatever we log; of strangers, whose words are withheld anyway, only what is a warning."""
    familiar = hasattr(record, "by_structlog") or _is_one_of(record.name, _TRUSTED + _OURS)
    return familiar or record.levelno >= logging.WARNING


class _Lines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        if hasattr(record, "by_structlog") and isinstance(record.msg, dict):
            told = safe_fields(record.msg)
        else:
            told = _of_library(record)
        error = record.exc_info[1] if record.exc_info else None
        entry = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat("T", "milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **told,
            **(_described(error) if error else {}),
        }
        return json.dumps(entry, ensure_ascii=True)


def safe_fields(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields that may be logged; of the others only the names remain, under `withheld`."""
    known = {
        key: _safe(value) for key, value in fields.items() if _is_known(key) and key != "event"
    }
    withheld = sorted(_code(key) for key in fields if not _is_known(key))
    return {
        "event": _sentence(str(fields.get("event", ""))),
        **known,
        **({"withheld": withheld} if withheld else {}),
    }


def _is_known(key: str) -> bool:
    return key in KNOWN_KEYS or key.endswith(_KNOWN_ENDINGS)


def _safe(value: object) -> object:
    """A value as it may be logged: numbers, codes and lists of them.

    Numbers of 7 to 15 digits may be a phone's; row ids have more, counts and seconds fewer.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _HIDDEN if 10**6 <= abs(value) < 10**15 else value
    if isinstance(value, list | tuple | set | frozenset):
        return [_safe(item) for item in value]
    return _code(str(value))


def _code(value: str) -> str:
    if _FOREIGN_ID.fullmatch(value) or _SERVER.fullmatch(value):
        return value
    if not _CODE.fullmatch(value):
        return _HIDDEN
    if value.isdigit():  # a row id as text
        return str(_safe(int(value)))
    return _HIDDEN if scrub(value.replace(".", " ")).struck else value


def _sentence(text: str) -> str:
    """Words written in the program: one plain line, and nothing in it like a number or a link."""
    plain = _ONE_PLAIN_LINE.fullmatch(text)
    return text if plain and not scrub(text).struck else _HIDDEN


def _of_library(record: logging.LogRecord) -> dict[str, object]:
    """A trusted library's own words, with such values in them as are codes; else nothing."""
    if not _is_one_of(record.name, _TRUSTED + _OURS):
        return {"event": _HIDDEN}
    words = _sentence(" ".join(str(record.msg).split()))
    args = record.args if isinstance(record.args, tuple) else ()
    try:
        return {"event": words % tuple(_safe(arg) for arg in args) if args else words}
    except (TypeError, ValueError):  # these words do not take these values
        return {"event": words}


def _is_one_of(name: str, families: tuple[str, ...]) -> bool:
    return any(name == family or name.startswith(family + ".") for family in families)


def _described(error: BaseException) -> dict[str, object]:
    """Types and places of an exception and of those behind it; messages may hold anything."""
    chain = list(_chain(error))
    behind = [f"{type(cause).__name__}@{_place(cause)}" for cause in chain[1:]]
    return {
        "error": type(error).__name__,
        "where": _place(error),
        **({"caused_by": behind} if behind else {}),
    }


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    for _ in range(_LONGEST_CHAIN):
        if link is None:
            return
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _place(error: BaseException) -> str:
    """Module and line of the innermost frame, of our own code where it passed through that."""
    places: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    own = [place for place in places if place.split(".")[0].split(":")[0] in _OURS]
    return (own or places or ["?"])[-1]
