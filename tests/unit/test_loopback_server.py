"""The simulator's own server: a client that is gone before its answer leaves nothing open."""

from __future__ import annotations

import gc
import socket
import struct
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest

from hotline.simulator.api.wsgi_server import LoopbackServer

LATE = Event()
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: close by a reset


def answers_late(_environ: Any, start_response: Any) -> list[bytes]:
    """As Flask does with a fault, it leaves behind a circle that holds all that called it."""
    try:
        raise ValueError
    except ValueError as fault:
        circle = [fault]
        circle.append(circle)  # type: ignore[arg-type]
    assert LATE.wait(60)
    start_response("200 OK", [])
    return [b"an answer"]


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    server = LoopbackServer(0, answers_late)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.stop()


def test_who_hangs_up_before_the_answer_leaves_no_socket_open(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = Event()
    forget = server.shutdown_request

    def shutdown_request(request: Any) -> None:
        forget(request)
        ended.set()

    monkeypatch.setattr(server, "shutdown_request", shutdown_request)
    client = socket.create_connection(("127.0.0.1", server.server_port))
    client.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    client.close()
    LATE.set()
    assert ended.wait(60)
    gc.collect()  # a socket that is left open fails the test here
