"""The provider's REST API for Calls and Recordings."""

from flask import Blueprint, Response, request

from hotline.carrier.books import Books
from hotline.carrier.calls import Calls
from hotline.carrier.mishaps import created, must_be_over
from hotline.carrier.paging import answer, not_found, paged
from hotline.carrier.recordings import Recording, Recordings
from hotline.carrier.resources import Call
from hotline.carrier.webhooks import Errands


def call_routes(
    routes: Blueprint, books: Books, errands: Errands, calls: Calls, recordings: Recordings
) -> None:
    """Add the routes, under the account's."""
    _calls(routes, books, errands, calls)
    _removal(routes, books)
    _recordings(routes, books, recordings)
    _one_recording(routes, books, recordings)


def _calls(routes: Blueprint, books: Books, errands: Errands, calls: Calls) -> None:
    @routes.post("/Calls.json")
    def create_call() -> Response:
        return created(books, errands, lambda: calls.create(request.form))

    @routes.get("/Calls.json")
    def list_calls() -> Response:
        return answer(paged("calls", [c.as_json() for c in books.calls() if _fits(c)]))

    @routes.get("/Calls/<sid>.json")
    def fetch_call(sid: str) -> Response:
        return answer(_call(books, sid).as_json())

    @routes.post("/Calls/<sid>.json")
    def update_call(sid: str) -> Response:
        call = _call(books, sid)
        calls.update(call, request.form)
        return answer(call.as_json())


def _removal(routes: Blueprint, books: Books) -> None:
    @routes.delete("/Calls/<sid>.json")
    def delete_call(sid: str) -> Response:
        call = _call(books, sid)
        must_be_over(books, call.ended is not None)
        books.remove_call(call)
        books.note("call_removed", {"sid": sid})
        return Response(status=204)


def _recordings(routes: Blueprint, books: Books, recordings: Recordings) -> None:
    @routes.get("/Recordings.json")
    def list_recordings() -> Response:
        found = recordings.all(request.args.get("CallSid"))
        return answer(paged("recordings", [one.as_json() for one in found]))

    @routes.get("/Calls/<call>/Recordings.json")
    def list_of_call(call: str) -> Response:
        found = recordings.all(_call(books, call).sid)
        return answer(paged("recordings", [one.as_json() for one in found]))


def _one_recording(routes: Blueprint, books: Books, recordings: Recordings) -> None:
    @routes.get("/Recordings/<sid>.json")
    @routes.get("/Calls/<call>/Recordings/<sid>.json")
    def fetch_recording(sid: str, call: str | None = None) -> Response:
        return answer(_recording(recordings, sid, call).as_json())

    @routes.delete("/Recordings/<sid>.json")
    @routes.delete("/Recordings/<sid>")
    @routes.delete("/Calls/<call>/Recordings/<sid>.json")
    def delete_recording(sid: str, call: str | None = None) -> Response:
        recordings.remove(_recording(recordings, sid, call).sid)
        books.note("recording_deleted", {"recording": sid})
        return Response(status=204)

    @routes.get("/Recordings/<sid>", defaults={"kind": "wav"})
    @routes.get("/Recordings/<sid>.<any(wav, mp3):kind>")
    @routes.get("/Calls/<call>/Recordings/<sid>.<any(wav, mp3):kind>")
    def fetch_audio(sid: str, kind: str, call: str | None = None) -> Response:
        recording = _recording(recordings, sid, call)
        if books.take("recordings_late"):
            raise not_found()
        if kind == "mp3":
            return Response(recording.mp3(), mimetype="audio/mpeg")
        return Response(recording.wav(), mimetype="audio/x-wav")


def _call(books: Books, sid: str) -> Call:
    call = books.call(sid)
    if call is None:
        raise not_found()
    return call


def _recording(recordings: Recordings, sid: str, call: str | None) -> Recording:
    recording = recordings.get(sid)
    if recording is None or call not in (None, recording.call_sid):
        raise not_found()
    return recording


def _fits(call: Call) -> bool:
    asked = request.args
    facts = {
        "To": call.to,
        "From": call.sender,
        "Status": call.status,
        "ParentCallSid": call.parent_sid,
    }
    return all(asked.get(name) in (None, "", value) for name, value in facts.items())
