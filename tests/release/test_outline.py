"""Findings and releases are made from an outline of the study, which a large one finds room for: nothing comes out otherwise for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from released import publish

from testimonia import Study
from testimonia.domain.figure import Figure
from testimonia.domain.reading import Reading
from testimonia.errors import EvidenceError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.figures import NAMES, PARTS, keep, kept
from testimonia.pipeline.snapshot import outlined
from testimonia.study.count import count, seal
from testimonia.study.publish import report

change = msgspec.structs.replace


def desk_of(study: Study) -> Desk:
    return study._desk


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_an_outline_gives_the_figures_and_the_report_that_the_whole_study_gives(study: Path) -> None:
    with Study.open(study) as held:
        outline, whole = outlined(desk_of(held)), held.snapshot()
        found = count(whole)
        pages = {report(one, found, held.article) for one in (outline, whole)}
    assert count(outline) == found and len(pages) == 1
    assert outline.appearances.keys() == whole.appearances.keys()
    assert any(a.atoms and a.scope and a.features for a in whole.appearances.values())
    assert not any(a.atoms or a.scope or a.features or a.reasons for a in outline.appearances.values())


def test_a_release_is_the_same_from_the_whole_study_and_from_an_outline(study: Path, tmp_path: Path) -> None:
    other = shutil.copytree(study, tmp_path / "other")
    with Study.open(other) as held:
        held.snapshot()  # the whole is at hand: the release is made from it
        held.release(tmp_path / "from-whole", signed_by="Ana Lind")
    publish(study, "from-outline", signed_by="Ana Lind")
    assert files_of(tmp_path / "from-outline") == files_of(tmp_path / "from-whole")


@pytest.mark.parametrize("part", ["atoms", "scope", "speech"])
def test_what_an_outline_leaves_out_is_checked_all_the_same(study: Path, part: str) -> None:
    with Study.open(study) as held:
        desk = desk_of(held)
        reading, place = next(
            (r, n) for r in desk.store.all("detect", Reading) for n, a in enumerate(r.appearances) if getattr(a, part)
        )
        people = list(reading.appearances)
        first, *rest = getattr(people[place], part)
        span = first if part == "scope" else first.span
        moved = change(span, start=span.start + 1, end=span.end + 1)
        broken = moved if part == "scope" else change(first, span=moved)
        people[place] = change(people[place], **{part: (broken, *rest)})
        mark = desk.store.done("detect")[reading.article]
        desk.store.put("detect", reading.article, mark, change(reading, appearances=tuple(people)))
    with pytest.raises(EvidenceError, match=f"appearance {people[place].id}: at {reading.article} .* stands"):
        publish(study)
    assert not (study.parent / "second").exists()


def test_figures_are_kept_in_parts_and_come_back_as_they_were(study: Path) -> None:
    with Study.open(study) as held:
        desk, found = desk_of(held), held.findings()
        ids = tuple(f"P-{n}" for n in range(NAMES))
        large = tuple(
            seal(Figure(id=f"large.{n}", title="", query="", value=0.0, unit="persons", members=ids, evidence=tuple((id, "k-é") for id in ids)))
            for n in range(3)
        )  # fmt: skip
        more = change(found, figures=(*large, *found.figures, large[0]))
        keep(desk, more, "one")
        assert desk.store.count(PARTS) == 4
        again = kept(desk, "one")
        assert again == more and kept(desk, "other") is None
        first, second = again.figures[:2]
        assert first.members[-1] is second.members[-1] and first.evidence[-1] is second.evidence[-1]
        keep(desk, found, "two")
        assert desk.store.count(PARTS) == 1 and kept(desk, "two") == found and kept(desk, "one") is None
