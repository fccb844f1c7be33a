"""A phone rings, until it is answered or not."""

from hotline.simulator.calls.call_context import CallContext
from hotline.simulator.calls.legs import Leg, Over


def ring(exchange: CallContext, leg: Leg, seconds: int) -> None:
    """Ring a leg's phone for `seconds`; returns when it is picked up, by somebody or a voicemail.

    Raises Over: busy (also where the call is refused), no-answer, failed, or what ends it meanwhile.
    """
    faults = exchange.state.faults
    leg.check()
    exchange.progress.enter(leg.call, "initiated")
    if leg.number in faults.uncallable:
        raise Over("failed")
    if leg.number in faults.busy:
        raise Over("busy")
    exchange.progress.enter(leg.call, "ringing")
    if leg.number in faults.unanswered:
        raise Over("no-answer")
    leg.machine = leg.number in faults.voicemail
    if not leg.machine:
        _until_picked_up(leg, seconds)


def _until_picked_up(leg: Leg, seconds: int) -> None:
    while True:
        act = leg.wait("answer", seconds)
        if act is None or act.kind == "silence":
            raise Over("no-answer")
        if act.kind == "refuse":
            raise Over("busy")
        if act.kind == "answer":
            return
