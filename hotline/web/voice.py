"""POST /twilio/voice and below: a call arrives, goes on step by step, and ends."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError

from flows.text.prompts import Prompt
from hotline.gateway.voiceml import HangUp, SaidWords, render
from hotline.gateway.webhooks.calls import CallForm, read_call, read_recording
from hotline.gateway.webhooks.form import FormFault
from hotline.services.voice import call_steps, recording_ready
from hotline.services.voice.call_steps import Caller
from hotline.services.voice.events import Dialled, Digits, Event, HungUp, Recorded, Silence
from hotline.store.db.ids import LARGEST_ID
from hotline.web.webhook_auth import app, signed, xml

blueprint = Blueprint("voice", __name__)
log = structlog.get_logger(__name__)


@blueprint.post("/twilio/voice")
@signed
def arrives() -> Response:
    """A call to our number. 403 for what is not for us."""
    form = _read()
    if isinstance(form, FormFault) or not form.to_or_from_us:
        return _refuse()
    try:
        return xml(render(call_steps.arrive(app(), _caller(form))))
    except SQLAlchemyError as fault:
        log.error("call.no_database", fault=type(fault).__name__)
        return xml(_texts_only())


@blueprint.post("/twilio/voice/<int:call_id>/<int:turn>")
@signed
def goes_on(call_id: int, turn: int) -> Response:
    """What the caller did at one document; the next one."""
    form = _read()
    if isinstance(form, FormFault):
        return _refuse()
    known = min(call_id, LARGEST_ID)
    return xml(render(call_steps.step(app(), _caller(form), known, turn, _event(form))))


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
    form = _read()
    if isinstance(form, FormFault):
        return Response(status=403)
    if form.is_over:
        call_steps.ended(app(), form.call_sid, form.status, ours)
    return Response(status=204)


@blueprint.post("/twilio/voice/recorded/<int:call_id>")
@signed
def recorded(call_id: int) -> Response:
    """A recording of a call can be fetched now."""
    form = read_recording(request.form, app().settings.twilio_account_sid)
    if isinstance(form, FormFault):
        return Response(status=403)
    if form.recording_sid is not None:
        recording_ready.ready(app(), min(call_id, LARGEST_ID), form.recording_sid)
    return Response(status=204)


def _read() -> CallForm | FormFault:
    settings = app().settings
    return read_call(request.form, settings.twilio_account_sid, settings.number)


def _refuse() -> Response:
    log.warning("call.refused", kind="form")
    return Response(status=403)


def _caller(form: CallForm) -> Caller:
    return Caller(form.call_sid, form.other)


def _event(form: CallForm) -> Event:
    """What the caller did, the surest sign first."""
    if form.recording is not None:
        return Recorded(form.recording.sid, form.recording.seconds, form.is_over)
    if form.is_over:
        return HungUp()
    if form.dial is not None:
        return Dialled(form.dial.joined, form.dial.unanswered)
    return Digits(form.keys) if form.keys else Silence()


def _texts_only() -> str:
    """ "Please text this number", in every language: for when calls cannot be led."""
    here, prompt = app(), Prompt("text-only-call")
    languages = here.community.languages
    return render(HangUp([SaidWords(here.speaker.voice(prompt, one), one) for one in languages]))
