"""What a line of a page is, where it is no article text: a table of named rules."""

from __future__ import annotations

import re

LONGEST = 260
"""Characters; a longer block is article text, whatever it looks like (copyright lines excepted)."""


def _any(*alternatives: str, case: bool = False) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), 0 if case else re.IGNORECASE)


HEADER = re.compile(
    r"^(SHOW|SECTION|LENGTH|BYLINE|HEADLINE|HIGHLIGHT|DATELINE|LOAD[- ]DATE|LANGUAGE|GRAPHIC|PUBLICATION[- ]TYPE|DOCUMENT[- ]TYPE|KEYWORDS|SUBJECT|HOSTS?|REPORTERS?"
    r"|GUESTS?|ANCHORS?|SOURCE|EDITION|CORRECTION[- ]DATE|JOURNAL[- ]CODE|TYPE|URL|COPYRIGHT|WORD ?COUNT|PUBLICATION|NOTES?|FORMAT|DOCUMENT|BODY|CREDIT|COLUMN|SERIES"
    r"|RETRIEVED|HD|BY|WC|PD|SN|SC|LA|CY|LP|TD|AN|ED|PG)\s*:\s*(.*)$"
)
_MONTH_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{4}-\d{2}-\d{2}|\d{2}\.\d{2}\.\d{4})"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NAME = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}"
_MEDIA = r"(?:facebook|twitter|whatsapp|instagram|telegram|youtube|linkedin|google\+|pinterest)"
DATED = re.compile(rf"\b{_MONTH_DAY}\b")
CREDIT = re.compile(rf"^{_NAME} ?(?:for|/) ?[A-Z][\w .&'’-]{{3,40}}$")
"""A line that only says whose picture stands above it."""
EDGE = _any(
    rf"^{_NAME} (?:is|was) (?:a|an|the) (?:[\w'’-]+ ){{0,4}}(?:editor|writer|correspondent|reporter|columnist|journalist|author|lecturer|professor|fellow|novelist|photographer|researcher)\b",
    rf"^{_NAME} is writing (?:a|his|her) ",
    rf"^{_NAME} (?:teaches|writes|reports|edits) (?:at|in|for|about|on|from)\b",
    rf"^{_NAME}['’]s? (?:\w+ ){{0,2}}(?:book|novel|column|memoir|film|documentary|play)\b.*\b(?:published|appears?|out|released)\b",
    r"^(?:[\w ,]+\. )?(?:[Ff]unded|[Ss]upported|[Ss]ponsored|[Mm]ade possible) by\b",
    case=True,
)
"""What stands before or after an article and would pass for text inside it: who wrote it, who paid for it."""

RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("database", _any(
        r"^\d+ of \d+ documents?$", r"^document \w+$", r"^\(?page \d+(?: of \d+)?\)?$", r"^\W*\d{1,4}\W*$", r"^[\W_]+$", r"\brecord \d+ ?/ ?\d+ of \d+",
        r"\bThe (?-i:[A-Z])[\w ]{3,40} \((?-i:[A-Z])[a-z]+\)$", r"^retrieved (?:for|by|from|on)\b",
    )),
    ("read-more", _any(
        r"^[>»•*▶\- ]{0,4}(?:(?:to )?read (?:more|also)|also read|see also|related|more on this|more from|don't miss|in pictures|live:|most (?:read|viewed|popular|shared)|recommended"
        r"|you may also|you might also|top stories|trending|next:|previous:|next article|previous article|further reading|latest (?:news|headlines)|editor's picks?|from the archive"
        r"|promoted|sponsored|elsewhere on|around the web|watch|listen|keep reading|continue reading)\b",
        r"^(?:also|more|next|previous(?:ly)?|earlier|other) (?:[\w&'’]+ ){0,4}[\w&'’]+(?: \([^)]{1,20}\))? ?:", r"^more(?: [\w ]{3,20})?:", r"^read next\b", r"^also on this program",
    )),
    ("share", _any(
        r"^(?:share|tweet|print|e-?mail|facebook|twitter|whatsapp|google\+|pinterest|linkedin|follow (?:us|the|@)|like us|copy (?:this )?link|send to a friend|download|embed|listen|save"
        r"|comment|comments?|reply|report|a\+|a-|text size|font size|bookmark|newsletter|advertisement|ad|adverti[sz]ing|publicity|back to top|skip to|menu|search|home|log ?in"
        r"|sign (?:in|up)|register|subscribe|donate|contact|about us|privacy|terms)\b[^.]{0,70}$",
        rf"^.{{0,60}}\b{_MEDIA}\W+(?:\w+ )?{_MEDIA}\b.{{0,60}}$",
    )),
    ("brackets", re.compile(r"^(?:\[[^\]]{2,120}\]\s*)+$")),
    ("sound", re.compile(r"^\((?:SOUNDBITE|LAUGHTER|MUSIC|APPLAUSE|CROSSTALK|END VIDEO|BEGIN VIDEO|SOUND|COMMERCIAL)[^)]*\)$|^\([A-Z][A-Z ,.'-]+\)$")),
    ("breadcrumb", _any(
        r"^(?:[^.!?>»›/|]{1,40}[>»›/|]\s*){2,}[^.!?>»›/|]{0,80}$", r"^(?:home|news|world)\s*[>»›]", r"^[^.!?>]{3,40} > [^.!?>]{3,40}$", r"^[^.!?,—–|]{2,40} [—–|] [^.!?,—–|]{2,30} [—–|] [^.!?,—–|]{2,40}$",
    )),
    ("copyright", _any(
        r"©", r"\(c\)\s*(?:19|20)\d\d", r"^copyright\b", r"^\(c\) ", r"\ball rights (?:reserved|of this)", r"\brepublication or redistribution", r"terms of use and permissions",
        r"is published by", r"is not responsible for", r"registered (?:charity|in england|company|trademark)", r"may not be reproduced", r"without (?:prior )?(?:written )?(?:permission|consent)",
        r"authoritative record", r"rush (?:deadline|transcript)", r"^(?:this )?transcript\b.{0,60}\b(?:errors|quot)", r"final form and may be", r"reproduction (?:is )?(?:prohibited|forbidden)", r"for private study", r"for reference only", r"supplied for reference",
        r"\binternal use\b", r"not for (?:publication|distribution|broadcast)", r"checked against delivery", r"^transcripts? (?:are|is) (?:made|provided|produced)", r"^a version of this (?:article|story)", r"^(?:the )?names? (?:has|have) been changed\b[^.]{0,80}\.?$", r"\bdoes not pay (?:its|for)\b", r"^suggested citation", r"^how to cite",
    )),
    ("ask", _any(
        r"^have your say", r"^what do you think", r"leave a comment", r"in the comments below", r"^(?:do )?you (?:have|got) a story", r"^sign up",
        r"^get (?:the|our|more|all|your|breaking)\b.*(?:newsletter|headlines|inbox|email|stories|app|letter|phone|alerts)", r"\bturn on (?:alerts|notifications)", r"newsletter",
        r"^reading this because", r"^comments? (?:are|\()", r"comments? (?:are|is) (?:now )?closed", r"^join (?:the|our) ", r"^subscribe", r"^donate", r"^support (?:us|our)", r"cookie", r"^vote (?:now|in)",
        r"^poll\b", r"^text (?:yes|no)", r"^write comment", r"^tell us", r"^call (?:us|our)", r"^e-?mail us", r"whatsapp us", r"^follow (?:us|the|our)", r"mailing list", r"^win £", r"^was this article", r"^how you can help", r"^if you (?:are|have been|were) affected by", r"^you(?:'ve| have) read \d", r"\bfree (?:stories|articles) (?:left|remaining|this)", r"^to comment on", r"^(?:top|best) comments?\b", r"\bcomes from (?:listeners|readers|viewers) like you", r"^give now\b",
        r"^cite this", r"^enter your", r"click here", r"^tickets?\b[^.]{0,60}$", r"^advert",
    )),
    ("caption", _any(
        r"^(?:photo(?:graph)?|picture|image|caption|file photo|illustration|video|graphic|map)s?\b\s*(?:caption|credit|by|:|\()", r"\b(?:photo(?:graph)?|picture|image|illustration)s?(?: credit| by)?\s*:\s*\S",
        r"\((?:photo|picture|file|reuters|afp|ap|getty|gm photo|archive|supplied|courtesy)[^)]*\)\.?$", r"\bpictured (?:in|at|with|this|last)\b", r"\b(?:file|archive|handout|stock) (?:photo|picture|image)\b",
        r"^(?:left|right|above|below)[:,] ", r"\b(?:picture|photo(?:graph)?|image|drawing|illustration)s? (?:supplied |provided |taken |courtesy )?(?:by|courtesy of) (?-i:[A-Z])", r"\bas drawn by\b",
        r", (?:(?:second|third|far|top|bottom) )?(?:left|right|centre|center),? (?:with|and|in|at|during|before|after|on)\b[^.]{0,80}$",
        r"[.\"'”’)a-z] \(?(?-i:[A-Z]{2,})/(?-i:[A-Z])[\w.'’-]+(?: (?-i:[A-Z])[\w.'’-]+){0,3}\)?$", r"\. (?-i:[A-Z]{2,} [A-Z]{2,}) ?/ ?(?-i:[A-Z][A-Z ]{2,})$",
    )),
    ("byline", _any(
        r"^(?i:by|from|words by|reported by|interview by|text|story by)\s+(?:our |staff |the )?[A-Z][^.]{2,80}$", r"^(?:By|BY) (?:[A-Z][\w'’-]*\.? ){1,4}[A-Z][\w'’-]+(?:,? [^.]{0,60})?$", r"^INTERVIEW(?: BY)?: [A-Z][^.]{2,60}$",
        r"^(?i:published|posted|updated|last (?:modified|updated)|added|date|first published|created|issued)\b[^.]{0,90}\d", r"\b\d+ (?i:min(?:ute)?s?) read\b",
        r"^[(\[]?(?i:reporting|editing|writing|additional reporting|compiled|translated|edited)(?: and [a-z]+)? (?:by|from)\b", r"\S+@\S+\.\w+$", r"^[\w.]+@[\w.]+$",
        r"^\d{1,2}[:.]\d\d\b.{0,60}\b(?:19|20)\d\d\b", rf"^(?:{_WEEKDAY},? )?{_MONTH_DAY}(?:[ ,|·-]+{_WEEKDAY})?(?:[ ,|·-]+\d{{1,2}}[:.]\d\d.{{0,12}})?$", rf"^[A-Z][^.!?]{{3,60}} [|·•] {_MONTH_DAY}$",
        rf"\b{_MONTH_DAY}(?: {_WEEKDAY})? \d{{1,2}}:\d\d ?(?:AM|PM)? ?[A-Z]{{3}}$", CREDIT.pattern, case=True,
    )),
    ("comment", _any(r"^[\w.\-]{3,25}\s?(?:\(\d+\))?: (?!.*\b(?:said|says)\b).{3,300}$", r"^\d+ (?:comments?|shares?|likes?|views?|replies)\b")),
    ("ticker", _any(r"^(?:dolar|euro|gold|petrol|weather|prayer times?|namaz|fajr|imsak|exchange rates?|bist)\b", r"\b(?:fajr|dhuhr|asr|maghrib|isha)\b\W{0,3}\d", r"\b(?:gold|exchange) rates?: .{0,40}\d")),
    ("editor", _any(
        r"is a (?:contributing|staff|freelance) (?:writer|editor)", r"^this (?:article|story|piece) (?:appears|first appeared|was (?:amended|corrected))", r"^heard on\b", r"^editor'?s note",
        r"is an independent (?:organi[sz]ation|news)", r"^[\w ]{3,40} is published (?:by|with)\b", r"^[^.]{3,60}, est(?:\.|ablished) (?:in )?\d{4}\.?$", r"^(?:vol(?:ume)?|no|issue)\.? \d+\b.{0,40}$", r"^as told to\b", r"takes no institutional positions", r"^(?:[A-Z]+: )?you['’]re (?:listening to|watching)\b",
    )),
    ("menu", re.compile(r"^(?=(?:.*\b(?:Home|News|Sport|Jobs|Business|Culture|Travel|Opinion|Weather|Property|Motors|Lifestyle|World|Politics|Video|What['’]s On)\b){2})(?:[A-Z&][\w&'’]*\W{0,3})+$")),
)  # fmt: skip
_HOUSE = _any(
    r"\b(?:agency|network|institute|office|programme|online|collection|record|package|export|service|edition|bulletin|volume|translated|transcript)\b",
    r"[>|/]",
    r"\d{2}/\d{2}",
    r"\b(?:No|Vol)\. ?\d",
    r"\bfrom our\b",
)
_SPEAKER = re.compile(r"^(?:[A-Z][A-Z .'-]+|Q|A):")


def rule_of(block: str) -> str | None:
    """The name of the first rule that this block falls under, wherever it stands, or None."""
    for name, pattern in RULES:
        if name == "comment" and (_SPEAKER.match(block) or " " in block.split(":")[0]):
            continue
        if (len(block) < LONGEST or name == "copyright") and pattern.search(block[: 4 * LONGEST]):
            return name
    return None


def of_the_house(line: str) -> bool:
    """Whether a line that could be a headline is more likely the name of the outlet, a series or a record."""
    return line.isupper() or bool(_HOUSE.search(line))
