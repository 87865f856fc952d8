"""REFI-QDA 1.5 as NVivo, MAXQDA, ATLAS.ti, QualCoder, Quirkos and Testimonia write it, to what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from testimonia.adapters.exchange.archive import Archive, Unfit
from testimonia.adapters.exchange.markup import Node, children, first, key, parsed, tag, words
from testimonia.adapters.exchange.places import Place, selections, settled
from testimonia.domain.exchange import Foreign, ForeignCode, ForeignCoding, ForeignPerson, ForeignText, Misfit
from testimonia.errors import InputError
from testimonia.text import decoded

_TEXTS = {"TextSource": "", "PDFSource": "Representation", "AudioSource": "Transcript", "VideoSource": "Transcript"}
"""Sources that have a text, and the child in which it stands."""
_NOT_TAKEN = {"Sets": "groupings", "Graphs": "graphs", "Links": "links", "Notes": "notes"}


def codebook(data: bytes, path: Path) -> Foreign:
    """A codebook file (.qdc)."""
    root = parsed(data, str(path))
    if tag(root) != "CodeBook":
        raise InputError("this is no codebook of REFI-QDA", where=str(path), got=tag(root), expected="CodeBook")
    return Foreign(codes=tuple(_codes(first(root, "Codes"), ())))


def project(data: bytes, path: Path) -> Foreign:
    """A project file (.qdpx)."""
    archive = Archive(data, path)
    root = parsed(archive.project(), str(path))
    if tag(root) != "Project":
        raise InputError("this is no project of REFI-QDA", where=str(path), got=tag(root), expected="Project")
    return _Reader(root, archive).foreign()


def _codes(node: Node | None, above: tuple[str, ...]) -> Iterator[ForeignCode]:
    for code in children(node, "Code"):
        path = (*above, " ".join((code.get("name") or "").split()) or "without a name")
        codable = (code.get("isCodable") or "true").strip().lower() not in ("false", "0")
        yield ForeignCode(key=key(code), path=path, description=words(code, "Description"), codable=codable)
        yield from _codes(code, path)


class _Reader:
    def __init__(self, root: Node, archive: Archive) -> None:
        self._root, self._archive = root, archive
        self._origin = root.get("origin") or ""
        self._users = {
            key(u): (u.get("name") or u.get("id") or "").strip() for u in children(first(root, "Users"), "User")
        }
        self._variables = {
            key(v): (v.get("name") or "").strip() for v in children(first(root, "Variables"), "Variable")
        }
        self._cases = list(children(first(root, "Cases"), "Case"))
        self._misfits: list[Misfit] = []
        self._texts: list[ForeignText] = []
        self._places: list[Place] = []

    def foreign(self) -> Foreign:
        """Everything in the project."""
        notes = self._notes_of_documents()
        for number, source in enumerate(children(first(self._root, "Sources"), *_TEXTS, "PictureSource"), 1):
            self._source(source, f"source {number}", notes)
        own = self._origin.startswith("testimonia")  # its notes say what its codes say
        for name, what in () if own else _NOT_TAKEN.items():
            if count := len(list(children(first(self._root, name), *_members(name)))):
                self._misfits.append(
                    Misfit(subject=name, reason="unsupported_type", detail=f"{count} {what}: not taken over")
                )
        persons = [c for c in self._cases if (c.get("name") or "").strip()]
        people = {key(c) for c in persons}
        book = first(first(self._root, "CodeBook"), "Codes")
        return Foreign(
            texts=tuple(self._texts),
            codes=tuple(c for c in _codes(book, ()) if c.key not in people),  # NVivo: a case is a code as well
            persons=tuple(self._person(c, n) for n, c in enumerate(persons, 1)),
            codings=tuple(self._codings(people)),
            misfits=tuple(self._misfits),
        )

    # -- documents

    def _notes_of_documents(self) -> dict[str, dict[str, str]]:
        """Attributes of documents that stand in a case without a name (MAXQDA, Quirkos)."""
        found: dict[str, dict[str, str]] = {}
        for case in self._cases:
            refs = list(children(case, "SourceRef"))
            if not (case.get("name") or "").strip() and len(refs) == 1:
                found[key(refs[0], "targetGUID")] = self._values(case)
        return found

    def _source(self, source: Node, subject: str, notes: dict[str, dict[str, str]]) -> None:
        within = _TEXTS.get(tag(source))
        holder = source if within == "" else first(source, within) if within else None
        if holder is None:
            self._misfits.append(
                Misfit(subject=subject, reason="unsupported_type", detail=f"a {tag(source)} without a text")
            )
            return
        if regions := Counter(
            tag(n) for n in source if tag(n).endswith("Selection") and tag(n) != "PlainTextSelection"
        ):
            told = ", ".join(f"{n} {kind}" for kind, n in sorted(regions.items()))
            self._misfits.append(
                Misfit(subject=f"{subject}, regions", reason="unsupported_type", detail=f"not of the text: {told}")
            )
        if whole := len(list(children(source, "Coding"))):
            detail = f"{whole} codings of a document as a whole: there are no words that they rest on"
            self._misfits.append(Misfit(subject=f"{subject}, whole", reason="no_quote", detail=detail))
        try:
            text = self._text(holder)
        except Unfit as error:
            self._misfits.append(Misfit(subject=subject, reason=error.reason, detail=error.detail))
            return
        text, places = settled(text, selections(holder, key(source)), self._origin)
        self._places += places
        name = " ".join((source.get("name") or "").split()) or subject
        values = self._values(source) | notes.get(key(source), {})
        self._texts.append(ForeignText(key=key(source), name=name, text=text, notes=values))

    def _text(self, holder: Node) -> str:
        if address := holder.get("plainTextPath"):
            return decoded(self._archive.text(address, self._root.get("basePath"))).replace("\0", "")
        content = first(holder, "PlainTextContent")
        if content is not None:
            return "".join(map(str, content.itertext()))
        raise Unfit("no_text", "without plain text, in which the offsets of a project count")

    def _values(self, node: Node) -> dict[str, str]:
        found = {}
        for value in children(node, "VariableValue"):
            name = self._variables.get(key(first(value, "VariableRef"), "targetGUID"), "")
            text = next(
                (" ".join("".join(map(str, v.itertext())).split()) for v in value if tag(v).endswith("Value")), ""
            )
            if name and text:
                found[name] = text
        return found

    # -- people and codings

    @cached_property
    def _known(self) -> dict[str, list[Place]]:
        """Sound places by their own GUID and by those of their codes."""
        found: dict[str, list[Place]] = {}
        for place in self._places:
            for name in {place.key, *(code for _, code, _ in place.codes)} if not place.problem else ():
                found.setdefault(name, []).append(place)
        return found

    def _person(self, case: Node, number: int) -> ForeignPerson:
        refs = dict.fromkeys([*(key(r, "targetGUID") for r in children(case, "SelectionRef")), key(case)])
        return ForeignPerson(
            key=key(case),
            number=number,
            name=" ".join((case.get("name") or "").split()),
            values=self._values(case),
            documents=tuple(key(r, "targetGUID") for r in children(case, "SourceRef")),
            places=tuple((p.document, p.start, p.end) for ref in refs for p in self._known.get(ref, ())),
        )

    def _codings(self, people: set[str]) -> Iterator[ForeignCoding]:
        owner = {key(r, "targetGUID"): key(c) for c in self._cases for r in children(c, "SelectionRef")}
        for number, place in enumerate(self._places, 1):
            subject = f"selection {number}"
            if place.problem:
                self._misfits.append(Misfit(subject=subject, reason="no_quote", detail=place.problem))
                continue
            if not place.codes and place.key not in owner:
                self._misfits.append(
                    Misfit(subject=subject, reason="no_code", detail="words that are marked, with no code")
                )
            for order, (_, code, user) in enumerate(c for c in place.codes if c[1] not in people):
                yield ForeignCoding(
                    subject=subject if order == 0 else f"{subject}, code {order + 1}", document=place.document, start=place.start,
                    end=place.end, quote=place.quote, code=code, person=owner.get(place.key) or None,
                    user=self._users.get(user, ""),
                )  # fmt: skip


def _members(name: str) -> tuple[str, ...]:
    return (name[:-1],)
