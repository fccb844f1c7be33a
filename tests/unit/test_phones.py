"""Numbers: what a webhook may bring, what people type, and where texts may go."""

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hotline.domain.phones import BadNumber, may_reach, number_region, typed_number, webhook_number

DIGITS = {"arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹", "wide": "０１２３４５６７８９"}


@pytest.mark.parametrize("number", ["+9613123456", "+96170000001", "+1234567", "+123456789012345"])
def test_full_numbers_come_through(number: str) -> None:
    assert webhook_number(number) == number


@pytest.mark.parametrize(
    "sender",
    [
        *("", "12345", "anonymous", "HARBOUR", "+0123456789", "+123456", "+1234567890123456"),
        *("9613123456", " +9613123456", "+9613123456\n", "+٩٦١٣١٢٣٤٥٦", "+961 3123456"),
        *("whatsapp:+9613123456", "+9613123456,"),
        *("+266696687", "+7378742883", "+2562533", "+8656696", "+86282452253"),
    ],
)
def test_everything_else_is_no_sender(sender: str) -> None:
    assert webhook_number(sender) is None


@pytest.mark.parametrize(
    "typed",
    [
        *("03 123456", "3123456", "03/123456", "03-123-456", "(03) 123 456", "+961 3 123456"),
        *("00961 3 123456", "961 3 123456", "tel:+9613123456", "9613123456+", "٠٣ ١٢٣٤٥٦"),
        *("۰۰۹۶۱۳۱۲۳۴۵۶", "\u200e+961 3 123456\u202c", "＋９６１３１２３４５６"),
    ],
)
def test_a_typed_number_has_one_normal_form(typed: str) -> None:
    assert typed_number(typed, "LB") == "+9613123456"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hello",
        "12",
        "1-800-FLOWERS",
        "+999123456789",
        "03 12345 six",
        "+9613123456 x5",
        "03 123456 #5",
    ],
)
def test_what_is_no_number_is_told_without_repeating_it(typed: str) -> None:
    with pytest.raises(BadNumber) as caught:
        typed_number(typed, "LB")
    assert "+961" in str(caught.value)
    assert not typed or typed not in str(caught.value)


MOBILES = st.sampled_from(["LB", "EG", "SY", "JO", "DE", "GB", "FR", "US"]).map(
    lambda region: phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
)
FORMATS = st.sampled_from(
    [
        phonenumbers.PhoneNumberFormat.INTERNATIONAL,
        phonenumbers.PhoneNumberFormat.NATIONAL,
        phonenumbers.PhoneNumberFormat.E164,
    ]
)


@given(MOBILES, FORMATS, st.sampled_from(sorted(DIGITS)))
def test_any_way_of_writing_comes_to_the_same(
    number: phonenumbers.PhoneNumber, written: int, script: str
) -> None:
    region = phonenumbers.region_code_for_number(number) or ""
    typed = phonenumbers.format_number(number, written)
    foreign = typed.translate(str.maketrans("0123456789", DIGITS[script]))
    normal = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert typed_number(foreign, region) == typed_number(typed, region) == normal
    assert webhook_number(normal) == normal


@given(st.text(max_size=30))
@example("+\u0661" * 8)
def test_a_typed_number_is_normal_or_refused(text: str) -> None:
    try:
        number = typed_number(text, "LB")
    except BadNumber:
        return
    assert webhook_number(number) == number
    assert typed_number(number, "EG") == number


def test_texts_go_to_allowed_countries_alone() -> None:
    assert may_reach("+9613123456", {"LB"})
    assert not may_reach("+9613123456", {"EG"})
    assert not may_reach("+9613123456", set())
    assert may_reach("+12025550123", {"US"})
    assert not may_reach("+14165550123", {"US"})  # Canada shares the country code


EVERYWHERE = frozenset({*phonenumbers.SUPPORTED_REGIONS, "001"})


@pytest.mark.parametrize(
    "number",
    [
        *("+19005550123", "+979123456789", "+8811234567890", "+882123456789", "+8821612345678"),
        *("+883510012345", "+447012345678", "+870773111632"),
    ],
)
def test_costly_numbers_are_never_reached(number: str) -> None:
    assert not may_reach(number, EVERYWHERE)


@pytest.mark.parametrize("number", ["112", "+961112", "+9611564", "anonymous", "+266696687", ""])
def test_short_and_odd_numbers_are_never_reached(number: str) -> None:
    assert not may_reach(number, EVERYWHERE)


def test_premium_numbers_of_an_allowed_country_are_not_reached() -> None:
    kind = phonenumbers.PhoneNumberType.PREMIUM_RATE
    example_number = phonenumbers.example_number_for_type("FR", kind)
    assert example_number
    number = phonenumbers.format_number(example_number, phonenumbers.PhoneNumberFormat.E164)
    assert number_region(number) == "FR"
    assert not may_reach(number, {"FR"})


def test_the_region_of_a_number() -> None:
    assert number_region("+9613123456") == "LB"
    assert number_region("+882123456789") is None
    assert number_region("not a number") is None
