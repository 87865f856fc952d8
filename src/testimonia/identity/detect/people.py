"""Mentions linked to people: names merged, descriptions and pronouns attached to whom they mean."""

from __future__ import annotations

import re

from testimonia.domain.appearance import MentionKind
from testimonia.domain.lexicon import Lexicon
from testimonia.identity.detect import mentions as find
from testimonia.identity.detect import naming
from testimonia.identity.detect.antecedent import REFLEXIVE, clause_mate, pronoun
from testimonia.identity.detect.layout import NEWSROOM, Layout
from testimonia.identity.detect.mentions import Found
from testimonia.identity.detect.selves import cataphora, unmask, war_names
from testimonia.identity.detect.someone import Someone

__all__ = ["Someone", "people"]

_ALIAS_LINK = re.compile(
    r"(?:\b(?:known (?:only |also |(?:to|in|among) [^.;,]{2,30} )?(?:as|by)|knows? (?:him|her|me) (?:only )?(?:as|by)|called me|(?:he|she|I) was|kunya(?: of| is| was)?|war name|calls? (?:himself|herself)|called (?:himself|herself)|goes by|went by|nom de guerre|nicknamed|uses? the name|"
    r"gave his name as|gave her name as|or|alias|(?:asked|asks|wants|wishes|wished|prefers|preferred|chose|has chosen|had chosen|agreed) to be (?:called|known as|named)|call him|call her|identified (?:only )?as|also known as|took the name))\W*(?:only |just |simply )?(?:as )?\W*$",
    re.IGNORECASE,
)
_KUNYA = frozenset(["Abu", "Abou", "Aboo", "Umm", "Um", "Oum", "Oumm"])
_ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az)-(?=\w{2})")
_PARTICLES = frozenset(["al", "el", "ben", "bin", "ibn", "de", "van", "der"])
_INTRODUCED = re.compile(r"\s+who\b")
_GOES_ON = re.compile(r"[^.;\x00]{0,120}?, (he|she|[A-Z][\w'’-]+)\b(?! and\b)")
_BESIDE_THEM = re.compile(
    r"\s+(?:\w+ ){0,3}?(?:of|over|above|beside|behind|opposite|with|next to|in front of) (?:him|them|me|us|her(?=\s+(?:was|is|had|were)\b|\s*[.,;:]))\b"
)
"""After a description: whoever is beside somebody, or over them, is another: "the woman in charge of her"."""
_OBJECTS = frozenset({"him", "her", "his"})
_FORMER = re.compile(
    r"\b(?:former|ex|one-time|onetime|erstwhile|qualified|trained|aspiring|would-be|self-taught|self-confessed)\b",
    re.IGNORECASE,
)
_OFFICES = frozenset({"official", "expert", "journalist"})
"""Kinds of nouns that mean a person of the article only where they were called so before."""
_STRANGERS = frozenset({"work", "other"})
"""Kinds of nouns that mean whoever is near only if something else speaks for it: "the emir", "the waiter" may be anybody."""
_APPOSED = re.compile(
    r"^(?:,\s*(?:now |then |aged )?(?:\d\d)?,?\s*|\s*\(\d\d\),?\s*|\s+(?:is|was|had been)\s+|,\s+who (?:is|was)\s+)(?:originally |also |once |now |still )?$"
)
_NAME_AFTER = re.compile(
    r"^(?:\s+(?:named|called|who (?:gave|uses) \w+ (?:name|names) (?:only )?as|known as)\s*[\"']?|,?\s+[\"']?|,\s+(?:\d\d,\s+)?|\s+from [A-Z][\w-]+,\s+)$"
)


def people(layout: Layout, lexicon: Lexicon, not_names: frozenset[str]) -> list[Someone]:
    """Everybody in the article, in order of first mention."""
    named = [*find.labels(layout, lexicon), *naming.names(layout, lexicon, not_names)]
    held = [(m.start, m.end) for m in named]
    described = [d for d in find.descriptions(layout, lexicon) if not any(a < d.end and d.start < b for a, b in held)]
    items = sorted(
        (m for m in [*named, *described, *find.pronouns(layout)] if m.start < m.end), key=lambda m: (m.start, -m.end)
    )
    crowd: list[Someone] = []
    for position, item in enumerate(items):
        _link(item, items[max(0, position - 6) : position], crowd, layout, lexicon)
    cataphora(crowd, layout)
    war_names(crowd, layout)
    unmask(crowd)
    return [s for s in crowd if any(m.kind is not MentionKind.PRONOUN for m in s.mentions)]


