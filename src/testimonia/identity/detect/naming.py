"""Names of persons: capitalised runs that at least one cue tells to be somebody."""

from __future__ import annotations

import re

from testimonia.domain.appearance import MentionKind
from testimonia.domain.lexicon import Lexicon
from testimonia.identity.detect.layout import Layout
from testimonia.identity.detect.mentions import HONORIFICS, Found, fold, in_quote

_CAP = r"[A-ZÀ-ÞĀ-ŽİŞŠČĆŽÇÖÜ][\w'’\-]*[\w]|[A-ZÀ-Þ]\.|[A-ZÀ-Þ](?=\s)"
_PARTICLE = r"(?:al|el|ul|bin|ibn|ben|bint|van|von|de|der|den|da|di|du|le|la|abu|um|umm|ter)"
_NAME = re.compile(
    rf"(?:{_CAP}|(?:al|el|ash|ar|an|as|at|az)-{_CAP})(?:[ ](?:(?:{_PARTICLE}[ ]){{0,2}}(?:{_CAP}|(?:al|el|ash|ar|an|as|at|az)-(?:{_CAP}))))*"
)
_KUNYA = re.compile(r"^(?:Abu|Abou|Aboo|Umm|Um|Oum|Oumm)\b")
_HUMAN_NEXT = re.compile(
    r"\s*(?:,\s*(?:now |then |aged )?\d\d\b|\(\d\d\)|,? who\b|,? whose\b|,\s*an? |'s (?:mother|father|brother|sister|cousin|wife|husband|son|family|lawyer|uncle|aunt))"
)
_AGED_NEXT = re.compile(
    r"\s*(?:,\s*(?:now |then |aged )?(?:\d\d|(?:twen|thir|for|fif|six)ty(?:-[a-z]+)?|(?:six|seven|eigh|nine)teen),|,\s*(?:an?|the|who is an?) (?:now )?\d\d-year-old|\(\d\d\)|,? who is \d\d\b|(?:'s)?\. (?:He|She) is (?:now |only )?\d\d\b"
    r"|,? (?:is|was|turned|turns) (?:now |only |just |about )?\d\d(?:[,.;]| and\b| years| when\b| now\b))"
)
"""What only a person has."""
_INITIAL = re.compile(r"[A-ZÀ-Þ]\w{2,} [A-ZÀ-Þ]\.?$")
"""How courts and papers shorten a name: "Yerlan K."."""
_BARE_INITIAL = re.compile(r"(?<![\w.])(?:(Mrs|Mr|Ms|Miss|Herr|Frau)\.? )?([A-ZÀ-Þ])\.(?=[,;:]|'s\b| [a-z(])")
"""How a paper goes on with somebody whose name it shortened: "K. said", "Mr K."."""
_NAME_IS = re.compile(
    r"\b(?:(?:[Hh]is|[Hh]er|[Mm]y) (?:first |real |full |given )?name (?:is|was)|[Cc]all (?:him|her|me)|(?:be|was|is|am|been|himself|herself|me|him|her|man|woman|boy|girl|one) called"
    r"|(?:man|woman|boy|girl) named|(?:under|uses|used|gave|give|gives|by|goes by|went by) the (?:one |first |false |nom de guerre |assumed )?name(?: of)?) $"
)
_ACTS = re.compile(
    r"^ (?:had|was born|grew up|worked|works|lives|lived|joined|fled|escaped|drove|sat|sits|keeps|kept|came|spent|travel?led|sells|used to|went|left|ran|studied|taught|served|has (?:a|no|been|two|three)|does not|did not|didn't)\b[^.]{0,120}?(?:\.\s[^.]{0,80}?)?\b(?:he|He|she|She|his|His|her|Her)\b"
)
"""A name of two words does what people do, and goes on as "he" or "she"."""
_VERB = re.compile(
    r"^ (?:(?:also|never|still|then|once|now|only|first|later) )?(?:was|is|has|would|could|can|will|might|must|did|does|had|[a-z]{2,}(?:ed|[^s]s)|went|left|took|told|came|sat|saw|ran"
    r"|kept|felt|knew|thought|got|made|found|gave|wore|spoke|held|brought|began|fell|lost|paid|sold|stood|heard|met|sent|slept|spent|taught|wrote|drove|broke|bought|built"
    r"|caught|chose|ate|fled|flew|forgot|grew|hid|led|read|rose|shot|shook|swore|threw|woke|put|set|let|cut)\b"
)
"""What follows the subject of a sentence."""
_NO_SUBJECT = re.compile(r"\b(?:[Tt]he|of|in|to|from|for|by|with|at|on|near|and|or|than|like|as|a|an) $")
"""What stands before a name that is no subject, or that is a thing's."""
_PERSONAL = re.compile(r"\b(?:he|she|himself|herself)\b")
_GIVEN_HERE = re.compile(r"\b(?:[Hh]e|[Ss]he)(?: is|'s| will be| appears as) $")
"""What stands before the name that an account gives somebody: "She is Dilya in this account"."""
_HERE = re.compile(r"^,? (?:here|in (?:this|these|our|my)|for (?:this|these)|on (?:this|these))\b")
_OFTEN = 2
"""So often one capitalised word must do what people do to be taken for a name."""
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|to|at|outside|from|towards?|around|through|via|into|inside|across|reach(?:ed)?|left|entered|town of|city of|village of|province of|suburb of)(?: (?:northern|southern|eastern|western|central))? $"
)
_COMPOUND = re.compile(r"[A-Z][a-z]+-[a-z]+(?:ed|ing)$")
"""An adjective at the head of a sentence: "Baby-faced Adeel"."""
_SHORTENED = re.compile(
    r"(?:(?:It|He|She|That|This|There|What|Who|Here|Let|Where|How|When)['’]s|(?:It|He|She|You|We|They|That|There|Who)['’](?:d|ve|re|ll))$"
)
_RANKED = frozenset({"Chief", "Senior", "Special", "Assistant", "Acting"})
"""What stands before a title, never alone before a name."""


