"""A team's spreadsheet: a row a coding, a person or a code, told by the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from testimonia.adapters.exchange.rows import Row, csv_rows, xlsx_sheets
from testimonia.domain.exchange import Foreign, ForeignCode, ForeignCoding, ForeignPerson, Misfit
from testimonia.errors import InputError
from testimonia.text import folded

COLUMNS = {
    "person": ("person", "case", "participant", "respondent", "individual"),
    "document": ("document", "article", "file", "source", "url", "document name", "filename", "file name"),
    "quote": ("quote", "segment", "excerpt", "passage", "highlight", "content", "coded text"),
    "code": ("code", "tag", "codename", "code name", "path"),
    "sub": ("sub", "subcode", "sub-theme"),
    "coder": ("coder", "user", "author", "coded by", "owner"),
    "stance": ("stance",),
    "start": ("start",),
    "status": ("status",),
    "definition": ("definition", "description", "memo"),
}
"""What is read from a column, and the names that it goes by; the first that is there counts. Others are attributes of the person."""
_SKIPPED = ("id", "shown_as", "title", "qualifier", "number of highlights", "number of documents", "person_status", "confidence", "end", "redacted", "reasons", "begin", "weight score", "area", "coverage %",
            "creation date", "comment", "document group", "color", "colour")  # fmt: skip
_OWN = re.compile(r"^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$")
_HEAD = 10
"""The header is one of the first so many rows."""


def sheet(data: bytes, path: Path) -> Foreign:
    """The codings, people and codes of a CSV or XLSX file; InputError where no column says what is in it."""
    where = str(path)
    sheets = xlsx_sheets(data, where) if path.suffix.lower() == ".xlsx" else [("", csv_rows(data, where))]
    reader, seen = _Reader(), list[str]()
    for title, rows in sheets:
        header, rest = _headed(rows)
        if header is None:
            seen.append(title or "the table")
            continue
        reader.sheet(f"{title}, " if title else "", header, rest)
    if not reader.read:
        raise InputError(
            "no column says what is in it", where=where, expected="columns person and document, code and quote, or code and definition",
            hint="see docs/manual/import.md for the names that columns may bear",
        )  # fmt: skip
    return reader.foreign(
        [Misfit(subject=t, reason="unsupported_type", detail="a sheet without a header that is known") for t in seen]
    )


def _headed(rows: Iterable[Row]) -> tuple[dict[str, int] | None, Iterator[Row]]:
    rest = iter(rows)
    for number, cells in rest:
        header = _header(cells)
        if (
            {"code", "quote"} <= header.keys()
            or {"person", "document"} <= header.keys()
            or {"code", "definition"} <= header.keys()
        ):
            return header, rest
        if number >= _HEAD:
            break
    return None, iter(())


def _header(cells: list[str]) -> dict[str, int]:
    names = [" ".join(cell.casefold().split()) for cell in cells]
    found: dict[str, int] = {}
    for role, aliases in COLUMNS.items():
        place = next((names.index(a) for a in aliases if a in names), None)
        if place is not None:
            found[role] = place
    taken = set(found.values())
    found |= {f"={n}": i for i, n in enumerate(names) if n and i not in taken and n not in _SKIPPED}
    return found


class _Reader:
    def __init__(self) -> None:
        self.read = False
        self._codes: dict[str, ForeignCode] = {}
        self._people: dict[str, ForeignPerson] = {}
        self._values: dict[str, dict[str, str]] = {}
        self._documents: dict[str, list[str]] = {}
        self._codings: list[ForeignCoding] = []
        self._misfits: list[Misfit] = []

    def sheet(self, prefix: str, header: dict[str, int], rows: Iterator[Row]) -> None:
        """Reads one sheet below its header."""
        self.read = True
        for number, cells in rows:
            row = {role: cells[i].removeprefix("'") for role, i in header.items() if i < len(cells) and cells[i]}
            if row:
                self._row(f"{prefix}row {number}", row)

    def foreign(self, misfits: list[Misfit]) -> Foreign:
        """Everything that was read."""
        change = ((p, self._values[k], tuple(dict.fromkeys(self._documents[k]))) for k, p in self._people.items())
        return Foreign(
            codes=tuple(self._codes.values()),
            persons=tuple(
                ForeignPerson(key=p.key, number=p.number, name=p.name, values=values, documents=documents)
                for p, values, documents in change
            ),
            codings=tuple(self._codings),
            misfits=(*misfits, *self._misfits),
        )

    def _row(self, subject: str, row: dict[str, str]) -> None:
        person = self._person(row)
        code = self._code(row)
        if code and not row.get("quote") and not person and row.get("definition"):
            return
        if row.get("status", "").casefold() == "rejected":
            self._aside(subject, "no_code", "a coding that was rejected")
        elif code and row.get("quote"):
            self._coding(subject, row, person, code)
        elif row.get("quote"):
            self._aside(subject, "no_code", "words without a code")
        elif code and not row.get("definition"):
            self._aside(subject, "no_quote", "a code without the words that it rests on")
        elif not person:
            self._aside(subject, "no_person", "neither a person nor a coding nor a code with its definition")

    def _coding(self, subject: str, row: dict[str, str], person: str | None, code: str) -> None:
        start = row.get("start", "")
        self._codings.append(
            ForeignCoding(
                subject=subject,
                document=row.get("document", ""),
                quote=row["quote"],
                code=code,
                person=person,
                start=int(start) if start.isascii() and start.isdigit() and len(start) < 12 else None,
                user=row.get("coder", ""),
                denied=row.get("stance", "").casefold() == "denied",
            )
        )

    def _person(self, row: dict[str, str]) -> str | None:
        name = row.get("person")
        if not name:
            return None
        key = folded(name)
        if key not in self._people:
            self._people[key] = ForeignPerson(key=key, number=len(self._people) + 1, name=name)
            self._values[key], self._documents[key] = {}, []
        for column, value in row.items():
            if column.startswith("="):
                self._values[key].setdefault(column[1:], value)
        if row.get("document"):
            self._documents[key].append(row["document"])
        return key

    def _code(self, row: dict[str, str]) -> str:
        name = row.get("code", "")
        if not name:
            return ""
        levels = name.split("/") if _OWN.match(name) else re.split(r"[\\>]", name)  # MAXQDA and NVivo write paths so
        path = tuple(p for p in (part.strip() for part in (*levels, row.get("sub", ""))) if p)
        key = "\\".join(folded(p) for p in path)
        if path and key not in self._codes:
            words = row.get("definition", "") if not row.get("quote") else ""
            self._codes[key] = ForeignCode(key=key, path=path, description=words)
        return key

    def _aside(self, subject: str, reason: str, detail: str) -> None:
        self._misfits.append(Misfit(subject=subject, reason=reason, detail=detail))
