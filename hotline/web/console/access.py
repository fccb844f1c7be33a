"""Who gets in: asked before each page, and before anything else is done."""

from __future__ import annotations

from flask import Flask, Response, abort, g, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

from hotline.domain.console import DEVICE_LIFE
from hotline.services.console.sign_in import sessions
from hotline.services.console.sign_in.sessions import StaffSession
from hotline.services.console.sign_in.signing_in import Opened
from hotline.services.console.sign_in.tries import Client
from hotline.services.kernel.app import App
from hotline.store.db.ids import LARGEST_ID
from hotline.web import client_address
from hotline.web.console.rendering import STILL, go, show
from hotline.web.console.routing import ANYONE, app, blueprint, lock_of
from hotline.web.console.word_ids import ConsoleWordId

csrf = CSRFProtect()
logins = LoginManager()
logins.session_protection = None  # phones change their address; the session lives here, not there

_DEVICE = "notes_kept"  # the cookie of a browser in which somebody has signed in
_ENROLMENT = "enrolment"  # in the session's cookie: what this browser has begun behind a link
_STAYS = ("language", _ENROLMENT)  # whoever comes or goes

_POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{what}-src 'self'" for what in ("script", "style", "img", "media", "connect")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


class SignedIn(UserMixin):
    """Whoever is signed in, as Flask-Login wants to see them: known by the token of their session."""

    def __init__(self, token: str, present: StaffSession) -> None:
        self.token = token
        self.present = present

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


def install(flask_app: Flask) -> None:
    """Set up cookies and the two guards. Only the console's pages are guarded by them."""
    here: App = flask_app.extensions["hotline"]
    flask_app.secret_key = here.vault.cookie_key()
    flask_app.config.update(
        SESSION_COOKIE_NAME="notes",
        SESSION_COOKIE_PATH="/console",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=here.settings.public_url.startswith("https:"),
        WTF_CSRF_CHECK_DEFAULT=False,  # webhooks are signed instead; pages ask for it below
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer, which we have browsers leave out
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    csrf.init_app(flask_app)
    logins.init_app(flask_app)
    logins.user_loader(_load)


def _load(token: str) -> SignedIn | None:
    lock = lock_of(request.endpoint)
    by_itself = (lock is not None and lock.by_itself) or STILL in request.args
    found = sessions.present(app(), token, by_hand=not by_itself)
    return None if found is None else SignedIn(token, found)


@blueprint.before_request
def let_in() -> Response | None:
    """None for whoever may do this; for anybody else the answer that they get instead."""
    lock = lock_of(request.endpoint)
    if lock is None:
        abort(403)
    if lock.role != ANYONE:
        if not current_user.is_authenticated:
            return _to_sign_in()
        who = current_user.present.staff
        if not lock.opens_for(who.role, who.reads_words):
            abort(403)
    if lock.most_bytes is not None:  # only for those who may, and before anything is read
        request.max_content_length = lock.most_bytes
    csrf.protect()
    if any(isinstance(one, int) and one > LARGEST_ID for one in (request.view_args or {}).values()):
        abort(404)
    return None


def _to_sign_in() -> Response:
    """Pages lead to the sign-in; what a page asks for by itself says so to the page."""
    _clear_cookie()
    if "HX-Request" in request.headers:
        answer = Response(status=401)
        answer.headers["HX-Redirect"] = url_for("console.auth_sign_in")
        return answer
    return go("auth_sign_in")


@blueprint.after_request
def close_up(answer: Response) -> Response:
    """The headers of every page. A personal page that kept no trail is not shown."""
    lock = lock_of(request.endpoint)
    if lock is not None and lock.personal and answer.status_code == 200 and "saw" not in g:
        raise RuntimeError(f"{request.endpoint} shows a person and does not say who saw it")
    for name, value in _HEADERS.items():
        answer.headers.setdefault(name, value)  # a plot brings a policy of its own
    answer.headers.setdefault("Cache-Control", "no-store")
    if "device" in g:
        _keep_device(answer, g.device)
    return answer


def _keep_device(answer: Response, token: str) -> None:
    """Have this browser known by the next time. It opens nothing: it says whose tries are counted apart."""
    answer.set_cookie(
        _DEVICE,
        token,
        max_age=DEVICE_LIFE,
        path="/console",
        secure=app().settings.public_url.startswith("https:"),
        httponly=True,
        samesite="Strict",
    )


@blueprint.errorhandler(CSRFError)
def not_from_here(_: CSRFError) -> Response:
    """A form that is not ours, or from before the last sign-in."""
    return show("problem.html", 400, problem="problem-form")


@blueprint.errorhandler(403)
@blueprint.errorhandler(404)
def not_here(fault: HTTPException) -> Response:
    """A page that is not there, or not for one's role."""
    words: ConsoleWordId = "problem-role" if fault.code == 403 else "problem-page"
    return show("problem.html", fault.code or 404, problem=words)


@blueprint.errorhandler(413)
def too_much(_: HTTPException) -> Response:
    """More was sent than a page takes."""
    return show("problem.html", 413, problem="problem-large")


def client() -> Client:
    """Where a try to sign in comes from."""
    address = client_address.of(request, app().settings.proxies)
    return Client(address, request.cookies.get(_DEVICE, ""))


def begin(opened: Opened) -> None:
    """Sign the reader in: another cookie, another CSRF token."""
    present = sessions.present(app(), opened.session)
    if present is not None:
        _clear_cookie()
        end_enrolment()
        login_user(SignedIn(opened.session, present))
        g.device = opened.device


def enrolment() -> str:
    """What this browser keeps of a secret that it was shown; empty where it was shown none."""
    return str(session.get(_ENROLMENT, ""))


def begin_enrolment(token: str) -> None:
    """Keep it until this is finished."""
    session[_ENROLMENT] = token


def end_enrolment() -> None:
    """It is finished."""
    session.pop(_ENROLMENT, None)


def _clear_cookie() -> None:
    """Everything goes, the CSRF token as well, but for what is nobody's."""
    stays = {name: session[name] for name in _STAYS if name in session}
    session.clear()
    session.update(stays)


def end() -> None:
    """Sign the reader out, here and in the cookie."""
    if current_user.is_authenticated:
        sessions.sign_out(app(), current_user.token)
    logout_user()
    session.clear()
