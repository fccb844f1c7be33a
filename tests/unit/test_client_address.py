"""From where a request comes, as far as that can be believed."""

from __future__ import annotations

import ipaddress

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from hotline.web import client_address

PROXIES = (ipaddress.ip_network("10.0.0.0/8"),)


def address(peer: str, *forwarded: str) -> str:
    headers = [("X-Forwarded-For", each) for each in forwarded]
    environ = EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": peer}).get_environ()
    return client_address.of(Request(environ), PROXIES)


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("127.0.0.1", (), "127.0.0.1"),
        ("127.0.0.1", ("203.0.113.9",), "203.0.113.9"),
        ("::1", ("203.0.113.9",), "203.0.113.9"),
        ("", ("203.0.113.9",), "203.0.113.9"),  # by a socket
        ("::ffff:127.0.0.1", ("203.0.113.9",), "203.0.113.9"),
        ("127.0.0.1", ("203.0.113.9, 10.1.2.3",), "203.0.113.9"),
        ("10.1.2.3", ("2001:db8:1:2:3:4:5:6",), "2001:db8:1:2::/64"),
    ],
)
def test_our_own_proxies_are_believed(peer: str, forwarded: tuple[str, ...], counted: str) -> None:
    assert address(peer, *forwarded) == counted


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("203.0.113.9", ("198.51.100.1",), "203.0.113.9"),
        ("192.168.1.7", ("198.51.100.1",), "192.168.1.7"),  # not named in HOTLINE_PROXIES
        ("127.0.0.1", ("198.51.100.1, 203.0.113.9",), "203.0.113.9"),
        ("127.0.0.1", ("198.51.100.1", "203.0.113.9"), "203.0.113.9"),
        ("127.0.0.1", ("198.51.100.1, what, 203.0.113.9",), "203.0.113.9"),
        ("127.0.0.1", ("198.51.100.1, what",), "127.0.0.1"),
        ("127.0.0.1", ("10.9.9.9, 203.0.113.9",), "203.0.113.9"),
    ],
)
def test_what_the_sender_wrote_is_not(peer: str, forwarded: tuple[str, ...], counted: str) -> None:
    assert address(peer, *forwarded) == counted
