"""The effects that a flow may ask for, and the outcomes that each can have.

The one list that flows and services share. A flow must handle every outcome named here, by name or
by a `then` for all others (`hotline flows check`). What performs them is an `Effects` of functions: mypy
sees to it that there is one for each, and that it ends in no other outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final, Generic, Literal, TypeVar, get_args, get_type_hints

from flows.engine.events import EffectResult
from flows.text.prompts import Value

Answers = Mapping[str, Value]
"""What the session knows that the effect may need."""

SceneT = TypeVar("SceneT", contravariant=True)
OutcomeT = TypeVar("OutcomeT", bound=str)
Performer = Callable[[SceneT, Answers], EffectResult[OutcomeT] | None]
"""Does it, and says how it went; None where that takes longer than this answer."""

CheckOpen = Literal["free", "same", "full", "enough"]
CheckDay = Literal["near", "far"]
OpenNeed = Literal["opened", "quiet", "waits", "unasked", "full", "enough"]
UpdateNeed = Literal["changed", "words", "quiet", "waits", "unasked", "gone", "enough"]
MakeUrgent = Literal["opened", "unasked", "gone"]
RecordWords = Literal["kept", "none"]
Found = Literal["none", "some"]
SaveOffer = Literal["saved", "days", "vouch"]
PauseOffer = Literal["paused", "none"]
EndOffer = Literal["ended", "none"]
TellStatus = Literal["said", "waiting"]
FindPin = Literal["none", "some", "team"]
CheckPin = Literal["right", "wrong"]
SetTeamPin = Literal["set", "before"]
SetPinTexts = Literal["texts", "calls"]
CheckSafeWord = Literal["fine", "poor"]
SetSafeWord = Literal["set", "different"]
OfferShift = Literal["offered", "before", "nobody", "gone"]
TakeShift = Literal["taken", "busy", "gone"]
Block = Literal["blocked", "team", "busy", "enough", "gone"]
PassThanks = Literal["passed", "waits"]
GiveTeam = Literal["given", "nobody"]
ReopenNeed = Literal["reopened", "waits", "gone"]
AskPerson = Literal["asked", "nobody"]


@dataclass(frozen=True)
class Effects(Generic[SceneT]):
    """Every effect (in flows with hyphens: `check-open`), what performs it for a `SceneT`, its outcomes.

    A comment names what is known after an outcome.
    """

    # need
    check_open: Performer[SceneT, CheckOpen]  # same: reference
    check_day: Performer[SceneT, CheckDay]  # near: when, as it is read back
    # opened: reference; quiet, waits (for money): reference, time; unasked: nobody can be, which it says
    open_need: Performer[SceneT, OpenNeed]
    # changed: reference; words: reference, the terms are as they were; quiet: reference, time
    update_need: Performer[SceneT, UpdateNeed]
    make_urgent: Performer[SceneT, MakeUrgent]
    # kept: words, as {"recording": its id}; none where there is nothing to record with, as by text
    record_words: Performer[SceneT, RecordWords]
    # offer
    find_offer: Performer[SceneT, Found]  # some: categories
    save_offer: Performer[SceneT, SaveOffer]
    pause_offer: Performer[SceneT, PauseOffer]
    end_offer: Performer[SceneT, EndOffer]
    # state, language, leaving
    tell_status: Performer[SceneT, TellStatus]  # waiting: reference, time
    set_language: Performer[SceneT, Literal["set"]]
    # a secret number for calls
    find_pin: Performer[SceneT, FindPin]  # team: none yet, of one of the team
    check_pin: Performer[SceneT, CheckPin]
    set_pin: Performer[SceneT, Literal["set"]]
    set_pin_texts: Performer[SceneT, SetPinTexts]
    remove_pin: Performer[SceneT, Literal["removed"]]
    # hours in which texts may be sent
    find_safe_hours: Performer[SceneT, Found]  # some: from, until
    set_safe_hours: Performer[SceneT, Literal["set"]]
    remove_safe_hours: Performer[SceneT, Literal["removed"]]
    # a word of one's own that hides everything
    find_safe_word: Performer[SceneT, Found]
    check_safe_word: Performer[SceneT, CheckSafeWord]
    set_safe_word: Performer[SceneT, SetSafeWord]
    remove_safe_word: Performer[SceneT, Literal["removed"]]
    # the roster
    find_shifts: Performer[SceneT, Found]  # some: shifts, ids
    offer_shift: Performer[SceneT, OfferShift]  # all but gone: shift
    take_shift: Performer[SceneT, TakeShift]
    leave_shift: Performer[SceneT, Literal["left"]]
    # the team's: the PIN that it takes, what was held for it, and one side of a request
    make_code: Performer[SceneT, Literal["made"]]  # made: code
    check_code: Performer[SceneT, CheckPin]
    set_team_pin: Performer[SceneT, SetTeamPin]  # before: there is one
    act_for_team: Performer[SceneT, Literal["acted"]]
    block: Performer[SceneT, Block]
    erase: Performer[SceneT, Literal["erased"]]
    pause: Performer[SceneT, Literal["paused"]]
    stop_all: Performer[SceneT, Literal["stopped"]]
    done: Performer[SceneT, Literal["done"]]
    drop: Performer[SceneT, Literal["dropped"]]
    # afterwards
    confirm_done: Performer[SceneT, Literal["done"]]
    pass_thanks: Performer[SceneT, PassThanks]  # waits: until the team knows who helped
    reopen_need: Performer[SceneT, ReopenNeed]
    close_need: Performer[SceneT, Literal["closed"]]
    hand_over: Performer[SceneT, Literal["asked"]]
    # which one, a soft yes, relay, a pause
    act: Performer[SceneT, Literal["acted"]]
    pass_words: Performer[SceneT, Literal["passed"]]
    # words that were held: about the other side, or either an answer or for somebody
    pass_held: Performer[SceneT, Literal["passed"]]
    give_team: Performer[SceneT, GiveTeam]
    answer_question: Performer[SceneT, Literal["answered"]]
    pass_on: Performer[SceneT, Literal["passed"]]
    send_words: Performer[SceneT, Literal["sent"]]
    continue_session: Performer[SceneT, Literal["continued"]]
    restart_session: Performer[SceneT, Literal["restarted"]]
    ask_person: Performer[SceneT, AskPerson]
    # calls
    keep_call_safe: Performer[SceneT, Literal["kept"]]

    def named(self, name: str) -> Performer[SceneT, str]:
        """What performs an effect of a flow. Raises KeyError for one that nobody knows."""
        if name not in EFFECTS:
            raise KeyError(name)
        found: Performer[SceneT, str] = getattr(self, name.replace("-", "_"))
        return found


def _outcomes(performer: object) -> tuple[str, ...]:
    """The outcomes that a field of Effects names: its type is Callable[..., Performed[…] | None]."""
    performed, _ = get_args(get_args(performer)[1])
    return get_args(get_args(performed)[0])


def _name(field: str) -> str:
    return field.replace("_", "-")


_TYPES = get_type_hints(Effects)
EFFECTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {_name(each.name): _outcomes(_TYPES[each.name]) for each in fields(Effects)}
)
"""The outcomes of each effect, by the name that flows call it."""

ASK_PERSON: Final = "ask-person"
RECORD_WORDS: Final = "record-words"
