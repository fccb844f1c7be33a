"""A report drawn as SVG by pygal, without a network: bars, in either direction of writing, light or dark.

Of pygal's drawing the geometry is kept. Its scripts, tooltips and sheet are left out, a sheet of our own
takes their place: what is sent is a fifth, and nothing in it is fetched or run. The key of the colours
stands in the page, beside the plot. pygal is imported when the first plot is drawn.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from xml.etree import ElementTree

from hotline.services.console.statistics import FiguresReport

WIDTH, HEIGHT = 480, 300
LOOKS = ("light", "dark")
_LETTERS = 16  # of which a phone shows three quarters
MOST_LABELS = 6  # more would run into each other at a phone's width

_SVG = "http://www.w3.org/2000/svg"
_INK = {"light": ("#1b1d1f", "#8b9096"), "dark": ("#eceeee", "#7d858b")}
# The same as .key's in console.css. Each stands out from the paper by 3:1 or more (WCAG 1.4.11).
_COLOURS = {
    "light": (
        "#0b5c66",
        "#b25a00",
        "#6b4fa0",
        "#2f7d32",
        "#b3286e",
        "#5a6b7b",
        "#8a6d00",
        "#1c62b8",
    ),
    "dark": (
        "#86d3dd",
        "#f0a860",
        "#c3b1ea",
        "#8fd092",
        "#f29ac4",
        "#b5c2cf",
        "#dcc66a",
        "#8dbdf5",
    ),
}
COLOURS = len(_COLOURS["light"])
_LEFT_OUT = ("desc", "title", "script", "style", "defs")


def svg(report: FiguresReport, labels: Sequence[str], *, right_to_left: bool, look: str) -> str:
    """The plot of a report whose rows are called `labels`. From right to left time runs that way too."""
    drawn = _drawn(report, labels, right_to_left)
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn)  # noqa: S314  pygal made it, of our own numbers
    _strip(root)
    if right_to_left:
        _turn(root)
    sheet = ElementTree.Element(f"{{{_SVG}}}style")
    sheet.text = _sheet(look)
    root.insert(0, sheet)
    return ElementTree.tostring(root, encoding="unicode")


def _drawn(report: FiguresReport, labels: Sequence[str], right_to_left: bool) -> str:
    pygal = _pygal()
    kind = pygal.StackedBar if report.stacked else pygal.Bar
    chart = kind(
        js=(),
        style=pygal.style.Style(label_font_size=_LETTERS, major_label_font_size=_LETTERS),
        width=WIDTH,
        height=HEIGHT,
        margin=8,
        show_legend=False,
        truncate_label=-1,
        disable_xml_declaration=True,
        value_formatter=_formatter(report),
        include_x_axis=True,
        no_data_text="",
        show_minor_x_labels=False,
        min_scale=2,
        max_scale=6,
        **({"range": (0, 100)} if report.unit == "percent" else {}),
    )
    turn = _reversed if right_to_left else list
    chart.x_labels = turn(labels)
    every = -(-len(labels) // MOST_LABELS)
    chart.x_labels_major = turn(labels)[:: every or 1]
    for each in report.drawn:
        chart.add(each.name, turn([figure.number for figure in each.values]))
    return str(chart.render(is_unicode=True))


def _pygal() -> ModuleType:
    """pygal, without the finder of maps that it hangs into all later imports of the process.

    The finder is written for a Python before 3.4: to 3.11 each module that is looked for in vain is worth
    a warning because of it. We draw no maps.
    """
    import pygal

    sys.meta_path[:] = [each for each in sys.meta_path if type(each).__module__ != pygal.__name__]
    found: ModuleType = pygal
    return found


def _reversed(row: Sequence[object]) -> list[object]:
    return list(reversed(row))


def _formatter(report: FiguresReport) -> Callable[[float], str]:
    pattern = {"count": "{:.0f}", "percent": "{:.0f}%", "average": "{:.1f}", "money": "{:.2f}"}
    return pattern[report.unit].format


def _strip(root: ElementTree.Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            empty = child.tag == f"{{{_SVG}}}rect" and child.get("height") == "0.0"
            if empty or child.tag in {f"{{{_SVG}}}{name}" for name in _LEFT_OUT}:
                parent.remove(child)
            elif child.tag == f"{{{_SVG}}}rect":
                _shorten(child)


def _shorten(bar: ElementTree.Element) -> None:
    """A tenth of a pixel is fine enough, and a year of bars is heavy."""
    for name in ("x", "y", "width", "height"):
        bar.set(name, f"{float(bar.get(name, 0)):.1f}")
    for name in ("rx", "ry"):
        bar.attrib.pop(name, None)
    bar.set("class", bar.get("class", "").split()[0])


def _turn(root: ElementTree.Element) -> None:
    """Put the scale on the right, where reading begins."""
    plot = next(one for one in root.iter() if one.get("class") == "plot")
    inside = next(one for one in plot if one.get("class") == "background")
    width = float(inside.get("width", WIDTH))
    top = plot.get("transform", "").partition(",")[2]
    plot.set("transform", f"translate(8,{top}")
    for axis in plot.iter(f"{{{_SVG}}}g"):
        if "y" in axis.get("class", "").split():
            for text in axis.iter(f"{{{_SVG}}}text"):
                text.set("x", f"{width + 5:.0f}")
                text.set("class", "right")


def _sheet(look: str) -> str:
    ink, line = _INK[look]
    colours = "".join(f".color-{n} .rect{{fill:{c}}}" for n, c in enumerate(_COLOURS[look]))
    return (
        f"text{{font:{_LETTERS}px system-ui,sans-serif;fill:{ink}}}.background,path{{fill:none}}"
        f".axis path{{stroke:{line};stroke-width:1;stroke-dasharray:2 4}}"
        ".axis .axis.line{stroke-dasharray:none}.x path{display:none}"
        ".y text{text-anchor:end}.y text.right{text-anchor:start}"
        ".x text{text-anchor:middle;unicode-bidi:plaintext}" + colours
    )
