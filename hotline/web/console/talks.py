"""Talks with the team: read and answered; spoken messages, played from our own checked route."""

from __future__ import annotations

from flask import Response, abort, request, url_for

from hotline.services.console import acting
from hotline.services.console import conversations as talks
from hotline.web.console.look import Part, go, me, of, part, saw, show
from hotline.web.console.pages import COORDINATOR, house, page


@page("/talks", role=COORDINATOR, menu="menu-talks", order=15)
def all() -> Response:
    """What waits for the team."""
    return show("talks.html", waiting=talks.waiting(house(), me()))


@page("/talks/<reference>", role=COORDINATOR, personal=True)
def one(reference: str) -> Response:
    """A talk, both ways, as far as its words are kept."""
    file = _file(reference)
    saw("talk", file.talk.id)
    return show("talk.html", file=file, said=_said(file), most=acting.MOST_WORDS)


@page("/talks/<reference>/said", role=COORDINATOR, by_itself=True)
def said(reference: str) -> Response:
    """The words alone. Whose they are was written down when their page was opened."""
    return _said(_file(reference)).answer()


def _file(reference: str) -> talks.File:
    file = talks.one(house(), me(), reference)
    if file is None:
        abort(404)
    return file


def _said(file: talks.File) -> Part:
    address = url_for("console.talks_said", reference=file.talk.reference)
    return part("said", "_talk_said.html", address, file=file)


@page("/talks/<reference>/write", role=COORDINATOR, post=True)
def write(reference: str) -> Response:
    """Answer through the line."""
    outcome = talks.write(house(), me(), reference, request.form.get("words", ""))
    if outcome == "gone":
        abort(404)
    return go("talks_one", of("did", outcome), reference=reference)


@page("/talks/<reference>/end", role=COORDINATOR, post=True)
def end(reference: str) -> Response:
    """It is over."""
    outcome = talks.end(house(), me(), reference)
    if outcome == "gone":
        abort(404)
    return go("talks_all", of("did", outcome))


@page("/voice/<int:recording_id>.mp3", role=COORDINATOR, personal=True)
def sound(recording_id: int) -> Response:
    """A spoken message, whole or the part that a player asks for; kept by nobody."""
    content = talks.sound(house(), me(), recording_id)
    if content is None:
        abort(404)
    saw("recording", recording_id)
    answer = Response(content, content_type="audio/mpeg")
    answer.make_conditional(request.environ, accept_ranges=True, complete_length=len(content))
    return answer


@page("/voice/<int:recording_id>/done", role=COORDINATOR, post=True)
def finish(recording_id: int) -> Response:
    """Nobody needs it any more."""
    outcome = talks.finish(house(), me(), recording_id)
    if outcome == "gone":
        abort(404)
    return go("talks_all", of("did", outcome))
