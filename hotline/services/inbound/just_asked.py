"""A question that we have just put takes its answer in any words, and those words go to nobody else.

Somebody who helps, or is helped, texts PIN or ERASE and answers in a sentence: that sentence is for us.
Where it cannot be read, it is not passed on by a guess: the question comes again, with how to reach the
other side. And where the other side has written since we asked, what could be either is asked about.
"""

from __future__ import annotations

from dataclasses import replace

from flows.engine.events import Repeat, TextReceived, Turn
from flows.text.folding import fold
from flows.understanding.in_full import may_hold_pin, names_pin, read_in_full
from flows.understanding.told.wants import Want, read_want
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import held_words, relay
from hotline.services.sessions import flow_sessions
from hotline.store.conversation.sessions import StoredSession
from hotline.store.messages import held_messages

_SECRET = ("pin", "team-pin", "safe-word")
# Begun by whoever answers, about themselves: what is written next is for us and nobody else.
_PRIVATE = (
    *_SECRET,
    *("erase", "call-safe", "safe-hours", "which-one", "block", "resume-or-restart"),
    *flow_sessions.INTAKES,
)
_NEED = "need"
_MOST_UNREAD = 2  # in a row: then the words themselves are asked about, not the question again


# --- what was understood ---------------------------------------------------------------------------


def heard(interaction: Interaction, words: str, kept: StoredSession) -> Turn:
    """What the words lead to as an answer, also where they say it in full; nothing is changed yet."""
    turn = flow_sessions.hear(interaction, kept, TextReceived(words))
    if turn.status != "unread":
        return turn
    short = _in_short(interaction, words, kept)
    return turn if short is None else flow_sessions.hear(interaction, kept, TextReceived(short))


def _in_short(interaction: Interaction, words: str, kept: StoredSession) -> str | None:
    """The one word that a long answer comes to: the PIN in it, a plain no."""
    asked = flow_sessions.question(interaction, kept)
    if asked is None:
        return None
    vocabulary = interaction.app.lexicon.vocabulary
    return read_in_full(kept.session.flow, asked.read, words, vocabulary)


def as_request(interaction: Interaction, words: str, kept: StoredSession) -> Want | None:
    """A request in a sentence, where we have just asked what is needed: the words as they would follow
    "need"."""
    asked = flow_sessions.question(interaction, kept)
    asks = kept.session.flow == _NEED and asked is not None and asked.read == "category"
    if not asks or not (relay.only_team(interaction) or _is_fresh(interaction, kept)):
        return None
    return read_want(f"need {words}", interaction.app.lexicon)


def is_answered_in_private(interaction: Interaction, words: str) -> bool:
    """Whether what was just asked in private is answered by this, so that it is about nobody else."""
    for kept in flow_sessions.open_sessions(interaction)[:1]:
        if kept.session.flow in _PRIVATE and _is_fresh(interaction, kept):
            read = heard(interaction, words, kept).status != "unread"
            return read or as_request(interaction, words, kept) is not None
    return False


def _is_fresh(interaction: Interaction, kept: StoredSession) -> bool:
    """Whether nothing has come between our question and what is written now."""
    late = flow_sessions.is_paused(interaction, kept) or kept.expires_at <= interaction.now
    return not late and not somebody_wrote_since(interaction, kept)


def somebody_wrote_since(interaction: Interaction, kept: StoredSession) -> bool:
    """Whether words of somebody reached them after our question."""
    asked_at = kept.asked_at or interaction.now
    return held_messages.relayed_since(interaction.db, interaction.member.id, asked_at)


# --- what could be for somebody else ---------------------------------------------------------------


def could_be_either(interaction: Interaction, words: str, kept: StoredSession) -> bool:
    """Whether an answer that was read could as well be one to whoever wrote since. A number is none of
    theirs where we gave keys or asked for digits, but for who is to read words of harm."""
    if fold(words).isdecimal():
        either = kept.session.flow == flow_sessions.HELD_WORDS
    else:
        either = kept.session.flow not in flow_sessions.IN_FRONT and not names_pin(words)
    return either and not relay.only_team(interaction) and somebody_wrote_since(interaction, kept)


def asks_whose(interaction: Interaction, words: str, kept: StoredSession) -> bool:
    """Keep the words and ask whether they answer us; False where that was long ago, or nobody is at the other
    end but the team. Where it is words of harm that wait, their question comes again instead."""
    if relay.only_team(interaction) or flow_sessions.is_paused(interaction, kept):
        return False
    if kept.session.flow == flow_sessions.HELD_WORDS:
        flow_sessions.ask_again(interaction, kept)
    else:
        flow_sessions.begin(interaction, flow_sessions.WHOSE_WORDS, {"words": words})
    return True


def answer_behind(interaction: Interaction, words: str) -> None:
    """They answer our question after all: the one that stands behind that of whose they are."""
    for kept in flow_sessions.open_sessions(interaction):
        if kept.session.flow != flow_sessions.WHOSE_WORDS:
            return flow_sessions.play(interaction, heard(interaction, words, kept), kept)
    return None


# --- what was not understood -----------------------------------------------------------------------


def keeps(interaction: Interaction, words: str, kept: StoredSession, turn: Turn) -> bool:
    """Words that answer nothing, right after a private question, stay here; False where they may go on."""
    if relay.only_team(interaction) or turn.session is None or not _is_fresh(interaction, kept):
        return _holds_a_secret(words, kept) and _ask_again(interaction, kept, turn)
    flow = kept.session.flow
    if flow == flow_sessions.HELD_WORDS:
        held_words.add(interaction, words)
    elif flow == flow_sessions.WHOSE_WORDS:
        _add_more(interaction, words, kept)
    elif flow not in _PRIVATE:
        return False
    elif turn.session.retries < _MOST_UNREAD or _holds_a_secret(words, kept):
        _ask_again(interaction, kept, turn)
    else:
        return asks_whose(interaction, words, kept)
    return True


def _holds_a_secret(words: str, kept: StoredSession) -> bool:
    """Whether a number stands among words where a PIN is asked for, however long ago that was."""
    return kept.session.flow in _SECRET and may_hold_pin(words)


def _ask_again(interaction: Interaction, kept: StoredSession, turn: Turn) -> bool:
    """Our question once more; first that the words were not passed on, and how they would be."""
    lines = relay.lines(interaction)
    if lines:
        interaction.say("not-passed-on", lead=True, reference=lines[0].reference)
    again = flow_sessions.hear(interaction, kept, Repeat())
    flow_sessions.play(interaction, replace(turn, prompts=again.prompts), kept)
    return True


def _add_more(interaction: Interaction, words: str, kept: StoredSession) -> None:
    """More words, while it is open whose those before are."""
    before = kept.session.answers
    more = "\n".join([str(before["more"]), words] if "more" in before else [words])
    flow_sessions.begin(interaction, flow_sessions.WHOSE_WORDS, {**before, "more": more})
