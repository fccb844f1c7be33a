"""How pages are drawn: in which language, with which words, in whose name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Literal, cast
from urllib.parse import urlencode

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime
from flask import Response, flash, g, redirect, render_template, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from flows.wording.catalog import Catalog, CatalogFault, read_catalog
from hotline.domain.console import at_least
from hotline.services.console import proposals, reports, views
from hotline.services.console.sign_in import notices
from hotline.services.console.sign_in.notices import News
from hotline.services.console.sign_in.sessions import StaffSession
from hotline.store.console.staff import Staff
from hotline.web.console.assets import asset
from hotline.web.console.routing import app, blueprint, jinja, menu
from hotline.web.console.word_ids import ConsoleWordId

STILL = "still"  # in the address of a page that is drawn again by itself
RIGHT_TO_LEFT = frozenset({"ar"})
_WORDS = "hotline/web/console/messages"


@cache
def catalogs() -> tuple[Catalog, ...]:
    """The words of the console, a catalog for each folder, parsed when the first page is drawn."""
    folders = sorted((resources.files("hotline.web.console") / "words").iterdir(), key=str)
    return tuple(read_catalog(each, f"{_WORDS}/{each.name}") for each in folders)


@cache
def _catalog_of(id: str) -> Catalog:
    found = [catalog for catalog in catalogs() if id in catalog.ids()]
    if len(found) != 1:
        raise CatalogFault(f"{_WORDS}: {id} stands in {len(found)} of the folders")
    return found[0]


def language() -> str:
    """The language of this page: chosen here, else one's own, else the browser's, else the first."""
    offered = app().community.languages
    who = here()
    wanted = [session.get("language"), who.staff.language if who else None]
    chosen = next((one for one in wanted if one in offered), None)
    best = chosen or request.accept_languages.best_match(offered)
    return best or app().community.default_language


def say(id: ConsoleWordId, **args: str | int) -> str:
    """Words of the console, plain text: a template escapes them. Raises CatalogFault."""
    return _catalog_of(id).format(id, language(), args)


Family = Literal[
    "did",
    "shift",
    "wording",
    "second",
    "shown",
    "no-sheet",
    "bad",
    "link",
    "rows",
    "series",
    "figure",
    "unfit",
    "word",
]
"""Words of which there is one for each outcome, each kind of row …"""


def of(family: Family, one: str) -> ConsoleWordId:
    """The words of one outcome, of one kind of row …"""
    return cast(ConsoleWordId, f"{family}-{one}")


def here() -> StaffSession | None:
    """Whoever is signed in."""
    found: StaffSession | None = current_user.present if current_user.is_authenticated else None
    return found


def my_session() -> StaffSession:
    """The session of whoever is signed in, on a page that only they get to see."""
    found: StaffSession = current_user.present
    return found


def me() -> Staff:
    """Whoever is signed in, on a page that only they get to see."""
    return my_session().staff


def saw(kind: str, target_id: int) -> None:
    """Write down that the reader is shown this one need, member, thread …"""
    views.saw(app(), me(), kind, target_id)
    g.saw = True


def may_open_member(member_id: int) -> bool:
    """Write down that the reader opens a member's page; False where they have opened enough today."""
    g.saw = views.open_member(app(), me(), member_id)
    return bool(g.saw)


def may_list_members(*, searched: bool) -> bool:
    """Write down that the reader lists members; False where they have listed enough today."""
    g.saw = views.list_members(app(), me(), searched=searched)
    return bool(g.saw)


def enough_seen() -> Response:
    """Instead of what the reader has seen enough of today."""
    return show("enough.html", 429)


def saw_each(kind: str, target_ids: Sequence[int]) -> None:
    """Write down that the reader is shown these together, in a list; that there were none, as well."""
    views.saw_each(app(), me(), kind, target_ids)
    g.saw = True


def show(
    template: str, status: int = 200, problem: ConsoleWordId | None = None, **values: object
) -> Response:
    """A whole page, with what stands against the wish of its reader."""
    return Response(render_template(f"console/{template}", problem=problem, **values), status)


def address(endpoint: str, **values: str | int) -> str:
    """The address of a page of the console."""
    # url_for's own settings are named, so that no value of ours is taken for one.
    own = f"console.{endpoint}"
    return url_for(own, _anchor=None, _method=None, _scheme=None, _external=None, **values)


def go(endpoint: str, message: ConsoleWordId | None = None, **values: str | int) -> Response:
    """Lead on to another page of the console, which says `message` (the id of its words)."""
    if message is not None:
        flash(message)
    answer = redirect(address(endpoint, **values), 303)
    return Response(answer.response, answer.status_code, answer.headers)


