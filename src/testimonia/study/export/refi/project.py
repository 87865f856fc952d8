"""The study as a REFI-QDA project (.qdpx): project.qde and the texts, for NVivo, MAXQDA, ATLAS.ti, QualCoder and others.

A person is a Case, an attribute a Variable, a coder (human, or a machine with its version) a User, a coding a selection of its
own. Offsets count code points of the text in the file, from which hidden names were taken out. What programs are known to stumble
over is avoided: two sources of one name, a selection or note without a time, a byte order mark, a text within the XML.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from testimonia.domain.coding import Stance
from testimonia.domain.guid import guid
from testimonia.domain.snapshot import Snapshot
from testimonia.study.export.packed import packed
from testimonia.study.export.refi.codebook import ORIGIN, add_codes, rules
from testimonia.study.export.refi.guids import CodeKey, guid_of, keys
from testimonia.study.export.refi.markup import child, document
from testimonia.study.export.refi.values import ARTICLE, PERSON, add_values, add_variables
from testimonia.study.export.shown import Shown, ShownArticle, ShownCoding, ShownPerson, Texts, translation_line

NAMESPACE = "urn:QDA-XML:project:1.0"
_LONGEST_NAME = 80


def qdpx(snapshot: Snapshot, texts: Texts) -> bytes:
    """The project with the texts of all articles in which a person of the study stands; equal studies give equal bytes."""
    return _Project(Shown(snapshot, texts)).packed()


class _Project:
    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        told = {article for p in shown.persons for article in p.articles}
        self._articles = [a for a in shown.articles if a.id in told]
        known = set(keys(shown.codebook))
        self._codings = [k for k in shown.codings if (k.code, k.sub, False) in known or (k.code, None, False) in known]
        self._keys: dict[str, CodeKey] = {}
        for k in self._codings:
            sub = k.sub if (k.code, k.sub, False) in known else None
            self._keys[k.id] = (k.code, sub, k.stance is Stance.DENIED)

    def packed(self) -> bytes:
        files = {"project.qde": self._xml()}
        for article in self._articles:
            files[f"sources/{guid('source', article.id)}.txt"] = self._shown.cover(article.id).text.encode()
        for code in self._shown.codebook.codes:
            if words := rules(code):
                files[f"sources/{guid('note', code.id)}.txt"] = words.encode()
        return packed(files)

    def _xml(self) -> bytes:
        root = ET.Element("Project", {"xmlns": NAMESPACE})
        root.set("name", self._shown.words(self._shown.snapshot.settings.title) or ORIGIN)
        root.set("origin", self._shown.snapshot.program)
        if coders := self._shown.coders:
            users = child(root, "Users")
            for coder in coders:
                child(users, "User", guid=guid("user", coder), name=_name_of(coder), id=coder)
        if self._shown.codebook.codes:
            denied = {key for key in self._keys.values() if key[2]}
            add_codes(child(root, "CodeBook"), self._shown.codebook, denied)
        add_variables(root)
        self._cases(root)
        self._sources(root)
        self._notes(root)
        child(root, "Description", self._account())
        return document(root)

    def _account(self) -> str:
        left_out = len(self._shown.articles) - len(self._articles)
        return (
            f"{len(self._shown.persons)} persons, {len(self._articles)} articles, {len(self._codings)} codings. "
            f"Left out: {left_out} articles without a person of the study, {self._shown.rejected} rejected codings, "
            f"{len(self._shown.codings) - len(self._codings)} codings of codes that are not in the codebook. "
            "Hidden names are taken out of texts and names, as the study's disclosure setting says."
        )

    def _cases(self, root: ET.Element) -> None:
        if not self._shown.persons:
            return
        cases, mine = child(root, "Cases"), _by(self._codings, "person")
        for person in self._shown.persons:
            case = child(cases, "Case", guid=guid("case", person.id), name=_case_name(person))
            child(case, "Description", f"Person: {person.id}" + (f"\n{person.reason}" if person.reason else ""))
            add_values(case, PERSON, person)
            for article in person.articles:
                child(case, "SourceRef", targetGUID=guid("source", article))
            for appearance in self._shown.appearances(person.id):
                child(case, "SelectionRef", targetGUID=guid("mention", appearance))
            for coding in mine.get(person.id, ()):
                child(case, "SelectionRef", targetGUID=guid("selection", coding.id))

    def _sources(self, root: ET.Element) -> None:
        if not self._articles:
            return
        sources, coded = child(root, "Sources"), _by(self._codings, "article")
        for article in self._articles:
            place = guid("source", article.id)
            node = child(
                sources, "TextSource", guid=place, name=_source_name(article), plainTextPath=f"internal://{place}.txt",
                creationDateTime=f"{article.captured_on or '1970-01-01'}T00:00:00Z",
            )  # fmt: skip
            if article.translated:
                child(node, "Description", f"Read in a translation: {article.translated}")
            self._mentions(node, article)
            for coding in coded.get(article.id, ()):
                self._selection(node, coding, article.translated)
            add_values(node, ARTICLE, article)

    def _mentions(self, node: ET.Element, article: ShownArticle) -> None:
        """Where each person is first named or described: without a code, so that programs show it as a note at the place."""
        for person, appearance, words in self._shown.named_at(article.id):
            place = child(
                node, "PlainTextSelection", guid=guid("mention", appearance), name=words.quote[:_LONGEST_NAME],
                startPosition=str(words.start), endPosition=str(words.end), creationDateTime=f"{article.captured_on or '1970-01-01'}T00:00:00Z",
            )  # fmt: skip
            read = translation_line(words, article.translated)
            child(place, "Description", f"Person: {person}" + (f"\n{read}" if read else ""))

    def _selection(self, node: ET.Element, k: ShownCoding, translated: str) -> None:
        start, end = k.place
        who = {"creatingUser": guid("user", k.coder), "creationDateTime": k.at}
        place = child(
            node, "PlainTextSelection", guid=guid("selection", k.id), name=k.span.quote[:_LONGEST_NAME], startPosition=str(start),
            endPosition=str(end), **who,
        )  # fmt: skip
        child(place, "Description", "\n".join(_told(k, translated)))
        coding = child(place, "Coding", guid=guid("coding", k.id), **who)
        child(coding, "CodeRef", targetGUID=guid_of(self._keys[k.id]))

    def _notes(self, root: ET.Element) -> None:
        """The rules of each code as a note, and the link from the code to it."""
        found = [code for code in self._shown.codebook.codes if rules(code)]
        if not found:
            return
        notes, links = child(root, "Notes"), child(root, "Links")
        for code in found:
            place = guid("note", code.id)
            child(
                notes, "Note", guid=place, name=f"Rules of {code.id.replace('/', ' ')}", plainTextPath=f"internal://{place}.txt",
                creationDateTime="1970-01-01T00:00:00Z",
            )  # fmt: skip
            origin = guid_of((code.id, None, False))
            child(
                links,
                "Link",
                guid=guid("link", code.id),
                name=f"Rules of {code.id}",
                originGUID=origin,
                targetGUID=place,
            )


def _told(k: ShownCoding, translated: str) -> Iterator[str]:
    """What a selection says beside its code; a program that drops cases still shows whose reason it is."""
    yield f"Person: {k.person}"
    yield f"Stance: {k.stance.value}"
    yield f"Status: {k.status}"
    yield f"Confidence: {k.confidence:g}"
    if not k.exact:
        yield "Hidden names are taken out of the words."
    if read := translation_line(k.span, translated):
        yield read


def _by(codings: list[ShownCoding], field: str) -> dict[str, list[ShownCoding]]:
    found: dict[str, list[ShownCoding]] = {}
    for coding in codings:
        found.setdefault(getattr(coding, field), []).append(coding)
    return found


def _name_of(coder: str) -> str:
    return coder.removeprefix("human:")


def _case_name(person: ShownPerson) -> str:
    """The name with the id: two people may be shown alike ("Y. H.")."""
    return person.name if person.name == person.id else f"{person.name} ({person.id})"


def _source_name(article: ShownArticle) -> str:
    """Title and id: no two alike, and nothing in it that no file may be called."""
    title = "".join(c if c.isalnum() or c in " -,.'’" else " " for c in article.title)
    return f"{' '.join(title.split())[:_LONGEST_NAME]} {article.id}".strip()
