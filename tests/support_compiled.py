"""Thousands of tests make the web application anew; what is compiled for it is compiled once.

For each route werkzeug compiles two functions, and for each page jinja a module. They depend on nothing but
the route and the page's source, so that what has been compiled does for every application after. The routes,
the pages, the applications and all that runs in them are real.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


def compile_once() -> None:
    """Have this process keep what is compiled for a route, and for a page."""
    _keep_routes()
    Flask.jinja_options = {"bytecode_cache": _KeptPages()}


def _keep_routes() -> None:
    compiled: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:  # they are put into the function by the route's converters
            return compile_builder(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign, assignment]  # a private one, put in its place


class _KeptPages(BytecodeCache):
    """What jinja has compiled, by the page's place and the hash of its source."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code
