"""The community's own words as a file: given to others, read, and taken only after that."""

from __future__ import annotations

from dataclasses import dataclass

from flows.understanding.learned import Refusal, refusal
from flows.understanding.learned_file import read_written, written
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.store.console import console_actions
from hotline.store.conversation import learned_words


@dataclass(frozen=True)
class FileWord:
    """A word of a file, and why it cannot be taken; `here` where it means that already."""

    phrase: str
    meaning: str
    unfit: Refusal | None
    here: bool


def export(app: App) -> str:
    """What this community has taught its line, but for names of areas; nothing of texts or people."""
    with app.database.reading() as db:
        return written(learned_words.in_use(db, app.vault))


def look(app: App, text: str) -> list[FileWord]:
    """What would be taken of a file. Raises ValueError where it cannot be read."""
    found = read_written(text)
    with app.database.reading() as db:
        known = learned_words.in_use(db, app.vault)
    return [
        FileWord(
            phrase,
            meaning,
            refusal(phrase, meaning, app.words.own),
            known.get(phrase) == meaning,
        )
        for phrase, meaning in found.items()
    ]


def take(app: App, text: str) -> list[FileWord]:
    """Take what can be taken, and give it; it counts at once. Raises ValueError."""
    words = [word for word in look(app, text) if word.unfit is None and not word.here]

    def work(uow: UnitOfWork) -> None:
        for word in words:
            about = uow.db, app.vault, word.phrase, word.meaning
            word_id = learned_words.add(*about, part=None, taught_by=None, now=uow.now)
            learned_words.learn(uow.db, word_id)
            console_actions.add(uow.db, None, uow.now, "word-learned", "word", word_id)

    in_unit_of_work(app, work)
    return words
