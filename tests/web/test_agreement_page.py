"""Agreement on the desk: drawn over time, worked out once, and while others read on."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_signs import PASSWORD

from testimonia.api import Study
from testimonia.domain.agreement import Agreement, Drift, Measure
from testimonia.pipeline.agreement import Judgements
from testimonia.web.accounts import Accounts
from testimonia.web.course import HEIGHT, WIDTH, courses
from testimonia.web.house import House
from testimonia.web.kept import Kept
from testimonia.web.office import Office

SignIn = Callable[[str | None], Any]
CODES = ("leaving/brutality", "leaving/corruption")
CODERS = ("ana", "ben", "cleo")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole demo study with a round of three coders: at first they agree, later ben sees brutality where cleo does not, and ana does every third."""
    study = tmp_path_factory.mktemp("large") / "study"
    articles = Path(__file__).parents[2] / "src" / "testimonia" / "data" / "demo" / "articles"
    with Study.init(study) as held:
        held.run([articles])
        held.draw("spring", coders=CODERS, each=3, n=24, codes=CODES, by="ana")
        for unit in held.assignments("spring", "ana"):
            text = held.article(unit.article).text
            mark = {"code": CODES[0], "quote": text.split("\n\n")[0], "start": 0}
            late = unit.place > 12
            said = {"ana": not late or unit.place % 3 == 0, "ben": True, "cleo": not late}
            for coder in CODERS:
                held.answer("spring", unit.appearance, [mark] if said[coder] and unit.place % 2 else [], by=coder)
    Accounts(study).put("admin", "admin", names=True, password=PASSWORD)
    return study


@pytest.fixture
def study(large: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(large, tmp_path / "study"))


