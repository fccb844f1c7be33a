"""ERASE: the member, their numbers and words go; what they were in the middle of ends as with STOP."""

from __future__ import annotations

from dataclasses import replace

from flows.engine.events import TextReceived
from flows.understanding.answers import Command
from hotline.services.kernel.app import App
from hotline.services.kernel.interaction import Interaction
from hotline.services.members import subscription
from hotline.services.outbound import voice_notices
from hotline.services.sessions import flow_sessions
from hotline.store.needs import matches
from hotline.store.people import members
from hotline.store.upkeep import audit_log, erasing

FLOW = "erase"


def erase(interaction: Interaction) -> None:
    """Forget the member who has texted so twice.

    Whoever helps them, or whom they help, hears what they hear after STOP. The provider's copies of
    their texts and calls follow (services/delivery/redaction.py), and their recordings.
    """
    member = interaction.member
    partners = {
        (m.other_side(member.id), m.reference) for m in matches.all_with(interaction.db, member.id)
    }
    subscription.stop_member(interaction, member.id)
    for partner, reference in sorted(partners):
        voice_notices.take_back(interaction, partner, reference)
    erasing.entomb(
        interaction.db, member.id, interaction.app.community.default_language, interaction.now
    )
    erasing.forget(interaction.db, interaction.app.vault, member.id, interaction.now)
    audit_log.note(interaction.db, "member_erased", interaction.now)  # not who: that is forgotten
    interaction.open_sessions = None
    interaction.wakeups |= {"forget", "recordings", "retain"}
    # The answer to this is in the language that they read.
    interaction.member = replace(members.get(interaction.db, member.id), language=member.language)


def takes(interaction: Interaction, words: str, command: Command | None) -> bool:
    """ERASE and the answer to "are you sure?", from whoever is understood in nothing else: they have
    said stop, or are blocked, and may be forgotten all the same."""
    if command is not None and command.name == "ERASE" and command.reference is None:
        flow_sessions.begin(interaction, FLOW)
        return True
    unfinished = flow_sessions.open_sessions(interaction)
    if not unfinished or unfinished[0].session.flow != FLOW:
        return False
    turn = flow_sessions.hear(interaction, unfinished[0], TextReceived(words))
    if turn.status == "unread":
        return False
    flow_sessions.play(interaction, turn, unfinished[0])
    return True


def sweep(app: App) -> int:
    """Forget what came in about the erased meanwhile; how many left no trace at all. Safe to repeat."""
    return app.database.write(lambda db: erasing.sweep(db, app.vault, app.clock()))
