"""`hotline words`: the words that this community has taught its line, given to others and taken from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from hotline.cli import bootstrap

if TYPE_CHECKING:
    from hotline.services.console.wording.word_files import FileWord
    from hotline.services.kernel.app import App


@click.group()
def words() -> None:
    """The community's own words, which its line has learned."""


@words.command()
def export() -> None:
    """Print them as a file, in the form of the word lists: nothing of texts or people, and no area.

    Another community reads it with `hotline words import`.
    """
    from hotline.services.console.wording import word_files

    with _house() as app:
        click.echo(word_files.export(app), nl=False)


@words.command("import")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--take", is_flag=True, help="Take them, after you have read what would be taken.")
def take_in(file: TextIO, take: bool) -> None:
    """Show what would be taken of FILE, and why the rest would not; with --take, take it.

    The checks are those of the console. What is taken counts at once; the console takes single words back.
    """
    from hotline.services.console.wording import word_files

    with _house() as app:
        try:
            text = file.read()
            found = word_files.look(app, text)
            for word in found:
                click.echo(_line(word))
            taken = word_files.take(app, text) if take else []
        except ValueError as fault:
            raise click.ClickException(f"{file.name}: {fault}") from fault
    if take:
        click.echo(f"{len(taken)} taken.")
    else:
        fitting = sum(word.unfit is None and not word.here for word in found)
        click.echo(f"{fitting} would be taken; nothing was. Read them, then add --take.")


def _line(word: FileWord) -> str:
    state = "here" if word.here else f"not: {word.unfit}" if word.unfit else "take"
    return f"{state:<14}  {word.meaning:<20}  {word.phrase}"


@contextmanager
def _house() -> Iterator[App]:
    from hotline.wiring import build

    with bootstrap.told_plainly():
        app = build(bootstrap.serving_settings())
    try:
        yield app
    finally:
        app.doorbell.close()
        app.database.dispose()
