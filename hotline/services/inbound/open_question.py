"""Rungs for what answers something: the last ask, the last question, or a word that is an answer too."""

from __future__ import annotations

from flows.answers import read_one_shot
from flows.folding import fold
from flows.turns import Heard, Turn
from hotline.services import answering, commands, relay, talk, team
from hotline.services.inbound.free_words import is_polite
from hotline.services.inbound.rung import InboundText
from hotline.services.scene import Scene
from hotline.store import held_words
from hotline.store.sessions import Kept


def global_word(scene: Scene, text: InboundText) -> bool:
    """Before any question, unless the word answers the open one."""
    command = text.command
    if command is None or not commands.is_global(command) or _is_rather_an_answer(scene, text):
        return False
    commands.obey(scene, command)
    return True


def _is_rather_an_answer(scene: Scene, text: InboundText) -> bool:
    """Some words are answers where they can be: شخص is one person where a number is asked for,
    "change" is an option of the summary."""
    first = scene.house.lexicon.vocabulary.answers_first
    if fold(text.words) not in first and not text.is_word("CHANGE"):
        return False
    talks = talk.open_talks(scene)
    return bool(talks) and talk.hear(scene, talks[0], Heard(text.words)).status != "unread"


def answers_ask(scene: Scene, text: InboundText) -> bool:
    """Where the last question we sent was an ask."""
    return answering.to_the_last_ask(scene, text.words, text.command)


def answers(scene: Scene, text: InboundText) -> bool:
    """The question we sent last, if there is one and it can be an answer to it."""
    talks = talk.open_talks(scene)
    if not talks:
        return False
    kept = talks[0]
    if kept.expires_at <= scene.now:
        return not scene.crisis and _long_ago(scene, text, kept)
    if talk.reads_free_words(scene, kept) and _is_rather_for_somebody(scene, kept):
        return False
    turn = talk.hear(scene, kept, Heard(text.words))
    if turn.status != "unread":
        talk.play(scene, turn, kept)
        return True
    return _unread(scene, text, kept, turn)


def _long_ago(scene: Scene, text: InboundText, kept: Kept) -> bool:
    """A request that was left half-way long ago is asked about; of anything else nobody thinks now."""
    if kept.session.flow in talk.INTAKES:
        talk.begin(scene, "resume-or-restart")
        return True
    talk.drop(scene, kept)
    return answers(scene, text)


def _unread(scene: Scene, text: InboundText, kept: Kept, turn: Turn) -> bool:
    """No answer: words for another rung; or else welcome back, thanks, or a hint."""
    if _means_something_else(scene, text, kept) or scene.crisis:
        return False  # in a crisis the question waits as it was
    if turn.session is None:  # a soft question: they have gone on to something else
        talk.drop(scene, kept)
        return False
    if _is_paused(scene, kept):
        talk.ask_again(scene, kept, "resume")
    elif not is_polite(scene, text):
        talk.play(scene, turn, kept)
    return True


def _means_something_else(scene: Scene, text: InboundText, kept: Kept) -> bool:
    """What is no answer may be words for somebody, or a new request. A digit alone is a wrong key,
    unless somebody has written since we asked."""
    if _may_be_for_somebody(scene):
        return not _is_key(text.words) or _is_rather_for_somebody(scene, kept)
    return text.command is None and read_one_shot(text.words, scene.house.lexicon) is not None


def _is_rather_for_somebody(scene: Scene, kept: Kept) -> bool:
    """Free words are for whoever wrote since we asked, not for a question of ours long ago."""
    if not _may_be_for_somebody(scene):
        return False
    asked_at = kept.asked_at or scene.now
    paused = _is_paused(scene, kept)
    return paused or held_words.relayed_since(scene.db, scene.member.id, asked_at)


def _is_paused(scene: Scene, kept: Kept) -> bool:
    return kept.asked_at is not None and kept.asked_at + talk.PAUSE < scene.now


def _may_be_for_somebody(scene: Scene) -> bool:
    return relay.is_open(scene) or team.is_open(scene)


def _is_key(words: str) -> bool:
    """Whether this is one digit: never anybody's number here, a request has two at least."""
    folded = fold(words)
    return len(folded) == 1 and folded.isdecimal()
