"""What one running desk holds: the study, who is here, and how it is reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from testimonia.domain.agreement import Agreement
from testimonia.web.accounts import Accounts
from testimonia.web.kept import Kept
from testimonia.web.office import Office
from testimonia.web.proof import Proof
from testimonia.web.returns import Returns
from testimonia.web.sessions import Sessions, Tries

if TYPE_CHECKING:
    from testimonia.pipeline.agreement import Judgements
    from testimonia.web.room import Apart


@dataclass
class House:
    """A desk at work.

    Attributes:
        office: the study. accounts: None on a local desk, which one analyst (`user`) opens with a one-time token.
        hosts: names under which it answers (against DNS rebinding); secure: reached by HTTPS, through a proxy.
        proxies: addresses of proxies whose word on where a request comes from is taken.
    """

    office: Office
    hosts: frozenset[str]
    accounts: Accounts | None = None
    user: str = ""
    secure: bool = False
    proxies: frozenset[str] = frozenset()
    cookie: str = "desk"
    sessions: Sessions = field(default_factory=Sessions)
    tries: Tries = field(default_factory=Tries)
    agreements: Kept[Judgements, Agreement] = field(default_factory=Kept)
    returns: Returns = field(init=False)
    proof: Proof = field(init=False)

    def __post_init__(self) -> None:
        self.returns = Returns(self.office.folder)
        self.proof = Proof(self.office.folder)

    @property
    def apart(self) -> Apart | None:
        """The reading room, where it is a process of its own."""
        from testimonia.web.room import Apart

        return self.office.room if isinstance(self.office.room, Apart) else None

    @property
    def is_local(self) -> bool:
        """Whether it is one analyst's desk, without accounts."""
        return self.accounts is None
