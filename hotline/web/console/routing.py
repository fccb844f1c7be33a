"""The pages of the console, each with a lock. What has no lock is opened by nobody.

    @page("/needs/<reference>", role=COORDINATOR, personal=True)
    def one(reference: str) -> Response: ...

is all it takes: there is no other way to add a page, and docs/CONSOLE.md says what else belongs to one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from flask import Blueprint, Response, current_app

from hotline.domain.console import at_least, may_teach
from hotline.services.kernel.app import App
from hotline.web.console.word_ids import ConsoleWordId

ANYONE, LISTENER, COORDINATOR, STEWARD = "anyone", "listener", "coordinator", "steward"

blueprint = Blueprint("console", __name__, url_prefix="/console", template_folder="templates")

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Lock:
    """Who may open a page: a role and those above it, or ANYONE.

    `personal` pages show what is about one person: they must write down who saw it (`look.saw`).
    `teaching` pages take a right of their own besides (domain/console.py).
    What a page asks for `by_itself` is no sign of its reader and keeps no session open. `most_bytes`
    may be sent to it, where that is more than to any other page.
    """

    role: str
    personal: bool = False
    by_itself: bool = False
    most_bytes: int | None = None
    teaching: bool = False

    def opens_for(self, role: str, teaches: bool) -> bool:
        """Whether it does for somebody of this role, who may teach words or not."""
        return at_least(role, self.role) and (may_teach(role, teaches) or not self.teaching)


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the menu: the endpoint, the id of its words, where it stands. Its page's lock says who
    sees it."""

    endpoint: str
    words: ConsoleWordId
    order: int

    def is_for(self, role: str, teaches: bool) -> bool:
        """Whether somebody of this role may open its page."""
        lock = _LOCKS.get(self.endpoint)
        return lock is not None and lock.opens_for(role, teaches)


_LOCKS: dict[str, Lock] = {}
_MENU: list[MenuEntry] = []


def page(
    rule: str,
    *,
    role: str,
    post: bool = False,
    personal: bool = False,
    by_itself: bool = False,
    most_bytes: int | None = None,
    teaching: bool = False,
    menu: ConsoleWordId | None = None,
    order: int = 50,
) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """Add a page at /console + `rule`, read with GET, or an action, done with POST.

    Its endpoint is `console.MODULE_FUNCTION`. `menu` is the id of the words by which the menu leads
    there, and `order` its place in it: 10 stands before 20.
    """

    def add(view: Callable[P, Response]) -> Callable[P, Response]:
        name = f"{view.__module__.rsplit('.', 1)[-1]}_{view.__name__}"
        method = "POST" if post else "GET"
        blueprint.add_url_rule(rule, name, view, methods=[method], provide_automatic_options=False)
        _LOCKS[f"console.{name}"] = Lock(role, personal, by_itself, most_bytes, teaching)
        if menu is not None:
            _MENU.append(MenuEntry(f"console.{name}", menu, order))
        return view

    return add


def lock_of(endpoint: str | None) -> Lock | None:
    """The lock of an endpoint; None for what was not added by `page`."""
    return _LOCKS.get(endpoint or "")


def menu() -> tuple[MenuEntry, ...]:
    """The whole menu, in order."""
    return tuple(sorted(_MENU, key=lambda place: place.order))


def app() -> App:
    """The house of this process."""
    found: App = current_app.extensions["hotline"]
    return found


def jinja(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Add a function to the templates of the console, as a filter of this name."""

    def add(function: Callable[P, T]) -> Callable[P, T]:
        blueprint.add_app_template_filter(function, name)
        return function

    return add
