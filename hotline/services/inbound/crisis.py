"""Words of crisis: the community's own contacts at once, and the team told at once.

Nobody else is called, and nothing is sent to anybody outside. What was written is handled as every text
is; only what we cannot place puts no question and no menu, and goes to the team.
"""

from __future__ import annotations

from flows.vocabulary.crisis import load_crisis
from hotline.services.kernel.interaction import Interaction
from hotline.services.team import coordinators, crisis_alarms


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
    """Have the team look, over the thread that the member has with them or a new one."""
    crisis_alarms.sound(interaction)


def pass_on(interaction: Interaction, words: str) -> None:
    """Words that are for nobody else: the team reads them, where there is one."""
    if coordinators.reachable(interaction, but=interaction.member.id):
        tell_team(interaction)
        thread = coordinators.any_thread_of(interaction, interaction.member.id)
        crisis_alarms.to_team(interaction, thread, words)


def keep(interaction: Interaction, words: str) -> None:
    """Words past a limit are not texted to anybody, and stand in the thread."""
    if coordinators.reachable(interaction, but=interaction.member.id):
        thread = coordinators.any_thread_of(interaction, interaction.member.id)
        crisis_alarms.keep(interaction, thread, words)
