"""Words of crisis: the community's own contacts at once, and the team told at once.

Nobody else is called, and nothing is sent to anybody outside. What was written is handled as every text
is; only what we cannot place puts no question and no menu, and goes to the team.
"""

from __future__ import annotations

from datetime import timedelta

from flows.vocabulary.crisis import load_crisis
from hotline.services.kernel.interaction import Interaction
from hotline.services.team import coordinators
from hotline.store.needs import team_threads

# The team is told once in so long of one member; their words still reach whoever answers them.
TOLD_AGAIN_AFTER = timedelta(hours=1)


def heard(interaction: Interaction, words: str) -> bool:
    """Answer words of crisis before anything else is said; whether these are any.

    Somebody who wanted no more texts gets them again: without, nobody of the team could write.
    """
    if load_crisis().heard(words) is None:
        return False
    interaction.crisis = True
    if interaction.member.state == "opted_out":
        interaction.move_member("active")
    interaction.come_back()
    reached = interaction.member.state == "active" and coordinators.on_hand(
        interaction, but=interaction.member.id
    )
    interaction.say("crisis" if reached else "crisis-alone")
    return True


def tell_team(interaction: Interaction) -> None:
    """Ask the team to look at once, over the thread that the member has with them or a new one."""
    if not coordinators.reachable(interaction, but=interaction.member.id):
        return
    thread = coordinators.any_thread_of(interaction, interaction.member.id)
    if thread.alarmed_at is None or thread.alarmed_at + TOLD_AGAIN_AFTER <= interaction.now:
        team_threads.alarm(interaction.db, thread.id, interaction.now)
        about, reference = interaction.member.id, thread.reference
        coordinators.tell(
            interaction, about, "coordinator-crisis", urgent=True, reference=reference
        )


def pass_on(interaction: Interaction, words: str) -> None:
    """Words that are for nobody else: the team reads them, where there is one."""
    if coordinators.reachable(interaction, but=interaction.member.id):
        tell_team(interaction)
        coordinators.pass_on(
            interaction, coordinators.any_thread_of(interaction, interaction.member.id), words
        )
