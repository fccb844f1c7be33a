"""Who saw what: written down each time a page shows what is about one person, and bounded.

Of members one account looks at so many a day and no more (domain/console.py). When it comes to that the
others of the team are told, once; nobody alone lifts it, but somebody else can look.
"""

from __future__ import annotations

from collections.abc import Sequence

from hotline.domain import console as rules
from hotline.services.kernel.app import App
from hotline.services.kernel.unit_of_work import UnitOfWork, in_unit_of_work
from hotline.services.team import coordinators
from hotline.store.console import console_actions, staff
from hotline.store.console.staff import Staff

_ENOUGH = "looked-enough"


def saw(app: App, who: Staff, kind: str, target_id: int) -> None:
    """One of the staff was shown this need, thread or the like."""
    app.database.write(
        lambda db: console_actions.add(db, who.id, app.clock(), "saw", kind, target_id)
    )


def saw_each(app: App, who: Staff, kind: str, target_ids: Sequence[int]) -> None:
    """One of the staff was shown these in a list; an empty one is written down with no target."""
    seen: Sequence[int | None] = target_ids or (None,)
    app.database.write(
        lambda db: console_actions.add_each(db, who.id, app.clock(), "saw", kind, seen)
    )


def open_member(app: App, who: Staff, member_id: int) -> bool:
    """One of the staff opens a member's page: written down, unless they have opened enough today.

    False where it is not to be shown. One that was opened today already is shown again.
    """

    def at(uow: UnitOfWork) -> bool:
        staff.hold(uow.db, who.id)
        since = uow.now - rules.LOOKING_WINDOW
        opened = console_actions.targets(uow.db, who.id, "saw", "member", since)
        fresh = member_id not in opened
        if fresh and len(opened) >= rules.MEMBERS_OF_ONE:
            return False
        console_actions.add(uow.db, who.id, uow.now, "saw", "member", member_id)
        if fresh and len(opened) + 1 == rules.MEMBERS_OF_ONE:
            _tell_others(uow, who)
        return True

    return in_unit_of_work(app, at)


def list_members(app: App, who: Staff, *, searched: bool) -> bool:
    """One of the staff lists members, or searches for some: written down, without the words.

    False where they have done so often enough today.
    """

    def at(uow: UnitOfWork) -> bool:
        staff.hold(uow.db, who.id)
        since = uow.now - rules.LOOKING_WINDOW
        lists = sum(
            console_actions.count(uow.db, action, since, who.id)
            for action in ("searched", "listed")
        )
        if lists >= rules.LISTS_OF_ONE:
            return False
        action = "searched" if searched else "listed"
        console_actions.add(uow.db, who.id, uow.now, action, "members")
        if lists + 1 == rules.LISTS_OF_ONE:
            _tell_others(uow, who)
        return True

    return in_unit_of_work(app, at)


def _tell_others(uow: UnitOfWork, who: Staff) -> None:
    """The rest of the team hears that an account has looked at as much as it may; once a day."""
    since = uow.now - rules.LOOKING_WINDOW
    if not console_actions.count(uow.db, _ENOUGH, since, who.id):
        console_actions.add(uow.db, who.id, uow.now, _ENOUGH, "staff", who.id)
        coordinators.tell(uow, who.member_id or 0, "coordinator-looked-much")
