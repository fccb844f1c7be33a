"""The global words, and what a reference with or without one of them is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.answers import Command
from flows.message_ids import MessageId
from flows.turns import Back
from hotline.services import (
    answering,
    asking,
    blocking,
    finding,
    helping,
    leaving,
    locks,
    reporting,
    status,
    talk,
    team,
)
from hotline.services.calls import bridge
from hotline.services.scene import Scene
from hotline.store import matches, needs


def _change(scene: Scene, reference: str) -> bool:
    """CHANGE 47 shows the request: behind the PIN, where texts ask for it."""
    return locks.refuses(scene) or asking.change(scene, reference)


# A word that acts on one need or match: with a reference, or without where only one is meant.
_ON_ONE: Mapping[str, Callable[[Scene, str], bool]] = {
    "YES": answering.yes,
    "NO": answering.no,
    "SOFT": answering.maybe,
    "DONE": helping.done,
    "CANT": helping.cannot,
    "DROP": asking.drop,
    "CHANGE": _change,
    "CALL": bridge.call,
    "REPORT": reporting.report,
    "BLOCK": blocking.block,
    "STATUS": status.of_one,
    "NEED": status.of_one,
}


def is_global(command: Command) -> bool:
    """Whether the word counts at every step, without a reference."""
    return command.name in _GLOBAL


def obey(scene: Scene, command: Command) -> None:
    """Do what a global word says."""
    _GLOBAL[command.name](scene)


def with_reference(scene: Scene, command: Command) -> bool:
    """A word with a reference. Whatever is not theirs gets the one answer that tells nothing."""
    act = _ON_ONE.get(command.name)
    if act is None or command.reference is None:
        return False
    act_on(scene, command.name, command.reference)
    return True


def act_on(scene: Scene, name: str, reference: str) -> None:
    """Let a word act on what its reference stands for."""
    if not _ON_ONE[name](scene, reference):
        scene.say("ref-unknown")


def bare_reference(scene: Scene, reference: str) -> bool:
    """A reference and nothing else: how it stands, if it is theirs."""
    return status.of_one(scene, reference)


def _on_the_one_meant(name: str) -> Callable[[Scene], None]:
    """A word without a reference: taken where one thing can be meant, else we ask which."""

    def act(scene: Scene) -> None:
        meant = finding.candidates(scene, name)
        if not meant:
            scene.say("done-needs-one")
        elif len(meant) == 1:
            act_on(scene, name, meant[0].reference)
        else:
            talk.begin(scene, "which-one", {"verb": name, "requests": [list(m) for m in meant]})

    return act


def _block(scene: Scene) -> None:
    """BLOCK without a reference: the team must say whom; everybody else reports."""
    if not scene.member.is_coordinator:
        return _on_the_one_meant("REPORT")(scene)
    scene.say("coordinator-block-how")
    scene.aside = True
    return None


_call_the_other = _on_the_one_meant("CALL")


def _call(scene: Scene) -> None:
    """CALL; with nobody to be called it is about whether calls are safe here."""
    if finding.candidates(scene, "CALL") or not bridge.about_oneself(scene):
        _call_the_other(scene)


def _need(scene: Scene) -> None:
    """NEED; never starts over where a request is half-way."""
    if any(kept.session.flow == "need" for kept in talk.unfinished(scene)):
        talk.begin(scene, "resume-or-restart")
    else:
        talk.begin(scene, "need")


def _back(scene: Scene) -> None:
    talks = talk.open_talks(scene)
    if not talks:
        return talk.begin(scene, "menu")
    return talk.play(scene, talk.hear(scene, talks[0], Back()), talks[0])


def _language(language: str) -> Callable[[Scene], None]:
    def switch(scene: Scene) -> None:
        """Change the language in mid-flow; the open question follows in the new one."""
        asking.speak(scene, language)
        talks = [k for k in talk.open_talks(scene) if k.expires_at > scene.now]
        scene.say("lang-switched", lead=bool(talks))
        if talks:
            talk.ask_again(scene, talks[0])

    return switch


def _say(*messages: MessageId) -> Callable[[Scene], None]:
    def answer(scene: Scene) -> None:
        for message in messages:
            scene.say(message)
        scene.aside = True

    return answer


def _flow(name: str) -> Callable[[Scene], None]:
    return lambda scene: talk.begin(scene, name)


def _unsure(scene: Scene) -> None:
    """A word that may mean a rest, the end of a request, or no more texts: we ask."""
    mine = needs.live_of(scene.db, scene.member.id) or matches.open_with(scene.db, scene.member.id)
    talk.begin(scene, "stop-check-open" if mine else "stop-check")


_GLOBAL: Mapping[str, Callable[[Scene], None]] = {
    "NEED": _need,
    "OFFER": _flow("offer"),
    "STATUS": _flow("status"),
    "BACK": _back,
    "MENU": _flow("menu"),
    "HELP": _flow("menu"),
    "DONE": _on_the_one_meant("DONE"),
    "CANT": _on_the_one_meant("CANT"),
    "DROP": _on_the_one_meant("DROP"),
    "CHANGE": _on_the_one_meant("CHANGE"),
    "REPORT": _on_the_one_meant("REPORT"),
    "BLOCK": _block,
    "CALL": _call,
    "NO_CALLS": bridge.none_any_more,
    "PAUSE": leaving.pause,
    "RESUME": leaving.resume,
    "LANG": _flow("language"),
    "LANG_AR": _language("ar"),
    "LANG_EN": _language("en"),
    "ERASE": _flow("erase"),
    "PIN": locks.begin_pin,
    "SAFE_HOURS": _flow("safe-hours"),
    "SAFE_WORD": _flow("safe-word"),
    "SHIFTS": _flow("shifts"),
    "PRIVACY": _say("privacy"),
    "COMMANDS": _say("commands", "commands-safety"),
    "ABOUT": _say("about"),
    "PERSON": team.ask_person,
    "AMBIGUOUS_STOP": _unsure,
    "ARABIC_CANCEL": _unsure,
}
