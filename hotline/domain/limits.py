"""What one number, and the whole line, may cost: limits, and the counting that they rest on.

Limits of one number keep a machine that texts us from emptying the account; those of the line
hold back newcomers alone, so that whoever was here before is served while a flood lasts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

LAST_PART = Decimal("0.25")  # of the money for answers to new numbers …
LITTLE = 8  # … where each has so many segments a day: enough to ask for something
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEWCOMER = DAY  # so long after their first text the limits of the whole line are theirs
TEAM_SHARE = 5  # coordinators may text so many times as much: they answer for everybody
RESERVE = 5  # replies a minute past the limit, for words of crisis and to say that it was too much
ALIKE_WINDOW = timedelta(minutes=10)  # in which a repeated text counts as repeated
MOST_ALIKE = 2  # answers to a text that comes again word for word, where they are alike as well
MOST_REPEATED = 3  # and answers of any kind to it, where it is longer than a choice
MOST_UNREAD_OF_A_PART = 12  # texts not understood that are kept of one sixteenth of the members
BLOCKS_AN_HOUR = 3  # of one of the team; then the others are told, and one of them looks
HELD_BY_ONE = 2  # whom reports of one number hold within a week; the team hears of all of them
REPORTS_COUNTED = timedelta(days=7)
UNDONE_WITHIN = HOUR  # a block of one's own is undone alone; later it takes two
CHOICE = 12  # letters: "1", "status", "نعم" come again and again in honest conversations …
MOST_CHOICES = 12  # … but not so often in a row
AT_ONCE = timedelta(seconds=20)  # after our answer: nobody has read it and written again

LimitState = Literal["within", "tell", "poor", "silent"]
"""Answer as ever; say once that it was too much, or that today's money for new numbers is spent; say
nothing."""
Purse = Literal["stranger", "reply", "urgent", "rest"]
"""What a text was for: an answer to somebody new, to anybody else; a request that is urgent; all else."""
Supply = Literal["plenty", "little", "none"]
Funds = Literal["open", "urgent", "shut"]
"""Whom there is money to ask for: everybody; those whose request is urgent; nobody until midnight."""


@dataclass(frozen=True)
class LineLimits:
    """Of all numbers together; newcomers alone are held back by them."""

    texts_per_minute: int = 600
    calls_per_hour: int = 300
    needs_per_hour: int = 120
    new_numbers_per_hour: int = 200


@dataclass(frozen=True)
class Spend:
    """What a day may cost, and what a segment and a minute of a call cost. 0 a day is no ceiling.

    `replies` and `urgent` are shares of the day's money. Who texts us, and how often, is for others to say:
    answers must not use up what people are asked with.
    """

    per_day: Decimal = Decimal(20)
    # The most that answers take away from asks and news, and all there is for answers to new numbers.
    replies: Decimal = Decimal("0.5")
    urgent: Decimal = Decimal("0.5")  # so much more for urgent requests alone, once it is all spent
    segment: Decimal = Decimal("0.05")
    call_minute: Decimal = Decimal("0.10")
    currency: str = "USD"

    def of(self, segments: int, minutes: int) -> Decimal:
        """What so much costs."""
        return segments * self.segment + minutes * self.call_minute

    def part(self, cost: Decimal) -> Decimal:
        """How much of the day's money so much is: 1 is all of it; 0 where there is no ceiling."""
        return cost / self.per_day if self.per_day else Decimal(0)

    def share(self, spent: Spent) -> Decimal:
        """How much of the day's money has gone for asks and news: answers count up to their share."""
        answers = min(spent.stranger + spent.reply, self.replies * self.per_day)
        return self.part(spent.rest + spent.urgent + answers)

    def funds(self, spent: Spent) -> Funds:
        """For whom people may still be asked."""
        if self.share(spent) < 1 or not self.per_day:
            return "open"
        return "urgent" if spent.urgent < self.urgent * self.per_day else "shut"

    def for_strangers(self, spent: Spent) -> Supply:
        """Whether there is money for answers to new numbers today; of the last part of it every number gets
        `LITTLE`, so that a few alone cannot have it all."""
        left = self.replies * self.per_day - spent.stranger
        if not self.per_day or left > LAST_PART * self.replies * self.per_day:
            supply: Supply = "plenty"
        else:
            supply = "little" if left > 0 else "none"
        return supply if self.funds(spent) == "open" else "none"


