"""People and codings of a foreign file to decisions of the log, once its documents and codes are part of the study."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property, partial

from testimonia.domain.coding import Stance
from testimonia.domain.decision import AddCoding, CorrectAttribute, Exclude, Include, Merge
from testimonia.domain.exchange import Foreign, ForeignCoding, ForeignPerson
from testimonia.domain.guid import guid
from testimonia.domain.person import Status
from testimonia.domain.setaside import Reason
from testimonia.domain.span import Span
from testimonia.errors import DecisionError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.imports.codes import Codes
from testimonia.pipeline.imports.ledger import STAGE, Ledger
from testimonia.pipeline.imports.people import Cases
from testimonia.pipeline.imports.texts import Documents
from testimonia.pipeline.imports.values import field_of, is_own, value_of
from testimonia.study.export.shown import ShownPerson

_TOGETHER = 100
# No name and no word of the file stands in what is told of it: set-asides are published, and nothing has taken names out of them.
_NO_DOCUMENT = "no document of the study bears the id, address or file name that it gives"
Found = dict[str, list[Span]]
"""Article to the passages of one case in it."""


class Takeover:
    """One file's people and codings."""

    def __init__(self, desk: Desk, foreign: Foreign, ledger: Ledger, documents: Documents, codes: Codes) -> None:
        self._desk, self._foreign, self._ledger, self._documents, self._codes = desk, foreign, ledger, documents, codes
        self._cases = Cases(desk, ledger.file)
        self._spans: dict[str, Span] = {}
        self._appearances: dict[str, dict[str, str]] = defaultdict(dict)
        self._placed: set[str] = set()
        self._machines: Counter[str] = Counter()

    def all(self) -> None:
        """First where everything stands, then who is who, then who coded what."""
        good = [k for k in self._foreign.codings if self._stands(k)]
        for coder, number in self._machines.items():
            detail = f"{number} codings of a machine: what it proposes is no decision"
            self._ledger.aside(f"coder {coder}", Reason.OF_A_MACHINE, detail)
        passages = self._passages(good)
        jobs = [partial(self._person, case, passages[case.key]) for case in self._foreign.persons]
        jobs += [partial(self._coding, coding) for coding in good]
        self._desk.progress.start(STAGE, len(jobs))
        for at in range(0, len(jobs), _TOGETHER):
            with (
                self._desk.store.transaction()
            ):  # one write to the disk for many decisions; a batch stopped is made again
                for job in jobs[at : at + _TOGETHER]:
                    job()
                    self._desk.progress.step(STAGE, self._ledger.file)
        self._desk.progress.end(STAGE, f"{len(self._ledger.made)} decisions")

    # -- where

    def _stands(self, k: ForeignCoding) -> bool:
        """Whether the coding has a document, a code and a human coder, and its words stand; else it is set aside."""
        if self._documents.article(k.document) is None:
            self._ledger.aside(k.subject, Reason.NO_DOCUMENT, _NO_DOCUMENT)
        elif self._codes.meaning(k.code) is None:
            self._ledger.aside(
                k.subject,
                Reason.NO_CODE,
                "its code is not in the file's codebook, or is one that nothing may be coded with",
            )
        elif k.user.startswith("machine:"):
            self._machines[k.user] += 1
        else:
            span = self._documents.span(k.document, k.start, k.end, k.quote)
            if span is None:
                self._ledger.aside(
                    k.subject,
                    Reason.NO_QUOTE,
                    "its words stand nowhere in the text, or more than once",
                )
                return False
            self._spans[k.subject] = span
            return True
        return False

    def _passages(self, good: list[ForeignCoding]) -> defaultdict[str, Found]:
        """For each case the passages that are theirs, by article."""
        found: defaultdict[str, Found] = defaultdict(dict)
        for k in good:
            if owner := self._owner(k):
                article = self._documents.article(k.document)
                assert article is not None
                found[owner].setdefault(article, []).append(self._spans[k.subject])
        for case in self._foreign.persons:
            for document, start, end in case.places:
                article = self._documents.article(document)
                span = self._documents.span(document, start, end, "") if article else None
                if article and span and span not in found[case.key].get(article, ()):
                    found[case.key].setdefault(article, []).append(span)
            for document in case.documents:
                if article := self._documents.article(document):
                    found[case.key].setdefault(article, [])
                elif document not in {t.key for t in self._foreign.texts}:
                    self._ledger.aside(
                        f"case {case.number}",
                        Reason.NO_DOCUMENT,
                        _NO_DOCUMENT,
                    )
        return found

    def _owner(self, k: ForeignCoding) -> str | None:
        """Key of the case whose words these are: as the file says, by a passage of theirs around them, or as the document's only one."""
        if k.person is not None:
            return k.person
        if k.start is not None and k.end is not None:
            around = {c for c, s, e in self._regions.get(k.document, ()) if s <= k.start and k.end <= e}
            if len(around) == 1:
                return around.pop()
        of_document = self._by_document.get(k.document, ())
        return next(iter(of_document)) if len(of_document) == 1 else None

    @cached_property
    def _regions(self) -> dict[str, list[tuple[str, int, int]]]:
        found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        for case in self._foreign.persons:
            for document, start, end in case.places:
                found[document].append((case.key, start, end))
        return found

    @cached_property
    def _by_document(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for case in self._foreign.persons:
            for document in case.documents:
                found[document].add(case.key)
        return found

    # -- who

    def _person(self, case: ForeignPerson, passages: Found) -> None:
        subject = f"case {case.number}"
        for article, spans in passages.items():
            if (found := self._cases.appearance(case, article, spans)) is not None:
                self._appearances[case.key][article] = found
                self._placed.add(found)
        mine = list(self._appearances[case.key].values())
        if not mine:
            why = (
                "stands in no document of the study"
                if not passages
                else "neither a name nor a passage in its documents"
            )
            self._ledger.aside(
                subject, Reason.NO_PERSON, f"a case that {why}" if not passages else f"a case with {why}"
            )
            return
        self._verdict(case, mine[0], subject)
        home = self._cases.person_of(mine[0])
        for other in mine[1:]:
            if home is None or other not in home.appearances:
                self._ledger.decide(Merge(left=mine[0], right=other), subject=subject)
        self._values(case, mine[0], subject)

    def _verdict(self, case: ForeignPerson, appearance: str, subject: str) -> None:
        """A case of somebody else's study is a case; one that went out from here brings its status back."""
        held = self._cases.own(case)
        as_is = held.status.value if held is not None else Status.INCLUDED.value
        status = case.values.get("person: status", as_is)
        if held is not None and status == held.status.value:
            return
        if status == Status.INCLUDED.value:
            self._ledger.decide(Include(appearance=appearance), subject=subject)
        elif status == Status.EXCLUDED.value:
            self._ledger.decide(Exclude(appearance=appearance), subject=subject, why=f"excluded in {self._ledger.file}")

    def _values(self, case: ForeignPerson, appearance: str, subject: str) -> None:
        shown = self._shown.get(case.key)
        held = self._cases.person_of(appearance)
        for name, words in case.values.items():
            field = field_of(name)
            if is_own(name) or (shown is not None and field is not None and _told(shown, field) == words):
                continue
            if field is None:
                self._ledger.aside(f"variable {name}", Reason.NO_VALUE, "no attribute of this study bears this name")
                continue
            try:
                value = value_of(field, words)
            except DecisionError as error:
                self._ledger.aside(f"{subject}, {name}", Reason.NO_VALUE, f"{error.what}; expected: {error.expected}")
                continue
            if value is not None and (held is None or _told(held, field) != value):
                self._ledger.decide(CorrectAttribute(appearance=appearance, field=field, value=value), subject=subject)

    @cached_property
    def _shown(self) -> dict[str, ShownPerson]:
        """The people as they went out from here: what comes back unchanged is no decision."""
        return {guid("case", p.id): p for p in self._documents.shown.persons} if self._foreign.texts else {}

    # -- what

    def _coding(self, k: ForeignCoding) -> None:
        article, span, meaning = (
            self._documents.article(k.document),
            self._spans[k.subject],
            self._codes.meaning(k.code),
        )
        assert article is not None and meaning is not None
        owner = self._owner(k)
        appearance = self._appearances[owner].get(article) if owner else None
        if owner is None:
            appearance = self._cases.whose(article, span, self._placed)
        if appearance is None:
            self._ledger.aside(
                k.subject, Reason.NO_PERSON, "the file does not say whose words these are, and the text does not tell"
            )
            return
        code, sub, denied = meaning
        action = AddCoding(
            appearance=appearance, code=code, start=span.start, end=span.end, quote=span.quote, sub=sub,
            stance=Stance.DENIED if denied or k.denied else Stance.PRESENT,
        )  # fmt: skip
        self._ledger.decide(action, subject=k.subject, by=k.user.removeprefix("human:"))


def _told(person: object, field: str) -> str:
    value = getattr(person, "pseudonymous" if field == "pseudonym" else field)
    return ("yes" if value else "") if isinstance(value, bool) else "" if value is None else str(value)
