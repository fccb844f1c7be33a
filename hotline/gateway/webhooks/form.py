"""What every webhook of the provider has in common: fields that must be there, once, and well formed.

The signature joins names and values without a mark, so that "Body=helloFrom+1555…" and two fields are
signed alike: what matters must come exactly once, and what need not be there, no more than once.
Unknown fields are let be: "Twilio occasionally adds new properties without advance notice" (Twilio,
"Track the message status of outbound messages").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from werkzeug.datastructures import MultiDict

Params = MultiDict[str, str]

ANY = re.compile(r".*", re.DOTALL)
MESSAGE_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
CALL_SID = re.compile(r"CA[0-9a-fA-F]{32}")
RECORDING_SID = re.compile(r"RE[0-9a-fA-F]{32}")


@dataclass(frozen=True)
class FormFault:
    """Why a form is not taken: `malformed` and `foreign` are nothing for us; `sender` is a true
    text from something that cannot be answered (a short code, a name, a withheld number)."""

    kind: Literal["malformed", "foreign", "sender"]
    field: str


@dataclass(frozen=True)
class Fields:
    """The fields of one kind of form: those that come `once`, and their shapes, and those that may."""

    once: Mapping[str, re.Pattern[str]]
    at_most_once: tuple[str, ...] = ()

    def fault(self, params: Params, account_sid: str) -> FormFault | None:
        """What is wrong with a form; `foreign` where it is well formed and another account's."""
        name = self._miscounted(params) or self._misshapen(params)
        if name is not None:
            return FormFault("malformed", name)
        return None if params["AccountSid"] == account_sid else FormFault("foreign", "AccountSid")

    def _miscounted(self, params: Params) -> str | None:
        missing = (name for name in self.once if len(params.getlist(name)) != 1)
        repeated = (name for name in self.at_most_once if len(params.getlist(name)) > 1)
        return next(missing, None) or next(repeated, None)

    def _misshapen(self, params: Params) -> str | None:
        wrong = (name for name, shape in self.once.items() if not shape.fullmatch(params[name]))
        return next(wrong, None)
