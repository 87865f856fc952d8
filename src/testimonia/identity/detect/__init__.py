"""Detection: who is in an article, what it says of each, and the totals it reports.

`layout` cuts the text, `mentions` finds words that point at people, `people` links them, `speech` says who said what,
`evidence` and `attributes` collect what is said of each, `judge` proposes, `doubts` asks, `claims` reads the totals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from testimonia.domain.appearance import Appearance, Mention, MentionKind, Role, Speech
from testimonia.domain.article import Article
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.settings import Group, Settings
from testimonia.domain.span import Span
from testimonia.identity.detect import attributes, claims, doubts, evidence, judge, narrator, people, speech
from testimonia.identity.detect.attributes.subjects import Subjects
from testimonia.identity.detect.layout import Layout, lay_out
from testimonia.identity.detect.people import Someone
from testimonia.ports.reader import Reader

DETECTOR = "rules@1"
WORLD_WORDS = 2


@lru_cache(maxsize=8)
def topic(groups: tuple[Group, ...]) -> re.Pattern[str]:
    """Matches any name of the study's groups."""
    return re.compile(evidence.group_pattern(groups), re.IGNORECASE)


@lru_cache(maxsize=8)
def _territory(groups: tuple[Group, ...]) -> re.Pattern[str]:
    return _any_of({w for g in groups for w in g.territory})


@lru_cache(maxsize=8)
def _world(groups: tuple[Group, ...]) -> re.Pattern[str]:
    return _any_of({w for g in groups for w in g.context})


def _any_of(found: set[str]) -> re.Pattern[str]:
    words = sorted(found, key=lambda w: (-len(w), w))
    return re.compile("|".join(rf"\b{re.escape(w)}\b" for w in words) or "(?!)", re.IGNORECASE)


def concerns(text: str, groups: tuple[Group, ...]) -> bool:
    """Whether the article names a group of the study, or tells of its world."""
    if topic(groups).search(text) or _territory(groups).search(text):
        return True
    return len({m.group().lower() for m in _world(groups).finditer(text)}) >= WORLD_WORDS


def detect(
    articles: Iterable[Article], settings: Settings, lexicon: Lexicon, reader: Reader | None = None
) -> Iterator[Reading | SetAside]:
    """One reading an article, or the reason why it was not read (language, another subject)."""
    for article in articles:
        if article.language not in settings.languages:
            yield SetAside(stage="detect", subject=article.id, source=article.source, reason=Reason.LANGUAGE,
                           detail=f"language is {article.language}; this detector reads {', '.join(settings.languages)}")  # fmt: skip
        elif concerns(article.text, settings.groups):
            yield read(article, settings, lexicon, reader)
        elif unnamed := _unnamed(article, settings, lexicon, reader):
            yield unnamed
        else:
            yield SetAside(stage="detect", subject=article.id, source=article.source, reason=Reason.OFF_TOPIC,
                           detail=f"names none of: {', '.join(g.name for g in settings.groups)}, and tells little of their world")  # fmt: skip


def _unnamed(article: Article, settings: Settings, lexicon: Lexicon, reader: Reader | None) -> Reading | None:
    """What a reader makes of an article that names no group of the study: nobody is a case unasked, but whoever reads like one is asked about."""
    if reader is None:
        return None
    # Without a single word of the group's world somebody must read like a case outright; with one, like a person to be asked about.
    told = _world(settings.groups).search(article.text)
    least = settings.review_threshold if told else settings.case_threshold
    # Whether there is anybody to ask about goes by the weights that ship: what a team taught makes nobody vanish on whom it decided.
    shipped = read(article, settings, msgspec.structs.replace(lexicon, learned_case=None), reader)
    if not any(a.probability >= least for a in shipped.appearances):
        return None
    return _without_cases(
        read(article, settings, lexicon, reader) if lexicon.learned_case else shipped,
        article,
        settings,
        lexicon,
        reader,
    )


def _without_cases(
    reading: Reading, article: Article, settings: Settings, lexicon: Lexicon, reader: Reader | None
) -> Reading:
    """The reading with everybody below the threshold of a case."""
    below = settings.case_threshold - 0.01
    found = [
        _lowered(a, below, "the article names no group of the study") if a.role is Role.CASE else a
        for a in reading.appearances
    ]
    asked = tuple(doubts.doubts(found, lay_out(article), settings, lexicon, reader))
    gate = "names no group of the study; somebody in it reads like a case"
    return msgspec.structs.replace(reading, appearances=tuple(found), doubts=asked, gate=gate)


