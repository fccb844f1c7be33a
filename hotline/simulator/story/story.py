"""One need from first text (or call) to thanks, played on the carrier's phones: each step must
really happen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.text.message_ids import MessageId
from flows.text.prompts import Prompt, Value
from hotline.simulator.story.lines import LINES, NEED, Lines
from hotline.simulator.story.script_verbs import Cast, Person, Playing

_SECRET = re.compile(r"03\D?123\D?456|3123456")


class Story:
    """Plays it; with `keys` the asker calls, and asks by keypad."""

    def __init__(self, playing: Playing, cast: Cast, keys: bool = False) -> None:
        self._playing = playing
        self._cast = cast
        self._keys = keys
        self._reference = ""

    def play(self) -> None:
        """The whole story. Raises StepFailed at the first thing that does not happen."""
        asker = self._cast.asker
        if self._keys:
            self._ask_by_keys(asker)
        else:
            self._ask_by_text(asker)
        asked = self._who_is_asked()
        helper = self._one_cannot(asked)
        self._another_accepts(helper, asked)
        self._words_pass(asker, helper)
        self._it_is_done(helper)
        self._checked_on(asker, helper)
        self._nobody_saw_a_number()

    def _ask_by_text(self, asker: Person) -> None:
        play, lines = self._playing, _lines(asker)
        play.begin("story-asks-by-text", asker.name)
        play.text(asker, lines.first)
        play.hears(asker, "welcome-first")
        play.hears(asker, "menu")
        play.text(asker, "1")
        play.hears(asker, play.speaker.area_question("need-area", asker.language))
        play.text(asker, "1")
        play.hears(asker, "need-when")
        play.text(asker, "1 3")
        play.hears(asker, "need-words")
        play.text(asker, lines.words)
        play.hears(asker, "need-confirm", **NEED)
        play.text(asker, "1")
        self._reference = play.reference_given(asker, "need-opened")

    def _ask_by_keys(self, asker: Person) -> None:
        play, language = self._playing, asker.language
        play.begin("story-asks-by-keys", asker.name)
        call = play.call(asker)
        choice = {"ar": "1", "en": "2"}[language]
        play.press(call, choice, at="v-language", language=language)
        questions = {
            "menu": "1",
            play.speaker.area_question("need-area", language, voice=True): "1",
            "need-when": "1",
            "need-count": f"{NEED['count']}#",
        }
        for question, keys in questions.items():
            play.press(call, keys, at=question, language=language)
        play.told(call, "v-count-check", language, **NEED)
        call.press("1")
        play.press(call, "1", at="need-words", language=language)
        play.told(call, "need-confirm", language, **NEED)
        call.press("1")
        play.press(call, "1", at="v-text-permission", language=language)
        self._reference = play.reference_given(asker, "reference-text")

    def _who_is_asked(self) -> list[Person]:
        self._playing.begin("story-volunteers-asked")
        return self._asked(2, besides=())

    def _one_cannot(self, asked: Sequence[Person]) -> Person:
        """Somebody says no, and the next in line is asked at once."""
        who = next((one for one in asked if one.language == "en"), asked[-1])
        self._playing.begin("story-one-cannot", who.name)
        self._playing.text(who, _lines(who).no.format(reference=self._reference))
        self._hears(who, "declined-ack")
        return self._asked(1, besides=asked)[0]

    def _another_accepts(self, helper: Person, asked: Sequence[Person]) -> None:
        asker = self._cast.asker
        self._playing.begin("story-another-accepts", helper.name)
        self._playing.text(helper, _lines(helper).yes)
        self._hears(helper, "accepted-helper")
        if not self._keys:
            self._hears(helper, "relay-to-helper", words=_lines(asker).words)
        self._hears(asker, "accepted-asker")
        for one in asked:
            if not self._has_declined(one):
                self._hears(one, "covered")

    def _words_pass(self, asker: Person, helper: Person) -> None:
        play = self._playing
        play.begin("story-words-pass")
        # Whoever has just helped somebody else says whom the words are for.
        whom = f"{self._reference} " if play.played_before(helper) else ""
        play.text(helper, whom + _lines(helper).on_my_way)
        self._hears(asker, "relay-to-asker", words=_lines(helper).on_my_way)
        play.text(asker, _lines(asker).with_a_number)
        self._hears(helper, "relay-to-helper", words=_lines(asker).without_it)
        self._hears(asker, "relay-scrubbed")

    def _it_is_done(self, helper: Person) -> None:
        self._playing.begin("story-done", helper.name)
        self._playing.text(helper, _lines(helper).done.format(reference=self._reference))
        self._hears(helper, "done-helper")

    def _checked_on(self, asker: Person, helper: Person) -> None:
        play, thanks = self._playing, _lines(asker).thanks
        play.begin("story-checked-on", asker.name)
        self._hears(asker, "follow-up")
        play.text(asker, "1")
        self._hears(asker, "follow-up-yes")
        play.text(asker, thanks)
        self._hears(asker, "thanks-kept")
        self._hears(helper, "thanks-delivered", words=thanks)

    def _nobody_saw_a_number(self) -> None:
        carrier = self._playing.carrier
        for number in carrier.phones():
            for line in carrier.screen(number):
                if line.direction != "sent" and _SECRET.search(line.body):
                    raise self._playing.failure("a phone number reached another phone")

    def _hears(self, who: Person, message: MessageId, **args: Value) -> None:
        self._playing.hears(who, message, reference=self._reference, **args)

    def _asked(self, count: int, besides: Sequence[Person]) -> list[Person]:
        """Wait until so many volunteers, other than `besides`, hold an ask."""

        def holding() -> list[Person]:
            people = self._cast.volunteers.values()
            return [p for p in people if p not in besides and self._holds_ask(p)]

        found = self._playing.wait(lambda: len(holding()) >= count)
        self._playing.pause(self._playing.onlookers.show())
        if not found:
            raise self._playing.failure(f"{len(holding())} of {count} volunteers were asked")
        return holding()

    def _holds_ask(self, who: Person) -> bool:
        return self._has(who, "ask", reference=self._reference, **NEED)

    def _has_declined(self, who: Person) -> bool:
        return self._has(who, "declined-ack")

    def _has(self, who: Person, message: MessageId, **args: Value) -> bool:
        text = self._playing.speaker.text(Prompt(message, args), who.language)
        return self._playing.received(who, text)


def _lines(who: Person) -> Lines:
    return LINES[who.language]
