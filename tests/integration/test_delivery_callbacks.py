"""Status callbacks: twice, in any order, about any attempt; final states stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import permutations
from threading import Condition, Thread
from typing import Any
from wsgiref.types import WSGIApplication

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.services.delivery import deliver, reconcile
from hotline.services.delivery.status_callback import confirm
from hotline.services.kernel.app import App
from hotline.simulator.api.wsgi_server import LoopbackServer
from hotline.simulator.core.settings import InjectedFaults
from hotline.simulator.server import Simulator
from hotline.web.app import create_app
from tests.conftest import ACCOUNT_SID, AUTH_TOKEN, FakeClock
from tests.integration.texts import add_member, add_text, member, new_number, states, text, tries
from tests.signing import form, headers

BASE = "http://127.0.0.1:9"
SID = "SM" + "1" * 32
OTHER_SID = "SM" + "2" * 32


@pytest.mark.parametrize("last", ["delivered", "undelivered", "failed"])
def test_any_order_and_any_number_end_in_the_same_state(app: App, last: str) -> None:
    code = None if last == "delivered" else 30005
    member_id = add_member(app, new_number())
    for order in permutations(["queued", "sent", last]):
        message_id, attempt_id = _sent(app, member_id)
        for status in (*order, *order):
            confirm(app, attempt_id, status, code if status == last else None, SID)
        assert text(app, message_id).state == last, order


_reports = st.lists(
    st.sampled_from(
        [
            *((word, None) for word in ("queued", "accepted", "sending", "sent", "delivered")),
            ("undelivered", 30005),
            ("failed", 21610),
            ("a word of tomorrow", None),
        ]
    ),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(reports=_reports)
def test_the_first_final_report_decides(app: App, reports: list[tuple[str, int | None]]) -> None:
    message_id, attempt_id = _sent(app, add_member(app, new_number()))
    for status, code in reports:
        confirm(app, attempt_id, status, code, SID)
    final = [status for status, _ in reports if status in ("delivered", "undelivered", "failed")]
    assert text(app, message_id).state == (final[0] if final else "sent")


def test_a_callback_proves_an_unclear_text_was_sent(
    app: App, carrier: Simulator, clock: FakeClock
) -> None:
    member_id = add_member(app, new_number())
    message_id = add_text(app, member_id, greets=True)
    carrier.faults = InjectedFaults(drop_after=1)
    deliver.run(app)
    assert text(app, message_id).state == "unclear"
    assert member(app, member_id).greeted_at is None
    (attempt,) = tries(app, message_id)
    confirm(app, attempt.id, "sent", None, SID)
    assert text(app, message_id).state == "sent"
    assert member(app, member_id).greeted_at == clock.now
    clock.advance(minutes=5)
    assert reconcile.run(app) + deliver.run(app) == 0


def test_a_callback_before_the_answer_counts_once(app: App, clock: FakeClock) -> None:
    member_id = add_member(app, new_number())
    message_id, attempt_id = _inline(app, member_id)
    confirm(app, attempt_id, "delivered", None, SID)
    first = text(app, message_id)
    clock.advance(seconds=5)
    confirm(app, attempt_id, "sent", None, SID)
    assert text(app, message_id) == first
    assert first.state == "delivered"
    clock.advance(minutes=5)
    assert reconcile.run(app) == 0


def test_a_phone_that_was_away_is_tried_twice_more(app: App, clock: FakeClock) -> None:
    message_id, attempt_id = _sent(app, add_member(app, new_number()))
    for code, sid in ((30003, SID), (30008, OTHER_SID)):
        confirm(app, attempt_id, "undelivered", code, sid)
        confirm(app, attempt_id, "undelivered", code, sid)  # again: changes nothing
        assert text(app, message_id).state == "queued"
        assert deliver.run(app) == 0  # not at once
        clock.advance(minutes=6)
        assert deliver.run(app) == 1
        attempt_id = tries(app, message_id)[-1].id
    confirm(app, attempt_id, "undelivered", 30003, "SM" + "3" * 32)
    assert text(app, message_id).state == "undelivered"
    assert len(tries(app, message_id)) == 3


def test_a_late_callback_does_not_settle_another_attempt(app: App, clock: FakeClock) -> None:
    message_id, first = _sent(app, add_member(app, new_number()))
    confirm(app, first, "undelivered", 30003, SID)
    clock.advance(minutes=6)
    deliver.run(app)
    second = tries(app, message_id)[-1]
    for status, code in (("sent", None), ("delivered", None), ("failed", 30005)):
        confirm(app, first, status, code, SID)
    assert text(app, message_id).state == "sent"
    confirm(app, second.id, "delivered", None, OTHER_SID)
    assert text(app, message_id).state == "delivered"


def test_found_alive_after_it_was_given_up_for_lost(app: App, clock: FakeClock) -> None:
    message_id, attempt_id = _inline(app, add_member(app, new_number()))
    clock.advance(seconds=61)
    reconcile.run(app)
    assert text(app, message_id).state == "queued"
    confirm(app, attempt_id, "sent", None, SID)  # late, yet before it was sent again
    assert text(app, message_id).state == "sent"
    assert deliver.run(app) == 0


def test_a_lost_attempt_that_failed_does_not_undo_the_next(app: App, clock: FakeClock) -> None:
    message_id, lost = _inline(app, add_member(app, new_number()))
    clock.advance(seconds=61)
    reconcile.run(app)
    deliver.run(app)
    confirm(app, lost, "failed", 30005, SID)
    assert text(app, message_id).state == "sent"


# Over HTTP


@pytest.fixture
def client(app: App) -> FlaskClient:
    return create_app(app).test_client()


def test_a_signed_callback_is_taken_down(app: App, client: FlaskClient) -> None:
    message_id, attempt_id = _sent(app, add_member(app, new_number()))
    assert _post(client, attempt_id, MessageStatus="delivered") == 204
    assert text(app, message_id).state == "delivered"


def test_an_error_code_is_read(app: App, client: FlaskClient) -> None:
    message_id, attempt_id = _sent(app, add_member(app, new_number()))
    assert _post(client, attempt_id, MessageStatus="failed", ErrorCode="30005") == 204
    assert (text(app, message_id).state, text(app, message_id).error) == ("failed", "30005")


@pytest.mark.parametrize("attempt_id", [0, 12345, 2**63 - 1, 2**63, 10**30])
def test_an_attempt_nobody_made_is_answered_alike(client: FlaskClient, attempt_id: int) -> None:
    assert _post(client, attempt_id, MessageStatus="delivered") == 204


def test_forged_and_foreign_callbacks_change_nothing(app: App, client: FlaskClient) -> None:
    message_id, attempt_id = _sent(app, add_member(app, new_number()))
    before = text(app, message_id)
    assert _post(client, attempt_id, token="another token", MessageStatus="delivered") == 403
    assert _post(client, attempt_id, signed_for=attempt_id + 1, MessageStatus="delivered") == 403
    assert _post(client, attempt_id, AccountSid="AC" + "f" * 32, MessageStatus="delivered") == 403
    assert _post(client, attempt_id) == 400
    assert _post(client, attempt_id, MessageSid="x", MessageStatus="delivered") == 400
    assert text(app, message_id) == before


def test_a_second_field_of_one_name_is_refused(app: App, client: FlaskClient) -> None:
    message_id, attempt_id = _sent(app, add_member(app, new_number()))
    path = f"/twilio/sms/status/{attempt_id}"
    pairs = [
        ("AccountSid", ACCOUNT_SID),
        ("MessageSid", SID),
        ("MessageStatus", "sent"),
        ("MessageStatus", "delivered"),
    ]
    answer = client.post(path, data=form(pairs), headers=headers(AUTH_TOKEN, BASE + path, pairs))
    assert answer.status_code == 400
    assert text(app, message_id).state == "sent"


def test_callbacks_of_a_whole_batch_through_a_real_server(
    make_house: Callable[..., App], carrier: Simulator, served: Served
) -> None:
    """Reordered and doubled by the carrier, some about phones that are away."""
    app = make_house(HOTLINE_PUBLIC_URL=served.url)
    served.app = create_app(app)
    away = new_number()
    carrier.faults = InjectedFaults(
        callback_copies=2, callback_reorder=True, unreachable=frozenset({away})
    )
    gone = add_text(app, add_member(app, away))
    for number in range(20):
        add_text(app, add_member(app, new_number()), f"text {number}")
    deliver.run(app)

    def all_told() -> bool:
        return states(app).count("delivered") == 20 and text(app, gone).state == "queued"

    assert carrier.wait_for(all_told, 20)


class Served:
    """A web application on loopback, which knows how many requests are under way."""

    def __init__(self) -> None:
        self.app: WSGIApplication = Flask("nothing yet")
        self._server = LoopbackServer(0, self._answer)
        self._under_way = 0
        self._changed = Condition()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._changed:
            self._under_way += 1
        try:
            return list(self.app(environ, start_response))
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def stop(self) -> None:
        """Stop listening, and let requests that are under way end: they use the database."""
        self._server.stop()
        with self._changed:
            assert self._changed.wait_for(lambda: self._under_way == 0, 20)


@pytest.fixture
def served() -> Iterator[Served]:
    served = Served()
    yield served
    served.stop()


def _sent(app: App, member_id: int) -> tuple[int, int]:
    """A text that the provider has accepted: (message, attempt)."""
    message_id = add_text(app, member_id)
    deliver.run(app)
    (attempt,) = tries(app, message_id)
    assert attempt.state == "accepted"
    return message_id, attempt.id


def _inline(app: App, member_id: int) -> tuple[int, int]:
    """An answer that travels in a webhook's: (message, attempt)."""
    message_id = add_text(app, member_id, kind="reply", inline=True)
    (attempt,) = tries(app, message_id)
    return message_id, attempt.id


def _post(
    client: FlaskClient,
    attempt_id: int,
    *,
    token: str = AUTH_TOKEN,
    signed_for: int | None = None,
    **fields: str,
) -> int:
    path = f"/twilio/sms/status/{attempt_id}"
    pairs = list({"AccountSid": ACCOUNT_SID, "MessageSid": SID, **fields}.items())
    signed = BASE + f"/twilio/sms/status/{signed_for or attempt_id}"
    answer = client.post(path, data=form(pairs), headers=headers(token, signed, pairs))
    return answer.status_code