def read(article: Article, settings: Settings, lexicon: Lexicon, reader: Reader | None = None) -> Reading:
    """Everything that detection finds in one article."""
    layout = lay_out(article)
    group_words = frozenset(
        n for g in (*settings.groups, *settings.other_groups) for n in (g.name, *g.aliases, *g.case_sensitive)
    )
    house = frozenset(filter(None, (article.publisher, (article.publisher or "").removeprefix("The "))))
    crowd = people.people(layout, lexicon, group_words | house)
    teller = narrator.narrate(layout, crowd)
    for index, someone in enumerate(crowd):
        for mention in someone.mentions:
            mention.person = index
    said = speech.attribute(layout, crowd, lexicon)
    if teller:
        words = [*said.get(teller.index, []), *narrator.told(layout, teller)]
        said[teller.index] = sorted(words, key=lambda s: (s.span.start, s.span.end))
    atoms = evidence.atoms_of(layout, crowd, said, settings, lexicon)
    on_topic = topic(settings.groups)
    model = lexicon.learned_case or (lexicon.reader_model if reader else lexicon.rules_model)
    learned = lexicon.learned if lexicon.learned_case else ""
    detector = "+".join(filter(None, (DETECTOR, reader.name if reader else "", learned)))
    subjects, group = Subjects(crowd, layout.plain), evidence.group_pattern(settings.groups)
    found = []
    for index, someone in enumerate(crowd):
        values = judge.features(index, someone, crowd, layout, atoms, said, lexicon, on_topic)
        values |= judge.read_features(values, someone, layout, said.get(index, []), reader)
        p = 0.01 if judge.reports(someone, layout) else judge.probability(values, model)
        why, why_not = judge.reasons(values, model)
        held = sorted(atoms.get(index, []), key=lambda a: (a.span.start, a.rule))
        mentions = _mentions(someone, layout)
        scope = _scope(someone, layout, index, said)
        found.append(
            Appearance(
                id=Appearance.id_of(article.id, mentions[0].span.start, mentions[0].span.end), article=article.id, label=_label(someone),
                mentions=mentions, atoms=tuple(held), values=tuple(attributes.values_of(someone, crowd, subjects, layout, lexicon, held, said.get(index, []), group)),
                speech=tuple(said.get(index, [])), scope=_spans(scope, layout), around=_spans(_around(scope, layout, index, said), layout),
                role=judge.role(values, someone, p, settings.case_threshold), probability=round(p, 4), reasons=why, counter_reasons=why_not,
                features={k: round(v, 4) for k, v in sorted(values.items())}, detector=detector,
            )
        )  # fmt: skip
    kept = _one_each(found, settings)
    return Reading(
        article=article.id, appearances=tuple(kept), claims=tuple(claims.claims(layout, lexicon)),
        narratives=tuple(claims.narratives(layout, on_topic=on_topic)), doubts=tuple(doubts.doubts(kept, layout, settings, lexicon, reader)),
        gate="names the group; every person was looked at", detector=detector,
    )  # fmt: skip


def _mentions(someone: Someone, layout: Layout) -> tuple[Mention, ...]:
    spans = {(m.start, m.end): m.kind for m in someone.mentions}
    ordered = sorted(spans.items(), key=lambda x: (x[1] is MentionKind.PRONOUN, x[0]))
    return tuple(Mention(span=Span.of(layout.article.text, a, b), kind=k) for (a, b), k in ordered)


def _label(someone: Someone) -> str:
    names = [n for n in someone.names if not n.startswith("Unidentified")]
    real = names or someone.aliases or someone.names
    return (
        max(real, key=lambda n: (len(n.split()), len(n)))
        if real
        else max(someone.mentions, key=lambda m: (m.kind is not MentionKind.PRONOUN, len(m.text))).text
    )


def _scope(someone: Someone, layout: Layout, index: int, said: dict[int, list[Speech]]) -> list[int]:
    """Numbers of the sentences about the person or spoken by them, in order."""
    numbers = {layout.sentence_at(m.start) for m in someone.mentions if not m.quoted}
    for item in said.get(index, []):
        numbers.update(_sentences_of(item, layout))
    return sorted(numbers)


def _around(scope: list[int], layout: Layout, index: int, said: dict[int, list[Speech]]) -> list[int]:
    """Numbers of the sentences beside the scope, in the same paragraph, that nobody else speaks."""
    theirs = {n for i, items in said.items() if i != index for item in items for n in _sentences_of(item, layout)}
    beside = {n + step for n in scope for step in (-1, 1) if 0 <= n + step < len(layout.sentences)}
    mine = {layout.sentences[n].paragraph for n in scope}
    return sorted(n for n in beside - set(scope) - theirs if layout.sentences[n].paragraph in mine)


def _sentences_of(item: Speech, layout: Layout) -> range:
    last = layout.sentence_at(max(item.span.start, item.span.end - 1))
    return range(layout.sentence_at(item.span.start), last + 1)


def _spans(numbers: list[int], layout: Layout) -> tuple[Span, ...]:
    return tuple(Span.of(layout.article.text, layout.sentences[i].start, layout.sentences[i].end) for i in numbers)


_FEW = 2
"""Mentions of a war name up to which it is taken for somebody else's second name."""


def _one_each(found: list[Appearance], settings: Settings) -> list[Appearance]:
    """An unnamed case, or a war name that is hardly mentioned, beside a named case that it fits is most likely that one: it goes to review."""
    named = [a for a in found if a.role is Role.CASE and _named(a)]
    result = []
    for item in found:
        rival = next((n for n in named if n.id != item.id and _compatible(n, item)), None)
        second = not item.names() or (not _named(item) and len(item.mentions) <= _FEW)
        if item.role is Role.CASE and second and rival and item.probability < 0.9:
            lowered = min(item.probability, settings.case_threshold - 0.01)
            item = _lowered(item, lowered, f"may be {rival.label} under another name or a description")
        result.append(item)
    return result


def _named(item: Appearance) -> bool:
    """Whether they have a name that is no war name."""
    return any(m.kind is MentionKind.NAME for m in item.mentions)


def _lowered(item: Appearance, p: float, why: str) -> Appearance:
    return msgspec.structs.replace(item, probability=p, role=Role.OTHER, counter_reasons=(why, *item.counter_reasons))


def _compatible(a: Appearance, b: Appearance) -> bool:
    return all(
        a.value(f) is None or b.value(f) is None or a.value(f) == b.value(f) for f in ("gender", "nationality", "age")
    )
