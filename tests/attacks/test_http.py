"""What comes to the web process over the wire: the real one, in its gunicorn."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hotline.cli.web_server.server import options
from hotline.web import headers
from tests import conftest, signing
from tests.support_line import SMS_PATH, Line, sms
from tests.support_processes import Processes, free_port, processes, wait_until

MAYA = "+9613000001"
THREADS = 8  # as `hotline web` has them for each worker


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Served]:
    """One web process for all of these: none of them may bring it down."""
    home = tmp_path_factory.mktemp("web")
    database = home / "hotline.db"
    database.write_bytes(sqlite_template.read_bytes())
    environ = {
        "HOTLINE_DATA": str(home),
        "DATABASE_URL": f"sqlite:///{database}",
        "REDIS_URL": conftest.NO_REDIS,
        "TWILIO_ACCOUNT_SID": conftest.ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": conftest.AUTH_TOKEN,
        "TWILIO_API_URL": f"http://127.0.0.1:{free_port()}",
        "HOTLINE_NUMBER": conftest.OUR_NUMBER,
        "HOTLINE_KEY": conftest.KEY,
    }
    with processes(environ, home / "logs") as (children, line):
        yield children, line


Served = tuple[Processes, Line]


def connected(line: Line) -> socket.socket:
    where = urlsplit(line.url)
    return socket.create_connection((str(where.hostname), where.port), timeout=60)


def raw(line: Line, request: bytes) -> bytes:
    """The answer to these bytes, up to its end."""
    with closing(connected(line)) as wire:
        wire.sendall(request)
        answer = b""
        while part := wire.recv(65536):
            answer += part
            if b"\r\n\r\n" in answer:
                break
        return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize("path", ["/healthz", "/readyz", SMS_PATH, "/nowhere", "/twilio/voice"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_every_answer_has_the_headers(served: Served, method: str, path: str) -> None:
    where = urlsplit(served[1].url)
    connection = HTTPConnection(str(where.hostname), where.port, timeout=60)
    connection.request(method, path)
    answer = connection.getresponse()
    answer.read()
    found = {name: answer.headers.get_all(name) for name in (*headers.ALWAYS, *headers.UNLESS_SET)}
    assert found == {n: [v] for n, v in (headers.ALWAYS | headers.UNLESS_SET).items()}
    assert "gunicorn" not in str(answer.headers).lower()
    assert "python" not in str(answer.headers).lower()
    connection.close()


def test_a_chunked_body_that_does_not_end_is_cut_at_the_limit(served: Served) -> None:
    """No Content-Length says that it is 10 MB; what is over 64 KB is not waited for."""
    _, line = served
    with closing(connected(line)) as wire:
        wire.sendall(
            b"POST /twilio/sms HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        chunk = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
        sent = 0
        try:
            for _ in range(640):
                wire.sendall(chunk)
                sent += 1
            answer = wire.recv(65536)
        except OSError:
            answer = b"HTTP/1.1 413 cut"
    assert status(answer or b"HTTP/1.1 413 cut") in (403, 413)
    assert line.send("GET", "/healthz").status == 200


@pytest.mark.parametrize("length", ["10000000", "99999999999999999999"])
def test_a_body_said_to_be_too_long_is_not_read(served: Served, length: str) -> None:
    """The answer comes although not one byte of it was sent."""
    request = (
        "POST /twilio/sms HTTP/1.1\r\nHost: x\r\nX-Twilio-Signature: x\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    )
    assert status(raw(served[1], request.encode())) == 413


@pytest.mark.parametrize(
    "line_or_header",
    [
        b"Content-Length: -1",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked, identity",
        b"Content-Length: 0x10",
        b"X-Bad Header: 1",
        b"X: " + b"a" * 9000,
        b"\r\n".join(b"X-%d: 1" % n for n in range(200)),
    ],
)
def test_what_is_no_http_is_refused_without_quoting_it(
    served: Served, line_or_header: bytes
) -> None:
    children, line = served
    marked = b"POST /twilio/sms HTTP/1.1\r\nHost: x\r\nX-Mark: +9613777777\r\n"
    answer = raw(line, marked + line_or_header + b"\r\n\r\nhello")
    assert 400 <= status(answer) < 500
    assert b"3777777" not in answer
    assert "3777777" not in children.written()
    assert line.send("GET", "/healthz").status == 200


@pytest.mark.parametrize(
    "request_line", [b"POST /" + b"9613777777" * 400 + b" HTTP/1.1", b"9613777777", b"\x00\x01"]
)
def test_a_request_line_that_is_none_is_refused(served: Served, request_line: bytes) -> None:
    children, line = served
    answer = raw(line, request_line + b"\r\nHost: x\r\n\r\n")
    assert answer == b"" or 400 <= status(answer) < 500
    assert "3777777" not in children.written()


def test_slow_clients_do_not_stop_others(served: Served) -> None:
    """As many of them as there are threads, and some more, each with half a request that never ends."""
    _, line = served
    wires = [connected(line) for _ in range(THREADS + 4)]
    halves = [
        b"POST /twilio/sms HTTP/1.1\r\nHost: x\r\n",
        b"POST /twilio/sms HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nBody=hel",
    ]
    for number, wire in enumerate(wires):
        wire.sendall(halves[number % 2])
    assert line.text(MAYA, "hello").texts
    wait_until(lambda: all(ended(wire) for wire in wires), "the slow ones are cut off")
    for wire in wires:
        wire.close()


def ended(wire: socket.socket) -> bool:
    """Whether the other side has ended this connection, its answer read or not."""
    wire.settimeout(0.2)
    try:
        while wire.recv(65536):
            pass
        return True
    except TimeoutError:
        return False
    except OSError:
        return True


def test_a_lying_length_changes_nothing(served: Served) -> None:
    """Fewer bytes than said, then the end: a truly signed text of which a part is missing."""
    _, line = served
    pairs = list(sms(MAYA, "need food").items())
    body = signing.form(pairs)
    head = signing.headers(conftest.AUTH_TOKEN, line.url + SMS_PATH, pairs)
    request = f"POST {SMS_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
    request += "".join(f"{name}: {value}\r\n" for name, value in head.items())
    with closing(connected(line)) as wire:
        wire.sendall(request.encode() + b"\r\n" + body[:-9])
        wire.shutdown(socket.SHUT_WR)
        answer = wire.recv(65536)
    assert answer == b"" or 400 <= status(answer) < 500


def test_debug_is_off_and_limits_are_set() -> None:
    told = options("127.0.0.1", 8000, 1, THREADS)
    assert told["accesslog"] is None
    lines, fields = told["limit_request_line"], told["limit_request_fields"]
    assert isinstance(lines, int) and lines <= 4096
    assert isinstance(fields, int) and fields <= 100
