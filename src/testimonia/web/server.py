"""The desk as a process: `testimonia review` for one analyst on this machine, `testimonia serve` for a team behind a proxy."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Callable, Iterable
from pathlib import Path

from testimonia.errors import ConfigError, UsageError
from testimonia.web.accounts import Accounts
from testimonia.web.app import app
from testimonia.web.calm import CALM
from testimonia.web.house import House
from testimonia.web.office import Office
from testimonia.web.room import Apart, Told

LOOPBACK = "127.0.0.1"


def review(folder: Path, *, port: int, ready: Callable[[str], None]) -> None:
    """Serves one analyst until Ctrl-C. `port` 0: any free one. `ready` gets the address with its one-time token."""
    bound = _bound(LOOPBACK, port)
    port = bound.getsockname()[1]
    office = Office(folder)
    try:
        house = House(office, hosts=frozenset({LOOPBACK, "localhost"}), user=_user(), cookie=f"desk-{port}")
        address = f"http://{LOOPBACK}:{port}/?token={house.sessions.issue()}"
        _serve(house, bound, lambda: ready(address))
    finally:
        office.close()


def serve(
    folder: Path,
    *,
    host: str,
    port: int,
    name: str,
    https: bool,
    proxies: Iterable[str] = (),
    ready: Callable[[str], None],
) -> None:
    """Serves a team until Ctrl-C. `name`: under which browsers reach it; `https`: a proxy before it speaks TLS, from one of `proxies`."""
    accounts = Accounts(folder)
    if not accounts.all():
        raise ConfigError(
            "nobody has an account yet", where=str(folder), hint="testimonia account STUDY NAME --role admin"
        )
    if host not in (LOOPBACK, "::1") and not https:
        raise UsageError(
            "passwords would cross the network in the clear",
            got=host,
            hint="put a proxy with TLS before it and say --https",
        )
    bound = _bound(host, port)
    hosts = frozenset({name, LOOPBACK, "localhost"})
    cookie = "__Host-desk" if https else f"desk-{bound.getsockname()[1]}"
    told = Told(folder=folder, hosts=hosts, user="", secure=https, cookie=cookie, has_accounts=True)
    office = Office(folder, Apart(told))
    try:
        trusted = frozenset(proxies) if https else frozenset()
        house = House(office, hosts=hosts, accounts=accounts, secure=https, proxies=trusted, cookie=cookie)
        address = f"https://{name}/" if https else f"http://{host}:{bound.getsockname()[1]}/"
        _serve(house, bound, lambda: ready(address))
    finally:
        office.close()


def _serve(house: House, bound: socket.socket, ready: Callable[[], None]) -> None:
    import uvicorn

    config = uvicorn.Config(
        app(house), log_level="error", access_log=False, server_header=False, proxy_headers=False, lifespan="off",
        limit_concurrency=500, timeout_keep_alive=30, h11_max_incomplete_event_size=32 * 1024, timeout_graceful_shutdown=5,
    )  # fmt: skip
    CALM.begin()
    ready()
    uvicorn.Server(config).run(sockets=[bound])


def _bound(host: str, port: int) -> socket.socket:
    # With its protocol named: only then does asyncio send small answers at once (TCP_NODELAY) instead of waiting for more.
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except (OSError, OverflowError) as error:
        made.close()
        raise UsageError(
            "this address cannot be listened on", got=f"{host}:{port}", hint="another --port, or 0 for any"
        ) from error
    made.listen(256)
    return made


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "analyst"
