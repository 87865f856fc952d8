"""Totals that somebody reports: "at least 58 individuals have left the group and spoken publicly"."""

from __future__ import annotations

import re

from testimonia.domain.claim import Claim, ClaimScope, Qualifier, ReportedNarrative
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.span import Span
from testimonia.identity.detect.layout import Layout, Piece
from testimonia.text import handle

_UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS = (
    {w: i for i, w in enumerate(_UNITS, 1)}
    | _TENS
    | {f"{t}-{u}": n + i for t, n in _TENS.items() for i, u in enumerate(_UNITS[:9], 1)}
    | {"a dozen": 12, "two dozen": 24, "three dozen": 36, "four dozen": 48}
)
_NUMBER = (
    r"(?<![\w.,£$€-])(\d{1,3}(?:[,.]\d{3})+|\d{1,6}|"
    + "|".join(sorted((re.escape(w) for w in _WORDS), key=len, reverse=True))
    + r")(?![\w%-]|[.,:]\d)"
)
_PEOPLE = r"(?:people|persons?|individuals?|men|women|man|woman|defectors?|deserters?|returnees?|fighters?|members?|recruits?|nationals?|citizens?|foreigners?|volunteers?|militants?|jihadis?t?s?|travellers?|families|accounts?|testimonies|voices|cases|suspects?|girls?|boys?|teenagers?|minors|residents?|leavers|Westerners|former|others|adults|witnesses|stories|students|employees|staff|departures|names|children|pupils|youths|Muslims)"
_ANY = re.compile(_NUMBER, re.IGNORECASE)
_COUNTRIES = re.compile(
    rf"{_NUMBER}\s+(?:\w+ )?(countries|nationalities|nations|states|narratives|governments)\b", re.IGNORECASE
)
_NOUN_NEXT = re.compile(rf"^(?:\s+[\w'’-]+){{0,3}}?\s+{_PEOPLE}\b", re.IGNORECASE)
_BARE_NEXT = re.compile(
    r"^(?:,? (?:have|had|has|were|are|was|is|came|come|left|returned|died|of (?:them|these|those|whom|the)|from|others|more|talked|spoke|named|mentioned|complained|said|says|gave|hold|held|grew|went|about|at most|in the|for|each|or more|cited|listed|described|walked|made|refused|back)\b|[,;.:)]|$| and | but )",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:says?|said|estimates?d?|believe[sd]?|reckons?|according to|report\w*|study|database|figures?|count(?:s|ed)?|tally|record(?:s|ed)|list(?:s|ed)|logged|track(?:s|ed)|document(?:s|ed)|identified|known to|puts?|number of|a total of|ministry|office|police|government|officials?|institute|centre|center|researchers?|agency|statement|since (?:January|last|20|the))\b",
    re.IGNORECASE,
)
_LEFT_AND_SPOKE = re.compile(
    r"\b(?:left|quit|fled|defected|deserted|escaped|walked)\b[^.;]*\b(?:told (?:their|his|her) stor|spoke|spoken|speak(?:ing)? (?:out|publicly)|tell their|gave interviews|went public)",
    re.IGNORECASE,
)
_APPROX = re.compile(
    r"\b(?:at least|more than|over|no fewer than|about|around|roughly|some|nearly|almost|approximately|an estimated|estimated|up to|as many as|fewer than|less than|just|only|another|further|remaining|total of|of whom|between|upward of|and)\s+(?:the |a )?$",
    re.IGNORECASE,
)
_NOT_PEOPLE = re.compile(
    r"^[\s-]*(?:-|–)?\s*(?:(?:\w+ )?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|nights?|miles?|kilomet\w+|km|metres?|meters?|euros?|dollars?|pounds?|lira|dinars?|rupees|per ?cent|percent|times|am|pm|rooms?|cars?|trucks?|bodies|villages?|houses?|rifles?|o'clock|degrees|pages?|words|litres?|kilos?|rounds?|bullets?|lashes|camels|sheep|reasons?|things?|themes?|outlets?|passports?|flights?|chapters?|children of|brothers?|sisters?|daughters?|sons?|kids|checkpoints?|buildings?|schools?|provinces?|districts?|cities|towns?|floors?|beds?|bags?|books?|phones?|cigarettes?|sources?|articles?|documents?)\b|million|billion|thousand|hundred|[/:%]|\w*-year)",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:[$£€#]|\b(?:aged?|Rs|USD|page|chapter|No|January|February|March|April|May|June|July|August|September|October|November|December|last|first|next|turned|was|am|is|block|road|room|route|article|unit|division|at the age of|number|since|until|in|family of|group of|mother of|father of|parents of))\.?\s*$"
)
_TOPIC = re.compile(
    r"\b(?:left|leav\w+|defect\w*|desert\w*|quit|return\w*|spoke\w*|spoken|public\w*|travel\w*|gone|went|join\w*|fight\w*|fought|member\w*|detain\w*|arrest\w*|kill\w*|recruit\w*|fled|escap\w*|walked|counselled|counted|logged|document\w*|record\w*|identified|interview\w*|came|come|back|women|nationals?|citizens?|Syria|Iraq)\b",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"\b(?:at least|more than|over|no fewer than|not fewer than|upwards of|minimum of|in excess of)\s+(?:the )?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|some|nearly|almost|approximately|an estimated|estimated|close to|perhaps|believed to be|circa)\s+(?:a )?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"\b(?:up to|as many as|at most|no more than|fewer than|under|less than)\s+$", re.IGNORECASE)
_CASUALTY = re.compile(
    r"\b(?:bodies|wounded|injured|shelling|air ?strike|explosion|bomb(?:ing|ed)?|beheaded|hostages|prisoners|inmates|executed|crucified)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\bsince (?:(?:the (?:start|beginning) of|early|late) )?(January|February|March|April|May|June|July|August|September|October|November|December)?\s*(of )?(last year|this year|(?:19|20)\d\d)?",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    r"\b(?:spoke\w*|spoken|public(?:ly)?|interview|account|told|testimon|voice|gave|described)\w*", re.IGNORECASE
)
_GONE = re.compile(
    r"\b(?:travel\w*|gone|went|joined|left (?:the country|home|for)|set out|to fight|stopped|prevented)\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:the|a|its|by)?\s*((?:[A-Z][\w'’-]+\s?){1,6})\s+(?:says?|said|found|estimates?|reports?|counted|believes?|put)\b"
)


def claims(layout: Layout, lexicon: Lexicon, *, on_topic: re.Pattern[str]) -> list[Claim]:
    """Claims in numbers, in order; `on_topic` matches the study's group anywhere in the article.

    A first pass takes figures that stand before a word for people in a sentence that counts; where it finds a report's worth of
    them, a second pass also takes the bare figures of its breakdown ("Nine hold passports of ...", "another 16 were caught").
    """
    if not on_topic.search(layout.plain):
        return []
    first = _pass(layout, lexicon, report=False)
    counts = {c.figure for c in first if c.unit == "persons"}
    return (
        _pass(layout, lexicon, report=True) if len(counts) >= 3 or any(c.unit == "countries" for c in first) else first
    )


def _pass(layout: Layout, lexicon: Lexicon, *, report: bool) -> list[Claim]:
    found: dict[tuple[float, str], Claim] = {}
    totals: list[float] = []
    last = -1  # paragraph and sentence of the latest claim: what stands right after it may break it down
    for number, piece in enumerate(layout.sentences):
        after = last >= 0 and number - last == 1 and layout.sentences[last].paragraph == piece.paragraph
        for claim in _in_sentence(piece, layout, lexicon, totals, report=report, after=after):
            found.setdefault((claim.figure, claim.unit), claim)
            last = number
    return list(found.values())


def _in_sentence(
    piece: Piece, layout: Layout, lexicon: Lexicon, totals: list[float], *, report: bool, after: bool
) -> list[Claim]:
    text = layout.plain[piece.start : piece.end]
    results: list[Claim] = []
    for match in _COUNTRIES.finditer(text):
        if claim := _claim(match, match.group(2).lower(), text, piece, layout, lexicon, totals):
            results.append(claim)
    for match in _ANY.finditer(text):
        opening = after and (match.start() < 25 or bool(_APPROX.search(text[: match.start()])))
        if _counts_people(match, text, lexicon, report=report or opening, company=bool(results)):
            claim = _claim(match, "persons", text, piece, layout, lexicon, totals)
            if claim and not any(c.figure == claim.figure and c.unit == claim.unit for c in results):
                results.append(claim)
    return results


def _counts_people(match: re.Match[str], text: str, lexicon: Lexicon, *, report: bool, company: bool) -> bool:
    """Whether this number counts people of the study's subject, by what stands around it."""
    figure = _figure(match.group(1))
    tail, lead = text[match.end() :], text[: match.start()]
    if figure is None or figure < 2 or _NOT_PEOPLE.match(tail) or _NOT_BEFORE.search(lead):
        return False
    if 1900 <= figure <= 2100 and "," not in match.group(1) and not _NOUN_NEXT.match(tail):
        return False
    if _CASUALTY.search(text) and not re.search(
        r"\bmembers?\b|\bfighters?\b|\btrying to leave\b|\bhave (?:gone|joined|travelled|returned)\b|\bback\b", text
    ):
        return False
    age = (
        9 <= figure <= 80
        and re.search(
            r"(?:[A-Za-z]{3,},|, just|\b(?:aged|of) (?:about|around|some|only|just)|\b(?:ring|call|dial|series|part|note|briefing)|\boldest|\byoungest[^,]*|\band|\bmen|\bthen|\bnow)\s*$",
            lead,
        )
        and re.match(r"[,.;)]|$| and \d\d[,.]", tail)
    )
    if age or (2000 <= figure <= 2030 and "," not in match.group(1)):
        return False
    words = re.findall(r"[\w'’-]+", tail)[:4]
    noun = bool(_NOUN_NEXT.match(tail)) or any(w in lexicon.demonyms and w.endswith(("s", "ese")) for w in words[:2])
    source = bool(_COUNTING.search(text))
    topic = bool(_TOPIC.search(text))
    small = figure < 10
    if noun and topic and (source or report) and (not small or _APPROX.search(lead) or (report and source)):
        return True
    if noun and small and ((match.group(1).isdigit() and topic) or _LEFT_AND_SPOKE.search(text)):
        return True
    bare = bool(_BARE_NEXT.match(tail)) and not re.search(r"\b(?:I|me|my|us)\b", text)
    if bare and (report or (company and topic) or (source and topic and not small and _APPROX.search(lead))):
        return True
    return noun and topic and figure >= 20


def _claim(
    match: re.Match[str], unit: str, text: str, piece: Piece, layout: Layout, lexicon: Lexicon, totals: list[float]
) -> Claim | None:
    figure = _figure(match.group(1))
    if figure is None:
        return None
    if unit != "persons":
        unit = "narratives" if unit == "narratives" else "countries"
    before = text[: match.start(1)]
    qualifier = (
        Qualifier.AT_LEAST
        if _AT_LEAST.search(before)
        else Qualifier.ABOUT
        if _ABOUT.search(before)
        else Qualifier.AT_MOST
        if _AT_MOST.search(before)
        else Qualifier.EXACT
    )
    scope = _scope(text)
    if unit == "persons" and scope is ClaimScope.SPOKE and figure >= 10:
        totals.append(figure)
    part = next((t for t in reversed(totals) if t > figure), None) if unit == "persons" else None
    source = _SOURCE.search(text)
    return Claim(
        id="q-" + handle(layout.article.id, str(piece.start), str(figure), unit),
        article=layout.article.id, figure=figure, unit=unit, qualifier=qualifier, scope=scope,
        country=_country(text, match, lexicon) if unit == "persons" else None, since=_since(text, layout.article.published),
        attributed_to=source.group(1).strip() if source else None, part_of=part,
        span=Span.of(layout.article.text, piece.start, piece.end), rule="counted",
    )  # fmt: skip


def _figure(words: str) -> float | None:
    lower = words.lower()
    if lower in _WORDS:
        return float(_WORDS[lower])
    digits = re.sub(r"[,.](?=\d{3})", "", words)
    return float(digits) if digits.isdigit() else None


def _scope(text: str) -> ClaimScope:
    if re.search(r"\bkilled\b|\bexecuted\b|\bdied\b", text):
        return ClaimScope.KILLED
    if re.search(r"\bdetained\b|\barrested\b|\bjailed\b|\bcustody\b", text):
        return ClaimScope.DETAINED
    leaving = re.search(r"\b(?:left|leave|leaving|defect\w*|desert\w*|quit|fled|escap\w*|walked)\b", text)
    if leaving and _SPOKE.search(text):
        return ClaimScope.SPOKE
    if re.search(r"\breturn\w*|\bcome back\b|\bcame back\b|\bcome home\b|\bare back\b", text):
        return ClaimScope.RETURNED
    if leaving and not _GONE.search(text):
        return ClaimScope.LEFT
    if _GONE.search(text):
        return ClaimScope.TRAVELLED
    if re.search(r"\bmembers?\b|\bfight(?:ing|ers?)\b", text):
        return ClaimScope.MEMBERS
    return ClaimScope.SPOKE if re.search(r"\bdefectors?\b", text) else ClaimScope.OTHER


def _country(text: str, match: re.Match[str], lexicon: Lexicon) -> str | None:
    near = text[max(0, match.start() - 30) : match.end() + 45]
    for word in re.findall(r"\b[A-Z][\w-]+(?: [A-Z][\w-]+)?", near):
        for form in (word, word.split(" ")[0]):
            code = lexicon.demonyms.get(form) or lexicon.countries.get(form)
            if (code and code not in ("SY", "IQ")) or (code and re.search(r"Syrians?\b|Iraqis?\b", form)):
                return code
    return None


def _since(text: str, published: str | None) -> str | None:
    match = _SINCE.search(text)
    if not match or not (match.group(1) or match.group(3)):
        return None
    year_words = match.group(3)
    if year_words and year_words[0].isdigit():
        year = int(year_words)
    elif published:
        year = int(published[:4]) - (year_words is not None and year_words.lower() == "last year")
    else:
        return None
    months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
    return f"{year}-{months.index(match.group(1).lower()) + 1:02d}" if match.group(1) else str(year)


_NARRATIVE = (
    (
        "leaving/infighting",
        re.compile(
            r"\bin-?\s?fighting\b|against other Sunni|rival rebels|fighting (?:other|fellow) (?:Sunni|rebel|Muslim)",
            re.IGNORECASE,
        ),
    ),
    (
        "leaving/brutality",
        re.compile(r"\bbrutality\b|\batrocit|killing of (?:innocent )?civilians|\bcruelty\b", re.IGNORECASE),
    ),
    (
        "leaving/corruption",
        re.compile(r"\bcorruption\b|\bunfair\w*\b|un-?Islamic|favour(?:ing|itism)|mistreat", re.IGNORECASE),
    ),
    ("leaving/quality_of_life", re.compile(r"quality of life|living conditions|luxury goods|shortages", re.IGNORECASE)),
)
_LIMITS = re.compile(
    r"(?:not (?:seen as |considered )?(?:a )?[\"“]?(?:universal|systemic)[^.,;]*|\bsmall but significant[^.,;]*|\b[Mm]any\b|\b[Mm]ost (?:incidents|of)\b[^.,;]*|mostly when[^.;]*|\bthe smallest\b|\bone of the most persistent\b[^.,;]*|a (?:small|large) (?:number|minority)[^.,;]*)"
)
_CITED = re.compile(r"\b(?:study|report|narratives?|themes?|researchers?|defectors|database|survey)\b", re.IGNORECASE)


def narratives(layout: Layout, *, on_topic: re.Pattern[str]) -> list[ReportedNarrative]:
    """Reasons that a cited study reports of leavers in general, with the words that limit them."""
    if not on_topic.search(layout.plain) or not re.search(
        r"\b(?:study|report|researchers?|institute|centre)\b", layout.plain, re.IGNORECASE
    ):
        return []
    found: dict[str, ReportedNarrative] = {}
    for piece in layout.paragraphs:
        text = layout.plain[piece.start : piece.end]
        for code, pattern in _NARRATIVE:
            if not pattern.search(text):
                continue
            limits = "; ".join(dict.fromkeys(m.group().strip(" \"'") for m in _LIMITS.finditer(text))) or None
            head = pattern.search(text[:60])
            cited = _CITED.search(text)
            known = found.get(code)
            if (cited or head) and (known is None or (known.qualifier is None and limits)):
                found[code] = ReportedNarrative(
                    article=layout.article.id,
                    code=code,
                    qualifier=limits,
                    span=Span.of(layout.article.text, piece.start, piece.end),
                )
    return [found[c] for c, _ in _NARRATIVE if c in found]
