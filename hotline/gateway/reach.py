"""The last look at a number before anything is sent to it, whatever anybody meant further up."""

from __future__ import annotations

from collections.abc import Callable

from hotline.gateway.transport import Refused

Allows = Callable[[str], bool]
"""Whether a text or a call may go to a number (E.164): hotline.domain.phones.may_reach, as a rule."""

NO_TEXTS_THERE, NO_CALLS_THERE = 21408, 21215
"""As the provider says it of countries that an account may not reach: ours to fix, never retried."""


def refuse_unless(allowed: bool, code: int) -> None:
    """Raise Refused, as the provider would, before it is asked."""
    if not allowed:
        raise Refused(403, code, None)
