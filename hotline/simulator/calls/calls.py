"""Calls from phones to the hotline and from the hotline to phones, each run by its own thread."""

from collections.abc import Callable
from threading import Thread
from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict

from hotline.simulator.calls.call_context import CallContext
from hotline.simulator.calls.legs import Leg, Moved, Over, Room, TwimlDocument
from hotline.simulator.calls.ringing import ring
from hotline.simulator.calls.twiml_interpreter import TwimlInterpreter
from hotline.simulator.core.resources import ApiFault, CallResource, new_sid
from hotline.simulator.texts.outbound import NUMBER

RING_SECONDS = 60
_EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})


class CallRunner:
    """All calls. `pace` is real seconds for each second of waiting in calls that begin from now on;
    at 0 only a phone's explicit silence lets time pass."""

    def __init__(self, exchange: CallContext, pace: float = 0.0) -> None:
        self._exchange = exchange
        self._runner = TwimlInterpreter(exchange)
        self.pace = pace
        self._open = True

    # The REST API

    def create(self, form: MultiDict[str, str]) -> dict[str, object]:
        """Place a call asked for over the REST API: its resource, as accepted.

        Raises ApiFault with the provider's code.
        """
        self._check(form)
        call = self._call(form["From"], form["To"], "outbound-api")
        call.callback = form.get("StatusCallback") or None
        call.callback_method = form.get("StatusCallbackMethod", "POST").upper()
        call.events = frozenset(_listed(form, "StatusCallbackEvent")) or call.events
        leg = self._leg(call, call.to, self.pace)
        page, seconds = _page(form), _whole(form, "Timeout", RING_SECONDS)
        accepted = call.as_json()  # before it moves on: the answer says `queued`
        self._start(lambda: self._ring_and_run(leg, page, seconds))
        return accepted

    def update(self, call: CallResource, form: MultiDict[str, str]) -> None:
        """End or redirect a call. Raises ApiFault 21220 where it has ended."""
        leg = self._exchange.legs.by_sid(call.sid)
        wish = form.get("Status", "")
        moved = bool(form.get("Url") or form.get("Twiml"))
        if leg is None or call.ended is not None or (moved and not leg.answered):
            raise ApiFault(400, 21220, "Call is not in-progress. Cannot redirect.")
        if wish not in ("", "completed", "canceled"):
            raise ApiFault(400, 21218, f"Status cannot be {wish}.")
        if form.get("StatusCallback"):
            call.callback = form["StatusCallback"]
        if wish:
            self._end(leg, wish)
        elif moved:
            leg.interrupt(Moved(_page(form)))

    def _end(self, leg: Leg, wish: str) -> None:
        """A canceled call is one that was never answered; canceling an answered one does nothing."""
        if not leg.answered:
            leg.interrupt(Over("canceled"))
        elif wish == "completed":
            leg.interrupt(Over("completed"))

    def _check(self, form: MultiDict[str, str]) -> None:
        to, sender = form.get("To", ""), form.get("From", "")
        url, callback = form.get("Url", ""), form.get("StatusCallback", "")
        ours = self._exchange.state.account.number
        events = set(_listed(form, "StatusCallbackEvent"))
        checks = [
            (not to, 21201, "No 'To' number is specified."),
            (not NUMBER.fullmatch(to), 21211, f"The 'To' number {to} is not a phone number."),
            (not sender, 21213, "A 'From' number is required."),
            (not NUMBER.fullmatch(sender), 21212, f"The 'From' number {sender} is none."),
            (sender != ours, 21210, f"'From' {sender} is not of this account."),
            (not url and not form.get("Twiml"), 21205, "A call needs a Url or Twiml."),
            (url and not _is_url(url), 21205, "Url is not a valid URL."),
            (callback and not _is_url(callback), 21609, "StatusCallback is not a valid URL."),
            (events - _EVENTS, 21626, "StatusCallbackEvent holds no event of a call."),
        ]
        for wrong, code, text in checks:
            if wrong:
                raise ApiFault(400, code, text)

    def _ring_and_run(self, leg: Leg, page: TwimlDocument, seconds: int) -> None:
        try:
            ring(self._exchange, leg, seconds)
            self._exchange.answer(leg)
        except Over as over:
            self._exchange.finish(leg, over.status)
            return
        self._runner.run(leg, page)

    # Phones

    def place(self, number: str, pace: float | None = None) -> Leg:
        """Call the hotline from the phone `number`. Raises ValueError."""
        account = self._exchange.state.account
        if not NUMBER.fullmatch(number) or not account.voice_url:
            raise ValueError("a call needs a phone's number and a webhook for calls")
        call = self._call(number, account.number, "inbound")
        call.callback = account.voice_status_url or None
        leg = self._leg(call, number, self.pace if pace is None else pace)
        self._exchange.state.enter_call(call, "ringing")
        self._start(lambda: self._runner.run(leg, TwimlDocument(account.voice_url)))
        return leg

    def legs(self, number: str) -> list[Leg]:
        """The calls that a phone holds or held, oldest first."""
        return self._exchange.legs.of(number)

    def leg(self, number: str, sid: str) -> Leg:
        """One of a phone's calls. Raises ValueError."""
        leg = self._exchange.legs.by_sid(sid)
        if leg is None or leg.number != number:
            raise ValueError("this phone has no such call")
        return leg

    def close(self) -> None:
        """End every call, quietly, and begin no other."""
        self._open = False
        for leg in self._exchange.legs.live():
            leg.interrupt(Over("completed"))

    def _call(self, sender: str, to: str, direction: str) -> CallResource:
        call = CallResource(
            new_sid("CA"), self._exchange.state.account.account_sid, sender, to, direction
        )
        self._exchange.state.add_call(call)
        return call

    def _leg(self, call: CallResource, number: str, pace: float) -> Leg:
        leg = Leg(call, number, Room(pace))
        self._exchange.legs.append(leg)
        return leg

    def _start(self, run: Callable[[], None]) -> None:
        if self._open:
            Thread(target=run, name="leg", daemon=True).start()


def _page(form: MultiDict[str, str]) -> TwimlDocument:
    document = form.get("Twiml")
    if document and not form.get("Url"):
        return TwimlDocument("", document=document.encode())
    return TwimlDocument(form["Url"], form.get("Method", "POST").upper())


def _listed(form: MultiDict[str, str], name: str) -> list[str]:
    return [event for given in form.getlist(name) for event in given.split()]


def _whole(form: MultiDict[str, str], name: str, default: int) -> int:
    given = form.get(name, "")
    return min(600, int(given)) if given.isascii() and given.isdigit() else default


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