def names(layout: Layout, lexicon: Lexicon, not_names: frozenset[str]) -> list[Found]:
    """Capitalised runs that are persons, by at least one cue anywhere in the article."""
    candidates = [c for s in layout.sentences for c in _candidates(layout, s.start, s.end, lexicon, not_names)]
    taken = set(layout.labels.values())
    places = _places(candidates, layout)
    candidates = [c for c in candidates if not any(a <= c.start < b for a, b in taken) and c.form not in places]
    _recurring(candidates, layout)
    known: set[str] = set()
    for item in candidates:
        if item.cues:
            known.update(part for part in item.form.split() if len(part) > 2)
    for a, b in taken:
        known.update(part for part in layout.plain[a:b].title().split() if len(part) > 2)
    body = layout.plain[layout.article.body_start :]
    known_ones = [
        c
        for c in candidates
        if (c.cues or any(p in known for p in c.form.split()))
        and (c.start >= layout.article.body_start or c.form in body or {"kunya", "given"} & set(c.cues))
    ]
    return known_ones + _shortened(layout, known_ones)


def _recurring(candidates: list[Found], layout: Layout) -> None:
    """Cues the names that the article goes on with by one of their words ("Torunn Eikeland ... Eikeland passed"), as it does with people alone.

    A name of one word must act more than once, and be "he" or "she" in the sentence.
    """
    acts: dict[str, int] = {}
    meant: set[str] = set()
    for item in candidates:
        if " " in item.form or not _acts(item, layout):
            continue
        acts[item.form] = acts.get(item.form, 0) + 1
        sentence = layout.sentences[layout.sentence_at(item.start)]
        if _PERSONAL.search(layout.told, item.end, sentence.end):
            meant.add(item.form)
    for item in candidates:
        if item.cues or _NO_SUBJECT.search(layout.plain[max(0, item.start - 6) : item.start]):
            continue
        words = item.form.split(" ")
        goes_on = len(words) in (2, 3) and any(w in acts for w in (words[0], words[-1]))
        if goes_on or (item.form in meant and acts[item.form] >= _OFTEN):
            item.cues.append("recurs")


def _acts(item: Found, layout: Layout) -> bool:
    """Whether the name is the subject of its clause."""
    before = layout.plain[max(0, item.start - 6) : item.start]
    return bool(_VERB.match(layout.plain[item.end : item.end + 24])) and not _NO_SUBJECT.search(before)


def _shortened(layout: Layout, named: list[Found]) -> list[Found]:
    """The bare initials that can mean only one of those whose family name the article shortens: "Yerlan K. ... K. said"."""
    whole: dict[str, set[str]] = {}
    for item in named:
        if "initial" in item.cues:
            whole.setdefault(item.form.rstrip(".")[-1], set()).add(item.form)
    inside = {offset for item in named for offset in range(item.start, item.end)}
    found = []
    for match in _BARE_INITIAL.finditer(layout.plain) if whole else ():
        forms = whole.get(match.group(2), set())
        if len({f.rstrip(".") for f in forms}) == 1 and match.start(2) not in inside:
            title = match.group(1) or ""
            gender = HONORIFICS.get(title, "")
            found.append(
                Found(match.start(), match.end(), MentionKind.NAME, match.group(), form=min(forms), title=title, gender=gender,
                      quoted=in_quote(layout, match.start(2)), cues=["initial"])
            )  # fmt: skip
    return found


