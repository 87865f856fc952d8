"""The study for other programs: nothing leaves the house that does not pass the gate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from testimonia.domain.article import Article
from testimonia.domain.exchange import FORMATS
from testimonia.domain.figure import Findings
from testimonia.domain.snapshot import Snapshot
from testimonia.errors import UsageError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.language import told
from testimonia.pipeline.release_search import searched
from testimonia.pipeline.snapshot import snapshot
from testimonia.pipeline.study import findings, write_whole

Texts = Callable[[str], Article]


def export(desk: Desk, format: str, out: Path) -> tuple[Path, ...]:
    """Writes the study in this format; which files were written. EvidenceError, and nothing written, where the gate finds fault."""
    if format not in FORMATS:
        raise UsageError("there is no such format", got=format, expected=" or ".join(FORMATS))
    files = _files(desk, format, out)
    for path, data in files.items():
        write_whole(path, data)
    return tuple(files)


@told
def _files(desk: Desk, format: str, out: Path) -> dict[Path, bytes]:
    from testimonia.study.count import count
    from testimonia.study.export import bundle, tables
    from testimonia.study.gate import gate
    from testimonia.study.requests import without_withdrawn
    from testimonia.study.shield.secrets import private_secrets

    with desk.store.reading():
        state = snapshot(desk)
        if format == "bundle":
            return {out: bundle(state, desk.texts)}
        found = findings(desk)
        gate(state, found, desk.texts)
        public = without_withdrawn(state)
        if public is not state:
            found = count(public)
        private = state.hidden_names
        if format == "csv":
            files = {out / name: data for name, data in tables(public, found).items()}
        else:
            files = {out: _writer(format)(public, found, desk.texts)}
        if private:
            searched({path.name: data for path, data in files.items()}, private_secrets(public, private), "exported")
        return files


def _writer(format: str) -> Callable[[Snapshot, Findings, Texts], bytes]:
    from testimonia.study.export import bibtex, csl, ftm, refi, rocrate, w3c

    return {
        "qdpx": lambda state, _, texts: refi.qdpx(state, texts),
        "qdc": lambda state, *_: refi.qdc(state.codebook),
        "w3c": lambda state, _, texts: w3c.w3c(state, texts),
        "ftm": lambda state, _, texts: ftm.ftm(state, texts),
        "csl": lambda state, _, texts: csl.csl(state, texts),
        "bibtex": lambda state, _, texts: bibtex.bibtex(state, texts),
        "rocrate": rocrate.rocrate,
    }[format]
