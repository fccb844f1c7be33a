"""Calls: their TwiML is fetched by signed webhook and said on the phone's screen as text."""

from collections.abc import Iterator, Mapping

from hotline.carrier.books import Books
from hotline.carrier.outbound import NUMBER
from hotline.carrier.resources import API_VERSION, ApiFault, Call, new_sid
from hotline.carrier.twiml import BadTwiml, Step, read_steps
from hotline.carrier.webhooks import Errands, Webhooks

MOST_DOCUMENTS = 20  # redirects followed before a call is given up


class Calls:
    """Runs calls from their first document to the end; keys are never pressed."""

    def __init__(self, books: Books, webhooks: Webhooks, errands: Errands) -> None:
        self._books = books
        self._webhooks = webhooks
        self._errands = errands

    def create(self, form: Mapping[str, str]) -> Call:
        """Place a call asked for over the REST API. Raises ApiFault with the provider's code."""
        account = self._books.account
        to, sender = form.get("To", ""), form.get("From", "")
        if not NUMBER.fullmatch(to):
            raise ApiFault(400, 21211, f"The 'To' number {to} is not a phone number.")
        if sender != account.number:
            raise ApiFault(400, 21210, f"'From' {sender} is not of this account.")
        if not form.get("Url") and not form.get("Twiml"):
            raise ApiFault(400, 21205, "A call needs a Url or Twiml.")
        call = self._begin(sender, to, "outbound-api", form.get("StatusCallback"))
        url, document = form.get("Url", ""), form.get("Twiml", "").encode()
        self._errands.run(lambda: self._run(call, url, document))
        return call

    def place(self, number: str) -> Call:
        """Call the hotline from the phone `number` and hear it out. Raises ValueError."""
        account = self._books.account
        if not NUMBER.fullmatch(number) or not account.voice_url:
            raise ValueError("a call needs a phone's number and a webhook for calls")
        call = self._begin(number, account.number, "inbound", None)
        self._run(call, account.voice_url, b"")
        return call

    def _begin(self, sender: str, to: str, direction: str, callback: str | None) -> Call:
        call = Call(new_sid("CA"), self._books.account.account_sid, sender, to, direction, "queued")
        call.callback = callback or None
        self._books.add_call(call)
        return call

    def _run(self, call: Call, url: str, document: bytes) -> None:
        self._books.enter_call(call, "in-progress")
        status = "completed"
        for step in self._steps(call, url, document):
            if step.verb == "reject":
                status = "busy"
            elif step.verb == "fault":
                status = "failed"
            if step.words:
                self._hear(call, step.words if step.verb == "say" else f"[{step.words}]")
        self._books.enter_call(call, status, ended=True)
        self._books.note("call_ended", call.as_json() | {"said": list(call.said)})
        if call.callback:
            self._webhooks.post(call.callback, self._fields(call))

    def _steps(self, call: Call, url: str, document: bytes) -> Iterator[Step]:
        for _ in range(MOST_DOCUMENTS):
            document = document or self._fetch(call, url)
            try:
                steps = list(read_steps(document, url))
            except BadTwiml as fault:
                yield Step("fault", str(fault))
                return
            yield from (step for step in steps if step.verb != "redirect")
            if not steps or steps[-1].verb != "redirect":
                return
            url, document = steps[-1].words, b""

    def _fetch(self, call: Call, url: str) -> bytes:
        answer = self._webhooks.post(url, self._fields(call))
        return answer.body if answer.ok else b""

    def _hear(self, call: Call, words: str) -> None:
        call.said.append(words)
        phone = call.sender if call.direction == "inbound" else call.to
        self._books.show(phone, "heard", words)

    def _fields(self, call: Call) -> dict[str, str]:
        """What a call's webhooks carry. Source: Twilio, "TwiML for Programmable Voice"."""
        inbound = call.direction == "inbound"
        fields = {
            "AccountSid": call.account_sid,
            "ApiVersion": API_VERSION,
            "CallSid": call.sid,
            "CallStatus": "ringing" if inbound and call.ended is None else call.status,
            "Direction": call.direction,
            "From": call.sender,
            "To": call.to,
            "Caller": call.sender,
            "Called": call.to,
        }
        return fields | {f"{who}Country": "" for who in ("From", "To", "Caller", "Called")}
