"""The run as a research object (RO-Crate 1.1, a ZIP): the tables, the sources, the annotations, and how they came about (PROV-O).

`ro-crate-metadata.json` names the files, the program, the coders and one CreateAction a stage; `prov.jsonld` says the same in
PROV-O, down to each decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from testimonia.domain.figure import AttritionStep, Findings
from testimonia.domain.snapshot import Snapshot
from testimonia.study.export.csl import csl
from testimonia.study.export.packed import packed
from testimonia.study.export.shown import Shown, Texts
from testimonia.study.export.tables import tables
from testimonia.study.export.w3c import address_of, w3c
from testimonia.text import sha256

Node = dict[str, object]
CONTEXT = "https://w3id.org/ro/crate/1.1/context"
METADATA, PROV = "ro-crate-metadata.json", "prov.jsonld"
_TYPES = {"csv": "text/csv", "json": "application/json", "jsonld": "application/ld+json"}
_LICENCE = (
    "The articles belong to their publishers; what is shown of persons is what the study's disclosure setting allows."
)


def rocrate(snapshot: Snapshot, findings: Findings, texts: Texts) -> bytes:
    """The crate with its payload; equal studies give equal bytes."""
    files = {
        **tables(snapshot, findings),
        "annotations.jsonld": w3c(snapshot, texts),
        "sources.json": csl(snapshot, texts),
    }
    shown = Shown(snapshot, texts)
    files[PROV] = _json({"@context": _PROV_CONTEXT, "@graph": list(_provenance(shown, findings, files))})
    graph = list(_crate(shown, findings, files))
    return packed({METADATA: _json({"@context": CONTEXT, "@graph": graph}), **files})


def _json(data: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def last_change(shown: Shown) -> str:
    """When what the study holds last changed: the day of the last capture or decision; no time of writing."""
    days = [a.captured_on for a in shown.articles if a.captured_on] + [d.at[:10] for d in shown.snapshot.decisions]
    return max(days, default="1970-01-01")


# -- RO-Crate


def _crate(shown: Shown, findings: Findings, files: dict[str, bytes]) -> Iterator[Node]:
    settings, snapshot = shown.snapshot.settings, shown.snapshot
    title = shown.words(settings.title)
    yield {
        "@id": METADATA, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }  # fmt: skip
    yield {
        "@id": "./", "@type": "Dataset", "name": title, "datePublished": last_change(shown), "license": {"@id": "#licence"},
        "description": f"A study of {snapshot.count.best} people (between {snapshot.count.floor} and {snapshot.count.ceiling}) "
        f"in {len(snapshot.articles)} articles, made with {snapshot.program}.",
        "hasPart": [{"@id": name} for name in files], "mentions": [{"@id": _action(step)} for step in findings.attrition],
    }  # fmt: skip
    yield {"@id": "#licence", "@type": "CreativeWork", "name": "Terms", "description": _LICENCE}
    for name, data in files.items():
        kind = _TYPES[name.rpartition(".")[2]]
        yield {
            "@id": name,
            "@type": "File",
            "name": name,
            "encodingFormat": kind,
            "contentSize": str(len(data)),
            "sha256": sha256(data),
        }
    yield _program(snapshot.program)
    yield from (_agent(coder) for coder in _agents(shown))
    for step in findings.attrition:
        yield {
            "@id": _action(step), "@type": "CreateAction", "name": step.stage, "instrument": {"@id": "#program"},
            "description": f"{step.entered} {step.unit} entered, {step.kept} kept, {step.set_aside} set aside",
            "result": [{"@id": name} for name in files] if step is findings.attrition[-1] else [],
        }  # fmt: skip


def _program(program: str) -> Node:
    name, _, version = program.rpartition(" ")
    return {"@id": "#program", "@type": "SoftwareApplication", "name": name or program, "softwareVersion": version}


def _agents(shown: Shown) -> list[str]:
    return sorted({*shown.coders, *(f"human:{d.by}" for d in shown.snapshot.decisions)})


def _agent(coder: str) -> Node:
    kind, _, name = coder.partition(":")
    if kind != "machine":
        return {"@id": _id("coder", coder), "@type": "Person", "name": name}
    program, _, version = name.partition("@")
    return {
        "@id": _id("coder", coder),
        "@type": "SoftwareApplication",
        "name": program,
        "softwareVersion": version,
    }


def _action(step: AttritionStep) -> str:
    return f"#stage-{step.stage}"


def _id(kind: str, name: str) -> str:
    return f"#{kind}-{quote(name, safe='')}"


# -- PROV-O

_PROV_CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "label": "rdfs:label",
    **{
        name: {"@id": f"prov:{name}", "@type": "@id"}
        for name in (
            "used", "wasGeneratedBy", "wasDerivedFrom", "wasAttributedTo", "wasAssociatedWith", "wasInformedBy", "hadPrimarySource",
        )
    },
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
}  # fmt: skip


def _provenance(shown: Shown, findings: Findings, files: dict[str, bytes]) -> Iterator[Node]:
    yield {"@id": "#program", "@type": ["prov:Agent", "prov:SoftwareAgent"], "label": shown.snapshot.program}
    for coder in _agents(shown):
        kind = "prov:SoftwareAgent" if coder.startswith("machine:") else "prov:Person"
        yield {"@id": _id("coder", coder), "@type": ["prov:Agent", kind], "label": coder.partition(":")[2]}
    yield from _sources(shown)
    before: str | None = None
    for step in findings.attrition:
        node: Node = {
            "@id": _action(step),
            "@type": "prov:Activity",
            "label": step.stage,
            "wasAssociatedWith": "#program",
        }
        yield node | ({"wasInformedBy": before} if before else {})
        before = _action(step)
    for d in shown.snapshot.decisions:
        yield {
            "@id": _id("decision", str(d.number)), "@type": "prov:Activity", "label": str(d.action.__struct_config__.tag),
            "wasAssociatedWith": _id("coder", f"human:{d.by}"), "endedAtTime": d.at,
        }  # fmt: skip
    for name in files:
        made: Node = {"@id": name, "@type": "prov:Entity", "wasAttributedTo": "#program"}
        yield made | ({"wasGeneratedBy": before} if before else {})


def _sources(shown: Shown) -> Iterator[Node]:
    """The articles as entities, the codings as what was derived from them by somebody."""
    for a in shown.articles:
        node: Node = {
            "@id": _id("article", a.id),
            "@type": "prov:Entity",
            "label": a.title,
            "hadPrimarySource": address_of(a),
        }
        yield node | ({"wasDerivedFrom": _id("article", a.duplicate_of)} if a.duplicate_of else {})
    for k in shown.codings:
        yield {
            "@id": _id("coding", k.id), "@type": "prov:Entity", "wasDerivedFrom": _id("article", k.article),
            "wasAttributedTo": _id("coder", k.coder),
        }  # fmt: skip
