"""A piece of news as a call remembers it until it is heard: written and read here alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, as_message
from hotline.services.kernel.call_memory import CallMemory, RememberedNews, UnknownFormat

FORMAT = 1


@dataclass(frozen=True)
class News:
    """A message with its arguments, and when it came."""

    message: MessageId
    args: Mapping[str, object]
    came_at: datetime

    @property
    def prompt(self) -> Prompt:
        """How it is said."""
        return Prompt(self.message, self.args)

    @property
    def reference(self) -> str | None:
        """What it is about, if it is about a request or a conversation."""
        reference = self.args.get("reference")
        return reference if isinstance(reference, str) else None


def remembered(news: News) -> RememberedNews:
    """JSON values, to be kept with a call."""
    args, came_at = dict(news.args), news.came_at.isoformat()
    return {"format": FORMAT, "message": news.message, "args": args, "came_at": came_at}


def in_memory(memory: CallMemory) -> list[News]:
    """The news that a call remembers, in the order in which it came. Raises UnknownFormat."""
    return [_read(one) for one in memory.get("news", ())]


def _read(one: RememberedNews) -> News:
    if one["format"] != FORMAT:
        raise UnknownFormat(f"news of format {one['format']}; this release writes {FORMAT}")
    return News(as_message(one["message"]), one["args"], datetime.fromisoformat(one["came_at"]))
