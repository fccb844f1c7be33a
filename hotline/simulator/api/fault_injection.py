"""What goes wrong, when told to, between a request that creates something and its answer."""

import time
from collections.abc import Callable
from functools import partial
from socket import SHUT_RDWR

from flask import Response, copy_current_request_context, request

from hotline.simulator.api.pagination import answer
from hotline.simulator.api.wsgi_server import SOCKET
from hotline.simulator.core.resources import ApiFault
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.core.state import SimulatorState
from hotline.simulator.core.webhooks import CallbackQueue


def created(
    state: SimulatorState, callback_queue: CallbackQueue, create: Callable[[], dict[str, object]]
) -> Response:
    """Create a text or a call and answer with it, unless a fault is to be committed first."""
    if state.take("drop_before"):
        return _hang_up()
    if state.take("stall_before"):
        return _stall(state)
    if state.take("accept_late"):
        callback_queue.run(
            copy_current_request_context(partial(_late, state, create)), state.faults.late_by
        )
        return _hang_up()
    if state.take("fail_next"):
        raise _refusal(state.faults)
    resource = create()
    if state.take("drop_after"):
        return _hang_up()
    if state.take("stall_after"):
        return _stall(state)
    if state.take("fail_after"):
        raise _failed(state.faults.fail_after_status)
    return answer(resource, 201)


def must_be_over(state: SimulatorState, over: bool) -> None:
    """Refuse to remove or redact what has not come to its end, as far as the provider is concerned.

    Source: Twilio, error 20009.
    """
    if not over or state.take("removals_late"):
        raise ApiFault(409, 20009, "It has not come to its end yet.")


def _late(state: SimulatorState, create: Callable[[], dict[str, object]]) -> None:
    """Accept what nobody waits for any more. Noted: whoever sent it again could not have known."""
    state.note("accepted_late", {"sid": create()["sid"]})


def _stall(state: SimulatorState) -> Response:
    time.sleep(state.faults.stall)
    return _hang_up()


def _refusal(faults: InjectedFaults) -> ApiFault:
    return _failed(faults.fail_status, faults.fail_code, faults.retry_after)


def _failed(status: int, code: int | None = None, retry_after: int | None = None) -> ApiFault:
    usual = {429: 20429, 503: 20503}.get(status, 20500)
    return ApiFault(status, code or usual, "Told to fail.", retry_after)


def _hang_up() -> Response:
    """Close the connection with nothing said: the answer that follows has nowhere to go."""
    request.environ[SOCKET].shutdown(SHUT_RDWR)
    return Response(status=500)
