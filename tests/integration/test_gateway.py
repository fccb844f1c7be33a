"""The gateway against the local carrier, over HTTP, with the real Twilio client."""

import logging
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Thread

import pytest
from twilio.base.exceptions import TwilioException

from hotline.gateway.client import Gateway, Refused, Unclear, Unreachable
from hotline.simulator.core.settings import InjectedFaults, SimulatedAccount
from hotline.simulator.server import Simulator

ACCOUNT = SimulatedAccount("AC" + "0" * 32, "the-token", "+15550001111")
PHONE = "+9613123456"
CALLBACK = "http://127.0.0.1:9/status/1"
WORDS = "private words"


@pytest.fixture
def carrier() -> Iterator[Simulator]:
    with Simulator(ACCOUNT) as carrier:
        carrier.faults = InjectedFaults(callbacks=False)
        yield carrier


@pytest.fixture
def gateway(carrier: Simulator) -> Gateway:
    return gateway_to(carrier.url)


def gateway_to(url: str, token: str = "the-token", timeout: float = 5.0) -> Gateway:
    return Gateway(ACCOUNT.account_sid, token, url, ACCOUNT.number, lambda _: True, timeout)


def bodies(carrier: Simulator, phone: str = PHONE) -> list[str]:
    return [line.body for line in carrier.screen(phone)]


def test_a_text_is_sent_with_its_words_and_callback(carrier: Simulator, gateway: Gateway) -> None:
    sent = gateway.send(PHONE, "طلب 47: طعام & more", CALLBACK)
    (message,) = carrier.messages()
    assert (message.sid, sent.status) == (sent.sid, "queued")
    assert (message.to, message.sender) == (PHONE, ACCOUNT.number)
    assert (message.body, message.callback) == ("طلب 47: طعام & more", CALLBACK)
    assert bodies(carrier) == ["طلب 47: طعام & more"]


def test_half_a_character_does_not_stop_a_text(carrier: Simulator, gateway: Gateway) -> None:
    gateway.send(PHONE, "a\ud83db", CALLBACK)
    assert bodies(carrier) == ["ab"]


def test_answers_never_cross_between_threads(carrier: Simulator, gateway: Gateway) -> None:
    """The library's own HTTP client hands a thread its neighbour's answer now and then."""
    phones = [f"+96131{n:05d}" for n in range(300)]
    with ThreadPoolExecutor(16) as pool:
        sent = list(pool.map(lambda to: gateway.send(to, to, CALLBACK).sid, phones))
    assert {m.to: m.sid for m in carrier.messages()} == dict(zip(phones, sent, strict=True))


def test_connections_are_reused() -> None:
    """Two requests come down one connection."""
    answer = 'HTTP/1.1 201 Created\r\nContent-Length: 14\r\n\r\n{"sid": "SM1"}'
    with answering(answer, times=2) as url:
        gateway = gateway_to(url)
        assert [gateway.send(PHONE, "x", CALLBACK).sid for _ in range(2)] == ["SM1", "SM1"]


# Refusals


@pytest.mark.parametrize(
    ("to", "body", "code"),
    [
        ("+1", "x", 21211),
        (ACCOUNT.number, "x", 21266),
        (PHONE, "", 21602),
        (PHONE, "x" * 1601, 21617),
    ],
)
def test_a_refusal_carries_the_providers_code(
    carrier: Simulator, gateway: Gateway, to: str, body: str, code: int
) -> None:
    with pytest.raises(Refused) as refused:
        gateway.send(to, body, CALLBACK)
    assert (refused.value.status, refused.value.code) == (400, code)
    assert refused.value.retry_after is None
    assert carrier.messages() == []


def test_a_wrong_token_is_a_refusal(carrier: Simulator) -> None:
    with pytest.raises(Refused) as refused:
        gateway_to(carrier.url, token="wrong").send(PHONE, "x", CALLBACK)
    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_too_many_requests_say_when_to_come_back(carrier: Simulator, gateway: Gateway) -> None:
    carrier.faults = InjectedFaults(callbacks=False, fail_next=1, fail_status=429, retry_after=7)
    with pytest.raises(Refused) as refused:
        gateway.send(PHONE, "x", CALLBACK)
    assert (refused.value.status, refused.value.code, refused.value.retry_after) == (429, 20429, 7)
    gateway.send(PHONE, "x", CALLBACK)
    assert len(carrier.messages()) == 1