def _places(candidates: list[Found], layout: Layout) -> set[str]:
    """Forms that mostly stand where places stand ("in X", "the road to X"), whatever else speaks for a person."""
    seen: dict[str, list[bool]] = {}
    for item in candidates:
        if not {"title", "given", "kunya", "human"} & set(item.cues):
            seen.setdefault(item.form, []).append(
                bool(_PLACE_BEFORE.search(layout.plain[max(0, item.start - 24) : item.start]))
            )
    return {form for form, stands in seen.items() if sum(stands) * 2 > len(stands)}


def _candidates(layout: Layout, start: int, end: int, lexicon: Lexicon, not_names: frozenset[str]) -> list[Found]:
    found = []
    for match in _NAME.finditer(layout.plain, start, end):
        item = _candidate(match.start(), match.end(), start, layout, lexicon, not_names)
        if item:
            found.append(item)
    return found


def _candidate(
    a: int, b: int, sentence_start: int, layout: Layout, lexicon: Lexicon, not_names: frozenset[str]
) -> Found | None:
    text = layout.plain[a:b]
    if text.endswith("'s"):
        text, b = text[:-2], b - 2
    words = text.split(" ")
    if any(w in lexicon.institutions for w in words[1:]):
        return None
    title = ""
    while words and (
        words[0] in lexicon.titles
        or _SHORTENED.match(words[0])
        or (len(words) > 2 and words[0] in _RANKED and words[1] in lexicon.titles)
        or (words[0] in lexicon.stops and not _KUNYA.match(text))
        or (len(words) > 1 and _COMPOUND.match(words[0]))
    ):
        title = words[0] if words[0] in lexicon.titles else title
        a += len(words[0]) + 1
        words = words[1:]
    while words and words[-1] in lexicon.stops:
        b -= len(words[-1]) + 1
        words = words[:-1]
    form = " ".join(words)
    if re.match(r"I'|[A-Z]'?$|[A-Z]{2,}s$", form) or (form.isupper() and len(form) > 3 and not title):
        return None
    if not form or len(form) < 2 or form in not_names or form in lexicon.stops or (form.isupper() and len(form) < 4):
        return None
    if form in lexicon.demonyms or form in lexicon.countries or (form in lexicon.towns and not title):
        return None
    if (
        any(w in lexicon.stops or w in lexicon.countries or w in lexicon.demonyms for w in words)
        or layout.plain[a:b] != form
    ):
        return None
    start = a - len(title) - 1 if title and layout.plain[a - len(title) - 1 : a - 1] == title else a
    item = Found(start, b, MentionKind.NAME, layout.plain[start:b], form=form, title=title, quoted=in_quote(layout, a))
    _cue(item, a, b, layout, lexicon, at_start=a == sentence_start)
    return item


def _cue(item: Found, a: int, b: int, layout: Layout, lexicon: Lexicon, *, at_start: bool) -> None:
    first = fold(item.form.split(" ")[0].split("-")[0])
    before, after = layout.plain[max(0, a - 30) : a], layout.plain[b : b + 40]
    if item.title:
        item.cues.append("title")
        item.gender = HONORIFICS.get(item.title.rstrip("."), "")
    if _KUNYA.match(item.form):
        item.cues.append("kunya")
        item.kind = MentionKind.ALIAS
        item.gender = "M" if item.form.startswith("A") else "F"
    if first in lexicon.given:
        item.cues.append("given")
        item.gender = item.gender or lexicon.given[first]
    next_word = re.match(r"\s+(\w+)", after)
    if next_word and next_word.group(1) in lexicon.speaking:
        item.cues.append("speaks")
    previous = re.search(r"(\w+)[,:]?\s+(?:that )?[\"']?$", before)
    if previous and previous.group(1) in lexicon.speaking and after[:1] in ",.; ":
        item.cues.append("said-by")
    if previous and previous.group(1) in lexicon.nouns and not at_start:
        item.cues.append("noun")
    item.cues += _around(item, a, b, layout, at_start=at_start)
    # A place after a preposition is no person, whatever its letters look like.
    if re.search(r"\b(?:in|near|to|at|outside|from|towards|around|through|via|into)\s$", before) and item.cues in (
        [],
        ["apposition"],
    ):
        item.cues.clear()


def _around(item: Found, a: int, b: int, layout: Layout, *, at_start: bool) -> list[str]:
    """The cues in what stands before and after a name."""
    before, after = layout.plain[max(0, a - 60) : a], layout.plain[b : b + 40]
    words = item.form.count(" ") + 1
    found: list[str] = []
    if _HUMAN_NEXT.match(after):
        found.append("apposition")
    if _INITIAL.match(item.form):
        found.append("initial")
    if _NAME_IS.search(before):
        found.append("human")
    if words in (2, 3) and (at_start or before.endswith(", ")) and _ACTS.match(layout.plain[b : b + 260]):
        found.append("acts")
    if _AGED_NEXT.match(after) or (_GIVEN_HERE.search(before) and _HERE.match(after)):
        found.append("human")
    return found
