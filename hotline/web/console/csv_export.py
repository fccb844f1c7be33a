"""CSV that spreadsheets read as it is meant: UTF-8 with its mark, and no cell that is run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

# What makes a spreadsheet take a cell for a formula. Source: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NAME = "notes.csv"  # it stays in the list of downloads, and says nothing there


def cell(value: str) -> str:
    """Text as a cell that is text; what could be a formula gets an apostrophe in front."""
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value


def answer(rows: Iterable[Sequence[str]]) -> Response:
    """Rows, the first of them the head, as a file to keep."""
    file = io.StringIO()
    csv.writer(file).writerows([cell(value) for value in row] for row in rows)
    given = Response("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    given.headers["Content-Disposition"] = f'attachment; filename="{_NAME}"'
    return given
