"""The table `limits:` of community.yaml."""

from __future__ import annotations

import re
from decimal import Decimal

import yaml

from hotline.domain.community import located_yaml as read
from hotline.domain.community.located_yaml import Table, wrong
from hotline.domain.limits import Limits, LineLimits, Spend

_MONEY = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_SHARE = re.compile(r"(0(\.[0-9]{1,4})?|1(\.0{1,4})?)")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST = 1_000_000


def limits(node: yaml.Node) -> Limits:
    """Limits; what is left out keeps its default. Raises Faults."""
    rules = Limits()
    table = Table(node, (*_NUMBERS, "line", "spend"))
    given = {name: table.optional(name, _count, getattr(rules, name)) for name in _NUMBERS}
    line = table.optional("line", _line, rules.line)
    spend = table.optional("spend", _spend, rules.spend)
    table.finish()
    return Limits(**given, line=line, spend=spend)


_NUMBERS = (
    "texts_per_minute",
    "texts_per_hour",
    "replies_per_minute",
    "needs_per_day",
    "calls_per_hour",
)
_LINE = ("texts_per_minute", "calls_per_hour", "needs_per_hour", "new_numbers_per_hour")
_AMOUNTS = ("per_day", "segment", "call_minute")
_SHARES = ("replies", "urgent")
_count = read.whole_number(1, _MOST)


def _line(node: yaml.Node) -> LineLimits:
    rules, table = LineLimits(), Table(node, _LINE)
    given = {name: table.optional(name, _count, getattr(rules, name)) for name in _LINE}
    table.finish()
    return LineLimits(**given)


def _spend(node: yaml.Node) -> Spend:
    rules, table = Spend(), Table(node, (*_AMOUNTS, *_SHARES, "currency"))
    given = {name: table.optional(name, _share, getattr(rules, name)) for name in _SHARES}
    spend = Spend(
        **given,
        per_day=table.optional("per_day", _money, rules.per_day),
        segment=table.optional("segment", _money, rules.segment),
        call_minute=table.optional("call_minute", _money, rules.call_minute),
        currency=table.optional("currency", _currency, rules.currency),
    )
    table.finish()
    return spend


def _money(node: yaml.Node) -> Decimal:
    value = read.text(node)
    if not _MONEY.fullmatch(value):
        raise wrong(node, "expected an amount of money, as in 20.00; 0 for none")
    return Decimal(value)


def _share(node: yaml.Node) -> Decimal:
    value = read.text(node)
    if not _SHARE.fullmatch(value):
        raise wrong(node, "expected a share of the day's money, from 0 to 1, as in 0.25")
    return Decimal(value)


def _currency(node: yaml.Node) -> str:
    code = read.text(node)
    if not _CURRENCY.fullmatch(code):
        raise wrong(node, "expected the three letters of a currency, as in USD")
    return code
