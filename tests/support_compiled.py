"""Thousands of tests make the whole service anew; what it compiles is compiled once.

For each route werkzeug compiles two functions, for each page jinja a module, for each kind of statement
SQLAlchemy its words. They depend on nothing but the route, the page's source, the statement: what has been
compiled for one application does for every later one. All that runs is real.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, MutableMapping
from functools import partial
from types import CodeType, MethodType
from typing import Any, cast

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from hotline.store.db import database
from tests import support_engines


def compile_once() -> None:
    """Have this process keep what is compiled for a route, a page, a statement."""
    _keep_routes()
    Flask.jinja_options = {"bytecode_cache": _KeptPages()}
    kept = {"compiled_cache": _KeptStatements()}
    engine = partial(support_engines.create, execution_options=kept)
    vars(database)["create_engine"] = engine


def _keep_routes() -> None:
    compiled: dict[Hashable, dict[str, Any]] = {}
    compile_it = Rule.compile

    def compile_once(rule: Rule) -> None:
        where = (rule.rule, rule.subdomain, rule.host, rule.map.host_matching, rule.merge_slashes)
        key = (*where, repr(rule.defaults), tuple(rule.map.converters.values()))
        if key not in compiled:
            compile_it(rule)
            compiled[key] = _result(rule)
        for name, value in compiled[key].items():
            setattr(rule, name, value)
        rule._build = compiled[key]["_build"].__get__(rule, None)
        rule._build_unknown = compiled[key]["_build_unknown"].__get__(rule, None)

    Rule.compile = compile_once  # type: ignore[method-assign, assignment]


def _result(rule: Rule) -> dict[str, Any]:
    """What it leaves in the route: nothing of it is changed afterwards."""
    result = {
        name: getattr(rule, name) for name in ("_parts", "_trace", "_converters", "arguments")
    }
    builders = {"_build": rule._build, "_build_unknown": rule._build_unknown}
    return result | {name: cast(MethodType, each).__func__ for name, each in builders.items()}


class _KeptPages(BytecodeCache):
    """What jinja has compiled, by the page's place and the hash of its source."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


class _KeptStatements(MutableMapping[tuple[Any, ...], Any]):
    """What SQLAlchemy has compiled. Keys begin with the engine's own dialect, here with the kind of it."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] = {}

    def __getitem__(self, key: tuple[Any, ...]) -> Any:
        return self._kept[_by_kind(key)]

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self._kept[_by_kind(key)] = compiled

    def __delitem__(self, key: tuple[Any, ...]) -> None:
        del self._kept[_by_kind(key)]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _by_kind(key: tuple[Any, ...]) -> Hashable:
    dialect, *others = key
    return type(dialect), *others
