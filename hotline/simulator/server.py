"""The local carrier, put together: for tests and the demo in this process, or served on its own."""

import signal
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import TypedDict, Unpack

from flask import Blueprint, Flask

from hotline.simulator.api.api import account_routes, api
from hotline.simulator.api.control import control
from hotline.simulator.api.wsgi_server import LoopbackServer
from hotline.simulator.calls.call_context import CallContext
from hotline.simulator.calls.calls import CallRunner
from hotline.simulator.calls.handset import Phone, hear_out
from hotline.simulator.calls.progress import Progress
from hotline.simulator.calls.recordings import RecordingResource, RecordingStore
from hotline.simulator.core.resources import CallResource, MessageResource
from hotline.simulator.core.settings import InjectedFaults, SimulatedAccount
from hotline.simulator.core.state import LogEvent, ScreenLine, SimulatorState
from hotline.simulator.core.webhooks import CallbackQueue, Webhooks
from hotline.simulator.texts.inbound import TextsFromPhones
from hotline.simulator.texts.outbound import TextsToPhones

_ENDING = (signal.SIGINT, signal.SIGTERM)


class AccountChanges(TypedDict, total=False):
    """What of an account is set up anew while the carrier runs (SimulatedAccount)."""

    auth_token: str
    status: str
    kind: str
    sms_fallback_url: str
    number_changes: Mapping[str, object]
    sms_url: str
    voice_url: str
    voice_status_url: str
    reroutes: Mapping[str, str]


class Simulator:
    """A provider on loopback for one account: speaks Twilio's REST API and holds the phones.

    `port` 0 takes a free one. `record` is a file to which each event of the log is appended as a
    line of JSON. `pace` is real seconds for each second that a call waits: at 0 a wait ends only when
    its phone says so by `silence()`. Use as a context manager, or `start()` and `stop()`.
    """

    def __init__(
        self,
        account: SimulatedAccount,
        port: int = 0,
        record: Path | None = None,
        pace: float = 0.0,
    ) -> None:
        self._state = SimulatorState(account, record)
        self._webhooks = Webhooks(self._state)
        self._errands = CallbackQueue()
        outbound = TextsToPhones(self._state, self._webhooks, self._errands)
        self._inbound = TextsFromPhones(outbound, self._state, self._webhooks, self._errands)
        self._app = app = Flask(__name__)
        self._server = LoopbackServer(port, app)
        progress, recordings = (
            Progress(self._state, self._webhooks, self._errands),
            RecordingStore(),
        )
        exchange = CallContext(
            self._state, self._webhooks, self._errands, progress, recordings, self.url
        )
        self._calls, self._recordings = CallRunner(exchange, pace), recordings
        app.register_blueprint(api(self._state, self._errands, outbound, self._calls, recordings))
        app.register_blueprint(account_routes(self._state))
        app.register_blueprint(control(self._state, self._inbound, self._calls))
        self._thread = Thread(target=self._server.serve_forever, name="carrier", daemon=True)

    @property
    def url(self) -> str:
        """Where it listens: the value for TWILIO_API_URL."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def show(self, routes: Blueprint) -> None:
        """Serve these as well; before it starts."""
        self._app.register_blueprint(routes)

    def start(self) -> "Simulator":
        """Begin to answer; returns itself."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop answering, drop callbacks that are not yet due, close connections and the record."""
        self._calls.close()
        self._server.stop()
        self._thread.join()
        self._errands.close()
        self._webhooks.close()
        self._state.close()

    def __enter__(self) -> "Simulator":
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()

    def connect(self, sms_url: str, voice_url: str = "", voice_status_url: str = "") -> None:
        """Set the number's webhooks, for a hotline that starts after its carrier."""
        account = replace(
            self._state.account,
            sms_url=sms_url,
            voice_url=voice_url,
            voice_status_url=voice_status_url,
        )
        self._state.set_account(account)

    def set_up(self, **changes: Unpack[AccountChanges]) -> None:
        """Change the account's settings, by the names of SimulatedAccount."""
        self._state.set_account(replace(self._state.account, **changes))

    def text(self, number: str, body: str, media: int = 0) -> MessageResource:
        """Text the hotline from the phone `number`; returns when the webhook has answered."""
        return self._inbound.text(number, body, media)

    def call(self, number: str) -> list[str]:
        """Call the hotline from the phone `number` and hear it out in silence: what was said."""
        return hear_out(self.phone(number).call(pace=0))

    def phone(self, number: str) -> Phone:
        """The phone `number`, to place and take calls with."""
        return Phone(number, self._calls, self._state)

    def calls(self) -> list[CallResource]:
        """Every call, newest first."""
        return self._state.calls()

    def recordings(self, call_sid: str | None = None) -> list[RecordingResource]:
        """Every recording that was not deleted, or those of one call: newest first."""
        return self._recordings.all(call_sid)

    def screen(self, number: str, after: int = 0, wait: float = 0.0) -> list[ScreenLine]:
        """The lines of a phone's screen from index `after`; waits up to `wait` seconds for one."""
        return self._state.screen(number, after, wait)

    def phones(self) -> list[str]:
        """The number of every phone with something on its screen, in the order of their first."""
        return self._state.phones()

    def messages(self, to: str | None = None) -> list[MessageResource]:
        """Every message, or those to one number: newest first."""
        return self._state.messages(to)

    def log(self, after: int = 0) -> list[LogEvent]:
        """The carrier's own record: each message accepted, each webhook tried, numbered from 1."""
        return self._state.log(after)

    def has_told_everything(self) -> bool:
        """Whether no webhook is under way, or is to be sent later."""
        return self._errands.is_done

    def wait_for(self, condition: Callable[[], bool], timeout: float = 60.0) -> bool:
        """Wait until `condition` holds (it is looked at after each change), `timeout` at most."""
        return self._state.wait_for(condition, timeout)

    @property
    def faults(self) -> InjectedFaults:
        """What goes wrong at present; assign to change it."""
        return self._state.faults

    @faults.setter
    def faults(self, faults: InjectedFaults) -> None:
        self._state.set_faults(faults)


def serve(
    port: int, account: SimulatedAccount, record: Path | None = None, pace: float = 1.0
) -> None:
    """Run a carrier on 127.0.0.1:`port` until interrupted; its calls take real time at `pace` 1.

    Only for the main thread, and before any other has been started: all of them leave both signals to
    it. A shell's background jobs begin with Ctrl+C ignored, which is undone here.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    with Simulator(account, port, record, pace):
        signal.sigwait(_ENDING)