@dataclass(frozen=True)
class Part:
    """A part of a page that keeps itself up to date: it asks for itself, and mostly hears 304."""

    html: Markup
    tag: str

    def answer(self) -> Response:
        """What it is answered: itself, or that nothing has changed, which costs next to nothing."""
        if request.if_none_match.contains(self.tag):
            return Response(status=304)
        return Response(self.html)


def part(name: str, template: str, address: str, *, every: int = 20, **values: object) -> Part:
    """Draw a live part, called `name` in its page, that is to be had by itself at `address`.

    The page asks for it again each `every` seconds.
    """
    inside = render_template(f"console/{template}", **values)
    tag = hashlib.sha256(f"{language()} {every} {inside}".encode()).hexdigest()[:20]
    wrapped = render_template(
        "console/_live.html",
        name=name,
        address=address,
        tag=tag,
        every=every,
        inside=Markup(inside),  # noqa: S704  a template made it
    )
    return Part(Markup(wrapped), tag)  # noqa: S704  a template made it


@blueprint.context_processor
def _for_templates() -> dict[str, object]:
    spoken, who = language(), here()
    role = who.staff.role if who else None
    return {
        "say": say,
        "language": spoken,
        "languages": app().community.languages,
        "direction": "rtl" if spoken in RIGHT_TO_LEFT else "ltr",
        "here": who,
        "places": [p for p in menu() if who and p.is_for(who.staff.role, who.staff.reads_words)],
        "may": lambda needed: bool(role and at_least(role, needed)),
        "asset": asset,
        "own": _own,
        "again": _again,
        "news": _news,
        "marks": _marks,
        "alone": _alone,
    }


def _news() -> list[News]:
    """What the reader of a page has still to read of the ways in."""
    return notices.of(app(), me())


def _marks() -> dict[str, int]:
    """How many things each entry of the menu has to show that its reader has not seen, by endpoint."""
    who = here()
    if who is None:
        return {}
    marked = {"console.proposals_index": proposals.mark(app(), who.staff)}
    if at_least(who.staff.role, "coordinator"):
        marked["console.reports_index"] = reports.waiting(app(), who.staff)
    return marked


def _alone() -> bool:
    """Whether one person is enough here, which every page says then."""
    return here() is not None and proposals.is_alone(app())


def _own() -> Markup:
    """What makes a form one of ours."""
    field = Markup('<input type="hidden" name="csrf_token" value="{}">')
    return field.format(generate_csrf())


def _again() -> str:
    """This page's address for drawing it again by itself, which is no sign of its reader."""
    asked = {name: value for name, value in request.args.items() if name != STILL}
    return f"{request.path}?{urlencode(asked | {STILL: '1'})}"


@jinja("category")
def category(id: str) -> str:
    """A category as members read it."""
    return app().speaker.catalog.format(f"label-{id}", language(), {})


@jinja("wanted")
def wanted(id: str) -> str:
    """When help is wanted, as members read it."""
    return app().speaker.catalog.format(f"when-{id}", language(), {})


@jinja("area")
def area(id: str) -> str:
    """An area by its name; one that is not in community.yaml any more by its id."""
    found = app().community.area(id)
    if found is None:
        return say("area-all") if id == "all" else id
    return found.names.get(language()) or next(iter(found.names.values()))


@jinja("moment")
def moment(at: datetime) -> Markup:
    """A time on the community's clocks, with its month and day."""
    return _time(at, "d MMM HH:mm")


@jinja("day_time")
def day_time(at: datetime) -> Markup:
    """A time on the community's clocks, with its day of the week."""
    return _time(at, "EEE d MMM HH:mm")


@jinja("clock")
def clock(at: datetime) -> Markup:
    """An hour and a minute on the community's clocks."""
    return _time(at, "HH:mm")


def _time(at: datetime, form: str) -> Markup:
    local = at.astimezone(app().community.zone)
    text = format_datetime(local, form, locale=locale())
    return Markup("<time datetime={}>{}</time>").format(local.isoformat(timespec="minutes"), text)


def locale() -> Locale:
    """The reader's language as it is written in the community's country."""
    return _locale(language(), app().community.region)


@cache
def _locale(spoken: str, region: str) -> Locale:
    """The language as it is written there: months have other names in Beirut than in Cairo."""
    try:
        return Locale(spoken, region)
    except UnknownLocaleError:
        return Locale(spoken)


@jinja("wait")
def wait(since: datetime) -> str:
    """For how long somebody has waited, roughly: what is drawn must not change each second."""
    passed = max(app().clock() - since, timedelta())
    minutes, hours = int(passed.total_seconds() // 60), int(passed.total_seconds() // 3600)
    if minutes < 60:
        return say("wait-minutes", count=max(minutes // 5 * 5, 5))
    return say("wait-hours", count=hours) if hours < 48 else say("wait-days", count=hours // 24)