def _link(item: Found, before: list[Found], crowd: list[Someone], layout: Layout, lexicon: Lexicon) -> None:
    chosen: int | None
    if item.kind is MentionKind.PRONOUN:
        chosen = clause_mate(item, before, crowd, layout) if item.head in REFLEXIVE else None
        chosen = pronoun(item, crowd, layout) if chosen is None else chosen
        if chosen is None:
            return
    elif item.kind is MentionKind.DESCRIPTION:
        chosen = _described(item, before, crowd, layout, lexicon)
        if chosen is None and item.quoted and not item.cues and item.definite:
            return
    else:
        chosen = _named(item, before, crowd, layout)
    if chosen is None:
        crowd.append(Someone())
        chosen = len(crowd) - 1
    if "kin" in item.cues:
        crowd[chosen].kin = True
    if lexicon.nouns.get(item.head) in _OFFICES and not _FORMER.search(item.modifiers):
        crowd[chosen].office = True
    if item.kind is MentionKind.LABEL and NEWSROOM.match(layout.plain[item.end : item.end + 60]):
        crowd[chosen].newsroom = True
    crowd[chosen].add(item, chosen)


def _tokens(form: str) -> set[str]:
    """The words of a name that tell people apart: "al-Shobaki" and "Shobaki" are one."""
    words = (_ARTICLE.sub("", find.fold(t).lower()) for t in re.split(r"[ .]+", form))
    return {w for w in words if len(w) > 1} - _PARTICLES


def _named(item: Found, before: list[Found], crowd: list[Someone], layout: Layout) -> int | None:
    mine = _tokens(item.form)
    if item.form.lower().startswith("unidentified"):
        return next((i for i, s in enumerate(crowd) if item.form in s.names), None)
    if item.kind is MentionKind.LABEL and len(item.text) in (2, 3) and item.text.isupper():
        return _initialled(item, crowd)
    for i in range(len(crowd) - 1, -1, -1):
        if any(_alike(item, mine, form, crowd[i]) for form in (*crowd[i].names, *crowd[i].aliases)):
            return i
    apposed = _apposed_to(item, before, crowd, layout)
    return _war_name(item, mine, crowd) if apposed is None else apposed


def _is_part(tokens: set[str], someone: Someone) -> bool:
    """Whether these are a part of a longer name of theirs: "Rohlandt", of Dennis Rohlandt, makes nobody of Birgit Rohlandt."""
    return any(tokens < _tokens(name) for name in someone.names)


def _initialled(item: Found, crowd: list[Someone]) -> int | None:
    """The only one whose initials are a label's letters: "FN: I walked to the border." """
    fits = [
        i
        for i, s in enumerate(crowd)
        if item.form in s.names or any(_initials(name) == item.text for name in s.names if " " in name)
    ]
    return fits[0] if len(fits) == 1 else None


def _initials(name: str) -> str:
    """The capitals at which the parts of a name begin: "AS" of "Ali al-Saadi"."""
    return "".join(re.findall(r"(?:^|[ -])([A-ZÀ-Þ])", name))


def _war_name(item: Found, mine: set[str], crowd: list[Someone]) -> int | None:
    """The only one whom "Abu Hudhayfa" may mean, once "Abu Hudhayfa al-Deiri" was named; two would leave it open."""
    if item.form.split(" ")[0] not in _KUNYA:
        return None
    fits = [
        i
        for i, s in enumerate(crowd)
        if any(a.split(" ")[0] in _KUNYA and (mine < _tokens(a) or _tokens(a) < mine) for a in s.aliases)
    ]
    return fits[0] if len(fits) == 1 else None


def _alike(item: Found, mine: set[str], form: str, someone: Someone) -> bool:
    theirs = _tokens(form)
    if not mine or not theirs:
        return False
    if any(f.split(" ")[0] in _KUNYA for f in (item.form, form)):
        return mine == theirs
    if not (mine <= theirs or (theirs <= mine and not _is_part(theirs, someone))):
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
    if link := _ALIAS_LINK.search(lead):
        borne = link.group().lower().startswith("known")  # by whom the sentence is about, not by an object before it
        for other in reversed(before):
            if borne and other.kind is MentionKind.PRONOUN and other.text.lower() in _OBJECTS:
                continue
            same = layout.sentence_at(other.start) == layout.sentence_at(item.start)
            if other.person >= 0 and same and other.head not in REFLEXIVE:
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


