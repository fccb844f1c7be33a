"""What a text means here and now: the order of understanding, as a list."""

from __future__ import annotations

from collections.abc import Callable

from flows.answers import Command, read_addressed, read_command, read_one_shot, read_reference
from flows.folding import fold
from flows.prompts import Prompt
from flows.turns import Heard, Turn
from hotline.domain.limits import Mood
from hotline.services import (
    answering,
    commands,
    crisis,
    erasing,
    hiding,
    leaving,
    locks,
    relay,
    swapping,
    talk,
    team,
)
from hotline.services.calls import unheard
from hotline.services.scene import Scene
from hotline.store import held_words
from hotline.store.sessions import Kept

Reader = Callable[[Scene, str, Command | None], bool]


def converse(scene: Scene, words: str, opt_out: str | None = None, mood: Mood = "within") -> None:
    """Answer one text. Whatever it holds, exactly one reader takes it."""
    if opt_out is None and hiding.is_their_word(scene, words):
        return hiding.hide(scene)
    command = read_command(words, scene.house.lexicon.vocabulary)
    in_crisis = crisis.heard(scene, words)
    if mood != "within":
        return _over_the_limit(scene, command, opt_out, mood, in_crisis)
    if scene.member.state == "blocked":
        return None if in_crisis else _to_the_blocked(scene, words, command, opt_out)
    if _about_leaving(scene, words, command, opt_out):
        return None
    _greet(scene)
    _understand(scene, words, command)
    return crisis.tell_team(scene) if in_crisis else None


def _understand(scene: Scene, words: str, command: Command | None) -> None:
    if scene.member.hidden_at and _of_the_past(scene, words, command):
        return scene.say("ref-unknown")
    if not words.strip():
        return _nothing_to_read(scene)
    any(reader(scene, words, command) for reader in ORDER)
    return None


def _over_the_limit(
    scene: Scene, command: Command | None, opt_out: str | None, mood: Mood, in_crisis: bool
) -> None:
    """Too many texts: only what must never wait is heard. That it was too much is said once."""
    if in_crisis:
        if scene.member.state == "active":
            crisis.tell_team(scene)
    elif opt_out == "STOP" or (command and command.name in ("STOP", "ARABIC_STOP")):
        _stop_at_once(scene)
    elif mood == "tell" and scene.member.state != "opted_out":
        _greet(scene)
        scene.say("too-many")


def _stop_at_once(scene: Scene) -> None:
    """No more texts, and not one more to say so."""
    if scene.member.state == "active":
        leaving.stop(scene)


def _about_leaving(scene: Scene, words: str, command: Command | None, opt_out: str | None) -> bool:
    """STOP and START, and whatever comes from somebody who has left: ERASE is theirs too.

    Their bare YES brings texts back, as with the carrier, and answers nothing else.
    """
    subscribes = command is not None and command.name == "YES"
    if (
        scene.member.state == "opted_out"
        and not subscribes
        and erasing.takes(scene, words, command)
    ):
        return True
    return leaving.takes(scene, command, opt_out)


def _to_the_blocked(scene: Scene, words: str, command: Command | None, opt_out: str | None) -> None:
    """The same kind answer to everything, and none to whoever wants no more texts; ERASE is theirs too."""
    if erasing.takes(scene, words, command):
        return
    if opt_out != "STOP" and (command is None or command.name not in ("STOP", "ARABIC_STOP")):
        scene.say("neutral")


def _greet(scene: Scene) -> None:
    """The first text ever to a member says what this is."""
    if scene.member.greeted_at is None:
        scene.say("welcome-first")
        scene.change_member(greeted_at=scene.now)


def _nothing_to_read(scene: Scene) -> None:
    """A picture, a contact card, nothing at all: kindly, and nothing of it is kept."""
    scene.say("media-ignored")
    scene.aside = True


def _of_the_past(scene: Scene, words: str, command: Command | None) -> bool:
    """Whether a number is named by somebody who has hidden: nothing is known here of any."""
    alone = read_reference(words, scene.house.lexicon.vocabulary)
    named = command is not None and command.reference is not None
    return named or (alone is not None and not talk.asks_number(scene))


def _reference(scene: Scene, words: str, command: Command | None) -> bool:
    """A reference alone, or in front of words, or behind a command, if it is theirs."""
    alone = read_reference(words, scene.house.lexicon.vocabulary)
    if alone is not None and talk.asks_number(scene):
        return False  # "which one?" was asked, or for a PIN: the number is the answer
    if command is not None:
        unheard.lift(scene, command.reference)
        return command.reference is not None and commands.with_reference(scene, command)
    if alone is not None:
        unheard.lift(scene, alone)
        return commands.bare_reference(scene, alone)
    addressed = read_addressed(words)
    if addressed is None:
        return False
    unheard.lift(scene, addressed.reference)
    return relay.addressed(scene, addressed.reference, addressed.words)


def _yes_or_no(scene: Scene, words: str, command: Command | None) -> bool:
    """YES, NO, or a maybe, where the last question we sent was an ask."""
    return answering.to_the_last_ask(scene, words, command)


def _global_word(scene: Scene, words: str, command: Command | None) -> bool:
    if command is None or not commands.is_global(command):
        return False
    if _answers_first(scene, words, command):
        return False
    commands.obey(scene, command)
    return True


