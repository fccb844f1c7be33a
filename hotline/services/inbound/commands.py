"""The global words, and what a reference with or without one of them is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.engine.events import Back
from flows.text.message_ids import MessageId
from flows.understanding.answers import Command
from hotline.services.bridging import bridge
from hotline.services.kernel.interaction import Interaction
from hotline.services.members import blocking, reporting, subscription
from hotline.services.needs import (
    fulfilment,
    reference_resolution,
    requests,
    responses,
    status,
)
from hotline.services.sessions import flow_sessions, pin_gate
from hotline.services.team import coordinators
from hotline.store.needs import matches, needs


def _change(interaction: Interaction, reference: str) -> bool:
    """CHANGE 47 shows the request: behind the PIN, where texts ask for it."""
    return pin_gate.refuses(interaction) or requests.change(interaction, reference)


# A word that acts on one need or match: with a reference, or without where only one is meant.
_ON_ONE: Mapping[str, Callable[[Interaction, str], bool]] = {
    "YES": responses.yes,
    "NO": responses.no,
    "SOFT": responses.maybe,
    "DONE": fulfilment.done,
    "CANT": fulfilment.cannot,
    "DROP": requests.drop,
    "CHANGE": _change,
    "CALL": bridge.call,
    "REPORT": reporting.report,
    "BLOCK": blocking.block,
    "UNBLOCK": blocking.undo,
    "STATUS": status.of_one,
    "NEED": status.of_one,
}


def is_global(command: Command) -> bool:
    """Whether the word counts at every step, without a reference."""
    return command.name in _GLOBAL


def obey(interaction: Interaction, command: Command) -> None:
    """Do what a global word says."""
    _GLOBAL[command.name](interaction)


def with_reference(interaction: Interaction, command: Command) -> bool:
    """A word with a reference. Whatever is not theirs gets the one answer that tells nothing."""
    act = _ON_ONE.get(command.name)
    if act is None or command.reference is None:
        return False
    act_on(interaction, command.name, command.reference)
    return True


def with_unknown(interaction: Interaction, command: Command) -> bool:
    """The same where the number means nothing here."""
    if command.name in _ON_ONE:
        interaction.say("ref-unknown")
    return command.name in _ON_ONE


def act_on(interaction: Interaction, name: str, reference: str) -> None:
    """Let a word act on what its reference stands for."""
    if not _ON_ONE[name](interaction, reference):
        interaction.say("ref-unknown")


def bare_reference(interaction: Interaction, reference: str) -> bool:
    """A reference and nothing else: how it stands, if it is theirs."""
    return status.of_one(interaction, reference)


def _on_the_one_meant(name: str) -> Callable[[Interaction], None]:
    """A word without a reference: taken where one thing can be meant, else we ask which."""

    def act(interaction: Interaction) -> None:
        meant = reference_resolution.candidates(interaction, name)
        if not meant:
            interaction.say("done-needs-one")
        elif len(meant) == 1:
            act_on(interaction, name, meant[0].reference)
        else:
            flow_sessions.begin(
                interaction, "which-one", {"verb": name, "requests": [list(m) for m in meant]}
            )

    return act


def _block(interaction: Interaction) -> None:
    """BLOCK without a reference: the team must say whom; everybody else reports."""
    if not interaction.member.is_coordinator:
        return _on_the_one_meant("REPORT")(interaction)
    interaction.say("coordinator-block-how")
    interaction.resume_session_after = True
    return None


def _unblock(interaction: Interaction) -> None:
    """UNBLOCK without a reference: the team must say whom; to everybody else it means nothing."""
    coordinator = interaction.member.is_coordinator
    interaction.say("coordinator-block-how" if coordinator else "ref-unknown")
    interaction.resume_session_after = True


_call_the_other = _on_the_one_meant("CALL")


def _call(interaction: Interaction) -> None:
    """CALL; with nobody to be called it is about whether calls are safe here."""
    if reference_resolution.candidates(interaction, "CALL") or not bridge.about_oneself(
        interaction
    ):
        _call_the_other(interaction)


def _need(interaction: Interaction) -> None:
    """NEED; never starts over where a request is half-way."""
    if any(kept.session.flow == "need" for kept in flow_sessions.unfinished(interaction)):
        flow_sessions.begin(interaction, "resume-or-restart")
    else:
        flow_sessions.begin(interaction, "need")


def _back(interaction: Interaction) -> None:
    unfinished = flow_sessions.open_sessions(interaction)
    if not unfinished:
        return flow_sessions.begin(interaction, "menu")
    return flow_sessions.play(
        interaction, flow_sessions.hear(interaction, unfinished[0], Back()), unfinished[0]
    )


def _language(language: str) -> Callable[[Interaction], None]:
    def switch(interaction: Interaction) -> None:
        """Change the language in mid-flow; the open question follows in the new one."""
        requests.speak(interaction, language)
        unfinished = [
            k for k in flow_sessions.open_sessions(interaction) if k.expires_at > interaction.now
        ]
        interaction.say("lang-switched", lead=bool(unfinished))
        if unfinished:
            flow_sessions.ask_again(interaction, unfinished[0])

    return switch


def _say(*messages: MessageId) -> Callable[[Interaction], None]:
    def answer(interaction: Interaction) -> None:
        for message in messages:
            interaction.say(message)
        interaction.resume_session_after = True

    return answer


def _flow(name: str) -> Callable[[Interaction], None]:
    return lambda interaction: flow_sessions.begin(interaction, name)


def ask_whether_to_stop(interaction: Interaction) -> None:
    """A word that may mean a rest, the end of a request, or no more texts: we ask."""
    mine = needs.live_of(interaction.db, interaction.member.id) or matches.open_with(
        interaction.db, interaction.member.id
    )
    flow_sessions.begin(interaction, "stop-check-open" if mine else "stop-check")


_GLOBAL: Mapping[str, Callable[[Interaction], None]] = {
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
    "UNBLOCK": _unblock,
    "CALL": _call,
    "NO_CALLS": bridge.none_any_more,
    "PAUSE": subscription.pause,
    "RESUME": subscription.resume,
    "LANG": _flow("language"),
    "LANG_AR": _language("ar"),
    "LANG_EN": _language("en"),
    "ERASE": _flow("erase"),
    "PIN": _flow("pin"),
    "SAFE_HOURS": _flow("safe-hours"),
    "SAFE_WORD": _flow("safe-word"),
    "SHIFTS": _flow("shifts"),
    "PRIVACY": _say("privacy"),
    "COMMANDS": _say("commands", "commands-safety"),
    "ABOUT": _say("about"),
    "PERSON": coordinators.ask_person,
    "AMBIGUOUS_STOP": ask_whether_to_stop,
    "ARABIC_CANCEL": ask_whether_to_stop,
}
