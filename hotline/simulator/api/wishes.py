"""What is asked of the carrier's own page, as JSON."""

from flask import request


def object_asked(*, optional: bool = False) -> dict[str, object]:
    """The JSON object of this request; with `optional`, an empty one where it has no JSON.

    Raises ValueError for any other JSON.
    """
    wish = request.get_json(silent=optional)
    if wish is None and optional:
        return {}
    if not isinstance(wish, dict):
        raise ValueError("a JSON object is needed")
    return wish


def number(wish: dict[str, object], name: str) -> float:
    """A number of the wish, 0 where it is left out. Raises ValueError for what is none."""
    value = wish.get(name, 0)
    if not isinstance(value, int | float | str):
        raise ValueError(f"{name} is not a number")
    return float(value)
