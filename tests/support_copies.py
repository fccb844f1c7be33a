"""Copies of databases in which something has happened: what takes long to come about is lived once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from hotline.store.db import ids
from tests import support_engines


class Copies:
    """Copies, in a folder or beside the original, that are gone with `drop`.

    `on_postgres` gives what runs a statement on the server; it is asked for where one is needed.
    """

    def __init__(self, folder: Path, on_postgres: Callable[[], Callable[[str], None]]) -> None:
        self._folder, self._on_postgres = folder, on_postgres
        self._databases: list[str] = []

    def of(self, url: str) -> str:
        """The URL of a copy of a database, which nobody has open."""
        original, name = make_url(url), f"copy_{uuid4().hex}"
        if original.get_backend_name() == "sqlite":
            path = self._folder / name / "hotline.db"
            path.parent.mkdir()
            shutil.copy(str(original.database), path)
            return f"sqlite:///{path}"
        support_engines.close(str(original.database))
        template = f"TEMPLATE {original.database} STRATEGY FILE_COPY"
        self._on_postgres()(f"CREATE DATABASE {name} {template}")
        self._databases.append(name)
        return original.set(database=name).render_as_string(hide_password=False)

    def drop(self) -> None:
        """Take the server's away again; files go with their folder."""
        for name in self._databases:
            support_engines.close(name)
            self._on_postgres()(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def earlier_ids() -> Iterator[None]:
    """Ids of what is made meanwhile lie below those of every test, which begin anew in each."""
    rising = count(1 << 39)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ids, "_draw", lambda _: next(rising))
        yield
