"""The one House of a worker process, which its jobs work with."""

from __future__ import annotations

from hotline.services.house import House

_house: House | None = None


def use(house: House) -> None:
    """Say which House this process works with, before the first job."""
    global _house
    _house = house


def house() -> House:
    """The House of this process. Raises RuntimeError in a process that is no worker."""
    if _house is None:
        raise RuntimeError("jobs run in a worker: start one with `hotline worker`")
    return _house
