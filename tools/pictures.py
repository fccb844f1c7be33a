"""docs/states.md and docs/flows.md, drawn from the tables and flows themselves.

`python tools/pictures.py` writes them (make pictures); with --check it only says whether they are
as they should be.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flows.catalog import load_catalog
from flows.drawing import mermaid
from flows.parsing import load_library
from hotline.domain.transitions import TABLES, drawing

DOCS = Path(__file__).parent.parent / "docs"
_MADE = "Drawn by `make pictures`; a test keeps it true."


def pages() -> dict[str, str]:
    """The pages by file name."""
    return {"states.md": _states(), "flows.md": _flows()}


def _states() -> str:
    parts = [
        f"# The states of things\n\nFrom the tables in `hotline/domain/transitions.py`. {_MADE}\n\n"
        "What is not drawn here cannot happen: each change is one conditional UPDATE whose WHERE\n"
        "names the states it may come from.\n"
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
