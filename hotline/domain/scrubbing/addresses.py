"""Where links, mail addresses and names of accounts stand in words, written or dictated."""

from __future__ import annotations

import re

from hotline.domain.scrubbing.shadow import Span

_NAME = r"[^\W_](?:[\w-]*[^\W_])?"
_SAID_DOT = r"(?:dot|دوت|نقطه)"
_SAID_AT = r"(?:at|ات|@)"
_SAID_END = r"(?:com|org|net|info|me|كوم|نت|اورغ|مي)"
_SAID_PATH = r"(?:\s(?:slash|سلاش|/)\s\S+)*"
_DOT = rf"\s?[.。]\s?|\s?[(\[]\s?{_SAID_DOT}\s?[)\]]\s?|\s{_SAID_DOT}\s"
# Endings that are no ordinary words; others count only with a path behind them.
_ENDINGS = (
    "com|org|net|edu|gov|info|biz|io|app|xyz|online|site|shop|club|live|chat|page|dev|link|click"
    "|ly|gg|tv|cc|lb|sy|eg|jo|sa|ae|iq|tn|uk|fr|de|ca|au"
)
# Words after which ".me" is the end of a sentence without its space.
_NOT_BEFORE_ME = (
    "thanks|thank|ok|okay|yes|no|yeah|sure|please|pls|call|text|tell|to|for|with|help|hi|hello|near|meet"
    "|find|bring|give|send|ask|about|from|like|and|but|so|bye|later|today|tomorrow|now|here|there|you|u"
)
_PLATFORM = (
    r"(?:telegram|whats?app|insta(?:gram)?|ig|facebook|fb|snap(?:chat)?|signal|tiktok|twitter|viber|skype|discord"
    r"|messenger|تلي?غرام|تلي?جرام|تيلي?غرام|تيلي?جرام|واتس(?:اب)?|انستا(?:غرام|جرام)?|فا?يسبوك|فيس|سناب(?:شات)?"
    r"|سيغنال|سجنال|فايبر|مسنجر)"
)
_BEFORE_ACCOUNT = (
    r"(?:me|my|at|on|is|name|user|username|id|account|handle|add|اسمي|حسابي|يوزر|على|عال|هو)"
)
_NAMES_ACCOUNT = r"(?:username|user|handle|account|id|اسمي|حسابي|يوزر)"
_LATIN = r"[a-z][\w.-]{2,}"

_LINKS = re.compile(
    "|".join(
        (
            r"\b[a-z][a-z0-9+.-]*://\S+",
            r"\b(?:mailto|tel|sms):\S+",
            r"\bwww\s?\.\s?\S+",
            rf"[\w.+-]+(?:@|\s@\s){_NAME}(?:(?:{_DOT}){_NAME})+",
            rf"[\w.+-]+\s{_SAID_AT}\s{_NAME}(?:\s{_SAID_DOT}\s|\s?\.\s?){_SAID_END}\b",
            r"@[^\W\d][\w.]*",
            r"\b(?:wa|t|m|fb|ig)\.me\b(?:/\S*)?",
            rf"\b(?!(?:{_NOT_BEFORE_ME})\b)[^\W\d_][\w-]{{2,}}\.me\b(?:/\S*)?",
            rf"\b{_NAME}(?:\.{_NAME})*\.[^\W\d_]{{2,}}/\S+",
            rf"\b{_NAME}(?:\.{_NAME})*\.(?:{_ENDINGS})\b(?!\.\w)(?:[/?#:]\S*)?",
            rf"\b{_NAME}(?:{_DOT})(?:com|org|net|كوم)\b(?:/\S*)?",
            rf"\b{_NAME}\s{_SAID_DOT}\s{_SAID_END}\b{_SAID_PATH}",
            rf"\b{_PLATFORM}\s(?:com|org|net|كوم|نت)\b{_SAID_PATH}",
            rf"\b{_NAME}\s(?:com|org|net|كوم)(?:\s(?:slash|سلاش|/)\s\S+)+",
        )
    ),
    re.IGNORECASE,
)
# The name of an account: by what announces it, by its shape behind the name of a service, or by that alone.
_ACCOUNTS = re.compile(
    "|".join(
        (
            rf"\b{_PLATFORM}\b(?:\s+{_BEFORE_ACCOUNT})*\s*[:=]\s*(?P<announced>{_LATIN})",
            rf"\b{_PLATFORM}\b(?:\s+{_BEFORE_ACCOUNT})*\s+{_NAMES_ACCOUNT}(?:\s+(?:is|هو))?\s+(?P<named>{_LATIN})",
            rf"\b{_PLATFORM}\b(?:\s+{_BEFORE_ACCOUNT})*\s+(?P<shaped>[a-z](?=[\w.-]*[\d_]|[\w-]+\.\w)[\w.-]*\w)",
            r"\b(?P<joined>[a-z][a-z0-9]*(?:_[a-z0-9]+)+)\b",
            r"\b(?P<year>[a-z]{3,}[._]?(?:19|20)\d\d)\b",
        )
    ),
    re.IGNORECASE,
)


def addresses(shadow: str) -> list[Span]:
    """The spans of `shadow` that lead to somebody elsewhere, in order, none touching another."""
    found = [match.span() for match in _LINKS.finditer(shadow)]
    found += [match.span(match.lastgroup or 0) for match in _ACCOUNTS.finditer(shadow)]
    return _apart(sorted(found))


def _apart(spans: list[Span]) -> list[Span]:
    apart: list[Span] = []
    for start, end in spans:
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart
