"""Each source of a release stands with its archived copy and with what the latest look at its link found."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import msgspec

from testimonia import Study
from testimonia.domain.article import Article
from testimonia.domain.capture import Capture
from testimonia.domain.visit import Visit
from testimonia.pipeline.web import VISITS
from testimonia.study.release.edition import archive_of

WHEN = "2026-03-01T10:00:00Z"


def capture(id: str) -> Capture:
    return Capture(
        id=id, source=f"https://x.example/{id}", media_type="text/html", sha256="0" * 64, size=9, captured_at=WHEN
    )


def visit(id: str, at: str, gone: str = "") -> Visit:
    page = f"https://x.example/{id}"
    return Visit(address=page, final=page, canonical=page, at=at, first=WHEN, status=200, capture=id, gone=gone)


def test_a_link_is_as_captured_found_again_gone_a_file_or_withheld() -> None:
    ids = ("c-a", "c-b", "c-c", "c-d", "c-e")
    shown = {Article.id_of(id): f"https://x.example/{id}" for id in ids} | {
        "d-d": "press/four.txt",
        "d-e": "(withheld)",
    }
    visits = {"c-a": visit("c-a", WHEN), "c-b": visit("c-b", "2026-05-02T08:00:00Z"), "c-c": visit("c-c", "2026-05-02T08:00:00Z", "2026-04-09T00:00:00Z"),
              "c-e": visit("c-e", "2026-05-02T08:00:00Z", "2026-04-09T00:00:00Z")}  # fmt: skip
    found = archive_of(map(capture, (*ids, "c-set-aside")), shown, visits)
    assert found.keys() == shown.keys()
    assert [(found[Article.id_of(id)].link, found[Article.id_of(id)].checked) for id in ids] == [
        ("web", ""), ("live", "2026-05-02"), ("gone", "2026-04-09"), ("file", ""), ("withheld", ""),
    ]  # fmt: skip


def test_a_page_that_is_gone_makes_another_release(study: Path, tmp_path: Path) -> None:
    with Study.open(study) as held:
        first = held.release(tmp_path / "one", signed_by="Ana Lind")
        one = next(held._desk.store.captures())
        gone = msgspec.structs.replace(visit(one.id, WHEN), gone="2026-04-09T00:00:00Z")
        with held._desk.store.transaction():
            held._desk.store.put(VISITS, gone.address, "x", gone)
        second = held.release(tmp_path / "two", signed_by="Ana Lind")
    assert second.number == first.number + 1
    rows = list(csv.DictReader((tmp_path / "two" / "data" / "sources.csv").open(encoding="utf-8", newline="")))
    assert {(r["link"], r["checked"]) for r in rows} <= {("file", ""), ("withheld", "")}, "files have no link"
    shutil.rmtree(tmp_path / "two")
