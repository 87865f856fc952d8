"""What changed between two releases, in words, each change with the decision or article that caused it.

Reads only what is published: two folders, on any machine, without the study.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from testimonia.domain.figure import Figure
from testimonia.errors import ReleaseError
from testimonia.pipeline.verify_release import read_manifest, verify_release

MOST = 40
"""So many figures and people are told one by one; the rest are counted."""
GONE = "left out of what is published, or joined to another person"
Row = dict[str, str]


class _Ledger(msgspec.Struct, frozen=True, kw_only=True):
    figures: tuple[Figure, ...]


class Side:
    """One release, as far as a comparison needs it."""

    def __init__(self, folder: Path) -> None:
        verify_release(folder)
        self.manifest = read_manifest(folder)
        self._folder = folder

    def rows(self, table: str, key: str = "id") -> dict[str, Row]:
        """A table of the data package by its key."""
        try:
            text = (self._folder / "data" / f"{table}.csv").read_text("utf-8")
        except OSError as error:
            raise ReleaseError("a table of the release is missing", where=table, got=error.strerror) from error
        return {row[key]: row for row in csv.DictReader(io.StringIO(text, newline=""))}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Figures by id."""
        held = msgspec.json.decode((self._folder / "ledger.json").read_bytes(), type=_Ledger)
        return {f.id: f for f in held.figures}

    @cached_property
    def persons(self) -> dict[str, Row]:
        """Counted people by id."""
        return self.rows("persons")

    @cached_property
    def excluded(self) -> dict[str, Row]:
        """People not counted, by id."""
        return self.rows("exclusions")

    @cached_property
    def sources(self) -> dict[str, Row]:
        """Articles by id."""
        return self.rows("sources")

    @cached_property
    def decisions(self) -> dict[str, Row]:
        """The log as published, by number."""
        return self.rows("decisions", "number")

    @cached_property
    def articles_of(self) -> dict[str, frozenset[str]]:
        """person -> articles that tell of them."""
        whole = self.figures.get("count.individuals")
        pairs = zip(whole.members, whole.evidence, strict=False) if whole else ()
        return {m: frozenset(e.partition("@")[0] for e in evidence) for m, evidence in pairs}


def diff_releases(before: Path, after: Path) -> list[str]:
    """The changes as lines; ReleaseError where one of the two is no whole release."""
    return list(_Diff(Side(before), Side(after)).lines())


