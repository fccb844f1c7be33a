"""Headers of HTTP, read line by line: the standard library hands them to its parser of mail, which takes a
tenth of the time of these tests.

What is not one plain line for each header still goes there.
"""

from __future__ import annotations

import http.client
import io
import re
from typing import IO, Any

_PLAIN = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*)\r\n")
_parse = http.client.parse_headers


def by_lines() -> None:
    """Have this process's servers and clients read headers so."""
    vars(http.client)["parse_headers"] = parse_headers


def parse_headers(fp: IO[bytes], _class: Any = http.client.HTTPMessage) -> Any:
    """As http.client's. Raises what that raises."""
    lines = http.client._read_headers(fp)  # type: ignore[attr-defined]
    found = [match for line in lines[:-1] if (match := _PLAIN.fullmatch(line))]
    if lines[-1] != b"\r\n" or len(found) < len(lines) - 1:
        return _parse(io.BytesIO(b"".join(lines)), _class)
    message = _class()
    for header in found:
        message._headers.append(tuple(each.decode("iso-8859-1") for each in header.groups()))
    message.set_payload("")
    return message
