"""Every place of a call, by the name that its row holds."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.services.calls import arriving, parting, person, recording, standing, talking
from hotline.services.calls.places import Passing, Place

PLACES: Mapping[str, Place] = {
    "language": arriving.Language(),
    "resume": arriving.resume(),
    "menu": Passing(talking.main_menu),
    "talk": talking.Talk(),
    "record": recording.Recorder("words"),
    "message": recording.Recorder("message"),
    "record-check": recording.check(),
    "reference": parting.Reference(),
    "status": Passing(standing.tell),
    "which": standing.which(),
    "request": standing.request(),
    "helping": standing.helping_with(),
    "person": Passing(person.look_for_somebody),
    "goodbye": parting.Goodbye(),
}
