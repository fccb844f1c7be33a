"""docs/states.md, docs/flows.md and docs/understanding.md, drawn from the tables, flows and list themselves.

`python tools/pictures.py` writes them (make pictures); with --check it only says whether they are
as they should be.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from flows.checks.diagrams import mermaid
from flows.engine.parsing import load_library
from flows.wording.catalog import load_catalog
from hotline.domain.transitions import TABLES, drawing
from hotline.services.inbound.order import AFTERWARDS, ORDER
from hotline.services.inbound.rung import InPassing, Rung

DOCS = Path(__file__).parent.parent / "docs"
_MADE = "Drawn by `make pictures`; a test keeps it true."


def pages() -> dict[str, str]:
    """The pages by file name."""
    return {"states.md": _states(), "flows.md": _flows(), "understanding.md": _understanding()}


def _states() -> str:
    parts = [
        f"# The states of things\n\nFrom the tables in `hotline/domain/transitions.py`. {_MADE}\n\n"
        "What is not drawn here cannot happen: each change is one conditional UPDATE whose WHERE\n"
        "names the states it may come from (`hotline/store/db/lifecycle.py` alone).\n"
    ]
    parts += [f"## {table.name.capitalize()}\n\n{_block(drawing(table))}" for table in TABLES]
    return "\n".join(parts)


def _flows() -> str:
    catalog = load_catalog()
    parts = [
        f"# The conversations\n\nFrom the files in `flows/library`, with the English texts. {_MADE}\n\n"
        "Rounded: a question. Double sides: something done. Diamond: a branch. Circle: where it ends\n"
        "or which conversation follows. Global words (BACK, MENU, STATUS, 0 …) work at every question.\n"
    ]
    for name, flow in sorted(load_library().items()):
        parts.append(f"## {name}\n\n{_block(mermaid(flow, catalog))}")
    return "\n".join(parts)


def _understanding() -> str:
    places = iter(range(1, len(ORDER) + 1))
    rows = [_rung(step, places) for step in ORDER]
    after = [f"* `{step.name}`: {step.does}" for step in AFTERWARDS]
    return "\n".join(
        [_BEFORE_THE_LIST, *rows, "\nAfterwards, whichever rung it was:\n", *after, ""]
    )


def _rung(step: Rung | InPassing, places: Iterator[int]) -> str:
    """A row of the table; what is done in passing has no place of its own in the order."""
    if isinstance(step, InPassing):
        return f"| | `{step.name}` | *in passing: {step.does}* |"
    return f"| {next(places)} | `{step.name}` | {step.takes} |"


_BEFORE_THE_LIST = f"""\
# The order of understanding

From the list in `hotline/services/inbound/order.py`. {_MADE}

A text that comes in goes down this list, and the first rung that takes it has it: exactly one does. Before
the list `services/inbound/receive.py` gives no answer to numbers that no text of ours may go to, the first
answer again to a text that the provider posts twice, and none to new numbers while too many of them write.

| | rung | what it takes |
|---|---|---|"""


def _block(picture: str) -> str:
    return f"```mermaid\n{picture}```\n"


def main() -> int:
    """Write the pages, or with --check name those that are out of date; the exit status."""
    check, stale = "--check" in sys.argv[1:], []
    for name, text in pages().items():
        file = DOCS / name
        if file.exists() and file.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not check:
            file.write_text(text, "utf-8")
    for name in stale:
        print(f"docs/{name}: {'out of date; make pictures' if check else 'drawn'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
