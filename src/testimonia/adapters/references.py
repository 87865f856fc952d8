"""Addresses in what reference managers and news archives export."""

from __future__ import annotations

import csv
import io
import json
import re

from testimonia.text import decoded

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}]+")
_COLUMNS = ("url", "documentidentifier", "sourceurl", "link", "urls", "address", "url_mobile")
_MOST = 1_000_000


def addresses(name: str, data: bytes) -> tuple[str, ...]:
    """By the file's name: .ris, .bib, .json (CSL), .csv/.tsv; anything else is a list of lines."""
    words = decoded(data)
    suffix = name.lower().rpartition(".")[2]
    read = {"ris": _ris, "bib": _bib, "json": _csl, "csv": _table, "tsv": _table}.get(suffix, _lines)
    found = [one.strip() for one in read(words)]
    return tuple(dict.fromkeys(one for one in found if one.lower().startswith(("http://", "https://"))))[:_MOST]


def _lines(words: str) -> list[str]:
    return [line for line in words.splitlines() if not line.lstrip().startswith("#")]


def _ris(words: str) -> list[str]:
    import rispy

    found: list[str] = []
    for entry in rispy.loads(words, skip_unknown_tags=True):
        for key in ("urls", "url", "link1", "link2", "link3", "link4"):
            value = entry.get(key, [])
            found += [value] if isinstance(value, str) else value
    return found


def _bib(words: str) -> list[str]:
    import bibtexparser

    found: list[str] = []
    for entry in bibtexparser.parse_string(words).entries:  # type: ignore[attr-defined]
        for key in ("url", "howpublished", "note"):
            if key in entry.fields_dict:
                found += _ADDRESS.findall(str(entry.fields_dict[key].value))
    return found


def _csl(words: str) -> list[str]:
    try:
        data = json.loads(words)
    except (ValueError, RecursionError):
        return []
    items = data.get("items", []) if isinstance(data, dict) else data
    return (
        [str(one.get("URL") or one.get("url") or "") for one in items if isinstance(one, dict)]
        if isinstance(items, list)
        else []
    )


def _table(words: str) -> list[str]:
    head = words.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(words, newline=""), delimiter=mark)
    columns = [cell.strip().lower() for cell in next(rows, [])]
    place = next((columns.index(one) for one in _COLUMNS if one in columns), None)
    if place is None:  # GDELT's own exports have no head: the last cell that is an address
        return [cell for row in csv.reader(io.StringIO(words, newline=""), delimiter=mark) for cell in row[-1:] or []]
    return [row[place] for row in rows if len(row) > place]
