"""How things stand, by keys: one thing at a time, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping

from flows.prompts import Prompt
from hotline.services import asking, helping, status
from hotline.services.calls import listening
from hotline.services.calls.places import Act, Menu, TypedMenu
from hotline.services.calls.scene import CallScene
from hotline.store import matches, needs
from hotline.store.needs import Need

MOST_TOLD = 6  # things of which one can be chosen


def tell(scene: CallScene) -> None:
    """Say what is open; of several things the caller chooses one."""
    things = _things(scene)
    if len(things) > 1:
        return scene.go("which")
    if things:
        return _about(scene, things[0][0])
    scene.said.extend(status.nothing_to_do(scene))
    return scene.go("menu")


def _things(scene: CallScene) -> list[list[str]]:
    """References with their categories: requests of the caller's, and what they help with."""
    mine: list[Need | matches.Match] = [*needs.live_of(scene.db, scene.member.id)]
    mine += [m for m in matches.open_with(scene.db, scene.member.id) if _helps(scene, m)]
    return [[thing.reference, thing.category] for thing in mine][:MOST_TOLD]


def _helps(scene: CallScene, match: matches.Match) -> bool:
    return match.helper_id == scene.member.id


def _about(scene: CallScene, reference: str) -> None:
    scene.memory["about"] = reference
    scene.go("helping" if _match(scene) else "request")


def _need(scene: CallScene) -> Need | None:
    live = needs.live_of(scene.db, scene.member.id)
    return next((need for need in live if need.reference == scene.memory["about"]), None)


def _match(scene: CallScene) -> matches.Match | None:
    mine = matches.open_with(scene.db, scene.member.id)
    about = (m for m in mine if m.reference == scene.memory["about"] and _helps(scene, m))
    return next(about, None)


# --- which one ---------------------------------------------------------------------------------


def which() -> Menu:
    """Several things: the reference of one, then #."""
    return TypedMenu(_several, _by_reference)


def _several(scene: CallScene) -> Prompt | None:
    things = _things(scene)
    return Prompt("status-several", {"requests": things}) if things else None


def _by_reference(scene: CallScene) -> Mapping[str, Act]:
    return {ref: lambda at, ref=ref: _about(at, ref) for ref, _ in _things(scene)}  # type: ignore[misc]


# --- one's own request -------------------------------------------------------------------------


def request() -> Menu:
    """A request of the caller's."""
    return Menu(_how_it_stands, _for_a_request, gone=_closed)


def _how_it_stands(scene: CallScene) -> Prompt | None:
    need = _need(scene)
    return status.of_need(scene, need) if need else None


def _for_a_request(scene: CallScene) -> Mapping[str, Act]:
    need = _need(scene)
    if need is None:
        return {}
    choices: dict[str, Act] = {"8": _close}
    if status.waits(scene, need):
        choices["6"] = _hurry
    if need.state == "matched":
        choices["1"] = _connect
    return choices


def _close(scene: CallScene) -> None:
    asking.drop(scene, scene.memory["about"])
    scene.go("menu")


def _hurry(scene: CallScene) -> None:
    asking.make_urgent(scene, {"reference": scene.memory["about"]})
    scene.say("need-urgent-now", reference=scene.memory["about"])
    scene.go("goodbye")


def _connect(scene: CallScene) -> None:
    scene.go("connect")


def _closed(scene: CallScene) -> None:
    scene.say("status-closed", reference=scene.memory["about"])
    scene.go("menu")


# --- what one helps with -----------------------------------------------------------------------


def helping_with() -> Menu:
    """Somebody else's request that the caller has accepted."""
    return Menu(_how_it_goes, _for_a_helper, gone=_closed)


def _how_it_goes(scene: CallScene) -> Prompt | None:
    match = _match(scene)
    if match is None:
        return None
    words = listening.words_of(scene, match.need_id)
    return Prompt("v-helping-words" if words else "status-matched-helper")


def _for_a_helper(scene: CallScene) -> Mapping[str, Act]:
    match = _match(scene)
    if match is None:
        return {}
    choices: dict[str, Act] = {"1": _done, "2": _cannot, "4": _connect}
    if listening.words_of(scene, match.need_id):
        choices["3"] = _words
    return choices


def _words(scene: CallScene) -> None:
    """What the asker has said, as often as it is wanted."""
    match, prompt = _match(scene), _how_it_goes(scene)
    if match is not None and prompt is not None:
        listening.play_words(scene, match.need_id)
        scene.ask(prompt)


def _done(scene: CallScene) -> None:
    helping.done(scene, scene.memory["about"])
    scene.go("goodbye")


def _cannot(scene: CallScene) -> None:
    helping.cannot(scene, scene.memory["about"])
    scene.go("goodbye")
