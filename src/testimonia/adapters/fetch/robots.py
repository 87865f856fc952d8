"""robots.txt, as RFC 9309 has it: none is a yes, a server that fails is a no."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from testimonia.domain.setaside import Reason
from testimonia.ports.fetch import NoPage, Page

_MOST_BYTES = 500 * 1024
_LONGEST_DELAY = 60.0


class Robots:
    """What each host allows; asked once a run."""

    def __init__(self, agent: str, fetch: Callable[[str], Page | NoPage]) -> None:
        self._agent, self._fetch = agent, fetch
        self._held: dict[str, Protego | bool | NoPage] = {}

    def objection(self, address: str) -> NoPage | None:
        """Why this address is not to be visited; None where the host lets us see it."""
        rules = self._of(address)
        if isinstance(rules, NoPage):
            return rules
        if rules is True or (rules and rules.can_fetch(address, self._agent)):
            return None
        return NoPage(asked=address, reason=Reason.ROBOTS, why=f"robots.txt of its host does not allow {address}")

    def delay(self, address: str) -> float:
        """Seconds that the host asks to be left alone between two visits; at most a minute."""
        rules = self._of(address)
        wanted = None if isinstance(rules, bool | NoPage) else rules.crawl_delay(self._agent)
        return min(float(wanted or 0), _LONGEST_DELAY)

    def _of(self, address: str) -> Protego | bool | NoPage:
        parts = urlsplit(address)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._held:
            self._held[host] = self._read(urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", "")))
        return self._held[host]

    def _read(self, address: str) -> Protego | bool | NoPage:
        found = self._fetch(address)
        if isinstance(found, NoPage):
            if found.reason is Reason.UNREACHABLE:  # that is what is told: the host said nothing about robots
                return found
            return found.reason in (Reason.VANISHED, Reason.REFUSED)
        if found.status >= 500 or found.status == 429:
            return False
        if found.status >= 400:
            return True
        return Protego.parse(found.body[:_MOST_BYTES].decode("utf-8", "replace"))
