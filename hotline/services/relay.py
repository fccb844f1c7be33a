"""Words between two people, through our number: numbers and links struck out, neither number shown."""

from __future__ import annotations

from dataclasses import dataclass

from flows.message_ids import MessageId
from flows.prompts import Prompt
from hotline.domain.messages import About, Kind
from hotline.domain.scrubbing import scrub
from hotline.services import status, talk, team
from hotline.services.outbound.envelope import Envelope
from hotline.services.outbound.notify import notify
from hotline.services.scene import Scene
from hotline.store import matches, needs, threads
from hotline.store.matches import Match
from hotline.store.threads import Thread

WHICH = "which-relay"
TEAM = "team"  # stands for the category where a talk with the team is offered as a choice


@dataclass(frozen=True)
class Line:
    """Something over which this member's words can be passed on."""

    reference: str
    category: str
    way: Match | Thread


def lines(scene: Scene) -> list[Line]:
    """Every open line of the member: matches, those in their grace, and talks with the team."""
    relaying = matches.relaying(scene.db, scene.member.id, scene.now)
    found = [Line(match.reference, match.category, match) for match in relaying]
    taken = {line.reference for line in found}
    talks = threads.open_of(scene.db, scene.member.id)
    return found + [Line(t.reference, TEAM, t) for t in talks if t.reference not in taken]


def is_open(scene: Scene) -> bool:
    """Whether there is anybody for words to go to."""
    return bool(lines(scene))


def only_team(scene: Scene) -> bool:
    """Whether nobody but the team is at the other end."""
    return not matches.relaying(scene.db, scene.member.id, scene.now)


def words(scene: Scene, typed: str) -> bool:
    """Free words go to the one they can be for; where there are several, we keep them and ask."""
    open_lines = lines(scene)
    if not open_lines:
        return False
    if len(open_lines) == 1 or all(isinstance(line.way, Thread) for line in open_lines):
        # Several talks with the team are all with the team: the latest will do.
        pass_on(scene, open_lines[0], typed)
    else:
        _ask_which(scene, open_lines, typed)
    return True


def _ask_which(scene: Scene, open_lines: list[Line], typed: str) -> None:
    """Keep the words, behind those that were kept before, and ask whom they are for."""
    kept = (k.session for k in talk.open_talks(scene) if k.session.flow == WHICH)
    before = [session.answers["words"] for session in kept]
    requests = [[line.reference, line.category] for line in open_lines]
    talk.begin(scene, WHICH, {"words": "\n".join([*before, typed]), "requests": requests})


def addressed(scene: Scene, reference: str, typed: str) -> bool:
    """Words behind a reference; False where the number means nothing to this member."""
    for line in lines(scene):
        if line.reference == reference:
            pass_on(scene, line, typed)
            return True
    return team.answer(scene, reference, typed) or _closed(scene, reference)


def _closed(scene: Scene, reference: str) -> bool:
    """Words for a match that has ended, or a request of one's own that nobody has taken yet."""
    need = needs.by_reference(scene.db, reference)
    if need is None:
        return False
    last = matches.last_for_need(scene.db, need.id)
    if last and scene.member.id in (last.helper_id, last.asker_id) and need.state != "seeking":
        scene.say("relay-closed", reference=reference)
        return True
    return status.of_one(scene, reference)


def pass_held(scene: Scene, reference: str, typed: str) -> None:
    """The words we kept, now that the number has come."""
    for line in lines(scene):
        if line.reference == reference:
            return pass_on(scene, line, typed)
    return scene.say("relay-held-gone")


def pass_on(scene: Scene, line: Line, typed: str) -> None:
    """Pass words on over a line; the writer hears of it only where something was struck out."""
    if isinstance(line.way, Thread):
        return team.to_team(scene, line.way, typed)
    message: MessageId = (
        "relay-to-helper" if scene.member.id == line.way.asker_id else "relay-to-asker"
    )
    passed = scrub(typed)
    prompt = Prompt(message, {"reference": line.reference, "words": passed.words})
    reader = line.way.other_side(scene.member.id)
    about = About(need_id=line.way.need_id, author_id=scene.member.id)
    words = Envelope(member_id=reader, prompts=[prompt], kind=Kind.RELAY, about=about)
    passed_on = notify(scene, words)
    if not passed_on.told:
        return scene.say("relay-failed", reference=line.reference)
    if (known := team.when_read(passed_on)) is not None:
        scene.say(known, reference=line.reference)
    if passed.struck:
        scene.say("relay-scrubbed", reference=line.reference)
    return None
