"""Thousands of tests make the web application anew, and werkzeug compiles two functions for each route.

They depend on nothing but the route, so that what has been compiled for it once does for every
application after. The routes, the applications and all that runs in them are real.
"""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.routing import Rule


def compile_once() -> None:
    """Have this process keep what werkzeug compiles for a route."""
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
