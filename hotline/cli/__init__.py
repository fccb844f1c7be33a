"""The command line: `hotline …`. One module for each family of commands, imported when it is wanted: a
process that only looks at the clock takes no memory for what the others do."""

from __future__ import annotations

from importlib import import_module

import click

# By command: the module in which the function of that name stands.
_HOMES = {
    **dict.fromkeys(("web", "worker", "clock", "redis", "key-agent"), "processes"),
    "unlock": "keys",
    **dict.fromkeys(("backup", "restore"), "backups"),
    **dict.fromkeys(("carrier", "phone"), "carrier"),
    **{name: name for name in ("migrate", "keys", "members", "needs", "audit")},
    **{name: name for name in ("staff", "doctor", "demo")},
    **{name: f"wording.{name}" for name in ("flows", "prompts", "words")},
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _HOMES:
            return None
        found: click.Command = getattr(
            import_module(f"hotline.cli.{_HOMES[cmd_name]}"), cmd_name.replace("-", "_")
        )
        return found


@click.group(cls=_Commands)
@click.version_option(package_name="hotline")
def main() -> None:
    """A community hotline on one phone number."""
