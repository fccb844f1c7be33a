"""The command line: `hotline …`. One module for each family of commands, added to `main` below."""

from __future__ import annotations

import click

from hotline.cli import keys, migrate, processes


@click.group()
@click.version_option(package_name="hotline")
def main() -> None:
    """A community hotline on one phone number."""


processes.register(main)
migrate.register(main)
keys.register(main)
# Further families (members, needs, flows, the phone and the carrier, the demo) come here, each a module
# of this package with a `register(main)` of its own.
