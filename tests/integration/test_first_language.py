"""The language of a first text: Arabic in Latin letters is answered in Arabic, with the way to English."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt
from hotline.services.inbound.receive import Inbound, receive
from hotline.services.kernel.app import App
from tests.integration.texts import new_number
from tests.support_app import settle_down, write_community

_sids = count(1)


def say(app: App, number: str, words: str) -> list[str]:
    answer = [each.body for each in receive(app, Inbound(f"SM{next(_sids):032x}", number, words))]
    settle_down(app)
    return answer


def spoken(app: App, message: MessageId, language: str) -> str:
    return app.speaker.text(Prompt(message), language)


@pytest.mark.parametrize("words", ["marhaba", "badde akel lyom", "bade mout"])
def test_arabizi_is_answered_in_arabic_with_the_way_to_english(app: App, words: str) -> None:
    number = new_number()
    answer = "\n".join(say(app, number, words))
    assert spoken(app, "welcome-first", "ar") in answer
    assert spoken(app, "english-how", "ar") in answer
    assert spoken(app, "lang-switched", "en") in "\n".join(say(app, number, "ENGLISH"))


def test_words_of_crisis_in_arabizi_get_the_contacts_in_arabic_first(app: App) -> None:
    first = say(app, new_number(), "bade mout")[0]
    assert any("\u0600" <= letter <= "\u06ff" for letter in first)


@pytest.mark.parametrize(
    ("words", "language"), [("hello", "en"), ("gr8 c u 2moro", "en"), ("مرحبا", "ar")]
)
def test_nobody_else_hears_of_it(app: App, words: str, language: str) -> None:
    answer = "\n".join(say(app, new_number(), words))
    assert spoken(app, "welcome-first", language) in answer
    assert "ENGLISH" not in answer


def test_a_language_that_was_chosen_stays(app: App) -> None:
    number = new_number()
    say(app, number, "hello")
    assert spoken(app, "status-none", "en") in say(app, number, "status")
    say(app, number, "marhaba")
    assert spoken(app, "status-none", "en") in say(app, number, "status")


def test_where_no_arabic_is_spoken_it_is_latin(
    make_house: Callable[..., App], tmp_path: Path
) -> None:
    community = tmp_path / "community.yaml"
    write_community(community, {"languages": ["en"], "default_language": "en"})
    app = make_house(HOTLINE_COMMUNITY=str(community))
    assert spoken(app, "welcome-first", "en") in "\n".join(say(app, new_number(), "marhaba"))
