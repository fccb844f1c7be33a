"""Rungs for a need that is told in a member's own words, from a whole request in a line to a mere hint."""

from __future__ import annotations

from collections.abc import Mapping

from flows.text.prompts import Prompt, Value
from flows.understanding.answers import read_one_shot
from flows.understanding.told.wants import ALSO, Want, read_want
from hotline.services.inbound import unread_words
from hotline.services.inbound.rung import InboundText
from hotline.services.kernel.interaction import Interaction
from hotline.services.sessions import flow_sessions


def in_a_line(interaction: Interaction, text: InboundText) -> bool:
    """Before words for the team; what it leaves open is asked."""
    if text.command is not None or read_one_shot(text.words, interaction.app.lexicon) is None:
        return False
    return _takes(interaction, read_want(text.words, interaction.app.lexicon))


def in_words(interaction: Interaction, text: InboundText) -> bool:
    """Nothing to eat, nowhere to go: a need beyond doubt. In a crisis the team reads it instead."""
    want = _read(interaction, text)
    return want is not None and want.sure and _takes(interaction, want)


def is_hint(interaction: Interaction, text: InboundText) -> bool:
    """A word of a kind, a slip of the finger, or medicine: one question instead of the menu."""
    want = _read(interaction, text)
    if want is not None:
        unread_words.note(interaction, text.words, _asked_about(want))
    return _takes(interaction, want)


def _asked_about(want: Want) -> str:
    """What the question is about, as those are told it who teach the line new words."""
    for slot, value in want.guessed.items():
        return f"{slot}:{value}"
    return f"category:{want.kinds[0]}" if want.kinds else "medicine"


def _read(interaction: Interaction, text: InboundText) -> Want | None:
    if text.command is not None or interaction.crisis:
        return None
    return read_want(text.words, interaction.app.lexicon)


def _takes(interaction: Interaction, want: Want | None) -> bool:
    if want is None:
        return False
    known = _half_made(interaction, want) | _parts(want)
    if want.guessed:
        _ask_what_was_meant(interaction, want, known)
    elif want.medicine or not want.kinds:
        _ask_kind(interaction, want, known)
    elif want.sure:
        _begin(interaction, known)
    else:
        known |= {"categories": [want.kinds[0]]}
        flow_sessions.begin(interaction, "which-way", known)
    return True


def _parts(want: Want) -> dict[str, Value]:
    return {**want.told, **dict(zip(("category", *ALSO), want.kinds, strict=False))}


def _half_made(interaction: Interaction, want: Want) -> dict[str, Value]:
    """What was said for a request that is half-way: it is not lost to another that comes between."""
    for kept in flow_sessions.unfinished(interaction):
        answers = kept.session.answers
        if kept.session.flow == "need" and "editing" not in answers:
            if flow_sessions.is_paused(interaction, kept) or kept.expires_at <= interaction.now:
                continue
            return _carried(answers, want)
    return {}


def _carried(answers: Mapping[str, Value], want: Want) -> dict[str, Value]:
    """Where, when and for how many; the kind too, to be asked for after what is wanted now."""
    carried = {key: answers[key] for key in ("area", "when", "count") if key in answers}
    before = answers.get("category")
    if before is not None and want.kinds and before not in want.kinds:
        carried[ALSO[min(len(want.kinds), len(ALSO)) - 1]] = before
    return carried


def _begin(interaction: Interaction, known: Mapping[str, Value]) -> None:
    """The questions of a request, without those that are answered."""
    if "also" in known:
        interaction.said.append(Prompt("oneshot-first", known, lead=True))
    elif len(known) > 1:
        interaction.said.append(Prompt("oneshot-understood", known, lead=True))
    flow_sessions.begin(interaction, "need", known)


def _ask_kind(interaction: Interaction, want: Want, known: Mapping[str, Value]) -> None:
    """What is needed is still open; what else was said is kept."""
    if want.medicine:
        known = {key: value for key, value in known.items() if key not in ("category", *ALSO)}
        interaction.said.append(Prompt("medicine", lead=True))
    elif known:
        interaction.said.append(Prompt("oneshot-understood", known, lead=True))
    flow_sessions.begin(interaction, "need", known)


def _ask_what_was_meant(interaction: Interaction, want: Want, known: Mapping[str, Value]) -> None:
    """The request as it would be read, with what needs no asking kept apart."""
    sure = {f"sure-{key}": known[key] for key in ("category", "area") if key in known}
    flow_sessions.begin(interaction, "meant", {**known, **want.guessed, **sure})