def shown(value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00")


class Watching(Kept[Judgements, Agreement]):
    """Counts what is worked out; while it is, somebody else reads the study."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.made, self.read = office, 0, 0

    def get(self, name: str, of: Judgements, make: Callable[[Judgements], Agreement]) -> Agreement:
        def watched(judged: Judgements) -> Agreement:
            self.made += 1
            reader = threading.Thread(target=self._look, daemon=True)
            reader.start()
            reader.join(timeout=60)
            return make(judged)

        return super().get(name, of, watched)

    def _look(self) -> None:
        self.read += len(self.office.read(lambda study: study.rounds()))


def test_it_is_worked_out_once_while_others_read(team: House, sign_in: SignIn) -> None:
    watching = team.agreements = Watching(team.office)
    client = sign_in("admin")
    first, second = (client.get("/agreement/spring").text for _ in range(2))
    assert first == second
    assert (watching.made, watching.read) == (1, 1), "once, and another read meanwhile"
    id = team.office.board().snapshot.persons[0].id
    event = team.office.decide(lambda study: study.include(id, by="admin"))
    assert team.office.wait_for(event.number, 60)
    client.get("/agreement/spring")
    assert watching.made == 1, "a decision on something else leaves it as it is"
    with Study.open(team.office.folder) as held:
        unit = held.assignments("spring", "ana")[0].appearance
    team.office.decide(lambda study: study.answer("spring", unit, [], by="ana"))
    assert client.get("/agreement/spring").text != first
    assert watching.made == 2


def test_the_page_says_what_the_verb_says(team: House, sign_in: SignIn) -> None:
    page = sign_in("admin").get("/agreement/spring").text
    with Study.open(team.office.folder) as held:
        found = held.agreement("spring", replicates=400)
    assert {(d.left, d.right, d.level) for d in found.drift} == {
        (a, b, level) for a, b in (("ana", "ben"), ("ana", "cleo"), ("ben", "cleo")) for level in ("person", "span")
    }
    for measure in (*found.all_coders.values(), *(m for d in found.drift for m in (d.agreement, d.coded_only, d.kappa, d.alpha, d.ac1))):  # fmt: skip
        assert measure.value is None or shown(measure.value) in page
        if measure.low is not None and measure.high is not None:
            assert f"{shown(measure.low)} to {shown(measure.high)}" in page
    assert "All coders together" in page and "Over time" in page
    drawn = re.findall(r'<svg [^>]*role="img" aria-label="([^"]+)"', page)
    assert len(drawn) == 6 * 5 and all("over time: " in words for words in drawn)
    early, late = [d for d in found.drift if (d.left, d.right, d.level) == ("ben", "cleo", "person")]
    assert early.agreement.value == 1.0 and late.agreement.value is not None and late.agreement.value < 0.8
    assert early.last < late.first or early.last == late.first  # the log's times are to the second
    assert "style=" not in page, "the policy lets no style into a page"


def test_what_was_read_needs_the_study_no_more(study: Path) -> None:
    with Study.open(study) as held:
        judged = held.judgements("spring")
        whole = held.judgements()
        found = held.agreement("spring", replicates=50, seed=3)
    assert judged.agreement(replicates=50, seed=3) == found
    assert whole.agreement(replicates=0).round == ""


def drift(level: str, *values: float | None) -> Iterator[Drift]:
    for n, value in enumerate(values):
        one = Measure(value=value, low=None if value is None else value - 0.1, high=None if value is None else value + 0.1)  # fmt: skip
        yield Drift(
            level=level, left="a", right="b", first=f"2026-0{n + 1}", last=f"2026-0{n + 1}", units=10,
            agreement=one, coded_only=one, kappa=one, alpha=one, ac1=one,
        )  # fmt: skip


def test_a_course_stays_in_its_picture_and_breaks_where_nothing_is_defined() -> None:
    (person, span) = courses([*drift("person", 0.9, 0.5, None, -0.35, 1.0), *drift("span", None, 0.2)])
    (panel, *others) = person.panels
    assert len(others) == 4 and len(panel.points) == 4 and len(panel.lines) == 2
    assert panel.said == "0.90, 0.50, not defined, -0.35, 1.00"
    assert [t[1] for t in person.ticks] == ["-0.5", "0", "0.5", "1"] == [t[1] for t in span.ticks]
    heights = [p.y for p in panel.points]
    assert heights[0] < heights[1] < heights[2] and heights[3] < heights[0], "1 is at the top"
    for point in panel.points:
        assert point.low is not None and point.high is not None
        assert 0 < point.x < WIDTH and 0 < point.high <= point.y <= point.low < HEIGHT
    assert len(span.panels[0].points) == 1 and span.panels[0].lines == ()
    assert list(courses([])) == []


def test_an_error_is_told_to_all_and_not_kept() -> None:
    kept: Kept[int, int] = Kept()

    def broken(of: int) -> int:
        raise ValueError(of)

    for _ in range(2):
        with pytest.raises(ValueError, match="1"):
            kept.get("x", 1, broken)
    assert kept.get("x", 1, lambda of: of + 1) == 2
    assert kept.get("x", 1, broken) == 2
    assert kept.get("x", 5, lambda of: of + 1) == 6


def test_who_comes_meanwhile_waits_for_the_same_result() -> None:
    kept: Kept[int, object] = Kept()
    begun, go_on, found = threading.Event(), threading.Event(), []

    def slow(of: int) -> object:
        begun.set()
        assert go_on.wait(60)
        return object()

    threads = [threading.Thread(target=lambda: found.append(kept.get("x", 1, slow)), daemon=True) for _ in range(2)]
    threads[0].start()
    assert begun.wait(60)
    threads[1].start()
    go_on.set()
    for one in threads:
        one.join(timeout=60)
    assert len(found) == 2 and found[0] is found[1]


def test_only_so_many_are_kept() -> None:
    kept: Kept[int, int] = Kept()
    made = []
    for n in (*range(40), 39, 0):
        kept.get(str(n), n, lambda of: made.append(of) or of)  # type: ignore[func-returns-value]
    assert made == [*range(40), 0]
