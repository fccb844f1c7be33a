"""The local carrier over real HTTP, with a real server of webhooks that checks each signature.

The signatures are checked with tests.signing, which shares nothing with the carrier's own.
"""

import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from hotline.simulator.core.settings import InjectedFaults, SimulatedAccount
from hotline.simulator.core.webhooks import Overrides
from hotline.simulator.server import Simulator
from hotline.simulator.terminal.phone import run_phone
from tests.signing import signature
from tests.support_line import serving

SID = "AC" + "0" * 32
TOKEN = "the-token"
NUMBER = "+15550001111"
PHONE = "+9613123456"
OTHER = "+9613999999"
EMPTY = "<Response/>"


@dataclass(frozen=True)
class Post:
    path: str
    fields: dict[str, str]


@dataclass
class Hotline:
    """A webhook server: records what is posted, answers as `reply` says, refuses forgeries."""

    url: str = ""
    base: str = ""  # what the signature must be over, where that is not `url`
    posts: list[Post] = field(default_factory=list)
    forged: int = 0
    reply: Callable[[Post], Response] = field(default=lambda post: Response(EMPTY))
    lock: Lock = field(default_factory=Lock)

    def answer(self, request: Request) -> Response:
        pairs = parse_qsl(request.get_data().decode(), keep_blank_values=True)
        signed = signature(TOKEN, (self.base or self.url) + request.environ["RAW_URI"], pairs)
        if request.headers.get("X-Twilio-Signature") != signed:
            self.forged += 1
            return Response(status=403)
        post = Post(request.path, dict(pairs))
        with self.lock:
            self.posts.append(post)
        return self.reply(post)

    def to(self, path: str) -> list[dict[str, str]]:
        with self.lock:
            return [post.fields for post in self.posts if post.path == path]

    def states(self, path: str) -> list[str]:
        return [fields["MessageStatus"] for fields in self.to(path)]


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        pass


@pytest.fixture
def hotline() -> Iterator[Hotline]:
    hotline = Hotline()
    app = Request.application(hotline.answer)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    hotline.url = f"http://127.0.0.1:{server.server_port}"
    with serving(server):
        yield hotline
    assert hotline.forged == 0


@pytest.fixture
def account(hotline: Hotline) -> SimulatedAccount:
    return SimulatedAccount(SID, TOKEN, NUMBER, f"{hotline.url}/sms", f"{hotline.url}/voice")


@pytest.fixture
def carrier(account: SimulatedAccount) -> Iterator[Simulator]:
    with Simulator(account) as carrier:
        yield carrier


