"""A candidate article: what a sweep of the open web brings home for a study."""

from __future__ import annotations

import msgspec

from testimonia.domain.dates import PartialDate


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One page that the study's own stages would read people or totals out of; a row of candidates.parquet.

    Attributes:
        sha256: of `text` in UTF-8, the canonical text. address: of the page, or the file's name.
        title, publisher, published, language, text: as in the article that `clean` makes of the page.
        origin: the `sha256` of the article at which its family of copies begins; its own where it is no copy.
        why: what it was kept for, most certain first, e.g. "case: Bilal (0.93)", "claim: 300 defectors".
        source: the file of the sweep in which it lay.
    """

    sha256: str
    address: str
    title: str | None
    publisher: str | None
    published: PartialDate | None
    language: str
    text: str
    origin: str
    why: tuple[str, ...]
    source: str


class Haul(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate on its way, with the page it came from: `page` and `headers` as found, `fetched` in ISO 8601 or empty; `body_start` of the article's text."""

    candidate: Candidate
    body_start: int
    media_type: str
    fetched: str
    headers: dict[str, str]
    page: bytes


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the documents of one file, or of a whole sweep: read = kept + set aside, by stage and reason ("screen off_topic")."""

    read: int = 0
    kept: int = 0
    set_aside: dict[str, int] = {}

    @property
    def balances(self) -> bool:
        """Whether nothing vanished."""
        return self.read == self.kept + sum(self.set_aside.values())

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        reasons = dict(self.set_aside)
        for name, number in other.set_aside.items():
            reasons[name] = reasons.get(name, 0) + number
        return Tally(read=self.read + other.read, kept=self.kept + other.kept, set_aside=dict(sorted(reasons.items())))

    def aside(self, name: str, number: int = 1) -> Tally:
        """The same with so many of the kept set aside."""
        reasons = {**self.set_aside, name: self.set_aside.get(name, 0) + number}
        return Tally(read=self.read, kept=self.kept - number, set_aside=dict(sorted(reasons.items())))
