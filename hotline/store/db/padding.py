"""What is sealed is made as long as many others are: to 64, 128, 192 or 256 bytes, then by 256 more.

A byte 0x80 stands after the content, then zeros (ISO/IEC 7816-4).
"""

_END = b"\x80"
_FINE, _COARSE = 64, 256


class PaddingFault(ValueError):
    """What was opened is not padded."""


def padded(content: bytes, least: int) -> bytes:
    """The content, its end marked, filled up to the next step, and to `least` bytes at any rate."""
    length = max(len(content) + len(_END), least)
    step = _FINE if length <= _COARSE else _COARSE
    return (content + _END).ljust(-(-length // step) * step, b"\0")


def unpadded(content: bytes) -> bytes:
    """What was padded. Raises PaddingFault."""
    inner = content.rstrip(b"\0")
    if not inner.endswith(_END):
        raise PaddingFault("sealed content without its end")
    return inner[: -len(_END)]