def soon(condition: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Whether `condition` comes true before the deadline."""
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            return False
        time.sleep(0.01)
    return True


def call_api(carrier: Simulator, method: str, path: str, **more: Any) -> requests.Response:
    more.setdefault("auth", (SID, TOKEN))
    url = path if path.startswith("/2010") else f"/2010-04-01/Accounts/{SID}/{path}"
    with requests.Session() as session:
        return session.request(method, carrier.url + url, timeout=30, **more)


def send(carrier: Simulator, **changes: str) -> requests.Response:
    fields = {"To": PHONE, "From": NUMBER, "Body": "hello"} | changes
    return call_api(carrier, "POST", "Messages.json", data=fields)


def control(carrier: Simulator, method: str, path: str, wish: Any = None) -> requests.Response:
    with requests.Session() as session:
        return session.request(method, f"{carrier.url}/carrier/{path}", json=wish, timeout=30)


def lines(carrier: Simulator, phone: str = PHONE) -> list[tuple[str, str]]:
    return [(line.direction, line.body) for line in carrier.screen(phone)]


def twiml(*bodies: str, callback: str = "") -> Response:
    attribute = f' statusCallback="{callback}"' if callback else ""
    texts = "".join(f"<Message{attribute}>{body}</Message>" for body in bodies)
    return Response(f"<Response>{texts}</Response>", mimetype="text/xml")


# The REST API


def test_a_text_is_accepted_shown_and_described_as_twilio_does(carrier: Simulator) -> None:
    answer = send(carrier, Body="مرحبا" * 20)
    resource = answer.json()
    assert (answer.status_code, resource["status"], resource["direction"]) == (
        201,
        "queued",
        "outbound-api",
    )
    assert resource["sid"].startswith("SM") and len(resource["sid"]) == 34
    assert resource["num_segments"] == "2" and resource["error_code"] is None
    assert resource["date_created"].endswith(" +0000") and resource["date_sent"] is None
    assert resource["uri"] == f"/2010-04-01/Accounts/{SID}/Messages/{resource['sid']}.json"
    assert lines(carrier) == [("received", "مرحبا" * 20)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": ""}, 21604),
        ({"To": "+1"}, 21211),
        ({"To": "03123456"}, 21211),
        ({"From": ""}, 21603),
        ({"From": OTHER}, 21606),
        ({"To": NUMBER}, 21266),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"StatusCallback": "not a url"}, 21609),
    ],
)
def test_what_is_wrong_is_refused_with_twilios_code(
    carrier: Simulator, changes: dict[str, str], code: int
) -> None:
    answer = send(carrier, **changes)
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (400, 400, code)
    assert body["more_info"].endswith(f"/{code}") and body["message"]
    assert carrier.messages() == []


@pytest.mark.parametrize("auth", [None, (SID, "wrong"), ("AC" + "1" * 32, TOKEN), (SID, "")])
def test_without_the_token_nothing_is_done(carrier: Simulator, auth: Any) -> None:
    answer = call_api(carrier, "POST", "Messages.json", auth=auth, data={"To": PHONE})
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)


def test_another_account_or_message_is_not_found(carrier: Simulator) -> None:
    other = f"/2010-04-01/Accounts/AC{'1' * 32}/Messages.json"
    for path in (other, f"Messages/SM{'0' * 32}.json", f"Calls/CA{'0' * 32}.json"):
        answer = call_api(carrier, "GET", path)
        assert (answer.status_code, answer.json()["code"]) == (404, 20404)


def test_lists_are_filtered_and_paged_newest_first(carrier: Simulator) -> None:
    for n in range(5):
        send(carrier, Body=str(n))
    send(carrier, To=OTHER, Body="other")
    page = call_api(carrier, "GET", "Messages.json", params={"To": PHONE, "PageSize": 2}).json()
    seen = [m["body"] for m in page["messages"]]
    while page["next_page_uri"]:
        page = call_api(carrier, "GET", page["next_page_uri"]).json()
        seen += [m["body"] for m in page["messages"]]
    assert seen == ["4", "3", "2", "1", "0"]
    everything = call_api(carrier, "GET", "Messages.json", params={"From": NUMBER}).json()
    assert len(everything["messages"]) == 6 and everything["next_page_uri"] is None
    assert (
        call_api(carrier, "GET", "Messages.json", params={"From": OTHER}).json()["messages"] == []
    )


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"DateSent>": "2020-01-01"}, 1),
        ({"DateSent>": "2120-01-01T00:00:00Z"}, 0),
        ({"DateSent<": "2020-01-01"}, 0),
        ({"DateSent<": "2120-01-01"}, 1),
        ({"DateSent": "2020-01-01"}, 0),
    ],
)
def test_lists_are_filtered_by_the_date_of_sending(
    carrier: Simulator, filters: dict[str, str], found: int
) -> None:
    send(carrier)
    send(carrier)
    carrier.messages()[0].sent = None  # still queued: no date filter finds it
    answer = call_api(carrier, "GET", "Messages.json", params=filters).json()
    assert len(answer["messages"]) == found


def test_a_message_is_redacted_and_removed_only_after_its_end(carrier: Simulator) -> None:
    sid = send(carrier).json()["sid"]
    (message,) = carrier.messages()
    message.status = "sent"
    path = f"Messages/{sid}.json"
    for method, data in (("POST", {"Body": ""}), ("DELETE", None)):
        answer = call_api(carrier, method, path, data=data)
        assert (answer.status_code, answer.json()["code"]) == (409, 20009)
    message.status = "delivered"
    assert call_api(carrier, "POST", path, data={"Body": ""}).json()["body"] == ""
    assert call_api(carrier, "DELETE", path).status_code == 204
    assert call_api(carrier, "GET", path).status_code == 404


# Status callbacks


def test_states_are_called_back_in_order_and_signed(carrier: Simulator, hotline: Hotline) -> None:
    sid = send(carrier, StatusCallback=f"{hotline.url}/status/%D8%A7+1").json()["sid"]
    path = "/status/ا+1"
    assert soon(lambda: hotline.states(path) == ["queued", "sent", "delivered"])
    last = hotline.to(path)[-1]
    assert (last["MessageSid"], last["AccountSid"]) == (sid, SID)
    assert (last["To"], last["From"]) == (PHONE, NUMBER) and "ErrorCode" not in last
    assert call_api(carrier, "GET", f"Messages/{sid}.json").json()["status"] == "delivered"


def test_a_phone_out_of_reach_is_undelivered(carrier: Simulator, hotline: Hotline) -> None:
    carrier.faults = InjectedFaults(unreachable=frozenset({PHONE}))
    send(carrier, StatusCallback=f"{hotline.url}/status")
    assert soon(lambda: hotline.states("/status") == ["queued", "sent", "undelivered"])
    assert hotline.to("/status")[-1]["ErrorCode"] == "30003"
    assert lines(carrier) == []


@pytest.mark.parametrize(
    ("faults", "states"),
    [
        (
            InjectedFaults(callback_copies=2),
            ["queued", "queued", "sent", "sent", "delivered", "delivered"],
        ),
        (InjectedFaults(callback_drop=2), ["delivered"]),
        (InjectedFaults(callback_reorder=True), ["delivered", "sent", "queued"]),
        (InjectedFaults(callback_states=("delivered",)), ["delivered"]),
        (InjectedFaults(callback_delay=0.1), ["queued", "sent", "delivered"]),
    ],
)
def test_callbacks_go_wrong_as_told(
    carrier: Simulator, hotline: Hotline, faults: InjectedFaults, states: list[str]
) -> None:
    carrier.faults = faults
    send(carrier, StatusCallback=f"{hotline.url}/status")
    assert soon(lambda: len(hotline.to("/status")) >= len(states))
    assert hotline.states("/status") == states


@pytest.mark.parametrize("delay", [0.0, 0.1])
def test_it_knows_when_it_has_told_everything(
    carrier: Simulator, hotline: Hotline, delay: float
) -> None:
    heard = Event()
    hotline.reply = lambda _: Response(str(heard.wait(30)))
    assert carrier.has_told_everything()
    carrier.faults = InjectedFaults(callback_delay=delay)
    send(carrier, StatusCallback=f"{hotline.url}/status")
    assert not carrier.has_told_everything()
    heard.set()
    assert soon(carrier.has_told_everything)
    assert hotline.states("/status") == ["queued", "sent", "delivered"]


def test_callbacks_can_be_switched_off(carrier: Simulator, hotline: Hotline) -> None:
    carrier.faults = InjectedFaults(callbacks=False)
    send(carrier, StatusCallback=f"{hotline.url}/status")
    assert carrier.messages()[0].status == "delivered"
    assert not hotline.posts


@pytest.mark.parametrize(("fault", "accepted"), [("stall_before", 0), ("stall_after", 1)])
def test_an_answer_that_never_comes(carrier: Simulator, fault: str, accepted: int) -> None:
    carrier.faults = InjectedFaults(stall=0.05).changed({fault: 1})
    with pytest.raises(requests.ConnectionError):
        send(carrier)
    assert len(carrier.messages()) == accepted
    send(carrier)
    assert len(carrier.messages()) == accepted + 1


def test_a_text_accepted_when_nobody_waits_any_more_is_noted(carrier: Simulator) -> None:
    carrier.faults = InjectedFaults(accept_late=1, late_by=0.05)
    with pytest.raises(requests.ConnectionError):
        send(carrier)
    assert soon(lambda: len(carrier.messages()) == 1)
    assert soon(lambda: any(e["kind"] == "accepted_late" for e in carrier.log()))
    (late,) = [e["sid"] for e in carrier.log() if e["kind"] == "accepted_late"]
    assert late == carrier.messages()[0].sid


def test_a_text_that_is_held_back_is_overtaken(carrier: Simulator, hotline: Hotline) -> None:
    carrier.faults = InjectedFaults(inbound_late=1, inbound_delay=0.1)
    for words in ("first", "second"):
        carrier.text(PHONE, words)
    assert soon(lambda: len(hotline.to("/sms")) == 2)
    assert [fields["Body"] for fields in hotline.to("/sms")] == ["second", "first"]


def test_a_text_that_comes_once_more_later_is_answered_once(
    carrier: Simulator, hotline: Hotline
) -> None:
    hotline.reply = lambda post: twiml("answer")
    carrier.faults = InjectedFaults(inbound_again=1, inbound_delay=0.1)
    carrier.text(PHONE, "hello")
    assert soon(lambda: len(hotline.to("/sms")) == 2)
    assert len({fields["MessageSid"] for fields in hotline.to("/sms")}) == 1
    assert lines(carrier) == [("sent", "hello"), ("received", "answer")]


def test_a_fallback_answers_where_the_webhook_fails(
    account: SimulatedAccount, hotline: Hotline
) -> None:
    hotline.reply = lambda post: Response(status=500)
    with Simulator(replace(account, fallback="please send again")) as carrier:
        carrier.text(PHONE, "hello")
        assert lines(carrier) == [("sent", "hello"), ("received", "please send again")]
        assert [e["kind"] for e in carrier.log()].count("fallback") == 1


# Faults of the API


def test_failing_sends_are_counted_down(carrier: Simulator) -> None:
    faults = {"fail_next": 2, "fail_status": 429, "retry_after": 3}
    assert control(carrier, "POST", "faults", faults).json()["fail_next"] == 2
    answers = [send(carrier) for _ in range(3)]
    assert [a.status_code for a in answers] == [429, 429, 201]
    assert (answers[0].json()["code"], answers[0].headers["Retry-After"]) == (20429, "3")


def test_what_was_accepted_is_never_refused(carrier: Simulator) -> None:
    carrier.faults = InjectedFaults(fail_after=1, fail_next=1, fail_status=429, retry_after=3)
    answers = [send(carrier) for _ in range(2)]
    assert [a.status_code for a in answers] == [429, 503]
    assert "Retry-After" not in answers[1].headers
    assert len(carrier.messages()) == 1


@pytest.mark.parametrize(("fault", "accepted"), [("drop_before", 0), ("drop_after", 1)])
def test_connections_are_dropped_before_or_after_acceptance(
    carrier: Simulator, fault: str, accepted: int
) -> None:
    control(carrier, "POST", "faults", {fault: 1})
    with pytest.raises(requests.ConnectionError):
        send(carrier)
    assert len(carrier.messages()) == accepted
    assert send(carrier).status_code == 201


def test_latency_is_waited_out(carrier: Simulator) -> None:
    carrier.faults = InjectedFaults(latency=0.3)
    with requests.Session() as session, pytest.raises(requests.ReadTimeout):
        session.post(f"{carrier.url}/2010-04-01/Accounts/{SID}/Messages.json", timeout=0.1)


@pytest.mark.parametrize(
    "wish", [{"fail_nxt": 1}, {"callbacks": 1}, {"latency": "much"}, {"latency": True}, [1]]
)
def test_an_unknown_fault_is_refused(carrier: Simulator, wish: Any) -> None:
    assert control(carrier, "POST", "faults", wish).status_code == 400
    assert carrier.faults == InjectedFaults()


def test_faults_are_taken_back_together(carrier: Simulator) -> None:
    control(carrier, "POST", "faults", {"latency": 0.001, "unreachable": [PHONE]})
    assert carrier.faults == InjectedFaults(latency=0.001, unreachable=frozenset({PHONE}))
    control(carrier, "POST", "faults", {"reset": True, "callback_copies": 2})
    assert carrier.faults == InjectedFaults(callback_copies=2)


# Texts from phones


def test_a_phone_texts_the_hotline_and_is_answered(carrier: Simulator, hotline: Hotline) -> None:
    hotline.reply = lambda post: (
        twiml("أهلا &amp; سهلا", "two", callback="/status/9")
        if post.path == "/sms"
        else Response(status=204)
    )
    message = carrier.text(PHONE, "بدي اكل الميناء + 'x' & y")
    (posted,) = hotline.to("/sms")
    assert posted["MessageSid"] == posted["SmsSid"] == message.sid
    assert (posted["From"], posted["To"], posted["AccountSid"]) == (PHONE, NUMBER, SID)
    assert posted["Body"] == "بدي اكل الميناء + 'x' & y"
    assert (posted["NumMedia"], posted["NumSegments"]) == ("0", "1")
    assert "OptOutType" not in posted
    assert lines(carrier) == [
        ("sent", message.body),
        ("received", "أهلا & سهلا"),
        ("received", "two"),
    ]
    directions = [m.direction for m in carrier.messages()]
    assert directions == ["outbound-reply", "outbound-reply", "inbound"]
    assert soon(lambda: hotline.states("/status/9").count("delivered") == 2)


def test_a_picture_is_announced(carrier: Simulator, hotline: Hotline) -> None:
    carrier.text(PHONE, "", media=1)
    (posted,) = hotline.to("/sms")
    assert posted["MessageSid"].startswith("MM") and posted["Body"] == ""
    assert posted["NumMedia"] == "1" and posted["MediaContentType0"] == "image/jpeg"


def test_the_signature_is_over_the_public_url(account: SimulatedAccount, hotline: Hotline) -> None:
    public = "https://hotline.example"
    hotline.base = public
    rerouted = replace(account, sms_url=f"{public}/sms#rc=2", reroutes={public: hotline.url})
    with Simulator(rerouted) as carrier:
        carrier.text(PHONE, "hello")
    assert len(hotline.to("/sms")) == 1


@pytest.mark.parametrize("host", ["192.0.2.1", "127.0.0.1.example", "hotline.example"])
def test_webhooks_never_leave_the_machine(account: SimulatedAccount, host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        account.local(f"http://{host}/sms")
    with Simulator(replace(account, sms_url=f"http://{host}/sms")) as carrier:
        carrier.text(PHONE, "hello")
        tries = [e["status"] for e in carrier.log() if e["kind"] == "webhook"]
    assert tries and set(tries) == {0}


def failing(times: int) -> Callable[[Post], Response]:
    left = iter([Response(status=500)] * times)
    return lambda post: next(left, None) or twiml("at last")


def test_a_failing_webhook_is_tried_again_as_its_url_says(
    carrier: Simulator, hotline: Hotline
) -> None:
    carrier.connect(f"{hotline.url}/sms#rc=3&rp=all")
    hotline.reply = failing(3)
    message = carrier.text(PHONE, "hello")
    assert [f["MessageSid"] for f in hotline.to("/sms")] == [message.sid] * 4
    assert lines(carrier)[1:] == [("received", "at last")]


def test_a_failing_webhook_is_not_tried_again_by_default(
    carrier: Simulator, hotline: Hotline
) -> None:
    hotline.reply = failing(1)
    carrier.text(PHONE, "hello")
    assert len(hotline.posts) == 1 and lines(carrier) == [("sent", "hello")]


def test_an_answer_that_comes_too_late_is_dropped(carrier: Simulator, hotline: Hotline) -> None:
    def slow(post: Post) -> Response:
        time.sleep(0.4)
        return twiml("too late")

    hotline.reply = slow
    carrier.connect(f"{hotline.url}/sms#rt=100&rc=0")
    carrier.text(PHONE, "hello")
    assert soon(lambda: len(hotline.posts) == 1)
    assert lines(carrier) == [("sent", "hello")]


def test_connection_settings_are_read_from_the_fragment() -> None:
    read = Overrides.of("https://x/y#rc=9&rp=5xx,rt&rt=4000")
    assert read == Overrides(5, frozenset({"5xx", "rt"}), 4.0)
    assert Overrides.of("https://x/y") == Overrides(1, frozenset({"ct"}), 15.0)


def test_copies_of_a_text_come_at_once_and_are_answered_once(
    carrier: Simulator, hotline: Hotline
) -> None:
    hotline.reply = lambda post: twiml("answer")
    carrier.faults = InjectedFaults(inbound_copies=8)
    message = carrier.text(PHONE, "hello")
    assert [f["MessageSid"] for f in hotline.to("/sms")] == [message.sid] * 8
    assert lines(carrier) == [("sent", "hello"), ("received", "answer")]


def test_an_answer_can_be_lost(carrier: Simulator, hotline: Hotline) -> None:
    hotline.reply = lambda post: twiml("answer")
    carrier.faults = InjectedFaults(inbound_answers_lost=1)
    carrier.text(PHONE, "one")
    carrier.text(PHONE, "two")
    assert lines(carrier) == [("sent", "one"), ("sent", "two"), ("received", "answer")]


@pytest.mark.parametrize("bad", ["<Response>", "<Other/>", "hello", "<Response>\x00</Response>"])
def test_an_answer_that_is_no_twiml_is_noted(
    carrier: Simulator, hotline: Hotline, bad: str
) -> None:
    hotline.reply = lambda post: Response(bad)
    carrier.text(PHONE, "hello")
    assert [e["kind"] for e in carrier.log()].count("bad_twiml") == 1
    assert lines(carrier) == [("sent", "hello")]


def test_at_most_ten_replies_are_sent(carrier: Simulator, hotline: Hotline) -> None:
    hotline.reply = lambda post: twiml(*map(str, range(12)))
    carrier.text(PHONE, "hello")
    assert [body for _, body in lines(carrier)[1:]] == [str(n) for n in range(10)]


# Stop words


def test_stop_closes_the_phone_to_us_until_start(carrier: Simulator, hotline: Hotline) -> None:
    hotline.reply = lambda post: twiml("from us", callback="/status")
    carrier.text(PHONE, " stop ")
    assert hotline.to("/sms")[0]["Body"] == " stop "  # the webhook hears of it all the same
    assert soon(lambda: hotline.states("/status") == ["failed"])
    assert hotline.to("/status")[0]["ErrorCode"] == "21610"
    answer = send(carrier)
    assert (answer.status_code, answer.json()["code"]) == (400, 21610)
    assert send(carrier, To=OTHER).status_code == 201
    carrier.text(PHONE, "yes")
    assert send(carrier).status_code == 201
    received = [body for way, body in lines(carrier) if way == "received"]
    assert ["carrier" in body for body in received] == [True, True, False, False]


def test_yes_and_two_words_are_no_keywords_to_an_open_phone(
    carrier: Simulator, hotline: Hotline
) -> None:
    for body in ("YES", "YES 47", "stop it", "start"):
        carrier.text(PHONE, body)
    assert all(way == "sent" for way, _ in lines(carrier))
    assert send(carrier).status_code == 201


@pytest.mark.parametrize(("word", "kind"), [("STOPALL", "STOP"), ("info", "HELP")])
def test_advanced_opt_out_tells_the_webhook(
    account: SimulatedAccount, hotline: Hotline, word: str, kind: str
) -> None:
    with Simulator(replace(account, advanced_opt_out=True)) as carrier:
        carrier.text(PHONE, word)
    assert hotline.to("/sms")[0]["OptOutType"] == kind


def test_the_carriers_own_answers_can_be_switched_off(
    account: SimulatedAccount, hotline: Hotline
) -> None:
    with Simulator(replace(account, keyword_replies=False)) as carrier:
        carrier.text(PHONE, "HELP")
        assert lines(carrier) == [("sent", "HELP")]


# Control, log, phone


def test_phones_are_held_over_http(carrier: Simulator, hotline: Hotline) -> None:
    hotline.reply = lambda post: twiml("answer")
    answer = control(carrier, "POST", f"phones/{PHONE}/texts", {"body": "طلب", "media": 1})
    assert (answer.status_code, answer.json()["body"]) == (201, "طلب")
    screen = control(carrier, "GET", f"phones/{PHONE}").json()
    assert [(e["direction"], e["body"]) for e in screen] == [
        ("sent", "طلب"),
        ("received", "answer"),
    ]
    assert control(carrier, "GET", f"phones/{PHONE}?after=1").json() == screen[1:]
    assert control(carrier, "GET", f"phones/{OTHER}").json() == []
    assert control(carrier, "POST", "phones/12/texts", {"body": "x"}).status_code == 400


def test_a_look_at_a_screen_can_wait_for_a_line(carrier: Simulator) -> None:
    later = Thread(target=lambda: soon(lambda: False, 0.1) or send(carrier))
    later.start()
    screen = control(carrier, "GET", f"phones/{PHONE}?wait=5").json()
    later.join()
    assert [e["body"] for e in screen] == ["hello"]


def test_webhooks_are_set_over_http(carrier: Simulator, hotline: Hotline) -> None:
    control(carrier, "POST", "webhooks", {"sms_url": f"{hotline.url}/other"})
    carrier.text(PHONE, "hello")
    assert len(hotline.to("/other")) == 1
    assert control(carrier, "POST", "webhooks", {"auth_token": "x"}).status_code == 400


def test_the_log_and_the_record_hold_every_message_and_webhook(
    account: SimulatedAccount, hotline: Hotline, tmp_path: Path
) -> None:
    hotline.reply = lambda post: twiml("answer")
    record = tmp_path / "record.jsonl"
    with Simulator(account, record=record) as carrier:
        carrier.text(PHONE, "hello")
        log = control(carrier, "GET", "log").json()
        assert control(carrier, "GET", "log?after=1").json() == log[1:]
    assert [e["kind"] for e in log] == ["message", "webhook", "message", "message_shown"]
    assert [e["n"] for e in log] == [1, 2, 3, 4]
    assert (log[0]["body"], log[2]["body"]) == ("hello", "answer")
    assert log[1]["fields"]["MessageSid"] == log[0]["sid"] and log[1]["status"] == 200
    assert [json.loads(line) for line in record.read_text("utf-8").splitlines()] == log


def test_the_carrier_listens_on_loopback_alone(carrier: Simulator) -> None:
    assert carrier.url.startswith("http://127.0.0.1:")


def test_a_phone_in_the_terminal(carrier: Simulator, hotline: Hotline) -> None:
    hotline.reply = lambda post: twiml("أهلا\nسطر")
    send(carrier, Body="before")
    output = io.StringIO()
    assert run_phone(PHONE, carrier.url, io.StringIO("مرحبا\n\n"), output) == 0
    assert output.getvalue().splitlines() == [
        "< before",
        "< أهلا",
        "< سطر",
    ]
    assert [f["Body"] for f in hotline.to("/sms")] == ["مرحبا"]


def test_a_phone_shows_what_arrives_while_nothing_is_typed(carrier: Simulator) -> None:
    output = io.StringIO()

    def typing() -> Iterator[str]:
        send(carrier, Body="unasked")
        assert soon(lambda: "unasked" in output.getvalue())
        yield from ()

    class Keyboard(io.StringIO):
        def __iter__(self) -> Any:
            return typing()

    assert run_phone(PHONE, carrier.url, Keyboard(), output) == 0
    assert output.getvalue() == "< unasked\n"


def test_a_phone_without_a_carrier_says_so() -> None:
    output = io.StringIO()
    assert run_phone(PHONE, "http://127.0.0.1:1", io.StringIO("x\n"), output) == 1
    assert "carrier" in output.getvalue()


def test_a_phone_shows_the_carriers_objection(account: SimulatedAccount) -> None:
    with Simulator(replace(account, sms_url="")) as carrier:
        output = io.StringIO()
        run_phone(PHONE, carrier.url, io.StringIO("hello\n"), output)
    assert output.getvalue().startswith("! ")
