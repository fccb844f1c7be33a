"""Phones as tests hold them: they place and take calls, press keys, speak, keep silent, hang up."""

from hotline.simulator.calls.calls import CallRunner
from hotline.simulator.calls.legs import SETTLE_SECONDS, Act, Leg, Over, Utterance, Waiting
from hotline.simulator.calls.shown import ShownCall
from hotline.simulator.core.state import SimulatorState

_MOST_SILENCES = 1000


class PhoneCall:
    """One call, as the phone sees it.

    Where the call's pace is 0, whatever the phone does returns when the call (and those it is
    joined with) waits for somebody again, or has ended; else at once.
    """

    def __init__(self, leg: Leg) -> None:
        self._leg = leg

    @property
    def sid(self) -> str:
        """The call's id at the provider."""
        return self._leg.call.sid

    @property
    def status(self) -> str:
        """The call's state at the provider."""
        return self._leg.call.status

    @property
    def direction(self) -> str:
        """As the provider names it: inbound (this phone called), outbound-api, outbound-dial."""
        return self._leg.call.direction

    @property
    def caller(self) -> str:
        """The number that the phone shows: who calls, or who is called."""
        call = self._leg.call
        return call.to if call.direction == "inbound" else call.sender

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        return self._leg.over

    @property
    def waiting(self) -> Waiting | None:
        """What the call waits for; None while it is busy, or over."""
        return self._leg.waiting

    @property
    def waits_until(self) -> float | None:
        """When silence ends the present wait, in Unix time; None where no time passes by itself."""
        return None if self.waiting is None else self._leg.waits_until

    @property
    def heard(self) -> list[Utterance]:
        """Everything that came out of the phone in this call."""
        with self._leg.room.changed:
            return list(self._leg.heard)

    @property
    def said(self) -> list[str]:
        """The words (or the address of the file) of each prompt heard so far."""
        kinds = ("say", "play", "words")
        return [heard.words for heard in self.heard if heard.kind in kinds]

    def answer(self) -> "PhoneCall":
        """Pick up."""
        return self._do(Act("answer"))

    def refuse(self) -> "PhoneCall":
        """Refuse a ringing call."""
        return self._do(Act("refuse"))

    def press(self, keys: str) -> "PhoneCall":
        """Press keys, one right after the other. Raises ValueError on what is no key."""
        if not keys or set(keys) - set("0123456789*#"):
            raise ValueError("keys are digits, * and #")
        return self._do(*(Act("press", key) for key in keys))

    def silence(self) -> "PhoneCall":
        """Do nothing until the call's present wait is over."""
        return self._do(Act("silence"))

    def speak(self, words: str, seconds: int = 0) -> "PhoneCall":
        """Say something; how long that takes follows from the words unless given."""
        return self._do(Act("speak", words, seconds))

    def cut_in(self, at: str, keys: str) -> "PhoneCall":
        """Press `keys` while the next prompt that contains `at` is being said."""
        self._leg.cut_in(at, keys)
        return self

    def hang_up(self) -> "PhoneCall":
        """End the call from this side; a call that rings here is refused."""
        if not self._leg.answered and self._leg.call.direction != "inbound":
            return self.refuse()
        status = "completed" if self._leg.answered else "no-answer"
        self._leg.interrupt(Over(status, hung_up=True))
        return self._settled()

    def settle(self, timeout: float = SETTLE_SECONDS) -> "PhoneCall":
        """Wait until the call waits for somebody or has ended. Raises TimeoutError."""
        self._leg.settle(timeout)
        return self

    def as_json(self, after: int = 0) -> ShownCall:
        """As the control page shows it, with what was heard from index `after` on."""
        with self._leg.room.changed:
            waiting = self._leg.waiting
            return {
                "sid": self.sid,
                "status": self.status,
                "direction": self._leg.call.direction,
                "caller": self.caller,
                "waiting": None if waiting is None else waiting.as_json(),
                "ended": self.ended,
                "heard": [heard.as_json() for heard in self._leg.heard[after:]],
            }

    def wait_beyond(self, after: int, timeout: float) -> None:
        """Wait until more than `after` things were heard or the call is over."""
        room = self._leg.room
        with room.changed:
            room.changed.wait_for(lambda: self.ended or len(self._leg.heard) > after, timeout)

    def _do(self, *acts: Act) -> "PhoneCall":
        if self.ended:
            raise ValueError("the call is over")
        self._leg.do(*acts)
        return self._settled()

    def _settled(self) -> "PhoneCall":
        return self.settle() if self._leg.room.pace == 0 else self


class Phone:
    """One phone."""

    def __init__(self, number: str, calls: CallRunner, state: SimulatorState) -> None:
        self.number = number
        self._calls = calls
        self._state = state

    def call(self, pace: float | None = None) -> PhoneCall:
        """Call the hotline. Raises ValueError where no webhook is set."""
        call = PhoneCall(self._calls.place(self.number, pace))
        return call._settled()

    @property
    def calls(self) -> list[PhoneCall]:
        """All its calls, oldest first."""
        return [PhoneCall(leg) for leg in self._calls.legs(self.number)]

    def ringing(self, timeout: float = 30.0) -> PhoneCall:
        """The call that rings now; waits for one. Raises TimeoutError."""
        if not self._state.wait_for(lambda: bool(self._rings()), timeout):
            raise TimeoutError("the phone does not ring")
        return self._rings()[0].settle()

    def _rings(self) -> list[PhoneCall]:
        calls = [call for call in self.calls if not call.ended]
        return [call for call in calls if call.status == "ringing" and call.direction != "inbound"]


def hear_out(call: PhoneCall) -> list[str]:
    """Stay silent to the end of a call; answers what was said. Raises TimeoutError if it has none."""
    for _ in range(_MOST_SILENCES):
        if call.settle().ended:
            return call.said
        call.silence()
    raise TimeoutError("the call goes on without end")
