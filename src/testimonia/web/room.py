"""The reading room as a process of its own: it holds the board and makes the pages, while the door keeps the sessions and takes the decisions.

The two talk over pairs of sockets that nobody else has. The room ends when the door does, however that ends; if the room breaks off, the door
opens another. Run as `python -m testimonia.web.room FD FD ...` by `Apart`, never by hand.
"""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from testimonia.errors import BusyError, TestimoniaError
from testimonia.web.accounts import Accounts
from testimonia.web.calm import CALM
from testimonia.web.house import House
from testimonia.web.office import Masthead, Note, Office
from testimonia.web.sessions import Session

_LINES = 8
"""Pages that are made at once; more wait for their turn."""
_RECENT = 200
"""Decisions that go along with every question, so that nobody is shown what they have just answered."""
_SWITCH = 0.001
"""Seconds after which a thread that works out the board lets one that makes a page go on."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the room needs to know of the house."""

    folder: Path
    hosts: frozenset[str]
    user: str
    secure: bool
    cookie: str
    has_accounts: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A page (by its method and route, as in the table of routes), or with `route` "" something small: see `Apart`."""

    method: str = ""
    route: str = ""
    path: str = ""
    query: bytes = b""
    params: dict[str, Any] = field(default_factory=dict)
    host: str = ""
    session: Session | None = None
    form: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    stands: str = ""
    number: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The page, or whether it is so; and how the board is."""

    masthead: Masthead
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    refused: str = ""
    is_so: bool = False


class Apart:
    """The door's end of the lines. A `Room` of an `Office`; `page` fetches what the room makes."""

    def __init__(self, told: Told) -> None:
        self._told, self._lock, self._closing = told, threading.Lock(), False
        self._recent: deque[Note] = deque(maxlen=_RECENT)
        self._news: queue.SimpleQueue[Note | None] = queue.SimpleQueue()
        self._open()
        self._messenger = threading.Thread(target=self._tell, name="messenger", daemon=True)
        self._messenger.start()

    def _open(self) -> None:
        pairs = [socket.socketpair() for _ in range(_LINES)]
        theirs = [pair[1].fileno() for pair in pairs]
        command = [sys.executable, "-m", "testimonia.web.room", *map(str, theirs)]
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            command, pass_fds=theirs, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        for _, end in pairs:
            end.close()
        lines = [Connection(pair[0].detach()) for pair in pairs]
        lines[0].send(self._told)
        try:
            first = lines[0].recv()
        except (EOFError, OSError):
            first = BusyError("the reading room does not open", where=str(self._told.folder))
        if isinstance(first, Exception):
            self._process.wait()
            raise first
        self._masthead: Masthead = first
        self._lines: queue.LifoQueue[Connection] = queue.LifoQueue()
        for line in lines:
            self._lines.put(line)

    def close(self) -> None:
        """The lines are cut, and the room ends."""
        self._closing = True
        self._news.put(None)
        self._messenger.join(timeout=60)
        for _ in range(_LINES):
            self._lines.get().close()
        self._process.wait()

    def masthead(self) -> Masthead:
        """As the last answer had it."""
        return self._masthead

    def note(self, notes: Iterable[Note]) -> None:
        """See `office.Room`; told to the room by another thread, so that a decision does not wait for it."""
        for one in notes:
            self._recent.append(one)
            self._news.put(one)

    def stands(self, question: str) -> bool:
        """See `office.Room`."""
        return self._ask(Asked(stands=question)).is_so

    def wait_for(self, number: int, seconds: float) -> bool:
        """See `office.Room`."""
        return self._ask(Asked(number=number, seconds=seconds, notes=tuple(self._recent))).is_so

    def page(self, route: tuple[str, str], request: Request, session: Session, form: dict[str, Any]) -> Answered:
        """The page of this route, as the room makes it for this person."""
        asked = Asked(
            method=route[0],
            route=route[1],
            path=request.url.path,
            query=request.url.query.encode("ascii", "replace"),
            params=dict(request.path_params),
            host=request.headers.get("host", ""),
            session=session,
            form=form,
            notes=tuple(self._recent),
        )
        return self._ask(asked)

    def _ask(self, asked: Asked) -> Answered:
        lines = self._lines
        line = lines.get()
        try:
            line.send(asked)
            answered: Answered = line.recv()
        except (EOFError, OSError) as error:
            line.close()
            self._again(lines)
            raise BusyError("the pages are being put together again", hint="try once more in a moment") from error
        lines.put(line)
        self._masthead = answered.masthead
        return answered

    def _again(self, broken: queue.LifoQueue[Connection]) -> None:
        """Another room in the place of one that broke off; who finds it broken first opens it."""
        with self._lock:
            if self._lines is broken and not self._closing:
                self._process.kill()
                self._process.wait()
                self._open()

    def _tell(self) -> None:
        while (one := self._news.get()) is not None:
            notes = [one]
            try:
                while (more := self._news.get_nowait()) is not None:
                    notes.append(more)
                self._news.put(None)
            except queue.Empty:
                pass
            try:
                self._ask(Asked(notes=tuple(notes)))
            except TestimoniaError:
                continue  # a new room reads the log


def serve(lines: list[Connection]) -> None:
    """The room: answers what comes over the lines until one is cut."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is for the door, which then cuts the lines
    sys.setswitchinterval(_SWITCH)
    told: Told = lines[0].recv()
    try:
        office = Office(told.folder)
    except TestimoniaError as error:
        lines[0].send(BusyError(error.what, where=error.where, hint=error.hint))
        return
    house = House(
        office,
        hosts=told.hosts,
        accounts=Accounts(told.folder) if told.has_accounts else None,
        user=told.user,
        secure=told.secure,
        cookie=told.cookie,
    )
    CALM.begin()
    lines[0].send(office.masthead())
    for line in lines[1:]:
        threading.Thread(target=_answer, args=(house, line), daemon=True).start()
    _answer(house, lines[0])


def _answer(house: House, line: Connection) -> None:
    """Answers what comes over one line, until it is cut."""
    try:
        while True:
            line.send(_answer_to(house, line.recv()))
    except (EOFError, OSError):
        os._exit(0)  # the door is gone; nothing here is worth keeping


def _answer_to(house: House, asked: Asked) -> Answered:
    from testimonia.web.app import PAGES
    from testimonia.web.gate import Refused, answered
    from testimonia.web.visit import Visit

    office = house.office
    office.room.note(asked.notes)
    if asked.stands:
        return Answered(masthead=office.masthead(), is_so=office.room.stands(asked.stands))
    if asked.seconds:
        is_so = office.wait_for(asked.number, asked.seconds)
        return Answered(masthead=office.masthead(), is_so=is_so)
    if not asked.route or asked.session is None:
        return Answered(masthead=office.masthead())
    scope = {
        "type": "http", "method": asked.method, "path": asked.path, "root_path": "", "query_string": asked.query, "path_params": asked.params,
        "headers": [(b"host", asked.host.encode("latin-1", "replace"))], "scheme": "https" if house.secure else "http", "server": None,
    }  # fmt: skip
    visit = Visit(house, Request(scope), asked.session, asked.form)
    try:
        response: Response = answered(visit, PAGES[asked.method, asked.route])
    except Refused as refused:
        return Answered(masthead=office.masthead(), status=refused.status, refused=str(refused))
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers)
    return Answered(masthead=office.masthead(), status=response.status_code, headers=headers, body=bytes(response.body))


if __name__ == "__main__":
    # Not from here: what is sent over the lines must be of the module that the door knows, not of "__main__".
    from testimonia.web import room

    room.serve([Connection(int(fd)) for fd in sys.argv[1:]])
