"""Texts that were not understood: the team says what was meant, and the line learns its community's words."""

from __future__ import annotations

from flask import Response, abort, request

from flows.understanding.learned import meanings
from hotline.services.console.wording import words
from hotline.web.console.pages.proposals import propose
from hotline.web.console.rendering import area, category, go, me, of, saw_each, say, show, wanted
from hotline.web.console.routing import COORDINATOR, app, jinja, page

_LONGEST = 120


@page("/words", role=COORDINATOR, teaching=True, menu="menu-learning", order=66, personal=True)
def index() -> Response:
    """Some texts that were not understood, and what was learned from others."""
    saw_each("text", [])
    return show("words.html", sheet=words.sheet(app()), meanings=_choices())


def _choices() -> dict[str, list[str]]:
    """What can be meant: what has a button each, and areas, of which there may be many."""
    every = meanings(app().words.own)
    areas = [meaning for meaning in every if meaning.startswith("area:")]
    return {"buttons": [each for each in every if each not in areas], "areas": areas}


@page("/words/<int:text_id>", role=COORDINATOR, teaching=True, post=True)
def tell(text_id: int) -> Response:
    """What a phrase in a text means."""
    phrase = request.form.get("phrase", "")[:_LONGEST]
    meaning = request.form.get("meaning", "")
    meaning = request.form.get("area", "") if meaning == "area" else meaning
    outcome = words.tell(app(), me(), text_id, phrase, meaning)
    if outcome.word is not None:
        return propose("word", outcome.word.id, words.details_of(outcome.word))
    family, _, name = outcome.done.partition("-")
    return go("words_index", of("unfit", name) if family == "unfit" else of("word", outcome.done))


@page("/words/<int:word_id>/second", role=COORDINATOR, teaching=True, post=True)
def second(word_id: int) -> Response:
    """Have a yes or a no that was said of two people's texts wait for a second person, once more."""
    word = words.ready(app(), word_id)
    if word is None:
        abort(404)
    return propose("word", word.id, words.details_of(word))


@page("/words/<int:word_id>/undo", role=COORDINATOR, teaching=True, post=True)
def undo(word_id: int) -> Response:
    """Have a word mean nothing any more."""
    done = words.take_back(app(), me(), word_id)
    return go("words_index", "word-undone" if done else "word-gone")


@jinja("meant")
def meant(meaning: str) -> str:
    """What a phrase means, as people read it."""
    slot, _, value = meaning.partition(":")
    if slot == "category":
        return category(value) if value in app().community.categories else value
    if slot == "when":
        return wanted(value)
    return area(value) if slot == "area" else say("means-yes" if slot == "yes" else "means-no")