def test_retry_after_may_be_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    line = f"HTTP/1.1 429 Slow\r\nRetry-After: {soon}\r\nContent-Length: 0\r\n\r\n"
    with answering(line) as url, pytest.raises(Refused) as refused:
        gateway_to(url).send(PHONE, "x", CALLBACK)
    assert refused.value.code is None
    assert refused.value.retry_after is not None and 500 < refused.value.retry_after <= 600


@pytest.mark.parametrize("header", ["soon", "", "-1", "٣"])
def test_an_odd_retry_after_is_none(header: str) -> None:
    line = f"HTTP/1.1 429 Slow\r\nRetry-After: {header}\r\nContent-Length: 0\r\n\r\n"
    with answering(line) as url, pytest.raises(Refused) as refused:
        gateway_to(url).send(PHONE, "x", CALLBACK)
    assert refused.value.retry_after is None


def test_a_redirect_is_not_followed() -> None:
    line = "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    with answering(line) as url, pytest.raises(Refused) as refused:
        gateway_to(url).send(PHONE, "x", CALLBACK)
    assert refused.value.status == 307


# What is unclear


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_fault_is_unclear_sent_or_not(
    carrier: Simulator, gateway: Gateway, status: int
) -> None:
    faults = {"fail_next": 1, "fail_status": status, "fail_after": 1, "fail_after_status": status}
    carrier.faults = InjectedFaults(callbacks=False).changed(faults)
    for _ in range(2):
        with pytest.raises(Unclear) as unclear:
            gateway.send(PHONE, "x", CALLBACK)
        assert not isinstance(unclear.value, Unreachable)
    assert len(carrier.messages()) == 1  # not retried by the gateway itself


@pytest.mark.parametrize(("fault", "sent"), [("drop_before", 0), ("drop_after", 1)])
def test_a_dropped_connection_is_unclear(
    carrier: Simulator, gateway: Gateway, fault: str, sent: int
) -> None:
    carrier.faults = InjectedFaults(callbacks=False).changed({fault: 1})
    with pytest.raises(Unclear) as unclear:
        gateway.send(PHONE, "x", CALLBACK)
    assert not isinstance(unclear.value, Unreachable)
    assert len(carrier.messages()) == sent


def test_no_answer_in_time_is_unclear(carrier: Simulator) -> None:
    carrier.faults = InjectedFaults(callbacks=False, latency=0.5)
    with pytest.raises(Unclear) as unclear:
        gateway_to(carrier.url, timeout=0.1).send(PHONE, "x", CALLBACK)
    assert not isinstance(unclear.value, Unreachable)


def test_nobody_there_is_surely_not_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: refuses connections
        port = taken.getsockname()[1]
        with pytest.raises(Unreachable):
            gateway_to(f"http://127.0.0.1:{port}").send(PHONE, "x", CALLBACK)


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", '{"sid": null}', "7"])
def test_an_acceptance_that_cannot_be_read_is_unclear(body: str) -> None:
    line = f"HTTP/1.1 201 Created\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    with answering(line) as url, pytest.raises(Unclear):
        gateway_to(url).send(PHONE, "x", CALLBACK)


# Secrecy


def failing_sends(carrier: Simulator, gateway: Gateway) -> Iterator[Callable[[], object]]:
    yield lambda: gateway.send("+1234", WORDS, CALLBACK)
    carrier.faults = InjectedFaults(callbacks=False, drop_before=1)
    yield lambda: gateway.send(PHONE, WORDS, CALLBACK)
    carrier.faults = InjectedFaults(callbacks=False, fail_next=1)
    yield lambda: gateway.send(PHONE, WORDS, CALLBACK)
    yield lambda: gateway_to("http://127.0.0.1:1").sent_to(PHONE, datetime.now(UTC))


