"""Threads with the team: read and answered; spoken messages, played from our own checked route."""

from __future__ import annotations

from flask import Response, abort, request, url_for

from hotline.services.console import need_actions, threads
from hotline.web.console.rendering import Part, go, me, of, part, saw, show
from hotline.web.console.routing import COORDINATOR, app, page


@page("/threads", role=COORDINATOR, menu="menu-threads", order=15)
def index() -> Response:
    """What waits for the team."""
    return show("threads.html", waiting=threads.waiting(app(), me()))


@page("/threads/<reference>", role=COORDINATOR, personal=True)
def detail(reference: str) -> Response:
    """A thread, both ways, as far as its words are kept."""
    file = _file(reference)
    saw("thread", file.thread.id)
    return show("thread.html", file=file, said=_said(file), most=need_actions.MOST_WORDS)


@page("/threads/<reference>/said", role=COORDINATOR, by_itself=True)
def said(reference: str) -> Response:
    """The words alone. Whose they are was written down when their page was opened."""
    return _said(_file(reference)).answer()


def _file(reference: str) -> threads.ThreadDetail:
    file = threads.thread_detail(app(), me(), reference)
    if file is None:
        abort(404)
    return file


def _said(file: threads.ThreadDetail) -> Part:
    address = url_for("console.threads_said", reference=file.thread.reference)
    return part("said", "_thread_messages.html", address, file=file)


@page("/threads/<reference>/write", role=COORDINATOR, post=True)
def write(reference: str) -> Response:
    """Answer through the line."""
    outcome = threads.write(app(), me(), reference, request.form.get("words", ""))
    if outcome == "gone":
        abort(404)
    return go("threads_detail", of("did", outcome), reference=reference)


@page("/threads/<reference>/end", role=COORDINATOR, post=True)
def end(reference: str) -> Response:
    """It is over."""
    outcome = threads.end(app(), me(), reference)
    if outcome == "gone":
        abort(404)
    return go("threads_index", of("did", outcome))


@page("/voice/<int:recording_id>.mp3", role=COORDINATOR, personal=True)
def sound(recording_id: int) -> Response:
    """A spoken message, whole or the part that a player asks for; kept by nobody."""
    content = threads.sound(app(), me(), recording_id)
    if content is None:
        abort(404)
    saw("recording", recording_id)
    answer = Response(content, content_type="audio/mpeg")
    answer.make_conditional(request.environ, accept_ranges=True, complete_length=len(content))
    return answer


@page("/voice/<int:recording_id>/done", role=COORDINATOR, post=True)
def finish(recording_id: int) -> Response:
    """Nobody needs it any more."""
    outcome = threads.finish(app(), me(), recording_id)
    if outcome == "gone":
        abort(404)
    return go("threads_index", of("did", outcome))
