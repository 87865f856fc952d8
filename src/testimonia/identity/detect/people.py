"""Mentions linked to people: names merged, descriptions and pronouns attached to whom they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from testimonia.domain.appearance import MentionKind
from testimonia.domain.lexicon import Lexicon
from testimonia.identity.detect import mentions as find
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.mentions import Found

_ALIAS_LINK = re.compile(
    r"(?:known (?:only |also |to \w+ )?(?:as|by)|calls? (?:himself|herself)|called (?:himself|herself)|goes by|went by|nom de guerre|nicknamed|uses? the name|"
    r"gave his name as|gave her name as|or|alias|asked to be called|wants to be (?:called|known as)|call him|call her|identified (?:only )?as|also known as|took the name)\W*(?:only |just |simply )?(?:as )?\W*$",
    re.IGNORECASE,
)
_REFLEXIVE = frozenset({"himself", "herself"})
_INTRODUCED = re.compile(r"\s+who\b")
_APPOSED = re.compile(
    r"^(?:,\s*(?:now |then |aged )?(?:\d\d)?,?\s*|\s*\(\d\d\),?\s*|\s+(?:is|was|had been)\s+|,\s+who (?:is|was)\s+)(?:originally |also |once |now |still )?$"
)
_NAME_AFTER = re.compile(
    r"^(?:\s+(?:named|called|who (?:gave|uses) \w+ (?:name|names) (?:only )?as|known as)\s*[\"']?|,?\s+[\"']?|,\s+(?:\d\d,\s+)?|\s+from [A-Z][\w-]+,\s+)$"
)


@dataclass(slots=True)
class Someone:
    """A person under construction."""

    mentions: list[Found] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    votes: dict[str, float] = field(default_factory=lambda: {"M": 0.0, "F": 0.0})
    kin: bool = False

    def gender(self) -> str:
        """The gender that most words tell, or "" where they do not agree."""
        m, f = self.votes["M"], self.votes["F"]
        return "" if m == f else "M" if m > f else "F"

    def add(self, item: Found, index: int) -> None:
        """Takes the mention in."""
        self.mentions.append(item)
        item.person = index
        if item.kind is MentionKind.ALIAS and item.form not in self.aliases:
            self.aliases.append(item.form)
        elif item.kind in (MentionKind.NAME, MentionKind.LABEL) and item.form and item.form not in self.names:
            self.names.append(item.form)
        if item.head and item.kind is MentionKind.DESCRIPTION:
            self.heads.add(item.head)
            self.modifiers.update(w.strip(",") for w in item.modifiers.split())
        if item.gender:
            self.votes[item.gender] += {MentionKind.PRONOUN: 0.4, MentionKind.NAME: 1.0}.get(item.kind, 1.5) + (
                2 if item.title else 0
            )


def people(layout: Layout, lexicon: Lexicon, not_names: frozenset[str]) -> list[Someone]:
    """Everybody in the article, in order of first mention."""
    named = [*find.labels(layout), *find.names(layout, lexicon, not_names)]
    held = [(m.start, m.end) for m in named]
    described = [d for d in find.descriptions(layout, lexicon) if not any(a < d.end and d.start < b for a, b in held)]
    items = sorted(
        (m for m in [*named, *described, *find.pronouns(layout)] if m.start < m.end), key=lambda m: (m.start, -m.end)
    )
    crowd: list[Someone] = []
    for position, item in enumerate(items):
        _link(item, items[max(0, position - 6) : position], crowd, layout)
    _cataphora(crowd, layout)
    _unmask(crowd)
    return [s for s in crowd if any(m.kind is not MentionKind.PRONOUN for m in s.mentions)]


def _link(item: Found, before: list[Found], crowd: list[Someone], layout: Layout) -> None:
    chosen: int | None
    if item.kind is MentionKind.PRONOUN:
        chosen = _clause_mate(item, before, crowd, layout) if item.head in _REFLEXIVE else None
        chosen = _pronoun(item, crowd, layout) if chosen is None else chosen
        if chosen is None:
            return
    elif item.kind is MentionKind.DESCRIPTION:
        chosen = _described(item, before, crowd, layout)
        if chosen is None and item.quoted and not item.cues and item.definite:
            return
    else:
        chosen = _named(item, before, crowd, layout)
    if chosen is None:
        crowd.append(Someone())
        chosen = len(crowd) - 1
    if "kin" in item.cues:
        crowd[chosen].kin = True
    crowd[chosen].add(item, chosen)


def _tokens(form: str) -> set[str]:
    return {find.fold(t).lower() for t in re.split(r"[ .]+", form) if len(t) > 1} - {
        "al",
        "el",
        "ben",
        "bin",
        "ibn",
        "de",
        "van",
        "der",
    }


def _named(item: Found, before: list[Found], crowd: list[Someone], layout: Layout) -> int | None:
    mine = _tokens(item.form)
    if item.form.lower().startswith("unidentified"):
        return next((i for i, s in enumerate(crowd) if item.form in s.names), None)
    for i in range(len(crowd) - 1, -1, -1):
        if any(_alike(item, mine, form, crowd[i]) for form in (*crowd[i].names, *crowd[i].aliases)):
            return i
    return _apposed_to(item, before, crowd, layout)


def _alike(item: Found, mine: set[str], form: str, someone: Someone) -> bool:
    theirs = _tokens(form)
    if not mine or not theirs:
        return False
    kunya = item.kind is MentionKind.ALIAS or form.split(" ")[0] in ("Abu", "Umm", "Um", "Oum", "Abou")
    if kunya:
        return mine == theirs
    if not (mine <= theirs or theirs <= mine):
        return False
    clash = (
        item.title
        and item.gender
        and someone.gender()
        and item.gender != someone.gender()
        and someone.votes[item.gender] == 0
    )
    return not clash


def _apposed_to(item: Found, before: list[Found], crowd: list[Someone], layout: Layout) -> int | None:
    """A first name right after a description ("her sister, Nadia"), or an alias after its link words."""
    lead = layout.plain[max(0, item.start - 60) : item.start]
    if _ALIAS_LINK.search(lead):
        for other in reversed(before):
            same = layout.sentence_at(other.start) == layout.sentence_at(item.start)
            if other.person >= 0 and same and other.head not in _REFLEXIVE:
                return other.person
    for other in reversed(before):
        if other.person < 0 or other.end > item.start:
            continue
        gap = layout.plain[other.end : item.start]
        if other.kind is MentionKind.DESCRIPTION and _NAME_AFTER.match(gap) and not crowd[other.person].names:
            return other.person
        if other.kind is MentionKind.NAME:
            return None
    return None


def _described(item: Found, before: list[Found], crowd: list[Someone], layout: Layout) -> int | None:
    if "kin" in item.cues:
        owner = re.match(r"\w+", item.text)
        head = item.head
        return next((i for i, s in enumerate(crowd) if s.kin and head in s.heads and owner), None)
    for other in reversed(before):
        if other.person >= 0 and other.kind in (MentionKind.NAME, MentionKind.ALIAS) and other.end <= item.start:
            if _APPOSED.match(layout.plain[other.end : item.start]):
                return other.person
            break
    if item.predicate:
        told = [
            o
            for o in before
            if o.person >= 0 and o.end <= item.start and layout.sentence_at(o.start) == layout.sentence_at(item.start)
        ]
        if told:
            return told[-1].person
    if not item.definite and item.head != "year-old":
        return None
    if _INTRODUCED.match(layout.plain[item.end : item.end + 6]) and not any(item.head in s.heads for s in crowd):
        return None  # "the schoolboy who ...": somebody new
    return _fits(item, crowd, layout)


def _fits(item: Found, crowd: list[Someone], layout: Layout) -> int | None:
    """Whom "the former guard" means: who was called so before, else the most present of fitting gender."""
    words = {w.lower() for w in item.modifiers.split()} - {"former", "young", "old"}
    best, best_score = None, 0.0
    here = layout.sentence_at(item.start)
    for i, someone in enumerate(crowd):
        if item.gender and someone.gender() and item.gender != someone.gender():
            continue
        score = 0.0
        if item.head in someone.heads:
            score += 2
        score += len(words & {w.lower() for w in someone.modifiers})
        if item.head == "year-old":
            score += 2 * any(item.modifiers[:2] in _ages(someone, layout) for _ in (0,))
        last = layout.sentence_at(someone.mentions[-1].start)
        if here - last <= 3:
            score += 0.6
        if score and not someone.kin:
            score += min(len(someone.mentions), 8) * 0.1
        if score > best_score:
            best, best_score = i, score
    return best if best_score >= 0.9 else None


def _ages(someone: Someone, layout: Layout) -> set[str]:
    found = set()
    for m in someone.mentions[:12]:
        found.update(re.findall(r"\b\d\d\b", layout.plain[m.start : m.end + 14]))
    return found


def _clause_mate(item: Found, before: list[Found], crowd: list[Someone], layout: Layout) -> int | None:
    """Whom "himself" means: the last one before it in the sentence."""
    here = layout.sentence_at(item.start)
    for other in reversed(before):
        if other.person >= 0 and layout.sentence_at(other.start) == here:
            return other.person if crowd[other.person].gender() in ("", item.gender) else None
    return None


def _pronoun(item: Found, crowd: list[Someone], layout: Layout) -> int | None:
    """The latest compatible person, subjects and the much-mentioned first."""
    here = layout.sentence_at(item.start)
    best, best_score = None, 0.0
    for i, someone in enumerate(crowd):
        gender = someone.gender()
        if (gender and gender != item.gender) or _speaks(someone, item, layout):
            continue
        told = [m for m in someone.mentions if not m.quoted]
        if not told:
            continue
        last = told[-1]
        distance = here - layout.sentence_at(last.start)
        if distance > 4:
            continue
        score = 3.0 - 0.7 * distance + min(len(told), 10) * 0.12 + (0.4 if gender else 0.0)
        if last.start == layout.sentences[layout.sentence_at(last.start)].start or (
            distance == 0 and last.kind is MentionKind.PRONOUN
        ):
            score += 0.8
        if someone.kin:
            score -= 0.6
        if score > best_score:
            best, best_score = i, score
    return best


def _speaks(someone: Someone, item: Found, layout: Layout) -> bool:
    """Whether the words stand in this person's own labelled paragraph: nobody calls themselves "he"."""
    label = layout.labels.get(layout.sentences[layout.sentence_at(item.start)].paragraph)
    return label is not None and any((m.start, m.end) == label for m in someone.mentions)


