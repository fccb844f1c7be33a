"""What to say, before it is put into words of a language or a channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from flows.text.message_ids import MessageId

Value = object  # JSON values: str, int, bool, and lists of them; `time` is a datetime.time


@dataclass(frozen=True)
class Prompt:
    """A message by its catalog id, with raw arguments (ids and numbers, not words).

    A `lead` stands in front of the prompt that follows it, in the same text.
    """

    id: MessageId
    args: Mapping[str, Value] = field(default_factory=dict)
    lead: bool = False


def as_message(id: str) -> MessageId:
    """An id that is no word of the code: `flows check` finds what a flow file misspells, and whatever
    says the prompt raises CatalogFault for one that there is not."""
    return cast(MessageId, id)
