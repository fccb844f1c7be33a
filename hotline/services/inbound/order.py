"""The order of understanding: every text goes down this list, and the first rung that takes it has it.

docs/understanding.md shows the list; a test holds it to this one.
"""

from __future__ import annotations

from hotline.services.inbound.rung import InPassing, Rung
from hotline.services.inbound.rungs import (
    about_other,
    free_words,
    leaving,
    needs_told,
    numbers,
    open_question,
    outside,
    pending,
)

ORDER: tuple[Rung | InPassing, ...] = (
    # Heard from everybody, whatever holds.
    Rung("safe-word", "the member's own word, alone: all ends and is hidden", outside.hides),
    InPassing("crisis-words", "words of crisis get the community's contacts", outside.hears_crisis),
    Rung("crisis-only", "words of crisis over a limit or of the blocked", outside.is_crisis_only),
    Rung("stop-over-limit", "STOP over a limit: obeyed without a word", outside.stops_over_limit),
    Rung("over-limit", "anything else over a limit: said once, then silence", outside.is_too_much),
    # Those who are understood in little: they are blocked, or have left.
    Rung("erase-outside", "ERASE and its answers, of the blocked or the left", outside.erases),
    Rung("blocked", "anything else of the blocked: the same kind words", outside.is_blocked),
    Rung("stop", "STOP in any language: no more texts", outside.stops),
    Rung("leaves", "no more texts, in words beyond doubt", leaving.leaves),
    Rung("carrier-help", "HELP that the carrier has answered", outside.is_carriers_help),
    Rung("start", "START; of those who left also YES and RESUME", outside.starts),
    InPassing("wanting", "who left and wants something gets texts again", outside.comes_back),
    Rung("left", "anything else of those who left: how to come back", outside.has_left),
    InPassing("greeting", "the first text ever: what this is", outside.greet),
    Rung("may-leave", "leave me alone, wrong number: asked about", leaving.may_leave),
    # What is about a number.
    Rung("wordless", "a picture, a card, nothing at all", free_words.has_no_words),
    Rung("pin", "the PIN, where texts ask for it", numbers.unlocks),
    Rung("word-and-number", "a word of ours with a number: DONE 47", numbers.word_and_number),
    Rung("number", "a number alone: how it stands", numbers.alone),
    Rung("addressed", "words behind a number: 47 on my way", numbers.addressed),
    # What is about the last thing that was said, and what is about the other side of a match.
    Rung("global-word", "a word of ours alone: NEED, STATUS, BACK, 0 …", open_question.global_word),
    Rung("about-other", "words of fear or harm about the other side", about_other.is_held),
    Rung("ask", "yes, no or maybe to the last ask", open_question.answers_ask),
    Rung("ask-words", "the same in any words: on my way, yes but …, who for?", pending.answers_ask),
    Rung("request-words", "news, the end, a change of an open request", pending.about_request),
    Rung("open-question", "an answer to the question put last", open_question.answers),
    Rung("match-words", "words for the other side of a match", free_words.for_match),
    Rung("offer", "an offer in one text: I can drive tomorrow", free_words.offer),
    Rung("request", "a request in one text: need food harbour", needs_told.in_a_line),
    Rung("team-words", "words in an open thread with the team", free_words.for_team),
    Rung("need-in-words", "a need in any words: nothing to eat tonight", needs_told.in_words),
    Rung("late-shift", "yes or no to a shift that is taken", free_words.late_for_shift),
    Rung("late-answer", "yes or no to nothing that is known", free_words.late_answer),
    Rung("ask-waits", "anything else while an ask waits: it is put again", pending.ask_waits),
    Rung("thanks", "thanks, a heart, good morning", free_words.is_polite),
    Rung("crisis-rest", "what nobody takes, in a crisis: for the team", free_words.crisis_rest),
    Rung("request-stands", "anything else while a request is open", pending.request_stands),
    Rung("need-hint", "a word of a kind, a slip, medicine: a question", needs_told.is_hint),
    Rung("menu", "anything else: the menu", free_words.menu),
)

AFTERWARDS: tuple[InPassing, ...] = (
    InPassing("team-alarm", "words of crisis: the team is told", outside.alarms_team),
    InPassing("left-half-way", "after an aside, back to what was begun", free_words.take_up_again),
)
