"""The master key: its own, fitting the database, and no old one left over."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import inspect

from hotline.config import DEMO_KEYS
from hotline.services.doctor.findings import Finding, Target
from hotline.store.db import keyring


def inspect_keys(target: Target) -> Iterator[Finding]:
    """Whether the key is a secret, opens the database, and no rotation is left half done."""
    settings = target.settings
    if set(settings.keys) & DEMO_KEYS:
        yield Finding(
            "key",
            "HOTLINE_KEY is the demo's, which everybody knows",
            "leave HOTLINE_DEMO out and set the key that `hotline keys new` prints",
        )
    with target.reading() as db:
        if not inspect(db).has_table("data_keys"):
            return
        fits, numbers = keyring.opens(db, settings.keys), keyring.numbers(db)
        newest_alone = fits and keyring.opens(db, settings.keys[:1])
    if not fits:
        yield Finding(
            "key",
            "HOTLINE_KEY does not open this database",
            "set the key it was begun with, or the one it was rotated to",
        )
    elif not newest_alone or len(numbers) > 1:
        yield Finding(
            "key",
            "a new key is not in use everywhere yet",
            "run `hotline keys rotate`, which goes on where it stopped",
        )
    elif settings.old_keys:
        yield Finding(
            "key",
            "HOTLINE_KEY still holds an old key, which opens nothing any more",
            "take it out; keep it, apart, only as long as backups from before",
            grave=False,
        )
