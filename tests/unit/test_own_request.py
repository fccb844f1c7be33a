"""What people say about a request of theirs: news, its end, a change of it, and whether it happened."""

from __future__ import annotations

import pytest

from flows.text.prompts import Value
from flows.understanding.own_request import read_about_request, read_changes, read_outcome
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import load_vocabulary
from flows.wording.worst_case_args import PLACES

OUTCOMES = {
    "yes": """
she brought everything God bless her
no complaints
yes thank you so much
كلو تمام شكرا
لا مشكلة كلو وصل
ايوه جه كتر خيره
ماقصروا وصل كل شي
eh eja w jeb kel shi
hamdoullah kolech mlih
""",
    "no": """
no nobody came
I waited all day and no one showed up
لا ما حدا اجا
محدش جه
عاده ماجا
مازال كنتسنى
لسا
la2 ma 7ada eja
""",
    "partly": """
yes but not everything
they only brought half
نص نص
اخدني عالروحة بس ما رجعني
eh bas mish kel shi
""",
    "unsure": """
yes but hmm
no im upstairs
اجا بس ما جاب كل شي
still waiting outside
""",
    None: """
im at the gate where are you
وصلت عالباب
can you bring bread too
half an hour more
لا تدخل من الباب الجبلي، فيه صبغ طري
""",
}
ABOUT = {
    "news": """
is someone coming?
did you find anyone
how long will it take
في خبر؟
حد رد؟
لقيتو حدا
wen sorto
""",
    "off": """
I don't need food anymore, thanks
cancel my request please
الغوا الطلب
ما عاد بدي شي
مو محتاجين شي الحين
cancel l talab
""",
    "change": """
make it 4 people instead of 2
بدل خمسة خلوها لسبعة
خلوها لبكرا
""",
    None: """
hi
i need a ride too
لا تلغوا الطلب
dont cancel
مين انتو
""",
}


def cases(table: dict[str | None, str]) -> list[tuple[str | None, str]]:
    return [(want, text) for want, texts in table.items() for text in texts.strip().splitlines()]


@pytest.mark.parametrize(("want", "text"), cases(OUTCOMES))
def test_whether_it_happened(want: str | None, text: str) -> None:
    assert read_outcome(text, load_vocabulary()) == want


@pytest.mark.parametrize(("want", "text"), cases(ABOUT))
def test_what_it_is_about(want: str | None, text: str) -> None:
    assert read_about_request(text) == want


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("make it 4 people instead of 2", {"count": 4}),
        ("بدل خمسة خلوها لسبعة", {"count": 7}),
        ("خلوها لبكرا", {"when": "tomorrow"}),
        ("change it to the harbour tomorrow", {"area": "four", "when": "tomorrow"}),
        ("change it to today or tomorrow", {}),
    ],
)
def test_what_is_to_be_changed(text: str, told: dict[str, Value]) -> None:
    lexicon = Lexicon(load_vocabulary(), ("food",), PLACES)
    assert read_changes(text, lexicon) == told
