"""Words that were spoken: where a flow holds a text, it may hold a recording, `{"recording": id}`."""

from __future__ import annotations

from collections.abc import Mapping

from flows.text.prompts import Value
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.store.voice import recordings

WORDS, THANKS = "words", "thanks"


def written(words: Value) -> str | None:
    """The words as text; None where there are none, or where they were spoken."""
    return words if isinstance(words, str) and words else None


def recording(words: Value) -> int | None:
    """The id of the recording that holds the words, if they were spoken."""
    return int(words["recording"]) if isinstance(words, Mapping) else None


def belong(uow: UnitOfWork, need_id: int, words: Value, purpose: str = WORDS) -> None:
    """Give a need the recording of its words, in place of an earlier one; none where they are text."""
    new, old = recording(words), recordings.of_need(uow.db, need_id, purpose)
    if old is not None and old.id != new:
        recordings.drop(uow.db, old.id, uow.now)
    if new is not None:
        recordings.keep(uow.db, new, need_id=need_id, purpose=purpose)


def of_need(uow: UnitOfWork, need_id: int) -> dict[str, int] | None:
    """The spoken words of a need, as a flow holds them."""
    found = recordings.of_need(uow.db, need_id, WORDS)
    return {"recording": found.id} if found else None
