"""The provider's REST API for Calls and Recordings."""

from flask import Blueprint, Response, request

from hotline.simulator.api.fault_injection import created, must_be_over
from hotline.simulator.api.pagination import answer, not_found, paged
from hotline.simulator.calls.calls import CallRunner
from hotline.simulator.calls.recordings import RecordingResource, RecordingStore
from hotline.simulator.core.resources import CallResource
from hotline.simulator.core.state import SimulatorState
from hotline.simulator.core.webhooks import CallbackQueue


def call_routes(
    routes: Blueprint,
    state: SimulatorState,
    callback_queue: CallbackQueue,
    calls: CallRunner,
    recordings: RecordingStore,
) -> None:
    """Add the routes, under the account's."""
    _calls(routes, state, callback_queue, calls)
    _removal(routes, state)
    _recordings(routes, state, recordings)
    _one_recording(routes, state, recordings)


def _calls(
    routes: Blueprint, state: SimulatorState, callback_queue: CallbackQueue, calls: CallRunner
) -> None:
    @routes.post("/Calls.json")
    def create_call() -> Response:
        return created(state, callback_queue, lambda: calls.create(request.form))

    @routes.get("/Calls.json")
    def list_calls() -> Response:
        return answer(paged("calls", [c.as_json() for c in state.calls() if _fits(c)]))

    @routes.get("/Calls/<sid>.json")
    def fetch_call(sid: str) -> Response:
        return answer(_call(state, sid).as_json())

    @routes.post("/Calls/<sid>.json")
    def update_call(sid: str) -> Response:
        call = _call(state, sid)
        calls.update(call, request.form)
        return answer(call.as_json())


def _removal(routes: Blueprint, state: SimulatorState) -> None:
    @routes.delete("/Calls/<sid>.json")
    def delete_call(sid: str) -> Response:
        call = _call(state, sid)
        must_be_over(state, call.ended is not None)
        state.remove_call(call)
        state.note("call_removed", {"sid": sid})
        return Response(status=204)


def _recordings(routes: Blueprint, state: SimulatorState, recordings: RecordingStore) -> None:
    @routes.get("/Recordings.json")
    def list_recordings() -> Response:
        found = recordings.all(request.args.get("CallSid"))
        return answer(paged("recordings", [one.as_json() for one in found]))

    @routes.get("/Calls/<call>/Recordings.json")
    def list_of_call(call: str) -> Response:
        found = recordings.all(_call(state, call).sid)
        return answer(paged("recordings", [one.as_json() for one in found]))


def _one_recording(routes: Blueprint, state: SimulatorState, recordings: RecordingStore) -> None:
    @routes.get("/Recordings/<sid>.json")
    @routes.get("/Calls/<call>/Recordings/<sid>.json")
    def fetch_recording(sid: str, call: str | None = None) -> Response:
        return answer(_recording(recordings, sid, call).as_json())

    @routes.delete("/Recordings/<sid>.json")
    @routes.delete("/Recordings/<sid>")
    @routes.delete("/Calls/<call>/Recordings/<sid>.json")
    def delete_recording(sid: str, call: str | None = None) -> Response:
        recordings.remove(_recording(recordings, sid, call).sid)
        state.note("recording_deleted", {"recording": sid})
        return Response(status=204)

    @routes.get("/Recordings/<sid>", defaults={"kind": "wav"})
    @routes.get("/Recordings/<sid>.<any(wav, mp3):kind>")
    @routes.get("/Calls/<call>/Recordings/<sid>.<any(wav, mp3):kind>")
    def fetch_audio(sid: str, kind: str, call: str | None = None) -> Response:
        recording = _recording(recordings, sid, call)
        if state.take("recordings_late"):
            raise not_found()
        if kind == "mp3":
            return Response(recording.mp3(), mimetype="audio/mpeg")
        return Response(recording.wav(), mimetype="audio/x-wav")


def _call(state: SimulatorState, sid: str) -> CallResource:
    call = state.call(sid)
    if call is None:
        raise not_found()
    return call


def _recording(recordings: RecordingStore, sid: str, call: str | None) -> RecordingResource:
    recording = recordings.get(sid)
    if recording is None or call not in (None, recording.call_sid):
        raise not_found()
    return recording


def _fits(call: CallResource) -> bool:
    asked = request.args
    facts = {
        "To": call.to,
        "From": call.sender,
        "Status": call.status,
        "ParentCallSid": call.parent_sid,
    }
    return all(asked.get(name) in (None, "", value) for name, value in facts.items())