def test_faults_and_logs_hold_no_number_and_no_words(
    carrier: Simulator, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    gateway.send(PHONE, WORDS, CALLBACK)
    for send in failing_sends(carrier, gateway):
        with pytest.raises((Refused, Unclear)) as raised:
            send()
        fault: BaseException | None = raised.value
        assert fault is not None and fault.__cause__ is None and fault.__context__ is None
        shown = f"{fault} {fault!r} {fault.args}"
        assert not isinstance(fault, TwilioException)
        assert "1234" not in shown and "3123456" not in shown and WORDS not in shown
    assert "3123456" not in caplog.text and WORDS not in caplog.text
    (listed, *_) = gateway.sent_to(PHONE, datetime.now(UTC) - timedelta(hours=1))
    assert WORDS not in repr(listed) and listed.body == WORDS


# Listing


def test_what_was_sent_since_is_listed_newest_first(carrier: Simulator, gateway: Gateway) -> None:
    since = datetime.now(UTC)
    sent = [gateway.send(PHONE, f"text {n}", CALLBACK).sid for n in range(3)]
    gateway.send("+9613999999", "to another", CALLBACK)
    listed = gateway.sent_to(PHONE, since)
    assert [text.sid for text in listed] == sent[::-1]
    assert (listed[0].body, listed[0].status, listed[0].error_code) == ("text 2", "delivered", None)
    assert abs(listed[0].created_at - since) < timedelta(seconds=30)


def test_what_was_sent_before_is_not_listed(carrier: Simulator, gateway: Gateway) -> None:
    gateway.send(PHONE, "old", CALLBACK)
    (old,) = carrier.messages()
    old.created = old.sent = old.created - timedelta(minutes=5)
    gateway.send(PHONE, "new", CALLBACK)
    now = datetime.now(UTC)
    assert [t.body for t in gateway.sent_to(PHONE, now - timedelta(minutes=1))] == ["new"]
    assert [t.body for t in gateway.sent_to(PHONE, now - timedelta(minutes=9))] == ["new", "old"]


def test_a_text_still_queued_is_listed(carrier: Simulator, gateway: Gateway) -> None:
    gateway.send(PHONE, "waiting", CALLBACK)
    (message,) = carrier.messages()
    message.status, message.sent = "queued", None
    assert [t.status for t in gateway.sent_to(PHONE, message.created)] == ["queued"]


def test_a_text_that_waited_long_does_not_end_the_list(
    carrier: Simulator, gateway: Gateway
) -> None:
    """Sorted by sending, one created long ago may stand before one created since."""
    gateway.send(PHONE, "new", CALLBACK)
    gateway.send(PHONE, "waited", CALLBACK)
    carrier.messages()[0].created -= timedelta(hours=2)
    since = datetime.now(UTC) - timedelta(minutes=1)
    assert [t.body for t in gateway.sent_to(PHONE, since)] == ["new"]


def test_listing_goes_over_pages_and_ends(carrier: Simulator, gateway: Gateway) -> None:
    since = datetime.now(UTC)
    for n in range(60):
        gateway.send(PHONE, str(n), CALLBACK)
    assert [t.body for t in gateway.sent_to(PHONE, since)] == [str(n) for n in range(59, -1, -1)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: gateway.send(PHONE, str(n), CALLBACK), range(150)))
    assert len(gateway.sent_to(PHONE, since)) == 200


def test_an_undelivered_text_is_listed_with_its_error(carrier: Simulator, gateway: Gateway) -> None:
    carrier.faults = InjectedFaults(callbacks=False, unreachable=frozenset({PHONE}))
    gateway.send(PHONE, "x", CALLBACK)
    (listed,) = gateway.sent_to(PHONE, datetime.now(UTC) - timedelta(minutes=1))
    assert (listed.status, listed.error_code) == ("undelivered", 30003)


# A server of raw answers


@contextmanager
def answering(answer: str, times: int = 1) -> Iterator[str]:
    """The URL of a server that takes one connection and gives just this answer on it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=_answer, args=(server, answer.encode(), times))
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def _answer(server: socket.socket, answer: bytes, times: int) -> None:
    connection, _ = server.accept()
    with connection:
        for _ in range(times):
            while not connection.recv(65536).endswith(b"Body=x"):
                continue
            connection.sendall(answer)
