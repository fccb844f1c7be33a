"""`hotline staff`: who may sign in to the console."""

from __future__ import annotations

import click

from hotline.cli import bootstrap
from hotline.domain.console import INVITATION_LIFE, ROLES
from hotline.domain.two_people import MOST_ALONE

_HOURS = int(INVITATION_LIFE.total_seconds() // 3600)


@click.group()
def staff() -> None:
    """Those who keep the line running from a browser."""


@staff.command()
def rechain() -> None:
    """Link every row of the record anew, as it is now, and say the new mark.

    For after `hotline audit` has named a row that does not fit, and somebody has looked at it: from there on
    nothing is linked, and old rows stay. What was changed stays changed, and can be told no more; that this
    was done is the newest row. The note in HOTLINE_DATA is kept aside.
    """
    from hotline.services.operations import chaining
    from hotline.wiring import build

    with bootstrap.told_plainly():
        app = build(bootstrap.serving_settings())
    try:
        rows, mark = chaining.begin_anew(app), chaining.newest(app).short
    finally:
        app.doorbell.close()
        app.database.dispose()
    click.echo(f"{rows} rows are linked anew. The mark of the record: {mark}")


@staff.command()
@click.option(
    "--role",
    type=click.Choice(ROLES),
    required=True,
    help="What they may do: each role may also do what those before it may.",
)
@click.option("--phone", default="", help="Of a member, to take requests in their name.")
def invite(role: str, phone: str) -> None:
    """Print a link that lets one person make an account, once."""
    from hotline.domain.phones import BadNumber
    from hotline.services.console.sign_in import accounts
    from hotline.wiring import build

    with bootstrap.told_plainly():
        app = build(bootstrap.serving_settings())
    try:
        token = accounts.invite(app, role, by=None, phone=phone)
    except BadNumber as fault:
        raise click.ClickException(f"--phone: {fault}") from fault
    except accounts.UnknownMember as fault:
        raise click.ClickException("--phone: no member has this number") from fault
    except accounts.TeamOfFew as fault:
        raise click.ClickException(
            f"two_people: no is for a team of {MOST_ALONE} accounts at most, links among them;"
            " take the line out of community.yaml first"
        ) from fault
    finally:
        app.doorbell.close()
        app.database.dispose()
    _print(app.settings.public_url, token)
    click.echo(f"For one {role}, once, within {_HOURS} hours. Pass it on where nobody reads along.")


@staff.command()
@click.argument("name")
def reset(name: str) -> None:
    """Print a link with which NAME sets a new password and another phone, for when nobody else can help."""
    from hotline.services.console.sign_in import resets
    from hotline.wiring import build

    with bootstrap.told_plainly():
        app = build(bootstrap.serving_settings())
    try:
        token = resets.by_operator(app, name)
    finally:
        app.doorbell.close()
        app.database.dispose()
    if token is None:
        raise click.ClickException(
            f"no open account has the name {name!r}; names are in the console"
        )
    _print(app.settings.public_url, token)
    click.echo(
        f"For its owner alone, once, within {_HOURS} hours. The team reads that it was used."
    )


def _print(public_url: str, token: str) -> None:
    from hotline.services.console.sign_in import accounts

    click.echo(f"{public_url}{accounts.PATH}/{token}")
