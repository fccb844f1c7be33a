"""Texts from phones: signed webhooks to the hotline, and the carrier's own stop words."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urldefrag

from hotline.simulator.core.resources import API_VERSION, MessageResource, new_sid
from hotline.simulator.core.state import SimulatorState
from hotline.simulator.core.webhooks import Answer, CallbackQueue, Webhooks
from hotline.simulator.texts.outbound import NUMBER, TextsToPhones
from hotline.simulator.texts.twiml import BadTwiml, read_replies

STOP_WORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
)
START_WORDS = frozenset({"START", "UNSTOP", "YES"})
HELP_WORDS = frozenset({"HELP", "INFO"})

OWN_REPLIES = {
    "STOP": "The carrier: no more messages will come from this number. START brings them back.",
    "START": "The carrier: messages from this number will come again. STOP ends them.",
    "HELP": "The carrier: STOP ends messages from this number.",
}


class TextsFromPhones:
    """Carries what phones write to the hotline, and its answers back."""

    def __init__(
        self,
        outbound: TextsToPhones,
        state: SimulatorState,
        webhooks: Webhooks,
        callback_queue: CallbackQueue,
    ) -> None:
        self._outbound = outbound
        self._state = state
        self._webhooks = webhooks
        self._errands = callback_queue

    def text(self, number: str, body: str, media: int = 0) -> MessageResource:
        """Send `body` from the phone `number` and wait for the hotline's answer.

        One that the carrier is told to hold back is only taken: it is posted later.
        Raises ValueError where `number` is not one or no webhook is set.
        """
        account = self._state.account
        if not NUMBER.fullmatch(number):
            raise ValueError("a phone's number is like +9613123456")
        if not account.sms_url:
            raise ValueError("no webhook is set for texts")
        body = body.encode("utf-8", "replace").decode()  # a form cannot carry half a character
        message = MessageResource(
            sid=new_sid("MM" if media else "SM"),
            account_sid=account.account_sid,
            sender=number,
            to=account.number,
            body=body,
            direction="inbound",
            status="received",
            media=media,
        )
        self._state.show(number, "sent", body)
        self._state.add(message)
        if self._state.take("inbound_late"):
            self._errands.run(partial(self._handle, message), self._state.faults.inbound_delay)
        else:
            self._handle(message)
        return message

    def _handle(self, message: MessageResource) -> None:
        keyword = self._keyword(message)
        account = self._state.account
        if keyword and account.keyword_replies:
            self._state.show(message.sender, "received", OWN_REPLIES[keyword])
            self._state.note("keyword", {"sid": message.sid, "keyword": keyword})
        fields = self._fields(message)
        if keyword and account.advanced_opt_out:
            fields["OptOutType"] = keyword
        self._answer(message, self._post(account.sms_url, fields))
        if self._state.take("inbound_again"):  # its answer comes to nothing: the phone has one
            again = partial(self._webhooks.post, account.sms_url, fields)
            self._errands.run(again, self._state.faults.inbound_delay)

    def _keyword(self, message: MessageResource) -> str | None:
        """The stop, start or help word that `message` is; a START counts only after a STOP."""
        word = message.body.strip().upper()
        if word in STOP_WORDS:
            self._state.opt(message.sender, out=True)
            return "STOP"
        if word in START_WORDS and self._state.opt(message.sender, out=False):
            return "START"
        return "HELP" if word in HELP_WORDS else None

    def _post(self, url: str, fields: Mapping[str, str]) -> Answer:
        copies = self._state.faults.inbound_copies
        if copies <= 1:
            return self._webhooks.post(url, fields)
        with ThreadPoolExecutor(copies) as crowd:
            answers = [crowd.submit(self._webhooks.post, url, fields) for _ in range(copies)]
        # The phone sees one answer: copies stand for retries whose earlier answer was lost.
        return next((a.result() for a in answers if a.result().ok), answers[0].result())

    def _answer(self, message: MessageResource, answer: Answer) -> None:
        if not answer.ok:
            self._fall_back(message)
            return
        if self._state.take("inbound_answers_lost"):
            self._state.note("answer_lost", {"sid": message.sid})
            return
        url = urldefrag(self._state.account.sms_url).url
        try:
            replies = read_replies(answer.body, url)
        except BadTwiml as fault:
            self._state.note("bad_twiml", {"sid": message.sid, "fault": str(fault)})
            return
        for reply in replies:
            if reply.body:
                self._outbound.reply(message.sender, reply.body, reply.callback)

    def _fall_back(self, message: MessageResource) -> None:
        self._state.note("fallback", {"sid": message.sid})
        if self._state.account.fallback:
            self._state.show(message.sender, "received", self._state.account.fallback)

    def _fields(self, message: MessageResource) -> dict[str, str]:
        """The provider's whole parameter set. Source: Twilio, "Twilio's request to your webhook"."""
        fields = {
            "AccountSid": message.account_sid,
            "ApiVersion": API_VERSION,
            "Body": message.body,
            "From": message.sender,
            "FromCity": "",
            "FromCountry": "",
            "FromState": "",
            "FromZip": "",
            "MessageSid": message.sid,
            "NumMedia": str(message.media),
            "NumSegments": str(message.segments),
            "SmsMessageSid": message.sid,
            "SmsSid": message.sid,
            "SmsStatus": "received",
            "To": message.to,
            "ToCity": "",
            "ToCountry": "",
            "ToState": "",
            "ToZip": "",
        }
        for index in range(message.media):
            fields[f"MediaUrl{index}"] = f"https://api.twilio.com/media/{message.sid}/{index}"
            fields[f"MediaContentType{index}"] = "image/jpeg"
        return fields
