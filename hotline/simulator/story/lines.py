"""What the people of the story type, by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.text.prompts import Value

SPELT = "03 123 456"  # a number that somebody writes, and that must not arrive
STRUCK_OUT = "***"

NEED: Mapping[str, Value] = {"category": "food", "area": "harbour", "when": "today", "count": 3}


@dataclass(frozen=True)
class Lines:
    """One person's lines, as asker or as helper."""

    first: str
    words: str  # added to the request, for the helper alone
    on_my_way: str
    with_a_number: str
    thanks: str
    no: str
    yes: str
    done: str  # {reference} is put in

    @property
    def without_it(self) -> str:
        """`with_a_number` as it arrives."""
        return self.with_a_number.replace(SPELT, STRUCK_OUT)


LINES: Mapping[str, Lines] = {
    "ar": Lines(
        first="مرحبا",
        words="معي طفل عمره سنة، وحليب لو ممكن",
        on_my_way="عندي خبز وخضار وحليب، الوصول بعد ساعة",
        with_a_number=f"ممتاز! رقمي {SPELT} لو لزم",
        thanks="وصل كل شيء، والطفل نام شبعان. شكرا من القلب",
        no="لا",
        yes="نعم",
        done="تم {reference}",
    ),
    "en": Lines(
        first="hello",
        words="I have a one year old, milk if you can",
        on_my_way="I have bread, vegetables and milk, there in an hour",
        with_a_number=f"Wonderful! My number is {SPELT} if you need it",
        thanks="Everything came, and the little one sleeps well fed. Thank you so much",
        no="NO {reference}",
        yes="yes",
        done="done",
    ),
}
