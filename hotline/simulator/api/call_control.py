"""Phones' calls on the carrier's own page: /carrier/phones/{number}/calls, JSON in and out."""

from collections.abc import Callable

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from hotline.simulator.api import wishes
from hotline.simulator.calls.calls import CallRunner
from hotline.simulator.calls.handset import Phone, PhoneCall
from hotline.simulator.core.state import SimulatorState

LONGEST_WAIT = 30.0  # seconds that a look at a call may wait for something to be heard

_DEEDS: dict[str, Callable[[PhoneCall, dict[str, object]], object]] = {
    "answer": lambda call, _wish: call.answer(),
    "refuse": lambda call, _wish: call.refuse(),
    "silence": lambda call, _wish: call.silence(),
    "hang_up": lambda call, _wish: call.hang_up(),
    "press": lambda call, wish: call.press(str(wish.get("keys", ""))),
    "speak": lambda call, wish: call.speak(
        str(wish.get("words", "")), int(wishes.number(wish, "seconds"))
    ),
    "cut_in": lambda call, wish: call.cut_in(str(wish["at"]), str(wish.get("keys", ""))),
}


def phone_call_routes(routes: Blueprint, state: SimulatorState, calls: CallRunner) -> None:
    """Add the routes, under /carrier. A call's path ends in its id."""

    @routes.post("/phones/<number>/calls")
    def place(number: str) -> ResponseReturnValue:
        """Call the hotline; `pace` as the carrier's own unless given."""
        call = Phone(number, calls, state).call(_pace(wishes.object_asked(optional=True)))
        return jsonify(call.as_json()), 201

    @routes.get("/phones/<number>/calls")
    def listing(number: str) -> ResponseReturnValue:
        return jsonify([call.as_json() for call in Phone(number, calls, state).calls])

    @routes.get("/phones/<number>/calls/<sid>")
    def look(number: str, sid: str) -> ResponseReturnValue:
        """What was heard from index `after` on; waits up to `wait` seconds for something."""
        call = PhoneCall(calls.leg(number, sid))
        after = max(0, request.args.get("after", 0, int))
        call.wait_beyond(after, min(LONGEST_WAIT, request.args.get("wait", 0.0, float)))
        return jsonify(call.as_json(after))

    @routes.post("/phones/<number>/calls/<sid>")
    def do(number: str, sid: str) -> ResponseReturnValue:
        """`do`: answer, refuse, press (`keys`), silence, speak (`words`, `seconds`), hang_up, or
        cut_in (`keys` pressed while a prompt that contains `at` is said)."""
        wish = wishes.object_asked(optional=True)
        deed = _DEEDS.get(str(wish.get("do")))
        if deed is None:
            raise ValueError(f"do is one of {', '.join(_DEEDS)}")
        leg = calls.leg(number, sid)
        pace = _pace(wish)
        leg.room.pace = leg.room.pace if pace is None else pace
        deed(PhoneCall(leg), wish)
        return jsonify(PhoneCall(leg).as_json()), 201


def _pace(wish: dict[str, object]) -> float | None:
    return None if "pace" not in wish else max(0.0, wishes.number(wish, "pace"))
