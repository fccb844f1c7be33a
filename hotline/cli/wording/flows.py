"""`hotline flows`: the flows and texts checked, and drawn."""

from __future__ import annotations

import os
import shutil
import subprocess

import click

from flows.checks.diagrams import dot, mermaid
from flows.engine.definition import Flow
from flows.engine.parsing import library_texts, load_library
from flows.text.errors import FlowFault
from flows.wording.catalog import load_catalog
from hotline.cli import bootstrap
from hotline.config import load_community, read_settings

_DRAWERS = {"mermaid": mermaid, "dot": dot, "svg": dot}


@click.group()
def flows() -> None:
    """What members read and hear."""


@flows.command()
def check() -> None:
    """Look for faults in the flows and texts: each is told with its file and line.

    Texts are measured with the names and areas of the community in HOTLINE_COMMUNITY. Exit status: 1
    where there is a fault.
    """
    from flows.checks.checks import check_files
    from hotline.wiring import lexicon_of, speaker_of

    with bootstrap.told_plainly():
        community = load_community(read_settings(os.environ, serving=False))
    lexicon = lexicon_of(community)
    texts = library_texts()
    faults = check_files(texts, load_catalog(), speaker_of(community, lexicon), lexicon)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise SystemExit(1)
    click.echo(f"{len(texts)} flows and every text: no fault found.")


@flows.command()
@click.argument("flow", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_DRAWERS)),
    default="mermaid",
    show_default=True,
    help="svg needs Graphviz.",
)
def draw(flow: str | None, form: str) -> None:
    """Draw FLOW, or every flow, on standard output."""
    library = _library()
    if flow is not None and flow not in library:
        raise click.ClickException(f"there is no flow {flow}; there are {', '.join(library)}")
    if form == "svg" and flow is None:
        raise click.ClickException(
            "an SVG holds one flow: name it, as in `hotline flows draw need`"
        )
    chosen = [library[flow]] if flow else list(library.values())
    click.echo("\n".join(_drawn(one, form) for one in chosen), nl=False)


def _library() -> dict[str, Flow]:
    try:
        return dict(load_library())
    except FlowFault as fault:
        raise click.ClickException(str(fault)) from fault


def _drawn(flow: Flow, form: str) -> str:
    drawn = _DRAWERS[form](flow, load_catalog())
    return _svg(drawn) if form == "svg" else drawn


def _svg(source: str) -> str:
    program = shutil.which("dot")
    if program is None:
        raise click.ClickException(
            "an SVG is drawn by Graphviz, which is not installed (apt install graphviz, brew install"
            " graphviz); --format mermaid and --format dot need nothing"
        )
    command = [program, "-Tsvg"]
    drawn = subprocess.run(command, input=source, capture_output=True, text=True, check=False)  # noqa: S603
    if drawn.returncode:
        raise click.ClickException(f"Graphviz could not draw it: {drawn.stderr.strip()}")
    return drawn.stdout
