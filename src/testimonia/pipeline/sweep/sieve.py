"""One document of the open web to a candidate or a reason why not: cheap tests first, then the study's own stages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from testimonia.adapters import documents
from testimonia.adapters.body import article_words
from testimonia.adapters.patterns import Names, paragraphs, words_of
from testimonia.config.lexicon import load_lexicon
from testimonia.config.words import read_words
from testimonia.corpus.capture import Inner, sniff
from testimonia.corpus.clean import CleanOptions, CleanTools, clean
from testimonia.domain.article import Article
from testimonia.domain.candidate import Candidate, Haul
from testimonia.domain.capture import RawCapture
from testimonia.domain.claim import ClaimScope
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.settings import Settings
from testimonia.identity.detect import WORLD_WORDS, concerns, detect

_HTML = "text/html"
_SCREENED = (_HTML, "text/plain")
_SAMPLE = 4000
_MOST = 20
_LEAVERS = (ClaimScope.SPOKE, ClaimScope.LEFT, ClaimScope.RETURNED)


@lru_cache(maxsize=1)
def cues() -> re.Pattern[str]:
    """Beginnings of words, one of which an article about a leaver holds."""
    data = read_words((files("testimonia") / "data" / "lexicon" / "sweep.yaml").read_text("utf-8"), "sweep.yaml")
    assert isinstance(data, dict)
    words = sorted({" ".join(cue.split()) for cue in str(data["cues"]).split(",")})
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


class Sieve:
    """The tests of a sweep for one study; made once in a process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        groups = settings.groups
        self._names = frozenset(n for g in groups for n in (g.name, *g.aliases, *g.case_sensitive, *g.territory))
        self._exact = frozenset(n for g in groups for n in g.case_sensitive)
        self._world = frozenset(n for g in groups for n in g.context)
        self._patterns = Names((self._names - self._exact) | self._world, self._exact)
        self._tools = CleanTools(extractors=documents.EXTRACTORS, language=documents.language_of)

    def screened(self, one: Inner) -> SetAside | None:
        """Why a page need not be looked at more closely, by its raw bytes alone; None where it must be."""
        if one.data and sniff(one.name, one.data) in _SCREENED:
            return self._off_topic(one.name, one.data) or self._by_words(one.name, one.data)
        return None

    def _off_topic(self, name: str, data: bytes) -> SetAside | None:
        if self._names_enough(data):
            return None
        return _aside(name, Reason.OFF_TOPIC, "names no group of the study, and tells little of their world")

    def _names_enough(self, data: bytes) -> bool:
        held = self._patterns.found(data)
        return bool(held & self._names) or len(held & self._world) >= WORLD_WORDS

    def _by_words(self, name: str, data: bytes) -> SetAside | None:
        words = words_of(data)
        plain = " ".join(words.split())
        # The automaton says no many times faster than the pattern of `detect`, which has the last word.
        if not self._names_enough(plain.encode("utf-8", "replace")) or not concerns(plain, self.settings.groups):
            return _aside(
                name, Reason.OFF_TOPIC, "its words name no group of the study, and tell little of their world"
            )
        if not cues().search(plain):
            return _aside(name, Reason.NO_CASE, "no word of it tells of leaving")
        if sniff(name, data) == _HTML and (why := self._by_article(name, data, words)):
            return why
        spoken = set(self._languages(paragraphs(words)))
        if spoken and not spoken & set(self.settings.languages):
            return _aside(name, Reason.LANGUAGE, f"its paragraphs are {', '.join(sorted(spoken))}")
        return None

    def _by_article(self, name: str, data: bytes, whole: str) -> SetAside | None:
        words = article_words(data, whole)
        if words is None:
            return None
        if not self._names_enough(words.encode("utf-8", "replace")) or not concerns(words, self.settings.groups):
            return _aside(name, Reason.OFF_TOPIC, "only what stands beside the article names a group of the study")
        if not cues().search(words):
            return _aside(name, Reason.NO_CASE, "no word of the article tells of leaving")
        return None

    def _languages(self, long: str) -> Iterator[str]:
        """Of the beginning; where that is none of the study's, of the middle as well."""
        middle = max(0, len(long) // 2 - _SAMPLE // 2)
        for part in (long[:_SAMPLE], long[middle : middle + _SAMPLE]):
            if part:
                found = documents.language_of(part)
                yield found
                if found in self.settings.languages:
                    return

    def judged(self, raw: RawCapture, source: str) -> Haul | SetAside:
        """The article through `clean` and `detect`, exactly as in a study that is read by the rules."""
        article = next(iter(clean([raw], CleanOptions(), self._tools)))
        if isinstance(article, SetAside):
            return article
        reading = next(iter(detect([article], self.settings, load_lexicon())))
        if isinstance(reading, SetAside):
            return reading
        why = tuple(self._why(reading))[:_MOST]
        if not why:
            return SetAside(
                stage="detect",
                subject=article.id,
                source=article.source,
                reason=Reason.NO_CASE,
                detail="nobody to count",
            )
        return _haul(article, raw, why, source)

    def _why(self, reading: Reading) -> Iterator[str]:
        for one in sorted(reading.appearances, key=lambda a: (-a.probability, a.id)):
            if one.probability >= self.settings.review_threshold:
                kind = "case" if one.probability >= self.settings.case_threshold else "question"
                yield f"{kind}: {one.label} ({one.probability:.2f})"
        for claim in reading.claims:
            if claim.scope in _LEAVERS:
                yield f"claim: {claim.span.quote[:80]}"


def _haul(article: Article, raw: RawCapture, why: tuple[str, ...], source: str) -> Haul:
    found = Candidate(
        sha256=article.sha256,
        address=article.source,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        language=article.language,
        text=article.text,
        origin=article.sha256,
        why=why,
        source=source,
    )
    return Haul(
        candidate=found,
        body_start=article.body_start,
        media_type=raw.capture.media_type,
        fetched=raw.capture.headers.get("warc-date", ""),
        headers=raw.capture.headers,
        page=raw.data,
    )


def _aside(name: str, reason: Reason, detail: str) -> SetAside:
    return SetAside(stage="screen", subject=name, source=name, reason=reason, detail=detail)
