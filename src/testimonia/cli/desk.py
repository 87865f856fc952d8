"""review, serve, account: the desk in the browser."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from testimonia.cli.frame import say
from testimonia.errors import ConfigError

_ROLES = "reader, coder, adjudicator, lead or admin"


def _needs() -> None:
    try:
        import argon2
        import nh3
        import starlette
        import uvicorn

        _ = argon2, nh3, starlette, uvicorn
    except ImportError as error:
        raise ConfigError("the desk is not installed", got=error.name, hint="pip install 'testimonia[desk]'") from error


@click.command()
@click.argument("study", type=click.Path())
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any free one.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
def review(study: str, port: int, no_browser: bool) -> None:
    """Opens the desk on this machine, for one analyst.

    Prints its address with a token that opens it once. Only this machine can reach it. Ctrl-C ends it; every decision is
    in the log by then.
    """
    _needs()
    from testimonia.web.server import review as serve_one

    def ready(address: str) -> None:
        say(address)
        sys.stdout.flush()
        if not no_browser:
            click.launch(address)

    serve_one(Path(study), port=port, ready=ready)


@click.command()
@click.argument("study", type=click.Path())
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8766, show_default=True, help="0: any free one.")
@click.option("--name", default="localhost", show_default=True, help="Name under which browsers reach it.")
@click.option("--https", is_flag=True, help="A proxy before it speaks TLS.")
@click.option(
    "--proxy",
    multiple=True,
    default=("127.0.0.1", "::1"),
    show_default=True,
    metavar="ADDRESS",
    help="Of that proxy; only its X-Forwarded-For and -Proto are believed.",
)
def serve(study: str, host: str, port: int, name: str, https: bool, proxy: tuple[str, ...]) -> None:
    """Opens the desk for a team, with accounts.

    It listens on this machine; a proxy with TLS stands before it. `testimonia account` makes the accounts.
    """
    _needs()
    from testimonia.web.server import serve as serve_team

    def ready(address: str) -> None:
        say(address)
        sys.stdout.flush()

    serve_team(Path(study), host=host, port=port, name=name, https=https, proxies=proxy, ready=ready)


@click.command()
@click.argument("study", type=click.Path())
@click.argument("name", required=False)
@click.option("--role", help=f"{_ROLES}.")
@click.option("--names", is_flag=True, help="May see real names and raw captures.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--remove", is_flag=True, help="Take the account away.")
def account(study: str, name: str | None, role: str | None, names: bool, password_stdin: bool, remove: bool) -> None:
    """Accounts of the team's desk: lists, makes, changes, removes.

    Without NAME it lists them. With a role it makes the account, or changes it, and asks for its password.
    """
    _needs()
    from testimonia.config import load_study
    from testimonia.web.accounts import Accounts

    held = Accounts(load_study(Path(study)).folder)
    if name is None:
        rows = (
            f"{one.name:20} {one.role.value:12} {'sees names' if one.names else ''}".rstrip()
            for one in held.all().values()
        )
        say("\n".join(rows) or "nobody has an account yet")
    elif remove:
        held.remove(name)
        say(f"removed: {name}")
    else:
        ask = sys.stdin.readline().rstrip("\n") if password_stdin else None
        password = ask if ask is not None else click.prompt("Password", hide_input=True, confirmation_prompt=True)
        made = held.put(name, role or "coder", names=names, password=password)
        say(f"{made.name}: {made.role.value}{', sees names' if made.names else ''}")
