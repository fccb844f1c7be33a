"""The page with the phones: shown, kept up to date, and acted on. For the demo, on loopback alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from hotline.clock import DemoClock
from hotline.services.operations.overview import Overview
from hotline.simulator.calls.handset import PhoneCall
from hotline.simulator.core.settings import LOOPBACK
from hotline.simulator.pages import page_state
from hotline.simulator.pages.shown_phones import ShownPhones
from hotline.simulator.pages.story_runner import StoryRunner, patience
from hotline.simulator.server import Simulator
from hotline.simulator.wording import LANGUAGES, Words

NEWS_WAIT = 20.0  # seconds that the page waits for something new
RATES = (1, 10, 60)
_CALL_PACE = 1.0
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class PhonesPage:
    """What the page needs: the phones, the stories, the clock, and a look underneath."""

    carrier: Simulator
    shelf: ShownPhones
    runner: StoryRunner
    clock: DemoClock
    overview: Callable[[], Overview]


def pages(table: PhonesPage) -> Blueprint:
    """The routes under /phones."""
    routes = Blueprint(
        "phones",
        __name__,
        url_prefix="/phones",
        template_folder="templates",
        static_folder="static",
    )
    routes.before_request(_only_from_here)
    routes.after_request(_locked_down)
    routes.register_error_handler(ValueError, _mistake)
    _looks(routes, table)
    _deeds(routes, table)
    _stories(routes, table)
    return routes


def _looks(routes: Blueprint, table: PhonesPage) -> None:
    @routes.get("/", strict_slashes=False)
    def page() -> str:
        return render_template("phones.html", **_everything(table, _words(), _phones(table)))

    @routes.get("/news")
    def news() -> Response:
        """The parts of the page, as soon as they differ from those with the mark `seen`."""
        words, mark = _words(), request.args.get("seen", "")
        found: dict[str, object] = {}

        def changed() -> bool:
            found.update(_parts(table, words))
            return bool(found["mark"] != mark)

        patience(min(NEWS_WAIT, request.args.get("wait", NEWS_WAIT, float)), changed)
        return jsonify(found)


def _deeds(routes: Blueprint, table: PhonesPage) -> None:
    @routes.post("/<number>/text")
    def text(number: str) -> ResponseReturnValue:
        table.carrier.text(number, request.form.get("body", "")[:1600])
        return _back()

    @routes.post("/<number>/call")
    def call(number: str) -> ResponseReturnValue:
        table.carrier.phone(number).call(_CALL_PACE)
        return _back()

    @routes.post("/<number>/do")
    def do(number: str) -> ResponseReturnValue:
        """Something in the phone's call; nothing where it is over meanwhile."""
        calls = [call for call in table.carrier.phone(number).calls if not call.ended]
        if calls:
            _in_call(calls[-1])
        return _back()

    @routes.post("/add")
    def add() -> ResponseReturnValue:
        table.shelf.add(request.form.get("number", "").replace(" ", ""))
        return _back()

    @routes.post("/<number>/remove")
    def remove(number: str) -> ResponseReturnValue:
        table.shelf.remove(number)
        return _back()


def _stories(routes: Blueprint, table: PhonesPage) -> None:
    @routes.post("/story")
    def story() -> ResponseReturnValue:
        table.runner.play(_words().language, keys="keys" in request.form)
        return _back()

    @routes.post("/story/stop")
    def stop() -> ResponseReturnValue:
        table.runner.stop()
        return _back()

    @routes.post("/clock")
    def clock() -> ResponseReturnValue:
        ahead = timedelta(hours=1) if "ahead" in request.form else timedelta(0)
        table.clock.set(request.form.get("rate", None, float), ahead)
        return _back()


def _in_call(call: PhoneCall) -> None:
    """What a form says: a key, words, an answer, or the end."""
    form = request.form
    if "key" in form:
        call.press(form["key"])
    elif "words" in form:
        call.speak(form["words"])
    elif "answer" in form:
        call.answer()
    elif "silence" in form:
        call.silence()
    else:
        call.hang_up()


def _phones(table: PhonesPage) -> list[page_state.PhoneSeen]:
    return page_state.phones(table.carrier, table.shelf)


def _everything(
    table: PhonesPage, words: Words, phones: Sequence[page_state.PhoneSeen]
) -> dict[str, object]:
    return {
        "t": words,
        "other": next(each for each in LANGUAGES if each != words.language),
        "phones": phones,
        "others": table.shelf.others(),
        "runner": table.runner,
        "steps": table.runner.steps(words),
        "beneath": page_state.beneath(table.overview(), table.carrier, table.shelf, table.clock),
        "rate": table.clock.rate,
        "rates": RATES,
    }


def _parts(table: PhonesPage, words: Words) -> dict[str, object]:
    """What of the page changes, as HTML by the id of its element, and a mark of it all."""
    phones = _phones(table)
    shown = _everything(table, words, phones)
    parts = {"story": render_template("story.html", **shown)}
    parts["beneath"] = render_template("beneath.html", **shown)
    cards = {}
    for phone in phones:
        parts[f"{phone.id}-texts"] = render_template("texts.html", phone=phone, **shown)
        parts[f"{phone.id}-call"] = render_template("call.html", phone=phone, **shown)
        cards[phone.id] = render_template("phone.html", phone=phone, **shown)
    steady = json.dumps([parts, list(cards)], sort_keys=True)
    return {
        "mark": hashlib.sha256(steady.encode()).hexdigest()[:16],
        "parts": parts,
        "cards": cards,
    }


def _words() -> Words:
    wish = request.values.get("lang", "")
    return Words(wish if wish in LANGUAGES else _preferred())


def _preferred() -> str:
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _back() -> ResponseReturnValue:
    """To the page again; to nothing where a script asked, which looks for news by itself."""
    if request.headers.get("X-Quiet"):
        return "", 204
    return redirect("/phones?" + urlencode({"lang": _words().language}), 303)


def _only_from_here() -> ResponseReturnValue | None:
    """Pages of others must neither read nor press: no foreign host, no foreign origin."""
    host = request.host.rsplit(":", 1)[0].strip("[]")
    origin = request.headers.get("Origin")
    ours = origin is None or origin == f"{request.scheme}://{request.host}"
    if host not in LOOPBACK or (request.method == "POST" and not ours):
        return "", 403
    return None


def _locked_down(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"  # with none, our own forms have no origin
    if request.endpoint != "phones.static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _mistake(fault: ValueError) -> ResponseReturnValue:
    words = _words()
    return render_template("mistake.html", t=words, fault=str(fault)), 400
