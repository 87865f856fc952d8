"""The parts of a sweep as one: the same page once, copies to their origins, Parquet and WARC written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from testimonia.adapters import parquet, reprints, warc_out
from testimonia.domain.candidate import Candidate, Haul, Tally
from testimonia.domain.setaside import Reason
from testimonia.pipeline.sweep.sifted import Account, Task, rows_of

AGAIN = f"gather {Reason.ALREADY_CAPTURED.value}"
"""One page at one address in two files, or twice in one."""
Kin = Callable[[Sequence[Haul]], dict[str, str]]
"""Articles, one for each `sha256`, to the first `sha256` of the family of each."""


class Slim(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """By what hauls are ordered, and where the whole of it lies."""

    address: str
    sha256: str
    fetched: str
    source: str
    part: str
    row: int


def gather(out: Path, tasks: Sequence[Task], accounts: Sequence[Account], kin: Kin) -> Tally:
    """Writes candidates.parquet, candidates.warc.gz, set_aside.jsonl and sweep.json; what came of it all."""
    rows = {str(rows_of(task)): task for task in tasks}
    found = sorted(_slim(rows))
    firsts = [next(iter(group)) for _, group in groupby(found, key=lambda one: (one.address, one.sha256))]
    hauls = _read(firsts)
    home = _origins(hauls, kin)
    kept = [msgspec.structs.replace(one.candidate, origin=home[one.candidate.sha256]) for one in hauls]
    parquet.write_candidates(out / "candidates.parquet", kept)
    warc_out.write_warc(out / "candidates.warc.gz", hauls)
    total = Tally()
    for account in accounts:
        total = total.plus(account.tally)
    if again := len(found) - len(firsts):
        total = total.aside(AGAIN, again)
    _tell(out, accounts, total, kept)
    return total


def _slim(rows: dict[str, Task]) -> Iterator[Slim]:
    for path in sorted(rows):
        for number, one in enumerate(parquet.read_hauls(Path(path))):
            held = one.candidate
            yield Slim(
                address=held.address, sha256=held.sha256, fetched=one.fetched, source=held.source, part=path, row=number
            )


def _read(firsts: Sequence[Slim]) -> list[Haul]:
    wanted: dict[str, dict[int, int]] = {}
    for place, one in enumerate(firsts):
        wanted.setdefault(one.part, {})[one.row] = place
    found: list[tuple[int, Haul]] = []
    for path, places in wanted.items():
        found += [(places[n], haul) for n, haul in enumerate(parquet.read_hauls(Path(path))) if n in places]
    return [haul for _, haul in sorted(found, key=lambda pair: pair[0])]


def _origins(hauls: Sequence[Haul], kin: Kin) -> dict[str, str]:
    """The origin of each text: the earliest published of its family, then the longest, then the first by hash."""
    texts = {one.candidate.sha256: one for one in reversed(hauls)}
    dates: dict[str, str] = {}
    for one in hauls:
        dates[one.candidate.sha256] = min(dates.get(one.candidate.sha256, "9999"), one.candidate.published or "9999")
    home = kin([texts[name] for name in sorted(texts)])
    first = {
        family: min(names, key=lambda n: (dates[n], -len(texts[n].candidate.text), n))
        for family, names in reprints.members(home).items()
    }
    return {name: first[family] for name, family in home.items()}


def kin(held: Sequence[Haul]) -> dict[str, str]:
    """Near copies, found on this machine."""
    marks = [reprints.prints(body(one)) for one in held]
    return reprints.families([one.candidate.sha256 for one in held], marks, [host(one) for one in held])


def body(one: Haul) -> str:
    """The article without its headline: that is what a reprint changes first."""
    return one.candidate.text[one.body_start :]


def host(one: Haul) -> str:
    """Whose page it is."""
    try:
        return urlsplit(one.candidate.address).hostname or one.candidate.publisher or ""
    except ValueError:
        return one.candidate.publisher or ""


def _tell(out: Path, accounts: Sequence[Account], total: Tally, kept: Sequence[Candidate]) -> None:
    told = sorted((one for account in accounts for one in account.told), key=lambda o: (o.source, o.subject, o.detail))
    _write(out / "set_aside.jsonl", b"".join(msgspec.json.encode(one) + b"\n" for one in told))
    origins = len({one.origin for one in kept})
    files = sorted(
        ({"name": one.name, **msgspec.to_builtins(one.tally)} for one in accounts), key=lambda f: str(f["name"])
    )
    report = {"total": total, "origins": origins, "files": files}
    _write(out / "sweep.json", msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")


def _write(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(data)
    draft.replace(path)
