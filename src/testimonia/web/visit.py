"""One request that passed the gate: who comes, what they see, and how a page is answered."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from testimonia.domain.question import Question
from testimonia.domain.task import Task
from testimonia.web.board import Board
from testimonia.web.rights import Right
from testimonia.web.seal import Seal
from testimonia.web.sessions import Session

if TYPE_CHECKING:
    from jinja2 import Environment

    from testimonia.web.house import House


@dataclasses.dataclass
class Visit:
    """What a page works with. `form`: fields of a form or of a JSON object, without `csrf`."""

    house: House
    request: Request
    session: Session
    form: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @cached_property
    def board(self) -> Board:
        """The study as this page shows it: one state from its first word to the last."""
        return self.house.office.board()

    @property
    def seen(self) -> int:
        """How many events the log had, by what this page shows."""
        return self.board.seen if self.house.apart is None else self.house.office.masthead().seen

    @cached_property
    def seal(self) -> Seal:
        """Hides names where this person may not see them."""
        return Seal(self.board, is_open=self.session.may(Right.NAMES))

    def query(self, name: str) -> str:
        """A field of the address, at most 200 characters of it."""
        return self.request.query_params.get(name, "")[:200]

    @cached_property
    def blind(self) -> frozenset[str]:
        """Appearances that this person still codes without seeing what the machine or others say."""
        user = self.session.user
        if not any(user in one.coders for one in self.board.index.drawn):
            return frozenset()
        return self.house.office.read(lambda study: study.blind(user))

    def task(self, question: Question, place: int = 0) -> Task:
        """The question with what helps to answer it. `place`: in the queue, from 1."""
        return self.house.office.read(lambda study: self.board.agenda.task(question, place, study.article))

    def page(self, template: str, status: int = 200, **context: object) -> Response:
        """A rendered page. `context`: the view, a frozen dataclass, under the name that the template uses."""
        masthead = self.house.office.masthead()
        shared = {
            "who": self.session,
            "local": self.house.is_local,
            "title_of_study": masthead.title,
            "waiting": masthead.waiting,
            "seen": self.seen,
            "behind": self.house.office.head > self.seen,
            "trouble": masthead.trouble,
            "path": self.request.url.path,
            "can": {right.value: self.session.may(right) for right in Right},
        }
        return HTMLResponse(environment().get_template(template).render(**shared, **context), status_code=status)

    def back(self, to: str, fallback: str = "/") -> Response:
        """On to a page of this desk, and to no other place."""
        return RedirectResponse(safe_path(to, fallback), status_code=303)


def safe_path(to: str, fallback: str = "/") -> str:
    """The path if it is one of this desk, else the fallback: no open redirect."""
    fine = (
        to.startswith("/")
        and not to.startswith(("//", "/\\"))
        and to.isprintable()
        and "\\" not in to
        and len(to) < 500
    )
    return to if fine and to.isascii() else fallback


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates: escaped without exception, and a name that is not there is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("testimonia.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    made.filters["url"] = lambda value: quote(str(value), safe="")
    made.filters["number"] = lambda value: (
        f"{value:,.0f}".replace(",", " ") if float(value).is_integer() else f"{value:.2f}"
    )
    made.filters["day"] = lambda value: str(value).replace("T", " ").removesuffix("Z")
    made.filters["flat"] = lambda value: " ".join(str(value).split())
    return made
