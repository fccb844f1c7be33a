"""Texts that were not understood, and the words that the team teaches its line by saying what they meant.

It counts once the same was said of texts of two different people. A yes or a no answers for somebody, so
that it waits for a second of the team besides (proposals.py). What may be taught at all is decided in
flows/understanding/learned.py, against the word lists, each time anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from flows.text.phrases import words_of
from flows.understanding.learned import BINDING, holds_phrase, refusal, suggestion
from hotline.domain.two_people import Overtaken
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.store.console import console_actions, staff
from hotline.store.console.proposals import Proposal
from hotline.store.console.staff import Staff
from hotline.store.conversation import learned_words, unread_words
from hotline.store.conversation.learned_words import LearnedWord
from hotline.store.conversation.unread_words import UnreadText

SHOWN = 10  # texts on a page; the next come as these are done
MOST_TAUGHT = 500
PRIVATE = "private"  # said instead of a meaning: nothing is to be learned from it
_TEXTS = 2  # of different people


@dataclass(frozen=True)
class UnreadLine:
    """A text as the page shows it, and what of it is likely the word."""

    text: UnreadText
    suggestion: str


@dataclass(frozen=True)
class LearnedLine:
    """A word as the page shows it; `by` is who said last what it means, empty where nobody knows."""

    word: LearnedWord
    by: str

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing but a second person."""
        return self.word.version is None and self.word.tellings >= _TEXTS


@dataclass(frozen=True)
class Sheet:
    """Some of the texts, of how many; words said once; words that count."""

    texts: tuple[UnreadLine, ...]
    many: int
    waiting: tuple[LearnedLine, ...]
    learned: tuple[LearnedLine, ...]


@dataclass(frozen=True)
class Outcome:
    """`left`, `told`, `told-alike`, `learned`, `second` (of the team is needed), `gone`, `meanwhile`; or why
    not: `unfit-` with a Refusal, `unfit-elsewhere`, `unfit-taught`, `unfit-full`."""

    done: str
    word: LearnedWord | None = None


def sheet(app: App) -> Sheet:
    """What waits to be understood, and what was learned."""
    with app.database.reading() as db:
        texts = unread_words.everything(db, app.vault)
        words = learned_words.everything(db, app.vault)
        names = staff.names(db, app.vault)
    lines = [LearnedLine(word, names.get(word.taught_by or 0, "")) for word in words]
    return Sheet(
        tuple(UnreadLine(text, suggestion(text.words, app.lexicon)) for text in texts[:SHOWN]),
        len(texts),
        tuple(line for line in lines if line.word.version is None),
        tuple(line for line in lines if line.word.version is not None),
    )


def tell(app: App, who: Staff, text_id: int, phrase: str, meaning: str) -> Outcome:
    """One of the team says what a phrase in a text means, or that nothing is to be learned from it."""
    phrase = " ".join(words_of(phrase))

    def work(uow: UnitOfWork) -> Outcome:
        text = unread_words.find(uow.db, app.vault, text_id)
        if text is None:
            return Outcome("gone")
        if meaning == PRIVATE:
            unread_words.remove(uow.db, text.id)
            console_actions.add(uow.db, who.id, uow.now, "word-left", "text", text.id)
            return Outcome("left")
        return _told(uow, who, text, phrase, meaning)

    try:
        return in_unit_of_work(app, work)
    except IntegrityError:  # another word was learned in the same moment
        return Outcome("meanwhile")


def _told(uow: UnitOfWork, who: Staff, text: UnreadText, phrase: str, meaning: str) -> Outcome:
    known = learned_words.everything(uow.db, uow.app.vault)
    why = _unfit(uow.app, known, text, phrase, meaning)
    if why is not None:
        return Outcome(f"unfit-{why}")
    unread_words.remove(uow.db, text.id)
    alike = (each for each in known if (each.phrase, each.meaning) == (phrase, meaning))
    before = next(alike, None)
    if before is None:
        return _first(uow, who, text, phrase, meaning)
    return _again(uow, who, text, before)


def _unfit(
    app: App, known: list[LearnedWord], text: UnreadText, phrase: str, meaning: str
) -> str | None:
    if not holds_phrase(text.words, phrase):
        return "elsewhere"
    if why := refusal(phrase, meaning, app.words.own):
        return why
    if any(each.phrase == phrase and each.meaning != meaning and each.version for each in known):
        return "taught"
    return "full" if len(known) >= MOST_TAUGHT else None


def _first(uow: UnitOfWork, who: Staff, text: UnreadText, phrase: str, meaning: str) -> Outcome:
    word_id = learned_words.add(
        uow.db, uow.app.vault, phrase, meaning, part=text.part, taught_by=who.id, now=uow.now
    )
    console_actions.add(uow.db, who.id, uow.now, "word-told", "word", word_id)
    return Outcome("told")


def _again(uow: UnitOfWork, who: Staff, text: UnreadText, before: LearnedWord) -> Outcome:
    """The second time, where it was somebody else's text: two of one part may be the same person's."""
    if before.part == text.part:
        return Outcome("told-alike")
    learned_words.told_again(uow.db, before.id)
    if before.meaning in BINDING:
        console_actions.add(uow.db, who.id, uow.now, "word-told", "word", before.id)
        return Outcome("second", before)
    learned_words.learn(uow.db, before.id)
    console_actions.add(uow.db, who.id, uow.now, "word-learned", "word", before.id)
    return Outcome("learned")


def take_back(app: App, who: Staff, word_id: int) -> bool:
    """Have a word mean nothing any more, or drop one that waits; whether it was there."""

    def work(uow: UnitOfWork) -> bool:
        done = learned_words.take_back(uow.db, word_id)
        if done:
            console_actions.add(uow.db, who.id, uow.now, "word-undone", "word", word_id)
        return done

    return in_unit_of_work(app, work)


# --- a yes or a no: proposed by one, learned when another agrees --------------------------------


def ready(app: App, word_id: int) -> LearnedWord | None:
    """A word that lacks nothing but a second person; None where it is none."""
    with app.database.reading() as db:
        known = learned_words.everything(db, app.vault)
    lines = (LearnedLine(word, "") for word in known if word.id == word_id)
    return next((line.word for line in lines if line.is_ready), None)


def details_of(word: LearnedWord) -> dict[str, str]:
    """A word as it is proposed."""
    return {"phrase": word.phrase, "meaning": word.meaning}


def word_takes_two(_: Mapping[str, str]) -> bool:
    """What answers for people takes two also in a team that does without."""
    return True


def word_agreed(uow: UnitOfWork, proposal: Proposal) -> None:
    """Understand a word from now on as proposed. Raises Overtaken where it may not be any more."""
    word = learned_words.find(uow.db, uow.app.vault, proposal.target_id or 0)
    if word is None or proposal.by is None or details_of(word) != dict(proposal.details):
        raise Overtaken
    if refusal(word.phrase, word.meaning, uow.app.words.own) is not None:
        raise Overtaken
    try:
        done = learned_words.learn(uow.db, word.id)
    except IntegrityError as fault:
        raise Overtaken from fault
    if not done:
        raise Overtaken
    console_actions.add(uow.db, proposal.by, uow.now, "word-learned", "word", word.id)
