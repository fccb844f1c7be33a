"""Who may be the second person where one is not enough, and what waits for one.

A second account proves little where the first one made it. So the second may not belong to the same
member, neither may have invited the other, and it has been there for a while. Accounts that were invited
at the server's own command line are independent of each other, and in a team's first month need not have
been there for a while.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

SETTLED = timedelta(days=7)  # an account that is younger is nobody's second person …
FIRST_MONTH = timedelta(days=30)  # … but those of the command line, so soon after the very first
RAISED_BY_TWO = 2  # to raise a member to this level or above takes two people
MOST_OPEN = 20  # of one account: nobody's are buried under somebody else's
MOST_ALONE = 3  # active accounts of a team in which one may be enough (two_people: no)

PROPOSAL_LIFE = timedelta(hours=48)  # for so long something waits for its second person
USED_WITHIN = timedelta(minutes=30)  # what is agreed to be shown is shown so soon after, or not
ACTS_SHOWN = timedelta(days=14)  # so long everybody reads what was agreed, and its details are kept
WORDS_KEPT = timedelta(days=90)  # … of words that went to many, which the record keeps
LET_BACK = "let-back"  # the kind that lets somebody back who was reported, who must not learn of it
OF_WORDS = frozenset({"wording", "broadcast"})  # the kinds that have such
SHORTEST_REASON = 12  # characters of a reason that somebody else has to read
_FEWEST_WORDS, _FEWEST_LETTERS = 3, 5  # different letters

Refusal = Literal[
    "same",  # the same account, or another one of the same member
    "invited",  # one of the two invited the other
    "new",  # the second has not been here for long enough
]


class Overtaken(Exception):
    """What was agreed to cannot be done any more: something has changed since it was proposed."""


class TooManyOpen(Exception):
    """So many proposals of one account wait already that it takes no more."""


@dataclass(frozen=True)
class Account:
    """One account. `invited_by` is who invited it, None for the server's own command line."""

    id: int
    member_id: int | None
    invited_by: int | None
    made_at: datetime


def too_many_to_do_without(two_people: bool, active: int) -> str | None:
    """What an operator is told of a team that has outgrown `two_people: no`; None where all is well."""
    if two_people or active <= MOST_ALONE:
        return None
    return (
        f"two_people: no is for a team of {MOST_ALONE} accounts at most, and {active} are active;"
        " take the line out of community.yaml"
    )


def one_is_enough(two_people: bool, active: int) -> bool:
    """Whether a team does without a second person: by its file (`two_people`), and by how many accounts
    are active."""
    return not two_people and active <= MOST_ALONE


def refusal(
    writer: Account, second: Account, now: datetime, first_made_at: datetime
) -> Refusal | None:
    """Why `second` cannot be the second person for what `writer` wants; None where they can.

    `first_made_at` is when the very first account of this team was made.
    """
    if second.id == writer.id or _same_member(writer, second):
        return "same"
    if writer.id == second.invited_by or second.id == writer.invited_by:
        return "invited"
    return None if _is_known(second, now, first_made_at) else "new"


def _same_member(one: Account, other: Account) -> bool:
    return one.member_id is not None and one.member_id == other.member_id


def _is_known(second: Account, now: datetime, first_made_at: datetime) -> bool:
    if now - second.made_at >= SETTLED:
        return True
    return second.invited_by is None and now - first_made_at < FIRST_MONTH


def is_reason(words: str) -> bool:
    """Whether somebody could read these words as a reason: a few of them, of several letters."""
    said = words.split()
    letters = {letter for letter in "".join(said).casefold() if letter.isalpha()}
    long_enough = len(said) >= _FEWEST_WORDS and len(" ".join(said)) >= SHORTEST_REASON
    return long_enough and len(letters) >= _FEWEST_LETTERS
