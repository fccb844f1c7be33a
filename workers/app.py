"""The one App of a worker process, which its jobs work with."""

from __future__ import annotations

from hotline.services.kernel.app import App

_house: App | None = None


def use(app: App) -> None:
    """Say which App this process works with, before the first job."""
    global _house
    _house = app


def app() -> App:
    """The App of this process. Raises RuntimeError in a process that is no worker."""
    if _house is None:
        raise RuntimeError("jobs run in a worker: start one with `hotline worker`")
    return _house
