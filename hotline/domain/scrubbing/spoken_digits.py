"""How many digits of a phone number a word stands for: "seven" one, "سبعين" two, "double" one more."""

from __future__ import annotations

from collections.abc import Mapping

_UNITS = """
zero oh one two three four five six seven eight nine
صفر زيرو واحد وحده اثنان اثنين اتنين تنين ثنين تنتين ثنتين ثلاثه ثلاث تلاته تلات تلت اربعه اربع خمسه خمس
سته ست سبعه سبع ثمانيه ثماني ثمان تمانيه تمانه تمنيه تمان تمن تسعه تسع
sifr sefr sefer sifir sefir wahad wa7ad wahed tnen tnein etnein tlete tleteh talata arba3a arb3a khamse
khamseh 5amse 5amseh sitte sitteh sab3a seb3a tmene tmeneh tmanye tamanya tes3a tis3a
"""
_TEENS = """
ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
عشره عشر احدعش حدعش حداشر حداش اثنعش اتنعش اطنعش طنعش اتناشر تلتعش تلاتعش تلطعش تلتاشر اربعتعش اربعطعش
اربعتاشر خمستعش خمسطعش خمستاشر ستعش سطعش ستاشر سبعتعش سبعطعش سبعتاشر تمنتعش تمنطعش تمنتاشر تسعتعش
تسعطعش تسعتاشر
"""
_TENS = """
twenty thirty forty fourty fifty sixty seventy eighty ninety
عشرين عشرون ثلاثين ثلاثون تلاتين تلتين اربعين اربعون خمسين خمسون ستين ستون سبعين سبعون ثمانين ثمانون تمانين
تسعين تسعون 3eshrin 3ashrin tletin arb3in khamsin 5amsin settin sab3in tmenin tes3in
"""
# Of more digits, but what follows takes their place: اربعمية وخمسة وستين is three.
_HUNDREDS = """
ميتين مئتين تلتميه تلاتميه ثلاثميه اربعميه ربعميه خمسميه ستميه سبعميه ثمانميه تمنميه تسعميه
"""

UNITS = frozenset(_UNITS.split())
TENS = frozenset(_TENS.split())
DIGITS: Mapping[str, int] = dict.fromkeys((*UNITS, *_HUNDREDS.split()), 1) | dict.fromkeys(
    (*_TEENS.split(), *TENS), 2
)
# Before a digit: it counts so many times more.
AGAIN: Mapping[str, int] = {"double": 1, "triple": 2, "دبل": 1, "مكرر": 1}
# In larger numbers; they add no digit that is worth counting.
LARGE = frozenset({"hundred", "thousand", "ميه", "مئه", "مايه", "الف", "الاف"})
# Between the parts of a number as people dictate it, or dress it as a list of prices.
_BETWEEN = """
and dash minus plus slash dot point space then comma شرطه ناقص زائد زايد نقطه سلاش فاصله ثم بعدين
ll lbp usd kg ليره دولار كيلو
"""
BETWEEN = frozenset(_BETWEEN.split())
