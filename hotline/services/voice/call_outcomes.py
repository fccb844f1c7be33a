"""What follows for everybody else when a call that we placed is over, by its purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hotline.services.bridging import bridge, voice_inbox
from hotline.services.kernel.unit_of_work import UnitOfWork
from hotline.services.outbound import facts
from hotline.services.voice.nodes import ask_by_call
from hotline.store.voice.calls import Call

Follow = Callable[[UnitOfWork, Call, str], None]
"""Given the call as it stood, and how it ended: `completed` (somebody picked up), `busy`, `no-answer`,
`canceled`, `failed` (it could not be placed or reached no phone), `unknown` (no word came)."""


def follow(uow: UnitOfWork, call: Call, outcome: str) -> None:
    """Do what the purpose of the call asks for; nothing for those that ask for nothing."""
    hook = _HOOKS.get(call.purpose)
    if hook is not None:
        hook(uow, call, outcome)


_HOOKS: Mapping[str, Follow] = {
    facts.ASK: ask_by_call.after,
    facts.BRIDGE: bridge.after,
    facts.NEWS: voice_inbox.after,
    facts.QUESTION: voice_inbox.after,
}
