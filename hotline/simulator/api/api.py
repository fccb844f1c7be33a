"""The provider's REST API, version 2010-04-01: Messages and Calls."""

import hmac
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from flask import Blueprint, Response, g, request

from hotline.simulator.api.call_api import call_routes
from hotline.simulator.api.fault_injection import created, must_be_over
from hotline.simulator.api.number_api import account_resource, number_routes
from hotline.simulator.api.pagination import answer, not_found, paged
from hotline.simulator.calls.calls import CallRunner
from hotline.simulator.calls.recordings import RecordingStore
from hotline.simulator.core.resources import API_VERSION, FINAL, ApiFault, MessageResource
from hotline.simulator.core.state import SimulatorState
from hotline.simulator.core.webhooks import CallbackQueue
from hotline.simulator.texts.outbound import TextsToPhones


def api(
    state: SimulatorState,
    callback_queue: CallbackQueue,
    outbound: TextsToPhones,
    calls: CallRunner,
    recordings: RecordingStore,
) -> Blueprint:
    """The routes under /2010-04-01/Accounts/{sid}."""
    routes = Blueprint("api", __name__, url_prefix=f"/{API_VERSION}/Accounts/<account>")
    routes.url_value_preprocessor(_note_account)
    routes.before_request(lambda: _admit(state))
    routes.register_error_handler(ApiFault, _refusal)
    routes.after_request(lambda response: _dated(state, response))
    _message_routes(routes, state, callback_queue, outbound)
    number_routes(routes, state)
    call_routes(routes, state, callback_queue, calls, recordings)
    return routes


def _message_routes(
    routes: Blueprint, state: SimulatorState, callback_queue: CallbackQueue, outbound: TextsToPhones
) -> None:
    @routes.post("/Messages.json")
    def create() -> Response:
        return created(state, callback_queue, lambda: _accepted(outbound))

    @routes.get("/Messages.json")
    def listing() -> Response:
        return answer(_page(state))

    @routes.get("/Messages/<sid>.json")
    def fetch(sid: str) -> Response:
        return answer(_message(state, sid).as_json())

    @routes.post("/Messages/<sid>.json")
    def update(sid: str) -> Response:
        message = _message(state, sid)
        if request.form.get("Body") == "":
            must_be_over(state, message.status in FINAL)
            state.redact(message)
        elif request.form.get("Status") == "canceled":
            raise ApiFault(400, 30409, "Only a scheduled message can be canceled.")
        return answer(message.as_json())

    @routes.delete("/Messages/<sid>.json")
    def remove(sid: str) -> Response:
        message = _message(state, sid)
        must_be_over(state, message.status in FINAL)
        state.remove(message)
        state.note("message_removed", {"sid": sid})
        return Response(status=204)


def account_routes(state: SimulatorState) -> Blueprint:
    """The account itself, whose address ends where those of its parts go on."""
    routes = Blueprint("account", __name__, url_prefix=f"/{API_VERSION}/Accounts")
    routes.url_value_preprocessor(_note_account)
    routes.before_request(lambda: _admit(state))
    routes.after_request(lambda response: _dated(state, response))
    routes.register_error_handler(ApiFault, _refusal)

    @routes.get("/<account>.json")
    def fetch_account() -> Response:
        return answer(account_resource(state.account))

    return routes


def _dated(state: SimulatorState, response: Response) -> Response:
    """The time of the answer, by the provider's clock."""
    ahead = timedelta(seconds=state.faults.clock_ahead)
    response.headers["Date"] = format_datetime(datetime.now(UTC) + ahead, usegmt=True)
    return response


def _note_account(_: str | None, values: dict[str, object] | None) -> None:
    g.account = (values or {}).pop("account", None)


def _admit(state: SimulatorState) -> None:
    """Check account and token, after the time that an answer is set to take."""
    faults = state.faults
    if faults.latency:
        time.sleep(faults.latency)
    account, given = state.account, request.authorization
    named = given is not None and given.username == account.account_sid
    token = (given.password or "") if given is not None else ""
    if not named or not hmac.compare_digest(token.encode(), account.auth_token.encode()):
        raise ApiFault(401, 20003, "Authenticate")
    if g.account != account.account_sid:
        raise not_found()


def _accepted(outbound: TextsToPhones) -> dict[str, object]:
    message = outbound.create(request.form)
    resource = message.as_json()  # before it moves on: the answer says `queued`
    outbound.deliver(message)
    return resource


def _refusal(fault: ApiFault) -> Response:
    response = answer(fault.as_json(), fault.status)
    if fault.retry_after is not None:
        response.headers["Retry-After"] = str(fault.retry_after)
    return response


def _message(state: SimulatorState, sid: str) -> MessageResource:
    message = state.message(sid)
    if message is None:
        raise not_found()
    return message


# Listing


def _page(state: SimulatorState) -> dict[str, object]:
    return paged("messages", [message.as_json() for message in _matching(state)])


def _matching(state: SimulatorState) -> Iterator[MessageResource]:
    """Messages that fit the request's filters, newest first.

    A date filter goes by the date of sending: a message that has none fits no such filter.
    """
    sender = request.args.get("From")
    earliest, latest = _date("DateSent>"), _date("DateSent<")
    day = request.args.get("DateSent")
    for message in state.messages(request.args.get("To")):
        sent = message.sent
        if sender and message.sender != sender:
            continue
        if (earliest or latest or day) and sent is None:
            continue
        if sent is not None and not _within(sent, earliest, latest, day):
            continue
        yield message


def _within(
    sent: datetime, earliest: datetime | None, latest: datetime | None, day: str | None
) -> bool:
    after = earliest is None or sent >= earliest
    before = latest is None or sent <= latest
    return after and before and (day is None or sent.date().isoformat() == day[:10])


def _date(name: str) -> datetime | None:
    given = request.args.get(name)
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise ApiFault(400, 20001, f"{name} is not a date.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