def _answers_first(scene: Scene, words: str, command: Command) -> bool:
    """Some words are answers where they can be: شخص is one person where a number is asked for,
    "change" is an option of the summary."""
    first = scene.house.lexicon.vocabulary.answers_first
    if fold(words) not in first and command.name != "CHANGE":
        return False
    talks = talk.open_talks(scene)
    return bool(talks) and talk.hear(scene, talks[0], Heard(words)).status != "unread"


def _last_question(scene: Scene, words: str, command: Command | None) -> bool:
    """The question we sent last, if there is one and it can be an answer to it."""
    talks = talk.open_talks(scene)
    if not talks:
        return False
    kept = talks[0]
    paused = kept.asked_at is not None and kept.asked_at + talk.PAUSE < scene.now
    if kept.expires_at <= scene.now:
        if scene.crisis:
            return False
        return _long_ago(scene, words, command, kept)
    if talk.reads_free_words(scene, kept) and _rather_for_somebody(scene, kept, paused):
        return False
    turn = talk.hear(scene, kept, Heard(words))
    if turn.status != "unread":
        talk.play(scene, turn, kept)
        return True
    if _means_something_else(scene, words, command, kept, paused) or scene.crisis:
        return False  # in a crisis the question waits as it was
    if turn.session is None:  # a soft question: they have gone on to something else
        talk.drop(scene, kept)
        return False
    _unclear(scene, words, command, kept, turn, paused)
    return True


def _unclear(
    scene: Scene, words: str, command: Command | None, kept: Kept, turn: Turn, paused: bool
) -> None:
    """No answer to the question, and nothing else either: welcome back, thanks, or a hint."""
    if paused:
        talk.ask_again(scene, kept, "resume")
    elif not _polite(scene, words, command):
        talk.play(scene, turn, kept)


def _long_ago(scene: Scene, words: str, command: Command | None, kept: Kept) -> bool:
    """A request that was left half-way long ago is asked about; of anything else nobody thinks now."""
    if kept.session.flow in talk.INTAKES:
        talk.begin(scene, "resume-or-restart")
        return True
    talk.drop(scene, kept)
    return _last_question(scene, words, command)


def _rather_for_somebody(scene: Scene, kept: Kept, paused: bool) -> bool:
    """Free words are for whoever wrote since we asked, not for a question of ours long ago."""
    if not _may_be_for_somebody(scene):
        return False
    asked_at = kept.asked_at or scene.now
    return paused or held_words.relayed_since(scene.db, scene.member.id, asked_at)


def _may_be_for_somebody(scene: Scene) -> bool:
    return relay.is_open(scene) or team.is_open(scene)


def _means_something_else(
    scene: Scene, words: str, command: Command | None, kept: Kept, paused: bool
) -> bool:
    """What is no answer may be words for somebody, or a new request. A digit alone is a wrong key,
    unless somebody has written since we asked."""
    if _may_be_for_somebody(scene):
        return not _is_key(words) or _rather_for_somebody(scene, kept, paused)
    return command is None and read_one_shot(words, scene.house.lexicon) is not None


def _is_key(words: str) -> bool:
    """Whether this is one digit: never anybody's number here, a request has two at least."""
    folded = fold(words)
    return len(folded) == 1 and folded.isdecimal()


def _relay(scene: Scene, words: str, command: Command | None) -> bool:
    """Words for the other side of a match come before a new request, words for the team after it."""
    if relay.only_team(scene) and _one_shot(scene, words, command):
        return True
    return relay.words(scene, words)


def _one_shot(scene: Scene, words: str, command: Command | None) -> bool:
    if command is not None:
        return False
    found = read_one_shot(words, scene.house.lexicon)
    if found is None:
        return False
    parts = {
        key: value for key, value in found.items() if key in ("category", "area", "when", "count")
    }
    if len(parts) > 1:
        scene.said.append(Prompt("oneshot-understood", parts, lead=True))
    talk.begin(scene, "need", parts)
    return True


def _late_answer(scene: Scene, _: str, command: Command | None) -> bool:
    """A yes or a no that answers nothing here."""
    if command is None or command.name not in ("YES", "NO", "SOFT"):
        return False
    scene.say("ref-unknown")
    return True


def _polite(scene: Scene, _: str, command: Command | None) -> bool:
    if command is None or command.name != "POLITE":
        return False
    scene.say("neutral")
    scene.aside = True
    return True


def _crisis(scene: Scene, words: str, _: Command | None) -> bool:
    """What nobody else takes, from somebody in a crisis: words for the team."""
    if scene.crisis:
        crisis.pass_on(scene, words)
    return scene.crisis


def _menu(scene: Scene, *_: object) -> bool:
    talk.begin(scene, "menu")
    return True


def _unlocks(scene: Scene, words: str, _: Command | None) -> bool:
    """The PIN, where texts ask for it: before a number could be taken for anything else."""
    return locks.opened_by(scene, words)


ORDER: tuple[Reader, ...] = (
    _unlocks,
    _reference,
    _global_word,
    _yes_or_no,
    _last_question,
    _relay,
    swapping.late,
    _late_answer,
    _one_shot,
    _polite,
    _crisis,
    _menu,
)
