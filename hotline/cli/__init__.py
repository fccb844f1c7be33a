"""The command line: `hotline …`. One module for each family of commands, added to `main` below."""

from __future__ import annotations

import click

from hotline.cli import (
    audit,
    backups,
    carrier,
    demo,
    doctor,
    flows,
    keys,
    members,
    migrate,
    needs,
    processes,
    prompts,
    staff,
)


@click.group()
@click.version_option(package_name="hotline")
def main() -> None:
    """A community hotline on one phone number."""


for family in (
    processes,
    migrate,
    keys,
    members,
    needs,
    audit,
    flows,
    prompts,
    backups,
    staff,
    doctor,
    carrier,
    demo,
):
    family.register(main)
