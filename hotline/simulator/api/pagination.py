"""Answers of the REST API: a resource, a page of a list, and what is not there."""

from urllib.parse import urlencode

from flask import Response, json, request

from hotline.simulator.core.resources import ApiFault

LARGEST_PAGE = 1000


def answer(resource: dict[str, object], status: int = 200) -> Response:
    """A resource as JSON."""
    return Response(json.dumps(resource), status, mimetype="application/json")


def not_found() -> ApiFault:
    """The refusal of what does not exist."""
    return ApiFault(404, 20404, f"The requested resource {request.path} was not found")


def paged(name: str, found: list[dict[str, object]]) -> dict[str, object]:
    """The page of `found` that the request asks for; `name` is what its items are called."""
    size = min(max(1, request.args.get("PageSize", 50, int)), LARGEST_PAGE)
    page = max(0, request.args.get("Page", 0, int))
    start = page * size
    return {
        "end": max(start, min(len(found), start + size) - 1),
        "first_page_uri": _uri(0),
        name: found[start : start + size],
        "next_page_uri": _uri(page + 1) if len(found) > start + size else None,
        "page": page,
        "page_size": size,
        "previous_page_uri": _uri(page - 1) if page else None,
        "start": start,
        "uri": _uri(page),
    }


def _uri(page: int) -> str:
    args = {n: v for n, v in request.args.items() if n not in ("Page", "PageToken")}
    return f"{request.path}?{urlencode(args | {'Page': page})}"
