"""From where a request comes: what tries to sign in are counted by.

`X-Forwarded-For` is what anybody writes into it, so it is believed only of our own proxies: this machine
itself, and those of HOTLINE_PROXIES. Each proxy adds on the right whom it had the request from; so the
first from the right that is none of ours is the sender.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from itertools import chain, pairwise

from flask import Request

from hotline.config import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_ONE_PLACE = 64  # bits of an IPv6 address: whoever has one has all that share them
NOWHERE = "-"


def of(request: Request, proxies: Sequence[Network]) -> str:
    """An address as it is counted: of IPv6 the network; `-` where none can be told."""
    forwarded = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    way = [_read(each) for each in chain([request.remote_addr or ""], reversed(forwarded))]
    sender = way[0]
    for nearer, farther in pairwise(way):
        if farther is None or not _is_ours(nearer, proxies):
            break
        sender = farther
    return NOWHERE if sender is None else _counted(sender)


def _read(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _is_ours(address: Address | None, proxies: Sequence[Network]) -> bool:
    """Whether it is one of our proxies; without an address it came by a socket of this machine."""
    if address is None or address.is_loopback:
        return True
    return any(address in network for network in proxies)


def _counted(address: Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, _ONE_PLACE), strict=False))