def _described(item: Found, before: list[Found], crowd: list[Someone], layout: Layout, lexicon: Lexicon) -> int | None:
    if "kin" in item.cues:
        owner = re.match(r"\w+", item.text)
        head = item.head
        return next((i for i, s in enumerate(crowd) if s.kin and head in s.heads and owner), None)
    for other in reversed(before):
        if other.person >= 0 and other.kind in (MentionKind.NAME, MentionKind.ALIAS) and other.end <= item.start:
            if _APPOSED.match(layout.plain[other.end : item.start]):
                return other.person
            break
    if (meant := _preposed(item, crowd, layout)) is not None:
        return meant
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
    # "the depot's emir", "the judge" are somebody else; "the former policeman" was one once.
    if "'s" in item.modifiers or (lexicon.nouns.get(item.head) in _OFFICES and not _FORMER.search(item.modifiers)):
        return next((i for i in range(len(crowd) - 1, -1, -1) if item.head in crowd[i].heads), None)
    if _BESIDE_THEM.match(layout.told, item.end, item.end + 60):
        return None
    if _INTRODUCED.match(layout.plain[item.end : item.end + 6]) and not any(item.head in s.heads for s in crowd):
        return None  # "the schoolboy who ...": somebody new
    return _fits(item, crowd, layout, lexicon)


def _preposed(item: Found, crowd: list[Someone], layout: Layout) -> int | None:
    """Whom a description at the head of a sentence means that goes on with them: "A graduate of a London school, she left ..."."""
    sentence = layout.sentences[layout.sentence_at(item.start)]
    if item.start > sentence.start + 1 or item.definite or item.quoted or item.cues:
        return None
    goes_on = _GOES_ON.match(layout.told, item.end, sentence.end)
    if not goes_on:
        return None
    word = goes_on.group(1)
    if word in ("he", "she"):
        gender = "M" if word == "he" else "F"
        if item.gender and item.gender != gender:
            return None
        at = goes_on.start(1)
        return pronoun(Found(at, goes_on.end(1), MentionKind.PRONOUN, word, head=word, gender=gender), crowd, layout)
    return next((i for i in range(len(crowd) - 1, -1, -1) if any(word in n.split() for n in crowd[i].names)), None)


def _fits(item: Found, crowd: list[Someone], layout: Layout, lexicon: Lexicon) -> int | None:
    """Whom "the former guard" means: who was called so before, else the most present of fitting gender."""
    words = {w.lower() for w in item.modifiers.split()} - {"former", "young", "old"}
    best, best_score = None, 0.0
    here = layout.sentence_at(item.start)
    stranger = lexicon.nouns.get(item.head) in _STRANGERS and not _FORMER.search(item.modifiers)
    named = (s for s in crowd if (s.names or s.aliases) and not s.kin and not _titled(s))
    latest = max(named, key=lambda s: s.mentions[-1].start, default=None)
    for i, someone in enumerate(crowd):
        if item.gender and someone.gender() and item.gender != someone.gender():
            continue
        score = 0.0
        if item.head in someone.heads:
            score += 2
        score += len(words & {w.lower() for w in someone.modifiers})
        if item.head == "year-old":
            known = _ages(someone, layout)
            if known and item.modifiers[:2] not in known:
                continue
            score += 2 if known else 1 if someone is latest else 0
        elif someone is latest and _FORMER.search(item.modifiers):
            score += 1
        last = layout.sentence_at(someone.mentions[-1].start)
        if here - last <= 3 and (score or not stranger):
            score += 0.6
        if score and not someone.kin:
            score += min(len(someone.mentions), 8) * 0.1
        if score > best_score:
            best, best_score = i, score
    return best if best_score >= 0.9 else None


def _titled(someone: Someone) -> bool:
    return any(m.title and m.title[:2] not in ("Mr", "Mi") for m in someone.mentions)


def _ages(someone: Someone, layout: Layout) -> set[str]:
    found = set()
    for m in someone.mentions[:12]:
        after = re.split(r"[.!?\n]", layout.plain[m.end : m.end + 14])[0]
        found.update(re.findall(r"\b\d\d\b", layout.plain[m.start : m.end] + after))
    return found
