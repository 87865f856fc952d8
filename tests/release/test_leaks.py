"""A planted leak is refused each time, whatever it is written in; what is no leak goes through."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plants import NAME, PLANTS, jpeg, pdf, png, text, zipped
from released import ids, publish

from testimonia import Study
from testimonia.config.study import load_study
from testimonia.domain.figure import Figure, Findings
from testimonia.domain.person import Person, Status
from testimonia.domain.release import Shown
from testimonia.domain.release_policy import ReleasePolicy
from testimonia.errors import ReleaseError
from testimonia.pipeline.release_files import own_files
from testimonia.pipeline.release_search import searched
from testimonia.study.shield import Secrets, leaks, protect, secrets_of
from testimonia.study.shield.difference import betrayed, composed, differences, known_before


@pytest.fixture(scope="module")
def secrets(home: Path) -> Secrets:
    with Study.open(home / "study") as study:
        state = msgspec.structs.replace(study.snapshot(), hidden_names=own_files(home / "study").private)
        return secrets_of(protect(state, load_study(home / "study").release).guard)


def test_there_are_kinds_enough() -> None:
    assert len(PLANTS) >= 60


@pytest.mark.parametrize("kind", PLANTS)
def test_a_planted_leak_is_refused(secrets: Secrets, kind: str) -> None:
    path, data = PLANTS[kind]()
    with pytest.raises(ReleaseError) as refused:
        searched({path: data}, secrets)
    assert refused.value.exit_code == 10
    assert "Marzouq" not in str(refused.value).replace(path, "")  # the message must not tell what it hides


@pytest.mark.parametrize(
    ("path", "data"),
    [
        text("The count of those who left has grown; a majority was corrupt."),
        text("Leila Mansouri and Omid Karsten are shown by name."),
        ("also/chart.png", png((b"tEXt", b"Comment\0a chart of the team"))),
        ("also/photo.jpg", jpeg((0xFE, b"made with a camera"))),
        ("also/x.zip", zipped(("a.txt", b"nothing"))),
        pdf(lambda w: w.add_metadata({"/Title": "A poster"})),  # type: ignore[attr-defined]
        text("We idle here; the idris of the market is no name"),  # a lone name in lower case is a word
    ],
)
def test_what_is_no_leak_goes_through(secrets: Secrets, path: str, data: bytes) -> None:
    searched({path: data}, secrets)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("also/x.zip", zipped(("a.txt", b"x"))[:-30]),
        ("also/x.pdf", b"%PDF-1.7 broken"),
        ("also/x.gz", b"\x1f\x8b broken"),
    ],
)
def test_what_cannot_be_looked_into_does_not_go_out(secrets: Secrets, path: str, data: bytes) -> None:
    with pytest.raises(ReleaseError, match="cannot be searched"):
        searched({path: data}, secrets)


def test_an_encrypted_file_does_not_go_out(secrets: Secrets) -> None:
    path, data = pdf(lambda w: w.encrypt("word", algorithm="RC4-128"))  # type: ignore[attr-defined]
    with pytest.raises(ReleaseError, match="cannot be searched"):
        searched({path: data}, secrets)


@pytest.mark.parametrize("kind", ["EXIF", "DOCX properties", "a file name"])
def test_files_that_go_out_too_are_searched_and_nothing_is_written(study: Path, kind: str) -> None:
    path, data = PLANTS[kind]()
    place = study.parent / "also" / path.removeprefix("also/")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    with pytest.raises(ReleaseError, match="would show a hidden name"):
        publish(study, "second", also=study.parent / "also")
    assert not (study.parent / "second").exists()
    assert not list(study.parent.glob(".second*"))


def test_a_name_of_the_private_list_is_refused_and_blacked_out(study: Path, secrets: Secrets) -> None:
    with pytest.raises(ReleaseError, match="private list"):
        searched(dict([text("his cousin FARUQ TALAT ZIDAN")]), secrets)


def test_free_words_of_the_study_leave_without_hidden_names(study: Path) -> None:
    people = ids(study)
    with Study.open(study) as held:
        held.include(people["Omid Karsten"], by="bo", reason=f"not to be mixed up with {NAME}")
        held.reply(people["Leila Mansouri"], f"I never met {NAME} nor Faruq Tal'at Zidan.", by="ana", reason="by mail")
        held.correct(people[NAME], "group_role", "guard with Wendeline Halloran", by="ana")
        held.run()
    publish(study)
    told = re.compile(r"marzouq|qasir|halloran|wendeline|zidan|idris", re.IGNORECASE)
    for path in (study.parent / "second").rglob("*"):
        assert not told.search(path.name)
        if path.suffix in (".html", ".csv", ".json", ".txt", ".js", ".css"):
            assert not told.search(path.read_text("utf-8")), path


def test_the_shown_release_holds_no_hidden_name(release: Path) -> None:
    from docx import Document
    from pypdf import PdfReader

    told = re.compile(r"marzouq|qasir|halloran|idris|yazan|darwish", re.IGNORECASE)
    words = "".join(p.extract_text() for n in ("report.pdf", "brief.pdf") for p in PdfReader(release / n).pages)
    document = Document(str(release / "report.docx"))
    words += "".join(p.text for p in document.paragraphs)
    words += "".join(c.text for t in document.tables for r in t.rows for c in r.cells)
    assert len(words) > 20_000
    assert not told.search(words)


def test_names_that_are_shown_side_by_side_are_no_hidden_name() -> None:
    secrets = Secrets([("Omar Haddad", "P-1")], shown=["Omar Khalil", "Yusuf Haddad", "Omar Haddad Saleh"])
    assert leaks([("x", "Omar Khalil, Yusuf Haddad")], secrets) == []
    assert leaks([("x", "Omar Haddad Saleh")], secrets) == []
    assert leaks([("x", "Omar Khalil and Haddad, Omar")], secrets)


LETTERS = st.text(alphabet="bcdfghklmnrst", min_size=2, max_size=3)
NAMES = st.tuples(LETTERS, LETTERS).map(lambda p: f"{p[0]}a{p[0][::-1]}or {p[1]}i{p[1][::-1]}an")


@given(name=NAMES, before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_name_is_found_in_any_surroundings(name: str, before: str, after: str) -> None:
    secrets = Secrets([(name, "P-1")])
    assert leaks([("x", f"{before}\n{name.title()}\n{after}")], secrets)
    first, last = name.title().split()
    assert leaks([("x", f"{before}\n{last}, {first}\n{after}")], secrets)


@given(text=st.text(max_size=200))
def test_a_study_without_secrets_has_no_leaks(text: str) -> None:
    assert leaks([("x", text)], Secrets([])) == []


# -- what no release tells alone, and two tell together


def crowd(*facts: dict[str, object]) -> tuple[Person, ...]:
    """Counted people; the first is P-0."""
    return tuple(
        Person(id=f"P-{n}", status=Status.CANDIDATE, label=f"P-{n}", appearances=(f"d-{n}@0-1",), **held)  # type: ignore[arg-type]
        for n, held in enumerate(facts)
    )


MAN_OF_20, TUNISIAN = {"gender": "M", "age": 20}, {"nationality": "TN"}
CROWD = crowd(MAN_OF_20 | TUNISIAN | {"group_role": "guard"}, *3 * [MAN_OF_20 | {"nationality": "SY"}], *3 * [TUNISIAN | {"age": 40}],
              *3 * [{"group_role": "guard", "age": 40}])  # fmt: skip
OF_P_0 = "d-0@0-1"


def hid(*fields: str) -> dict[str, Shown]:
    """P-0 under an id, with these attributes."""
    return {OF_P_0: Shown(name="P-0", named=False, fields=fields)}


NAMED = {OF_P_0: Shown(name="Omid Karsten", named=True)}
ALL_BUT = {"nationality", "gender", "age", "group_role"}.difference
TOGETHER: dict[str, tuple[list[dict[str, Shown]], dict[str, Shown], set[str]]] = {
    "named before, an id now": ([NAMED], hid(), ALL_BUT()),
    "an id before, named now": ([hid()], NAMED, ALL_BUT()),
    "named first, gone in between, an id now": ([NAMED, {}], hid(), ALL_BUT()),
    "an id first, gone in between, named now": ([hid(), {}], NAMED, ALL_BUT()),
    "age before, country now": ([hid("age")], hid("nationality"), ALL_BUT(["nationality"])),
    "country before, age now": ([hid("nationality")], hid("age"), ALL_BUT(["age"])),
    "gender before, country now": ([hid("gender")], hid("nationality"), ALL_BUT(["nationality"])),
    "role before, gender now": ([hid("group_role")], hid("gender"), ALL_BUT(["gender"])),
    "age first, nothing in between, country now": ([hid("age"), hid()], hid("nationality"), ALL_BUT(["nationality"])),
    "age first, role then, gender now": ([hid("age"), hid("group_role")], hid("gender"), ALL_BUT(["gender"])),
}


@pytest.mark.parametrize("kind", TOGETHER)
def test_what_releases_would_tell_together_is_found(kind: str) -> None:
    before, now, withheld = TOGETHER[kind]
    known = known_before(before)
    protected = {"P-0"} if not now[OF_P_0].named else set()
    found = [*differences(known, now), *composed(known, CROWD, {"P-0": withheld}, protected, ReleasePolicy())]
    assert found


@pytest.mark.parametrize(
    ("before", "withheld"),
    [
        ([hid("age", "gender")], ALL_BUT(["age"])),  # nothing new is shown
        ([hid("age")], ALL_BUT(["age", "gender"])),  # this release shows both, and enough people share them
        ([hid("age")], ALL_BUT(["gender"])),  # four men are of that age
        ([{}], ALL_BUT(["nationality"])),
    ],
)
def test_what_enough_people_share_or_is_nothing_new_goes_through(
    before: list[dict[str, Shown]], withheld: set[str]
) -> None:
    assert not list(composed(known_before(before), CROWD, {"P-0": withheld}, {"P-0"}, ReleasePolicy()))


@pytest.mark.parametrize(
    ("id", "field"),
    [
        ("country.tn.count", "nationality"), ("gender.m.count", "gender"), ("age.18_24.count", "age"),
        ("role.guard.count", "group_role"), ("time.left.2015", "left"),
    ],
)  # fmt: skip
def test_a_figure_that_counts_somebody_by_what_is_withheld_is_found(id: str, field: str) -> None:
    figure = Figure(id=id, title="", query="", value=2.0, unit="persons", members=("P-0", "P-1"))
    assert list(betrayed(Findings(figures=(figure,)), {"P-0": (field,)}))
    assert not list(betrayed(Findings(figures=(figure,)), {"P-0": ("joined",), "P-2": (field,)}))
