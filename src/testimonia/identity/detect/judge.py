"""From evidence to a proposal: named features, an inspectable model, the role, the reasons and counter-reasons."""

from __future__ import annotations

import math
import re

from testimonia.domain.appearance import Atom, Evidence, MentionKind, Polarity, Role, Speech
from testimonia.domain.lexicon import CaseModel, Lexicon
from testimonia.domain.odds import log_odds, logistic
from testimonia.identity.detect.layout import NEWSROOM, Layout
from testimonia.identity.detect.mentions import HONORIFICS
from testimonia.identity.detect.people import Someone
from testimonia.ports.reader import Focus, Reader

_FIRST_PERSON = re.compile(r"\b(?:I|we|my|me|us|our)\b")
_MY_KIN = re.compile(
    r"\b(?:my|our) (?:\w+ )?(?:son|daughter|boy|girl|child|brother|sister|nephew|niece|cousin|grandson|granddaughter|husband|wife)\b",
    re.IGNORECASE,
)
_LIFE = re.compile(
    r"\b(?:emir|commander|caliphate|front|checkpoint|base|unit|camp|oath|weapon|rifle|fight\w*|battle|guard|prison|brothers?|regime|Assad|training|convoy|border|Raqqa|Mosul|salary|they|them)\b"
)
_NON_ROLES = (
    (Evidence.OFFICIAL, Role.OFFICIAL), (Evidence.EXPERT, Role.EXPERT), (Evidence.JOURNALIST, Role.JOURNALIST), (Evidence.DEAD, Role.KILLED),
    (Evidence.STILL_IN, Role.STILL_MEMBER), (Evidence.OTHER_GROUP, Role.OTHER_GROUP), (Evidence.VICTIM, Role.VICTIM), (Evidence.TRAVELLER, Role.TRAVELLER),
    (Evidence.CAPTURED, Role.CAPTURED), (Evidence.SILENT, Role.RETURNEE_SILENT), (Evidence.RELATIVE, Role.RELATIVE),
)  # fmt: skip
WORDS = {
    "left": "the article says that they left", "member": "membership is told", "spoke": "they spoke to a reporter or under a guarded name",
    "disavowed": "they turned against it", "words": "they are quoted at length", "of_kin": "they speak of somebody of their family",
    "namesake": "they share a family name with somebody named before", "life": "they tell of life inside in the first person",
    "words_share": "most of what is quoted is theirs", "mention_share": "the article is about them", "headline": "they stand in the headline",
    "pseudonym": "their name is guarded", "former": "called a former member", "expert": "speaks as an expert", "official": "speaks as an official",
    "journalist": "is a reporter", "dead": "is said to be dead", "still_in": "is said to be still in", "captured": "is said to be held or on trial",
    "traveller": "is said to have gone or tried to go", "silent": "is said to have kept silent", "victim": "was held or abducted, no member",
    "other_group": "another group is named", "kin": "appears as somebody's relative", "titled": "bears a professional title",
    "work_noun": "described by a trade", "nonrole_noun": "described by a profession outside", "anonymous": "is not named", "age": "age is given",
    "reader_case": "reads like one who left and speaks", "reader_whole": "is told of like one who left and speaks", "reader_left": "reads like somebody who got away", "reader_spoke": "reads like somebody who tells it",
    "reader_member": "reads like a member", "reader_not_left": "reads like one who stayed", "reader_dead": "reads like one who died",
    "reader_captured": "reads like a captive", "reader_silent": "reads like one who keeps silent", "reader_non_role": "reads like an outsider",
}  # fmt: skip


def features(
    index: int,
    someone: Someone,
    crowd: list[Someone],
    layout: Layout,
    atoms: dict[int, list[Atom]],
    speech: dict[int, list[Speech]],
    lexicon: Lexicon,
    on_topic: re.Pattern[str],
) -> dict[str, float]:
    """About thirty numbers per person, each with a plain meaning (see `WORDS`)."""
    mine, said = atoms.get(index, []), speech.get(index, [])
    direct = " ".join(s.span.quote for s in said if s.direct)
    quoted = sum(len(s.span.quote.split()) for items in speech.values() for s in items if s.direct) or 1
    words = len(direct.split())
    told = [m for m in someone.mentions if not m.quoted]
    total = sum(len([m for m in s.mentions if not m.quoted]) for s in crowd) or 1
    first = someone.mentions[0]
    nouns = {lexicon.nouns.get(h, "") for h in someone.heads}
    result = {
        kind.value: min(4.0, sum(a.weight for a in mine if a.kind is kind and a.polarity is Polarity.ASSERTED))
        for kind in Evidence
        if kind not in (Evidence.OWN_WILL,)
    }
    result |= {
        "left_unreal": float(any(a.kind is Evidence.LEFT and a.polarity is not Polarity.ASSERTED for a in mine)),
        "former": float(any(a.rule == "former-member" for a in mine)),
        "left_own": float(any(a.rule in ("left-own", "why-left") for a in mine)),
        "pseudonym": float(any(a.rule == "pseudonym" for a in mine)),
        "words": math.log1p(words),
        "words_share": words / quoted,
        "indirect": math.log1p(sum(not s.direct for s in said)),
        "first_person": min(3.0, len(_FIRST_PERSON.findall(direct)) / 6),
        "of_kin": min(2.0, float(len(_MY_KIN.findall(direct)))),
        "life": min(3.0, len(_LIFE.findall(direct)) / 4),
        "mentions": math.log1p(len(told)),
        "mention_share": len(told) / total,
        "headline": float(first.start < layout.article.body_start),
        "early": 1.0 - min(1.0, first.start / max(1, len(layout.plain))),
        "namesake": float(_namesake(someone, crowd)),
        "kin": float(someone.kin),
        "titled": float(any(m.title and m.title.rstrip(".") not in HONORIFICS for m in someone.mentions)),
        "honorific": float(any(m.title.rstrip(".") in HONORIFICS for m in someone.mentions)),
        "left_noun": float("left" in nouns),
        "member_noun": float("member" in nouns),
        "work_noun": float("work" in nouns),
        "plain_noun": float("plain" in nouns),
        "nonrole_noun": float(bool(nouns & {"official", "expert", "journalist", "other"})),
        "relative_noun": float("relative" in nouns),
        "anonymous": float(not someone.names and not someone.aliases),
        "kunya_only": float(bool(someone.aliases) and not someone.names),
        "age": float(bool(re.search(r"\d\d", " ".join(someone.modifiers))) or _age_near(someone, layout)),
        "group_near": min(3.0, _group_near(someone, layout, on_topic) / 2),
        "only_quoted": float(all(m.quoted for m in someone.mentions)),
        "top": float(len(told) == max(len([m for m in s.mentions if not m.quoted]) for s in crowd)),
    }
    return result


