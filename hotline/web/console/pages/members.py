"""Members: found by the name they chose; level, rest, block; a number only with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from flask import Response, abort, request

from hotline.domain import console as rules
from hotline.domain.two_people import SHORTEST_REASON
from hotline.services.console import member_actions, members
from hotline.services.kernel.app import App
from hotline.store.console.staff import Staff
from hotline.web.console.pages.proposals import propose
from hotline.web.console.rendering import (
    enough_seen,
    go,
    may_list_members,
    may_open_member,
    me,
    of,
    saw,
    show,
)
from hotline.web.console.routing import COORDINATOR, app, page

More = ParamSpec("More")

LONGEST_REASON = 200  # characters
_FILTERS = ("name", "state", "level")


@page("/members", role=COORDINATOR, menu="menu-members", order=20)
def index() -> Response:
    """By name, state and level; the newest first. Nobody is listed before that is asked for."""
    chosen = {name: request.args.get(name, "") for name in _FILTERS}
    asked = any(name in request.args for name in _FILTERS)
    if asked and not may_list_members(searched=bool(chosen["name"].strip())):
        return enough_seen()
    return show(
        "members.html",
        page=members.page(app(), me(), **chosen, number=_number()) if asked else None,
        chosen=chosen,
        longest=members.LONGEST_SEARCH,
        states=members.STATES,
        levels=members.LEVELS,
    )


def _number() -> int:
    """The page of the list that is asked for; the first where there is none of that number."""
    typed = request.args.get("page", "")
    return int(typed) if typed in map(str, range(rules.LIST_PAGES)) else 0


@page("/members/<int:member_id>", role=COORDINATOR, personal=True)
def detail(member_id: int) -> Response:
    """What a member offers and asks for, and what can be done about them."""
    card = _card(member_id)
    return _one(card) if may_open_member(member_id) else enough_seen()


def _card(member_id: int) -> members.Card:
    card = members.card(app(), me(), member_id)
    if card is None:
        abort(404)
    return card


def _one(card: members.Card, **values: str) -> Response:
    member_id = card.member.id
    level = card.member.level
    return show(
        "member.html",
        200,
        None,
        card=card,
        member=card.member,
        levels=[each for each in members.LEVELS if member_actions.may_set(me(), level, each)],
        vouched=member_actions.VOUCHED,
        reasons=member_actions.REASONS,
        is_me=member_id == me().member_id,
        may_act=member_actions.may_set(me(), level, level),
        most_numbers=rules.NUMBERS_OF_ONE,
        shortest_reason=SHORTEST_REASON,
        longest_reason=LONGEST_REASON,
        **values,
    )


def _done(member_id: int, outcome: str) -> Response:
    if outcome == "gone":
        abort(404)
    return go("members_detail", of("did", outcome), member_id=member_id)


def _act(
    member_id: int,
    action: Callable[Concatenate[App, Staff, int, str, More], str],
    *more: More.args,
    **named: More.kwargs,
) -> Response:
    seen = request.form.get("seen", "")
    return _done(member_id, action(app(), me(), member_id, seen, *more, **named))


@page("/members/<int:member_id>/level", role=COORDINATOR, post=True)
def level(member_id: int) -> Response:
    """Another level, and how one answers for it."""
    typed = request.form.get("level", "")
    wanted = int(typed) if typed in map(str, members.LEVELS) else -1
    how, seen = request.form.get("how", ""), request.form.get("seen", "")
    outcome = member_actions.set_level(app(), me(), member_id, seen, wanted, how)
    if outcome != "takes-two":
        return _done(member_id, outcome)
    details = {"level": str(wanted), "how": how, "from": seen.partition(".")[0]}
    return propose("level", member_id, details)


@page("/members/<int:member_id>/rest", role=COORDINATOR, post=True)
def rest(member_id: int) -> Response:
    """No asks for a while."""
    return _act(member_id, member_actions.rest)


@page("/members/<int:member_id>/resume", role=COORDINATOR, post=True)
def resume(member_id: int) -> Response:
    """Asks may come again."""
    return _act(member_id, member_actions.resume)


@page("/members/<int:member_id>/block", role=COORDINATOR, post=True)
def block(member_id: int) -> Response:
    """They are blocked from the line."""
    return _act(member_id, member_actions.block)


@page("/members/<int:member_id>/unblock", role=COORDINATOR, post=True)
def unblock(member_id: int) -> Response:
    """They may use the line again: one's own block of just now at once, else somebody else agrees."""
    outcome = member_actions.unblock(app(), me(), member_id, request.form.get("seen", ""))
    return (
        propose("unblock", member_id, {}) if outcome == "takes-two" else _done(member_id, outcome)
    )


@page("/members/<int:member_id>/pin", role=COORDINATOR, post=True)
def pin(member_id: int) -> Response:
    """Have a PIN taken away that its owner has forgotten: somebody else agrees."""
    card = _card(member_id)
    if not member_actions.may_set(me(), card.member.level, card.member.level):
        return _done(member_id, "not-yours-to-do")
    return propose("pin", member_id, {})


@page("/members/<int:member_id>/number", role=COORDINATOR, post=True)
def number(member_id: int) -> Response:
    """Ask to see their number: somebody else reads why, and agrees."""
    reason, typed = request.form.get("reason", ""), request.form.get("words", "")
    fault = member_actions.stands_against_number(app(), me(), member_id, reason, typed)
    if fault:
        return _done(member_id, fault)
    if not may_open_member(member_id):
        return enough_seen()
    words = " ".join(typed[:LONGEST_REASON].split())
    return propose("number", member_id, {"reason": reason, "words": words})


@page("/members/number/<int:proposal_id>", role=COORDINATOR, post=True, personal=True)
def number_shown(proposal_id: int) -> Response:
    """The number that somebody else has agreed is shown: in this answer and nowhere else."""
    shown = member_actions.show_number(app(), me(), proposal_id)
    if shown.number is None:
        return go("proposals_index", of("shown", shown.outcome))
    saw("member", shown.member_id)
    return _one(_card(shown.member_id), number=shown.number)
