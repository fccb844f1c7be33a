"""A piece of news as a call remembers it until it is heard: written and read here alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, as_message

FORMAT = 1


class UnknownFormat(ValueError):
    """A call remembers news in a form that this release does not write."""


@dataclass(frozen=True)
class News:
    """A message with its arguments, and when it came."""

    message: MessageId
    args: Mapping[str, Any]
    came_at: datetime

    @property
    def prompt(self) -> Prompt:
        """How it is said."""
        return Prompt(self.message, self.args)

    @property
    def reference(self) -> str | None:
        """What it is about, if it is about a request or a conversation."""
        return self.args.get("reference")


def remembered(news: News) -> dict[str, Any]:
    """JSON values, to be kept with a call."""
    args, came_at = dict(news.args), news.came_at.isoformat()
    return {"format": FORMAT, "message": news.message, "args": args, "came_at": came_at}


def in_memory(memory: Mapping[str, Any]) -> list[News]:
    """The news that a call remembers, in the order in which it came. Raises UnknownFormat."""
    return [_read(one) for one in memory.get("news", ())]


def _read(one: Mapping[str, Any]) -> News:
    if one["format"] != FORMAT:
        raise UnknownFormat(f"news of format {one['format']}; this release writes {FORMAT}")
    return News(as_message(one["message"]), one["args"], datetime.fromisoformat(one["came_at"]))