@dataclass(frozen=True)
class Spent:
    """What a day has cost so far, by purse. Calls to us count as answers, our own as the rest."""

    stranger: Decimal = Decimal(0)
    reply: Decimal = Decimal(0)
    urgent: Decimal = Decimal(0)
    rest: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.stranger + self.reply + self.urgent + self.rest


@dataclass(frozen=True)
class Limits:
    """Of one number. Replies are counted as texts of ours; one answer may go past their limit."""

    texts_per_minute: int = 20
    texts_per_hour: int = 120
    replies_per_minute: int = 25
    needs_per_day: int = 6
    calls_per_hour: int = 12
    line: LineLimits = field(default_factory=LineLimits)
    spend: Spend = field(default_factory=Spend)


@dataclass(frozen=True)
class Tally:
    """What one number did lately. Each window begins with the first thing that falls into it."""

    minute_at: datetime
    hour_at: datetime
    minute_texts: int = 0
    minute_replies: int = 0
    hour_texts: int = 0
    hour_calls: int = 0
    told_until: datetime | None = None  # "too many" has been said, and is not said again until then
    # The text that came last and our answer to it, as keyed hashes, and how often they were alike.
    last_text: bytes | None = None
    last_answer: bytes | None = None
    answered_at: datetime | None = None
    alike: int = 0  # the same answer to it, in a row
    repeated: int = 0  # any answer to it, in a row

    def at(self, now: datetime) -> Tally:
        """The same, with windows that have passed begun anew."""
        tally = self
        if not self.minute_at <= now < self.minute_at + MINUTE:
            tally = replace(tally, minute_at=now, minute_texts=0, minute_replies=0)
        if not self.hour_at <= now < self.hour_at + HOUR:
            tally = replace(tally, hour_at=now, hour_texts=0, hour_calls=0)
        return tally

    def with_text(self) -> Tally:
        """One text more."""
        return replace(self, minute_texts=self.minute_texts + 1, hour_texts=self.hour_texts + 1)

    def with_answer(self, replies: int) -> Tally:
        """So many texts of ours more."""
        return replace(self, minute_replies=self.minute_replies + replies)

    def passes(self, limits: Limits, times: int = 1) -> datetime | None:
        """When what is over its limit will be within it again; None where nothing is over."""
        if self.hour_texts > limits.texts_per_hour * times:
            return self.hour_at + HOUR
        texts = self.minute_texts > limits.texts_per_minute * times
        if texts or self.minute_replies >= limits.replies_per_minute * times:
            return self.minute_at + MINUTE
        return None

    def leaves_room(self, limits: Limits, times: int = 1) -> bool:
        """Whether one past its limits may still be told something, and where help is in a crisis."""
        return self.minute_replies < (limits.replies_per_minute + RESERVE) * times

    def told(self, until: datetime, now: datetime) -> tuple[LimitState, Tally]:
        """Whether "too many" is to be said now, and the tally that knows of it."""
        if self.told_until is not None and self.told_until > now:
            return "silent", self
        return "tell", replace(self, told_until=until)


def newcomer(created_at: datetime | None, level: int, now: datetime) -> bool:
    """Whether the line's limits may hold somebody back: new, and not known to the community.

    `created_at` is None of whoever is no member yet.
    """
    return level == 0 and (created_at is None or created_at + NEWCOMER > now)


def answered(
    tally: Tally, text: bytes, answer: bytes, letters: int, now: datetime
) -> tuple[bool, Tally]:
    """Whether this answer to this text (keyed hashes) is to be sent, and the tally that knows of it.

    It is not where two machines answer each other: a text of so many letters has come again and
    again within `ALIKE_WINDOW` of our last answer. A person who asks for STATUS every minute gets an answer
    each time: whoever takes their time over a short word is no machine.
    """
    since = ALIKE_WINDOW if tally.answered_at is None else now - tally.answered_at
    again = since < ALIKE_WINDOW and tally.last_text == text
    machine = again and tally.last_answer == answer and (letters > CHOICE or since < AT_ONCE)
    alike = tally.alike + 1 if machine else 1
    repeated = tally.repeated + 1 if again else 1
    most = MOST_CHOICES if letters <= CHOICE else MOST_REPEATED
    goes = alike <= MOST_ALIKE and repeated <= most
    known = replace(tally, last_text=text, last_answer=answer, alike=alike, repeated=repeated)
    return goes, replace(known, answered_at=now) if goes else known


def minutes(lengths: Sequence[timedelta]) -> int:
    """What a provider charges for calls of these lengths: begun minutes."""
    return sum(-(-max(length, timedelta()) // MINUTE) for length in lengths)
