"""Phones side by side: widths, wrapping, columns, order."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.simulator.core.state import ScreenLine
from hotline.simulator.terminal.terminal_view import TerminalView, cells_of, wrapped

_START = datetime(2026, 3, 2, tzinfo=UTC)


def _line(second: int, body: str, direction: str = "received") -> ScreenLine:
    return ScreenLine(direction, body, _START + timedelta(seconds=second))  # type: ignore[arg-type]


def _stage(screens: Mapping[str, Sequence[ScreenLine]], width: int = 120) -> TerminalView:
    return TerminalView(
        output=io.StringIO(),
        width=width,
        colours=False,
        names={"+1": "Yara", "+2": "Sam"},
        numbers=lambda: list(screens),
        screen=lambda number, after: screens[number][after:],
    )


def _shown(stage: TerminalView) -> list[list[str]]:
    """What was printed: lines, each as its cells."""
    assert isinstance(stage.output, io.StringIO)
    lines = stage.output.getvalue().replace("\u200e", "").splitlines()
    return [[cell.strip() for cell in line.split("│")] for line in lines]


def test_texts_at_once_stand_beside_each_other_and_an_answer_below() -> None:
    stage = _stage(
        {
            "+1": [_line(0, "an ask"), _line(2, "YES", "sent"), _line(3, "thanks")],
            "+2": [_line(1, "سؤال")],
        }
    )
    assert stage.show() == len("an ask") + len("YES") + len("thanks") + len("سؤال")
    assert _shown(stage) == [
        ["Yara", "Sam"],
        ["← an ask", "← سؤال"],
        ["→ YES", ""],
        ["← thanks", ""],
    ]


def test_nothing_is_shown_twice_and_names_come_again_under_a_heading() -> None:
    screens = {"+1": [_line(0, "one")]}
    stage = _stage(screens)
    stage.show()
    assert stage.show() == 0
    screens["+1"].append(_line(1, "two"))
    stage.show()
    stage.heading("Next")
    screens["+1"].append(_line(2, "three"))
    stage.show()
    words = [line[0].split(" ─")[0] for line in _shown(stage)]
    assert words == ["Yara", "← one", "← two", "", "── Next", "Yara", "← three"]


def test_a_narrow_terminal_has_names_before_texts() -> None:
    stage = _stage({"+1": [_line(0, "a text that is longer than it is wide")]}, width=40)
    stage.show()
    assert _shown(stage) == [["Yara ← a text that is longer than it is"], ["wide"]]


def test_a_fifth_phone_has_no_column() -> None:
    stage = _stage({f"+{n}": [_line(n, f"text {n}")] for n in range(1, 6)})
    stage.show()
    assert _shown(stage)[-1] == ["+5 ← text 5"]
    assert len(_shown(stage)[0]) == 4


def test_marks_take_no_cell_and_wide_letters_two() -> None:
    assert cells_of("مَرحَبا") == 5
    assert cells_of("\u200eab\u2069") == 2
    assert cells_of("日本") == 4


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.integers(4, 30))
def test_wrapping_loses_no_letter_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert cells_of(line) <= width
