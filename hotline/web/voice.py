"""POST /twilio/voice and below: a call arrives, goes on step by step, and ends."""

from __future__ import annotations

import re

import structlog
from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from flows.prompts import Prompt
from hotline.gateway.voiceml import HangUp, Said, render
from hotline.services.calls import sounds, steps
from hotline.services.calls.events import Dialled, Event, HungUp, Keys, Recorded, Silence
from hotline.services.calls.steps import Caller
from hotline.store.ids import LARGEST_ID
from hotline.web.guard import house, signed, xml

blueprint = Blueprint("voice", __name__)
log = structlog.get_logger(__name__)

_MOST_KEYS = 32
_CALL = re.compile(r"CA[0-9a-fA-F]{32}")
_RECORDING = re.compile(r"RE[0-9a-fA-F]{32}")
_STATUS = re.compile(r"[a-z-]{1,20}")
# The signature joins names and values without a mark: what matters must come exactly once…
_ONCE = ("AccountSid", "CallSid", "CallStatus", "From", "To")
# …and what need not be there, no more than once.
_AT_MOST_ONCE = ("Digits", "RecordingSid", "RecordingDuration", "DialCallStatus", "DialBridged")
_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@blueprint.post("/twilio/voice")
@signed
def arrives() -> Response:
    """A call to our number. 403 for what is not for us."""
    form = request.form
    if not _well_formed(form) or house().settings.number not in (form["To"], form["From"]):
        log.warning("call.refused", kind="form")
        return Response(status=403)
    try:
        return xml(render(steps.arrive(house(), _caller(form))))
    except SQLAlchemyError as fault:
        log.error("call.no_database", fault=type(fault).__name__)
        return xml(_texts_only())


@blueprint.post("/twilio/voice/<int:call_id>/<int:turn>")
@signed
def goes_on(call_id: int, turn: int) -> Response:
    """What the caller did at one document; the next one."""
    form = request.form
    if not _well_formed(form):
        log.warning("call.refused", kind="form")
        return Response(status=403)
    known = min(call_id, LARGEST_ID)
    return xml(render(steps.step(house(), _caller(form), known, turn, _event(form))))


@blueprint.post("/twilio/voice/status")
@signed
def status() -> Response:
    """The provider says what has become of a call."""
    return _status(None)


@blueprint.post("/twilio/voice/status/<int:call_id>")
@signed
def status_of(call_id: int) -> Response:
    """The same of a call that we placed."""
    return _status(min(call_id, LARGEST_ID))


def _status(ours: int | None) -> Response:
    form = request.form
    if not _well_formed(form):
        return Response(status=403)
    if form["CallStatus"] in _OVER:
        steps.ended(house(), form["CallSid"], form["CallStatus"], ours)
    return Response(status=204)


@blueprint.post("/twilio/voice/recorded/<int:call_id>")
@signed
def recorded(call_id: int) -> Response:
    """A recording of a call can be fetched now."""
    form = request.form
    if not all(len(form.getlist(name)) == 1 for name in ("AccountSid", "RecordingSid")):
        return Response(status=403)
    if form["AccountSid"] != house().settings.twilio_account_sid:
        return Response(status=403)
    if _RECORDING.fullmatch(form["RecordingSid"]):
        sounds.ready(house(), min(call_id, LARGEST_ID), form["RecordingSid"])
    return Response(status=204)


def _well_formed(form: MultiDict[str, str]) -> bool:
    once = all(len(form.getlist(name)) == 1 for name in _ONCE)
    if not once or any(len(form.getlist(name)) > 1 for name in _AT_MOST_ONCE):
        return False
    ours = form["AccountSid"] == house().settings.twilio_account_sid
    shaped = _CALL.fullmatch(form["CallSid"]) and _STATUS.fullmatch(form["CallStatus"])
    return ours and bool(shaped)


def _caller(form: MultiDict[str, str]) -> Caller:
    """Whoever is at the other end, whichever way the call goes."""
    other = form["To"] if form["From"] == house().settings.number else form["From"]
    return Caller(form["CallSid"], other)


def _event(form: MultiDict[str, str]) -> Event:
    gone = form["CallStatus"] in _OVER
    recording, seconds = form.get("RecordingSid", ""), form.get("RecordingDuration", "")
    if _RECORDING.fullmatch(recording) and re.fullmatch(r"[1-9][0-9]{0,4}", seconds):
        return Recorded(recording, int(seconds), gone)
    if gone:
        return HungUp()
    if "DialCallStatus" in form:
        joined = {"true": True, "false": False}.get(form.get("DialBridged", ""))
        return Dialled(joined, form["DialCallStatus"] == "no-answer")
    keys = re.sub(r"[^0-9*#]", "", form.get("Digits", ""))[:_MOST_KEYS]
    return Keys(keys) if keys and not recording else Silence()


def _texts_only() -> str:
    """ "Please text this number", in every language: for when calls cannot be led."""
    here, prompt = house(), Prompt("text-only-call")
    languages = here.community.languages
    return render(HangUp([Said(here.speaker.voice(prompt, one), one) for one in languages]))
