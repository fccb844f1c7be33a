"""Rungs for what answers something: the last ask, the last question, or a word that is an answer too."""

from __future__ import annotations

from flows.engine.events import TextReceived, Turn
from flows.text.folding import fold
from flows.understanding.told.wants import read_want
from hotline.services.inbound import commands, intake, just_asked, unread_words
from hotline.services.inbound.rung import InboundText
from hotline.services.inbound.rungs.free_words import is_polite
from hotline.services.kernel.interaction import Interaction
from hotline.services.needs import follow_up, relay, responses
from hotline.services.sessions import flow_sessions
from hotline.services.team import coordinators
from hotline.store.conversation.sessions import StoredSession

_MENUS = ("menu", "which-way")  # at these the word of a kind may say more than a key

# Words of ours that are printed as options as well: "3 close the request", «4 حذف».
_ALSO_CHOICES = ("DROP", "DONE", "ERASE", "PAUSE", "PERSON")


def global_word(interaction: Interaction, text: InboundText) -> bool:
    """Before any question, unless the word answers the open one."""
    command = text.command
    if (
        command is None
        or not commands.is_global(command)
        or _is_rather_an_answer(interaction, text)
    ):
        return False
    commands.obey(interaction, command)
    return True


def _is_rather_an_answer(interaction: Interaction, text: InboundText) -> bool:
    """Some words are answers where they can be: شخص is one person where a number is asked for,
    "change" is an option of the summary, حذف one of the question about an offer."""
    unfinished = flow_sessions.open_sessions(interaction)
    if not unfinished:
        return False
    first = interaction.app.lexicon.vocabulary.answers_first
    if fold(text.words) not in first and not text.is_word("CHANGE"):
        return text.is_word(*_ALSO_CHOICES) and _was_just_offered(interaction, text, unfinished[0])
    heard = flow_sessions.hear(interaction, unfinished[0], TextReceived(text.words))
    return heard.status != "unread"


def _was_just_offered(interaction: Interaction, text: InboundText, kept: StoredSession) -> bool:
    """Who writes what the question has just said, means that, and not all of theirs that is open."""
    if flow_sessions.is_paused(interaction, kept) or kept.expires_at <= interaction.now:
        return False
    return flow_sessions.names_a_choice(interaction, kept, text.words)


def answers_ask(interaction: Interaction, text: InboundText) -> bool:
    """Where the last question we sent was an ask."""
    return responses.to_the_last_ask(interaction, text.words, text.command)


def answers(interaction: Interaction, text: InboundText) -> bool:
    """The question we sent last, if there is one and it can be an answer to it."""
    unfinished = flow_sessions.open_sessions(interaction)
    if not unfinished:
        return False
    kept = unfinished[0]
    if kept.expires_at <= interaction.now:
        return not interaction.crisis and _long_ago(interaction, text, kept)
    if flow_sessions.reads_free_words(interaction, kept) and _is_rather_for_somebody(
        interaction, kept
    ):
        return just_asked.asks_whose(interaction, text.words, kept)
    if follow_up.may_be_for_another(interaction, kept, text.words):
        flow_sessions.ask_again(interaction, kept)
        return True
    turn = just_asked.heard(interaction, text.words, kept)
    unsure = follow_up.is_unsure(interaction, kept, text.words)
    if turn.status == "unread" and not unsure:
        return _unread(interaction, text, kept, turn)
    if not just_asked.could_be_either(interaction, text.words, kept) or not just_asked.asks_whose(
        interaction, text.words, kept
    ):
        flow_sessions.play(interaction, turn, kept)
    return True


def _long_ago(interaction: Interaction, text: InboundText, kept: StoredSession) -> bool:
    """A request that was left half-way long ago is asked about; of anything else nobody thinks now."""
    if kept.session.flow in flow_sessions.INTAKES:
        flow_sessions.begin(interaction, "resume-or-restart")
        return True
    flow_sessions.drop(interaction, kept)
    return answers(interaction, text)


def _unread(interaction: Interaction, text: InboundText, kept: StoredSession, turn: Turn) -> bool:
    """No answer: words for another rung; or else welcome back, thanks, or a hint."""
    found = just_asked.as_request(interaction, text.words, kept)
    if found is not None:
        return intake.take_up(interaction, found)
    if not interaction.crisis and just_asked.keeps(interaction, text.words, kept, turn):
        return True
    if _means_something_else(interaction, text, kept) or interaction.crisis:
        return False  # in a crisis the question waits as it was
    if turn.session is None:  # an optional question: they have gone on to something else
        flow_sessions.drop(interaction, kept)
        return False
    if flow_sessions.is_paused(interaction, kept):
        flow_sessions.ask_again(interaction, kept, "resume")
    elif not is_polite(interaction, text):
        unread_words.note(interaction, text.words)
        flow_sessions.play(interaction, turn, kept)
    return True


def _means_something_else(interaction: Interaction, text: InboundText, kept: StoredSession) -> bool:
    """What is no answer may be words for somebody, or a new request. A digit alone is a wrong key,
    unless somebody has written since we asked."""
    if _may_be_for_somebody(interaction):
        return not _is_key(text.words) or _is_rather_for_somebody(interaction, kept)
    want = None if text.command else read_want(text.words, interaction.app.lexicon)
    at_menu = kept.session.flow in _MENUS
    return want is not None and (want.sure or (at_menu and not want.guessed))


def _is_rather_for_somebody(interaction: Interaction, kept: StoredSession) -> bool:
    """Free words are for whoever wrote since we asked, not for a question of ours long ago."""
    if not _may_be_for_somebody(interaction):
        return False
    paused = flow_sessions.is_paused(interaction, kept)
    return paused or just_asked.somebody_wrote_since(interaction, kept)


def _may_be_for_somebody(interaction: Interaction) -> bool:
    return relay.is_open(interaction) or coordinators.is_open(interaction)


def _is_key(words: str) -> bool:
    """Whether this is one digit: never anybody's number here, a request has two at least."""
    folded = fold(words)
    return len(folded) == 1 and folded.isdecimal()
