"""The ids of all messages as types, so that mypy finds one that nobody has written.

`python tools/message_ids.py` writes them from the catalogs (make ids); with --check it only says whether
they are as they should be.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.wording.catalog import read_catalog

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Written:
    """A module of ids: its file, the type in it, and the folder whose catalogs it is made from."""

    file: str
    type: str
    folder: str


MODULES = (
    Written("flows/text/message_ids.py", "MessageId", "flows/messages"),
    Written("hotline/web/console/word_ids.py", "ConsoleWordId", "hotline/web/console/words"),
    Written("hotline/simulator/word_ids.py", "PhoneWordId", "hotline/simulator/words"),
)


def pages() -> Mapping[str, str]:
    """The modules by file name."""
    return {each.file: _module(each) for each in MODULES}


def _module(written: Written) -> str:
    ids = "".join(f'    "{id}",\n' for id in sorted(set(_ids(ROOT / written.folder))))
    return (
        f'"""Every id that {written.folder} has. Written by `make ids`; `make lint` keeps it true."""\n\n'
        f"from typing import Literal\n\n{written.type} = Literal[\n{ids}]\n"
    )


def _ids(folder: Path) -> Iterator[str]:
    """The ids of a folder's catalogs, and of the folders in it."""
    yield from read_catalog(folder).ids()
    for inner in _folders(folder):
        yield from _ids(inner)


def _folders(folder: Path) -> Iterable[Path]:
    return sorted(inner for inner in folder.iterdir() if inner.is_dir())


def main() -> int:
    """Write the modules, or with --check name those that are out of date; the exit status."""
    check, stale = "--check" in sys.argv[1:], []
    for name, text in pages().items():
        file = ROOT / name
        if file.exists() and file.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not check:
            file.write_text(text, "utf-8")
    for name in stale:
        print(f"{name}: {'out of date; make ids' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