def _namesake(someone: Someone, crowd: list[Someone]) -> bool:
    """Whether they share the last part of a name with somebody whom the article named before them."""
    theirs = {name.split()[-1] for name in someone.names if " " in name}
    first = someone.mentions[0].start
    return any(
        other is not someone
        and other.mentions[0].start < first
        and theirs & {n.split()[-1] for n in other.names if " " in n}
        for other in crowd
    )


def reports(someone: Someone, layout: Layout) -> bool:
    """Whether a transcript labels them as one of the newsroom."""
    return any(
        m.kind is MentionKind.LABEL and NEWSROOM.match(layout.plain[m.end : m.end + 60]) for m in someone.mentions
    )


_EDGE = 0.005
"""A reader's probability counts for no more certainty than this, either way."""


def read_features(
    values: dict[str, float], someone: Someone, layout: Layout, said: list[Speech], reader: Reader | None
) -> dict[str, float]:
    """What the learned reader makes of the person, window by window: greatest and mean probability of each target, as log odds."""
    if reader is None:
        return {}
    focus = Focus.of({(m.start, m.end) for m in someone.mentions}, said)
    judged = reader.person(layout.article.text, focus)
    if not judged:
        return {}
    most, mean = {}, {}
    for target in judged[0]:
        name = target.replace("evidence:", "").replace("type:", "is_")
        heard = [j[target] for j in judged]
        most[name], mean[name] = max(heard), sum(heard) / len(heard)
    result = {f"reader_{k}": log_odds(p, edge=_EDGE) for k, p in most.items()}
    result |= {f"reader_{k}_mean": log_odds(p, edge=_EDGE) for k, p in mean.items()}
    result["reader_complete"] = most["member"] * most["left"] * most["spoke"]
    result["reader_case_share"] = mean["case"] * values["mention_share"]
    result["reader_case_words"] = mean["case"] * values["words"]
    return result


def _age_near(someone: Someone, layout: Layout) -> bool:
    return any(
        re.match(r",? (?:now |then |aged )?\(?\d\d\)?[,.;) ]", layout.plain[m.end : m.end + 14])
        for m in someone.mentions
        if m.kind is not MentionKind.PRONOUN
    )


def _group_near(someone: Someone, layout: Layout, on_topic: re.Pattern[str]) -> int:
    near = {layout.sentence_at(m.start) for m in someone.mentions if not m.quoted}
    return sum(bool(on_topic.search(layout.plain, layout.sentences[i].start, layout.sentences[i].end)) for i in near)


def probability(values: dict[str, float], model: CaseModel) -> float:
    """Logistic model over standardised features; weights in data/lexicon/case_model*.yaml."""
    score = model.bias + sum(parts[0] for parts in contributions(values, model).values())
    return logistic(score)


def contributions(values: dict[str, float], model: CaseModel) -> dict[str, tuple[float, float]]:
    """What each feature adds to the score, with its value."""
    return {
        k: (w * (values.get(k, 0.0) - mean) / scale, values.get(k, 0.0))
        for k, (w, mean, scale) in model.features.items()
    }


def reasons(values: dict[str, float], model: CaseModel) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For and against, strongest first, only of what is really there."""
    parts: dict[str, float] = {}
    for k, (c, v) in contributions(values, model).items():
        said = WORDS.get(k.removesuffix("_mean"))
        if said and (v > 0 if k.startswith("reader") else v):
            parts[said] = parts.get(said, 0.0) + c
    ordered = sorted(((c, w) for w, c in parts.items() if abs(c) >= 0.1), key=lambda p: -abs(p[0]))
    return tuple(w for c, w in ordered if c > 0)[:5], tuple(w for c, w in ordered if c < 0)[:5]


def role(values: dict[str, float], someone: Someone, p: float, threshold: float) -> Role:
    """The likeliest role; who is no case gets the strongest other one."""
    if p >= threshold:
        return Role.CASE
    if someone.kin or values["relative_noun"]:
        return Role.KILLED if values["dead"] >= 3 else Role.RELATIVE
    best, kind = max((values.get(e.value, 0.0), r.value) for e, r in _NON_ROLES if e is not Evidence.RELATIVE)
    return Role(kind) if best >= 2 else Role.OTHER
