"""The bundle, turned so that one document's finds are at hand."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath

import msgspec

from testimonia.domain.bundle import Bundle, BundleCase, BundleClaim, BundleCoding, BundleDocument
from testimonia.errors import InputError
from testimonia.review.evaluate.wording import bare, family


class Found(msgspec.Struct, frozen=True):
    """A counted person in one document: the words that name or describe them, and the codings not rejected."""

    case: BundleCase
    quotes: list[str]
    codings: list[BundleCoding]


class Finds:
    """What a study found, by document. Documents are known by the last part of their source."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.documents: dict[str, BundleDocument] = {_file_name(d.source): d for d in bundle.documents}
        self.counted = [c for c in bundle.cases if c.status != "excluded"]
        self.people: dict[str, list[Found]] = defaultdict(list)
        for case in self.counted:
            self._enter(case)
        self._ranked: dict[tuple[str, str, str, str], list[tuple[int, str]]] = defaultdict(list)
        for case in bundle.cases:
            for x in case.passages:
                self._ranked[case.id, x.document, family(x.code), bare(x.code)].append((x.rank, x.quote))
        self.queue: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for question in bundle.review:
            self.queue[question.document].append(question.quotes)
        self.claims: dict[str, list[BundleClaim]] = defaultdict(list)
        for claim in bundle.claims:
            self.claims[claim.document].append(claim)

    def _enter(self, case: BundleCase) -> None:
        seen: dict[str, Found] = {}
        for mention in case.mentions:
            seen.setdefault(mention.document, Found(case, [], [])).quotes.append(mention.quote)
        for coding in case.codings:
            if coding.status != "rejected":
                seen.setdefault(coding.document, Found(case, [], [])).codings.append(coding)
        for document, found in seen.items():
            self.people[document].append(found)

    def first(self, case: str, document: str, family: str, code: str, n: int) -> list[str]:
        """The first `n` passages that the study ranks for this person, code and document."""
        ranked = self._ranked.get((case, document, family, code), ())
        return [quote for _, quote in sorted(ranked)[:n]]


def read(bundle: object) -> Finds:
    """The finds of a decoded bundle; InputError where it is none."""
    try:
        return Finds(msgspec.convert(bundle, Bundle, strict=False))
    except (msgspec.ValidationError, RecursionError) as error:
        hint = "write it with `testimonia export STUDY --format bundle`"
        raise InputError("this is no study bundle", got=error, hint=hint) from error


def _file_name(source: str) -> str:
    return PurePosixPath(source.replace("\\", "/")).name
