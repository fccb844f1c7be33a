"""`make understanding`: plays whole corpora and prints what was understood. Not part of `make test`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.understanding import corpus, report
from tests.understanding.scenes import Scenes


def test_understanding(scenes: Scenes, capsys: pytest.CaptureFixture[str]) -> None:
    files = [Path(name) for name in os.environ.get("CORPORA", "").split()]
    for file in files or (corpus.SEEN, corpus.SET_ASIDE, corpus.HARMLESS):
        lines = list(report.play(scenes, corpus.read(file)))
        with capsys.disabled():
            full = file != corpus.SET_ASIDE  # it measures whoever has not read it
            print(
                f"\n{file.name}\n{report.tables(lines)}\n\n{report.in_full(lines) if full else ''}"
            )
