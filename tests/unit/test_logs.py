"""Logs hold ids and codes: whatever else is put into them does not come out."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy
import structlog
from hypothesis import given
from hypothesis import strategies as st

from hotline.logs import configure_logging, safe_fields

NUMBER = "+96170123456"
WORDS = "blankets for two behind the bakery"


class Output(io.StringIO):
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def only(self) -> dict[str, Any]:
        (line,) = self.lines()
        return line


@pytest.fixture
def output() -> Iterator[Output]:
    """A configured process; put back as it was afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    with warnings.catch_warnings():
        stream = Output()
        configure_logging("info", stream)
        yield stream
        logging.captureWarnings(False)
    root.handlers[:], root.level, logging.raiseExceptions = before
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    logging.getLogger("twilio.http_client").setLevel(logging.NOTSET)
    structlog.reset_defaults()


def test_known_fields_come_out(output: Output) -> None:
    log = structlog.get_logger("hotline.services.delivery.deliver")
    log.warning("text.failed", message_id=2**58, kind="ask", code=21610, retry_count=2)
    line = output.only()
    assert line.pop("timestamp").endswith("+00:00")
    assert line == {
        "level": "warning",
        "logger": "hotline.services.delivery.deliver",
        "event": "text.failed",
        "message_id": 2**58,
        "kind": "ask",
        "code": 21610,
        "retry_count": 2,
    }


def test_unknown_fields_leave_their_names_alone(output: Output) -> None:
    structlog.get_logger("hotline").info("relay", phone=NUMBER, body=WORDS, need_id=5)
    assert output.only()["withheld"] == ["body", "phone"]
    assert NUMBER not in output.getvalue()
    assert WORDS not in output.getvalue()


@pytest.mark.parametrize(
    "value",
    [
        *(NUMBER, NUMBER[1:], int(NUMBER[1:]), float(NUMBER[1:]), "70123456", 70123456, WORDS),
        *("٧٠١٢٣٤٥٦", f"sms:{NUMBER}", "70-123-456", [NUMBER], {"to": NUMBER}, (70123456,)),
        *("70.123.456", "a@b.example", NUMBER.encode()),
    ],
)
def test_numbers_and_words_in_known_fields_are_hidden(output: Output, value: object) -> None:
    structlog.get_logger("hotline").info("hello", member_id=value, state=value)
    line = output.only()
    assert line["state"] in ("***", ["***"])
    assert line["member_id"] == line["state"]


@pytest.mark.parametrize(
    "value",
    [
        *(0, -3, 2**58, str(2**58), 0.25, True, None, "seeking", "workers.jobs:deliver"),
        *("1f2a3b4c-1111-2222-3333-123456789012", "SM" + "0123456789abcdef" * 2, "47", 47),
    ],
)
def test_ids_and_codes_stay(value: object) -> None:
    assert safe_fields({"event": "x", "job_id": value}) == {"event": "x", "job_id": value}


@pytest.mark.parametrize(
    "event", [f"call {NUMBER}", "call 70 12 34 56", "طعام", "see wa.me/x", "a\nb"]
)
def test_events_are_plain_words(output: Output, event: str) -> None:
    structlog.get_logger("hotline").info(event)
    assert output.only()["event"] == "***"


def test_exceptions_are_told_by_type_and_place(output: Output) -> None:
    log = structlog.get_logger("hotline")
    try:
        try:
            int(WORDS)
        except ValueError as error:
            raise LookupError(NUMBER) from error
    except LookupError:
        log.exception("broken")
    line = output.only()
    assert line["error"] == "LookupError"
    assert line["where"].startswith(f"{__name__}:")
    assert line["caused_by"][0].startswith("ValueError@")
    assert NUMBER not in output.getvalue()
    assert WORDS not in output.getvalue()


def test_the_place_of_an_exception_is_in_our_own_code(output: Output) -> None:
    from hotline.domain.phones import typed_number

    try:
        typed_number("no number", "LB")
    except ValueError as error:
        structlog.get_logger("hotline").error("bad", exc_info=error)
    assert output.only()["where"].startswith("hotline.domain.phones:")


def test_database_errors_do_not_show_their_parameters(output: Output) -> None:
    engine = sqlalchemy.create_engine("sqlite://")
    query = sqlalchemy.text("SELECT * FROM nowhere WHERE phone = :phone")
    with engine.connect() as connection:
        try:
            connection.execute(query, {"phone": NUMBER})
        except sqlalchemy.exc.OperationalError as error:
            assert NUMBER in str(error)
            structlog.get_logger("hotline").exception("database")
            logging.getLogger("sqlalchemy.engine").error("%s", error, exc_info=True)
            logging.getLogger("rq.worker").error("job %s: raised\n%s", "abc", error)
    engine.dispose()
    assert NUMBER not in output.getvalue()
    assert "nowhere" not in output.getvalue()
    assert [line.get("error") for line in output.lines()] == ["OperationalError"] * 2 + [None]


def test_the_twilio_client_is_silent(output: Output) -> None:
    logger = logging.getLogger("twilio.http_client")
    logger.info("POST Request: %s", "https://api.twilio.com/")
    logger.info("Data: %s", {"To": NUMBER, "Body": WORDS})
    logger.error("Data: %s", {"To": NUMBER, "Body": WORDS})
    assert output.getvalue() == ""


def test_strangers_are_named_and_not_quoted(output: Output) -> None:
    logging.getLogger("some.library").info(WORDS)
    logging.getLogger("some.library").warning("sent %s", WORDS)
    line = output.only()
    assert (line["logger"], line["level"], line["event"]) == ("some.library", "warning", "***")


def test_servers_may_say_that_they_start(output: Output) -> None:
    logger = logging.getLogger("gunicorn.error")
    logger.info("Listening at: %s (%s)", "http://127.0.0.1:8000", 4711)
    logger.info("Starting gunicorn %s", "27.0.1")
    logger.info("Refused %s", WORDS)
    logger.info(f"Refused {NUMBER}")
    logger.info("takes %d", "no number")
    assert [line["event"] for line in output.lines()] == [
        "Listening at: http://127.0.0.1:8000 (4711)",
        "Starting gunicorn 27.0.1",
        "Refused ***",
        "***",
        "takes %d",
    ]


def test_handlers_that_libraries_put_up_are_taken_down(output: Output) -> None:
    stray = Output()
    logger = logging.getLogger("gunicorn.error")
    logger.addHandler(logging.StreamHandler(stray))
    logger.propagate = False
    configure_logging("info", output)
    logger.info("Booting worker")
    assert stray.getvalue() == ""
    assert output.only()["event"] == "Booting worker"


def test_uncaught_exceptions_are_logged_without_their_message(output: Output) -> None:
    def fail() -> None:
        raise RuntimeError(NUMBER)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    sys.excepthook(RuntimeError, RuntimeError(NUMBER), None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    lines = output.lines()
    assert [(line["event"], line["error"]) for line in lines] == [("uncaught", "RuntimeError")] * 2
    assert NUMBER not in output.getvalue()


def test_levels_hold(output: Output) -> None:
    structlog.get_logger("hotline").debug("small")
    configure_logging("debug", output)
    structlog.get_logger("hotline").debug("large")
    assert output.only()["event"] == "large"


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=30) | st.integers(), max_size=4))
def test_any_fields_at_all_can_be_told(fields: dict[str, Any]) -> None:
    told = safe_fields({"event": "x", **fields, "phone": NUMBER})
    assert NUMBER not in json.dumps(told)
    withheld = told["withheld"]
    assert isinstance(withheld, list) and "phone" in withheld
