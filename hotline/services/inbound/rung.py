"""A text as every rung sees it, and what a rung is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flows.understanding.answers import Command, read_command, read_reference
from flows.understanding.leaving import Wish, read_leaving
from flows.vocabulary.vocabulary import Vocabulary
from hotline.domain.limits import LimitState
from hotline.services.kernel.interaction import Interaction


@dataclass(frozen=True)
class InboundText:
    """One text, read once as a word of ours and as a number; each may be None."""

    words: str
    command: Command | None  # a word that means the same everywhere, with or without a number
    number: str | None  # the number of a request, and nothing else
    opt_out: str | None = None  # what the carrier has answered already: STOP, START or HELP
    limit_state: LimitState = "within"
    leaving: Wish | None = None  # no more texts, in words of their own

    @property
    def word(self) -> str | None:
        """The name of a word of ours that came without a number."""
        return self.command.name if self.command and self.command.reference is None else None

    def is_word(self, *names: str) -> bool:
        """Whether it is one of these words, with or without a number."""
        return self.command is not None and self.command.name in names


def read(
    words: str, vocabulary: Vocabulary, opt_out: str | None, limit_state: LimitState
) -> InboundText:
    """A text, read as far as it can be without knowing who wrote it."""
    command, number = read_command(words, vocabulary), read_reference(words, vocabulary)
    wish = read_leaving(words, vocabulary) if command is None and number is None else None
    return InboundText(words, command, number, opt_out, limit_state, wish)


@dataclass(frozen=True)
class Rung:
    """One thing that a text can mean. `take` acts on it and says whether the text was that.

    Where it was, no later rung sees the text; where it was not, nothing has been said.
    """

    name: str
    takes: str  # one line, for the list that people read
    take: Callable[[Interaction, InboundText], bool]


@dataclass(frozen=True)
class InPassing:
    """Something done at this point of the order, whatever the text turns out to mean."""

    name: str
    does: str
    act: Callable[[Interaction, InboundText], None]
