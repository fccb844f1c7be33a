"""What follows for everybody else when a call that we placed is over, by its purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hotline.services.calls import asks_by_call, bridge, unheard
from hotline.services.kernel.unit_of_work import Desk
from hotline.services.outbound import facts
from hotline.store.calls import Call

Follow = Callable[[Desk, Call, str], None]
"""Given the call as it stood, and how it ended: `completed` (somebody picked up), `busy`, `no-answer`,
`canceled`, `failed` (it could not be placed or reached no phone), `unknown` (no word came)."""


def follow(desk: Desk, call: Call, outcome: str) -> None:
    """Do what the purpose of the call asks for; nothing for those that ask for nothing."""
    hook = _HOOKS.get(call.purpose)
    if hook is not None:
        hook(desk, call, outcome)


_HOOKS: Mapping[str, Follow] = {
    facts.ASK: asks_by_call.after,
    facts.BRIDGE: bridge.after,
    facts.NEWS: unheard.after,
    facts.QUESTION: unheard.after,
}
