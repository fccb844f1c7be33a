"""The carrier's own page of controls, under /carrier: phones, faults, webhooks, the log."""

from dataclasses import replace

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from hotline.simulator.api import wishes
from hotline.simulator.api.call_control import phone_call_routes
from hotline.simulator.calls.calls import CallRunner
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.core.state import SimulatorState
from hotline.simulator.texts.inbound import TextsFromPhones

_WEBHOOKS = ("sms_url", "voice_url", "voice_status_url")
LONGEST_WAIT = 30.0  # seconds that a look at a screen may wait for a line


def control(state: SimulatorState, inbound: TextsFromPhones, calls: CallRunner) -> Blueprint:
    """The routes under /carrier; JSON in and out."""
    routes = Blueprint("control", __name__, url_prefix="/carrier")
    routes.register_error_handler(ValueError, _mistake)
    _phone_routes(routes, state, inbound)
    phone_call_routes(routes, state, calls)
    _setting_routes(routes, state)
    return routes


def _phone_routes(routes: Blueprint, state: SimulatorState, inbound: TextsFromPhones) -> None:
    @routes.post("/phones/<number>/texts")
    def text(number: str) -> ResponseReturnValue:
        wish = wishes.object_asked()
        message = inbound.text(number, str(wish.get("body", "")), int(wishes.number(wish, "media")))
        return jsonify(message.as_json()), 201

    @routes.get("/phones/<number>")
    def screen(number: str) -> ResponseReturnValue:
        after = max(0, request.args.get("after", 0, int))
        wait = min(LONGEST_WAIT, max(0.0, request.args.get("wait", 0.0, float)))
        return jsonify([line.as_json() for line in state.screen(number, after, wait)])


def _setting_routes(routes: Blueprint, state: SimulatorState) -> None:
    @routes.get("/faults")
    def faults() -> ResponseReturnValue:
        return jsonify(state.faults.as_json())

    @routes.post("/faults")
    def set_faults() -> ResponseReturnValue:
        """Change the faults named; `{"reset": true}` takes all of them back first."""
        wish = wishes.object_asked()
        before = InjectedFaults() if wish.pop("reset", False) else state.faults
        state.set_faults(before.changed(wish))
        return jsonify(state.faults.as_json())

    @routes.post("/webhooks")
    def webhooks() -> ResponseReturnValue:
        wish = wishes.object_asked()
        if not wish.keys() <= set(_WEBHOOKS):
            raise ValueError(f"webhooks are {', '.join(_WEBHOOKS)}")
        before = {name: getattr(state.account, name) for name in _WEBHOOKS}
        after = before | {name: str(url) for name, url in wish.items()}
        state.set_account(replace(state.account, **after))
        return jsonify(after)

    @routes.get("/log")
    def log() -> ResponseReturnValue:
        return jsonify(state.log(max(0, request.args.get("after", 0, int))))


def _mistake(fault: ValueError) -> ResponseReturnValue:
    return jsonify({"message": str(fault)}), 400
