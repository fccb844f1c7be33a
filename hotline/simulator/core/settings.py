"""What a local carrier is told: its one account, where webhooks go, and the faults to commit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class SimulatedAccount:
    """One account with one number, and the webhooks of that number.

    `sms_url` may carry Twilio's connection settings (`#rc=3&rp=all&rt=4000`). `reroutes` maps a
    URL's beginning to the loopback address to post to instead, while the signature stays over the
    URL as configured: so a public https address can be tried without a network.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    number: str = field(repr=False)
    sms_url: str = ""
    voice_url: str = ""
    voice_status_url: str = ""  # where the end of each call to the number is posted
    reroutes: Mapping[str, str] = field(default_factory=dict)
    # What a fallback handler, kept at the provider, answers to a text whose webhook fails.
    fallback: str = ""
    sms_fallback_url: str = ""  # kept for whoever asks how the number is set up; never called
    status: str = "active"  # active | suspended | closed
    kind: str = "Full"  # Full | Trial
    number_changes: Mapping[str, object] = field(default_factory=dict)  # of the number's resource
    keyword_replies: bool = True  # the carrier answers STOP, START and HELP itself
    advanced_opt_out: bool = False  # and says so to the webhook, in OptOutType

    def local(self, url: str) -> str:
        """Where a webhook for `url` is really posted. Raises ValueError off loopback."""
        for start, target in self.reroutes.items():
            if url.startswith(start):
                url = target + url[len(start) :]
                break
        if urlsplit(url).hostname not in LOOPBACK:
            raise ValueError("the local carrier posts to loopback addresses only")
        return url


@dataclass(frozen=True)
class InjectedFaults:
    """What goes wrong, until told otherwise. Times in seconds; `*_next` count down to none.

    Sends are tried in this order: `drop_before` (connection closed, nothing accepted), `stall_before`
    (the same after `stall` seconds of silence), `accept_late` (closed at once, and accepted
    `late_by` seconds later: until then nobody can know), `fail_next` (refused with `fail_status`),
    acceptance, `drop_after` (accepted, then closed without an answer), `stall_after` (accepted, then
    silence), `fail_after` (accepted, yet answered with `fail_after_status`: one of its own, since no
    provider refuses what it has accepted).
    """

    latency: float = 0.0
    clock_ahead: float = 0.0  # how far the Date of every answer of the API is ahead of the truth
    fail_next: int = 0
    fail_status: int = 503
    fail_code: int | None = None
    retry_after: int | None = None
    drop_before: int = 0
    drop_after: int = 0
    fail_after: int = 0
    fail_after_status: int = 503
    stall_before: int = 0
    stall_after: int = 0
    stall: float = 12.0  # longer than anybody waits for an answer
    accept_late: int = 0
    late_by: float = 8.0
    callbacks: bool = True
    callback_states: tuple[str, ...] = ("queued", "sent", "delivered", "undelivered", "failed")
    callback_drop: int = 0  # the next so many callbacks are lost
    callback_copies: int = 1
    callback_delay: float = 0.0
    callback_reorder: bool = False  # a message's callbacks go out last state first
    inbound_copies: int = 1  # each inbound webhook is posted so many times at once
    inbound_late: int = 0  # the next so many are posted `inbound_delay` later: others overtake them
    inbound_again: int = 0  # the next so many are posted once more, so much later
    inbound_delay: float = 2.0
    inbound_answers_lost: int = 0  # the next so many TwiML answers never arrive
    unreachable: frozenset[str] = frozenset()  # phones whose texts end undelivered, 30003
    # Phones that, when called, are busy, are never picked up, cannot be reached, or are answered by
    # a voicemail, which says nothing and presses nothing.
    busy: frozenset[str] = frozenset()
    unanswered: frozenset[str] = frozenset()
    uncallable: frozenset[str] = frozenset()
    voicemail: frozenset[str] = frozenset()
    recordings_late: int = 0  # the next so many fetches of a recording's audio find nothing
    removals_late: int = 0  # the next so many removals of texts and calls are refused: not yet

    def changed(self, changes: Mapping[str, object]) -> "InjectedFaults":
        """These faults with `changes` (as JSON has them) applied. Raises ValueError on a bad one."""
        known = {f.name: getattr(self, f.name) for f in fields(self)}
        merged = known | {name: _as(known, name, value) for name, value in changes.items()}
        return InjectedFaults(**merged)

    def as_json(self) -> dict[str, object]:
        """As the control page shows them."""
        shown = {f.name: getattr(self, f.name) for f in fields(self)}
        return {n: sorted(v) if isinstance(v, frozenset) else v for n, v in shown.items()}


def _as(known: Mapping[str, object], name: str, value: object) -> object:
    if name not in known:
        raise ValueError(f"no such fault: {name}")
    before = known[name]
    if isinstance(before, frozenset | tuple):
        if not isinstance(value, Iterable):
            raise ValueError(f"{name} is not a list")
        return type(before)(value)
    if isinstance(before, bool) != isinstance(value, bool):
        raise ValueError(f"{name} is not of that kind")
    if value is not None and not isinstance(value, int | float):
        raise ValueError(f"{name} is not a number")
    return value
