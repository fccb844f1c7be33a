"""What a need that was told in a member's own words begins: its questions, or one about what was meant."""

from __future__ import annotations

from collections.abc import Mapping

from flows.text.prompts import Prompt, Value
from flows.understanding.told.wants import ALSO, Want
from hotline.services.kernel.interaction import Interaction
from hotline.services.sessions import flow_sessions


def take_up(interaction: Interaction, want: Want | None) -> bool:
    """Ask what the want leaves open, beside what was said before; False where there is none."""
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
