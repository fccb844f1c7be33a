"""Most tests build the service and serve it nowhere: nobody listens at its public address.

The carrier would knock there twice for each of the three states of each text, with threads, sockets and
pauses that took a third of the time of such a test. It is told at once what it would find out.
"""

from __future__ import annotations

from collections.abc import Mapping

from hotline.simulator.core.webhooks import TEXT_LIMIT, Answer, Webhooks

NOBODY = "http://127.0.0.1:9"  # a port that nothing has


def at_once() -> None:
    """Have carriers of this process note one try at that address, and not make it."""
    post = Webhooks.post

    def knock(
        webhooks: Webhooks,
        url: str,
        fields: Mapping[str, str],
        limit: float = TEXT_LIMIT,
        method: str = "POST",
    ) -> Answer:
        if not url.startswith(f"{NOBODY}/"):
            return post(webhooks, url, fields, limit, method)
        webhooks._note(url, fields, Answer(0), "ct", 0)
        return Answer(0)

    Webhooks.post = knock  # type: ignore[method-assign, assignment]