class _Diff:
    """Two releases side by side."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old, new
        self._fresh = [d for n, d in new.decisions.items() if n not in old.decisions]

    def lines(self) -> Iterator[str]:
        old, new = self._old.manifest, self._new.manifest
        yield f"release {old.release} ({old.edition}) -> release {new.release} ({new.edition})"
        if old.key != new.key:
            yield "these two releases were signed by different keys: they may not be of one study"
        parts = (
            ("people", self._people()), ("what is known of people", self._attributes()), ("figures", self._figures()),
            ("sources", self._sources()), ("decisions", self._decisions()),
        )  # fmt: skip
        any_change = False
        for title, found in parts:
            told = list(found)
            if told:
                any_change = True
                yield from ("", title, *(f"  {line}" for line in told[:MOST]))
                if len(told) > MOST:
                    yield f"  and {len(told) - MOST} more"
        if not any_change:
            yield "nothing that is published has changed"

    # -- parts
    def _people(self) -> Iterator[str]:
        old, new = self._old, self._new
        for id in sorted(new.persons.keys() - old.persons.keys()):
            came = "was looked at and not counted before" if id in old.excluded else "is new"
            yield f"{self._named(id)} {came}: {self._cause(id)}"
        for id in sorted(old.persons.keys() - new.persons.keys()):
            if id in new.excluded:
                yield f"{id} is not counted any more: {self._cause(id)}"
            else:
                yield f"{id} is in this release no more: {self._cause(id)}"
        for id in sorted(old.persons.keys() & new.persons.keys()):
            if old.persons[id]["status"] != new.persons[id]["status"]:
                yield f"{self._named(id)}: {old.persons[id]['status']} -> {new.persons[id]['status']}: {self._cause(id)}"

    def _attributes(self) -> Iterator[str]:
        skipped = {"id", "status", "reason"}
        for id in sorted(self._old.persons.keys() & self._new.persons.keys()):
            then, now = self._old.persons[id], self._new.persons[id]
            for field in now:
                if field not in skipped and then.get(field, "") != now[field]:
                    yield (f"{self._named(id)}: {field.replace('_', ' ')} {then.get(field) or 'not stated'} -> "
                           f"{now[field] or 'not stated'}: {self._cause(id)}")  # fmt: skip

    def _figures(self) -> Iterator[str]:
        for id, figure in self._new.figures.items():
            then = self._old.figures.get(id)
            if then is None:
                if figure.value:
                    yield f"{figure.title}: new, {_said(figure)}{self._moved(frozenset(), figure)}"
            elif (then.value, then.low, then.high) != (figure.value, figure.low, figure.high):
                yield f"{figure.title}: {_said(then)} -> {_said(figure)}{self._moved(frozenset(then.members), figure)}"
        for id in sorted(self._old.figures.keys() - self._new.figures.keys()):
            yield f"{self._old.figures[id].title}: no longer a figure (was {_said(self._old.figures[id])})"

    def _moved(self, before: frozenset[str], figure: Figure) -> str:
        """Who came and went, and why; not for shares, whose people are those of their counts."""
        if figure.unit == "share":
            return ""
        came, went = sorted(set(figure.members) - before), sorted(before - set(figure.members))
        words = [f"with {m} ({self._cause(m)})" for m in came[:3]] + [
            f"without {m} ({self._cause(m)})" for m in went[:3]
        ]
        more = max(0, len(came) - 3) + max(0, len(went) - 3)
        return f": {', '.join([*words, *([f'{more} more'] if more else [])])}" if words else ""

    def _sources(self) -> Iterator[str]:
        for id in sorted(self._new.sources.keys() - self._old.sources.keys()):
            row = self._new.sources[id]
            yield f"{id} was read: {row['title'] or 'without a title'}, {row['published'] or 'undated'}"
        for id in sorted(self._old.sources.keys() - self._new.sources.keys()):
            yield f"{id} is not there any more"
        for id in sorted(self._new.sources.keys() & self._old.sources.keys()):
            then, now = self._old.sources[id], self._new.sources[id]
            for field, words in (
                ("archived_sha256", "its archived copy"),
                ("link", "the state of its link"),
                ("copy_of", "what it copies"),
            ):
                if then[field] != now[field]:
                    yield f"{id}: {words} changed, {then[field][:12] or 'none'} -> {now[field][:12] or 'none'}"

    def _decisions(self) -> Iterator[str]:
        yield from (_decision(d) + (f" about {d['person']}" if d["person"] else "") for d in self._fresh)

    # -- causes
    def _cause(self, id: str, otherwise: str = "the program reads it otherwise") -> str:
        """The decisions since then about somebody, else the articles that were read since, else what may be."""
        if id in self._old.persons and id not in self._new.persons and id not in self._new.excluded:
            otherwise = GONE
        elif id in self._old.sources and id in self._new.sources:
            otherwise = "who is counted there has changed"
        about = [_decision(d) for d in self._fresh if d["person"] == id]
        if about:
            return "; ".join(about)
        known = self._new.articles_of.get(id, frozenset()) | ({id} & self._new.sources.keys())
        fresh = sorted(known - self._old.sources.keys())
        if fresh:
            return f"article{'s' * (len(fresh) > 1)} {', '.join(fresh)} read since"
        undone = [_decision(d) for d in self._fresh if d["decision"] in ("undo", "merge", "split", "learn")]
        return "; ".join(undone) if undone else otherwise

    def _named(self, id: str) -> str:
        shown = self._new.persons.get(id, {}).get("shown_as", id)
        return id if shown == id else f"{id} ({shown})"


def _decision(row: Row) -> str:
    reason = f": {row['reason']}" if row["reason"] else ""
    return f"decision {row['number']} ({row['decision'].replace('_', ' ')}, {row['by']}, {row['on']}{reason})"


def _said(figure: Figure) -> str:
    def number(value: float) -> str:
        return f"{value:.1%}" if figure.unit == "share" else f"{value:g}"

    ranged = figure.low is not None and figure.high is not None and figure.low != figure.high
    span = f", between {number(figure.low or 0)} and {number(figure.high or 0)}" if ranged else ""
    return f"{number(figure.value)}{span}"