def _cataphora(crowd: list[Someone], layout: Layout) -> None:
    """A headline's or lead's "Syrian youth" who is named a little later is that person, not another."""
    lead_end = layout.paragraphs[min(2, len(layout.paragraphs) - 1)].end if layout.paragraphs else 0
    for i, someone in enumerate(crowd):
        if someone.names or someone.aliases or someone.kin or not someone.mentions:
            continue
        if someone.mentions[0].start > lead_end:
            continue
        target = _later_self(i, someone, crowd, layout)
        if target is not None:
            for m in someone.mentions:
                crowd[target].add(m, target)
            crowd[target].mentions.sort(key=lambda m: m.start)
            someone.mentions = []


def _unmask(crowd: list[Someone]) -> None:
    """A transcript's only "UNIDENTIFIED MAN" is the man whom the reporter tells of."""
    voices = [s for s in crowd if s.names and all(n.startswith("Unidentified") for n in s.names) and s.mentions]
    for voice in voices:
        if sum(other.gender() == voice.gender() for other in voices) == 1:
            _unmask_one(voice, crowd, [s for s in crowd if s not in voices])


def _unmask_one(voice: Someone, crowd: list[Someone], others: list[Someone]) -> None:
    """Joins the voice to by far the most mentioned one who never speaks under a label."""
    told = [
        s
        for s in others
        if s.mentions and not s.kin
        and not any(m.kind is MentionKind.LABEL or m.title for m in s.mentions)
        and (not s.gender() or not voice.gender() or s.gender() == voice.gender())
    ]  # fmt: skip
    ranked = sorted(told, key=lambda s: -len([m for m in s.mentions if not m.quoted]))
    counts = [len([m for m in s.mentions if not m.quoted]) for s in ranked]
    if counts and counts[0] >= 3 and (len(counts) == 1 or counts[0] >= 2 * counts[1]):
        target = crowd.index(ranked[0])
        for m in voice.mentions:
            crowd[target].add(m, target)
        crowd[target].mentions.sort(key=lambda m: m.start)
        voice.mentions = []


def _later_self(i: int, someone: Someone, crowd: list[Someone], layout: Layout) -> int | None:
    horizon = layout.sentence_at(someone.mentions[0].start) + 7
    fitting = []
    for j, other in enumerate(crowd):
        if j == i or not other.mentions or other.kin:
            continue
        first = other.mentions[0]
        if layout.sentence_at(first.start) > horizon or (
            someone.gender() and other.gender() and someone.gender() != other.gender()
        ):
            continue
        if not (other.names or other.aliases) and j < i:
            continue
        shared = len(someone.heads & other.heads) + len(
            {m for m in someone.modifiers if m[:1].isupper() or m[:2].isdigit()} & other.modifiers
        )
        titled = any(m.title not in ("", "Mr", "Mrs", "Ms", "Miss") for m in other.mentions)
        if titled:
            continue
        fitting.append((shared * 2 + len(other.mentions) * 0.2, -j, j))
    return max(fitting)[2] if fitting else None
