"""Every place of a call, by the name that its row holds."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.services.calls import (
    arriving,
    asks_by_call,
    calling_back,
    effects,
    joining,
    listening,
    news,
    parting,
    person,
    pin,
    recording,
    ringing,
    standing,
    talking,
)
from hotline.services.calls.pin import Private
from hotline.services.calls.places import Passing, Place

PLACES: Mapping[str, Place] = {
    "language": arriving.Language(),
    "waiting": listening.offered(),
    "listen": Private("listen", listening.Listen()),
    "resume": arriving.resume(),
    "resumed": Private("resumed", Passing(arriving.go_on)),
    "menu": Passing(talking.main_menu),
    "talk": talking.Talk(),
    "record": recording.Recorder("words"),
    "message": recording.Recorder("message"),
    "record-check": recording.check(),
    "reference": parting.Reference(),
    "pin": pin.Pin(),
    "status": Private("status", Passing(standing.tell)),
    "which": Private("which", standing.which()),
    "request": Private("request", standing.request()),
    "helping": Private("helping", standing.helping_with()),
    "offer": Private("offer", Passing(effects.go_on_with_offer)),
    "person": Passing(person.look_for_somebody),
    "listener": Passing(person.look_for_listener),
    "ringing": ringing.Ringing(),
    "connect": Passing(joining.connect),
    "bridge": joining.Helper(),
    "joining": joining.Joining(),
    "searching": ringing.searching(),
    "ask": asks_by_call.Asked(),
    "ask-yes": Passing(asks_by_call.accept),
    "taken": asks_by_call.taken(),
    "callback": calling_back.CalledBack(),
    "arrived": Passing(arriving.what_waits),
    "news": news.Announced("v-news", "news-told"),
    "news-here": Private("news-here", Passing(news.take)),
    "news-told": Private("news-told", news.Told()),
    "question": news.Announced("v-question", "question-put"),
    "question-put": Private("question-put", Passing(news.put)),
    "goodbye": parting.Goodbye(),
}
