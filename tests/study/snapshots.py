"""Studies of invented people, to count, check and publish in tests.

`demo_snapshot()` is small and holds one of everything; `random_snapshot(seed, n)` is large, arbitrary and consistent.
"""

from __future__ import annotations

import random

import msgspec
from snapshot_builder import JOINING, LEAVING, MACHINE, Builder, Texts, codebook
from snapshot_stories import EARLY, FEATURE, LAYLA, SECOND, TRANSCRIPT, UMM, WIRE

from testimonia.domain.appearance import (
    Evidence,
    MentionKind,
    Role,
)
from testimonia.domain.claim import ReportedNarrative
from testimonia.domain.coding import CodingStatus, Stance
from testimonia.domain.decision import AddCoding, Exclude, Include, JudgeCoding
from testimonia.domain.figure import AttritionStep
from testimonia.domain.person import CountRange, Status
from testimonia.domain.question import Question
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.snapshot import Snapshot

N, A, L, D = MentionKind.NAME, MentionKind.ALIAS, MentionKind.LABEL, MentionKind.DESCRIPTION


def demo_snapshot() -> tuple[Snapshot, Texts]:
    """One of everything: 9 articles (2 copies), 9 persons of all statuses, all nine codes, one open identity."""
    b = Builder()
    wire = b.article(
        "demo/wire.html", "Guard who fled tells of beheadings", WIRE,
        published="2014-07-03", publisher="Levant Press Service", agency="LPS",
    )  # fmt: skip
    copy = b.article(
        "demo/herald.txt", "‘I could not stay’: IS guard", WIRE.rsplit("\n\n", 1)[0],
        published="2014-07-04", publisher="Prairie Herald", copy_of=wire, agency="LPS",
    )  # fmt: skip
    layla = b.article(
        "demo/midland.html", "The girl who came back", LAYLA, published="2015-04-12", publisher="Midland Examiner"
    )
    feature = b.article("demo/feature.html", "The doubters", FEATURE, published="2015-02", publisher="Spreeblick")
    reprint = b.article(
        "demo/reprint.html", "Doubters of the caliphate", FEATURE.rsplit("\n\n", 1)[0],
        published="2015-02-20", publisher="Holmbridge Courier", copy_of=feature,
    )  # fmt: skip
    tv = b.article("demo/tv.vtt", "Tonight, 9 May 2015", TRANSCRIPT, published="2015-05-09", publisher="Channel Eleven")
    second = b.article(
        "demo/second.html", "A guard’s regrets", SECOND, published="2015-03-15", publisher="Amman Courier"
    )
    umm = b.article("demo/umm.html", "Teacher of the brigade", UMM, published="2015-09-30", publisher="Atlas Daily")
    early = b.article("demo/early.txt", "Home again", EARLY, published="2013-11-02", publisher="Malmö Allehanda")
    _demo_people(b, wire, copy, layla, feature, reprint, tv, second, umm, early)
    _demo_rest(b, feature, tv, layla)
    return b.build(CountRange(floor=5, best=6, ceiling=7, open_pairs=_open_pair(b)), _demo_attrition())


def _demo_people(b: Builder, wire: str, copy: str, layla: str, feature: str, reprint: str, tv: str, second: str,
                 umm: str, early: str) -> None:  # fmt: skip
    guard = (("nationality", "SY", "Syrian"), ("age", "26", "26-year-old"),
             ("group_role", "prison guard", "stood guard"), ("left", "2014-06", "In June 2014"))  # fmt: skip
    joined = (("joined", "2013", "joined in 2013"), ("gender", "M", "He had joined"))
    y1 = b.appearance(wire, [("Yusuf Haddad", N), ("the 26-year-old Syrian", D)], values=guard + joined,
                      atoms=[(Evidence.LEFT, "left the group for good"), (Evidence.SPOKE, "Haddad said")])  # fmt: skip
    y2 = b.appearance(copy, [("Yusuf Haddad", N)], values=guard)
    y3 = b.appearance(second, [("Youssef Haddad", N), ("Abu Salim", A)],
                      values=[("age", "27", "27"), ("gender", "M", "him"),
                              ("group_role", "prison guard", "former prison guard")])  # fmt: skip
    b.person((y1, y2, y3), Status.INCLUDED, reason="reads as a case in three articles")
    nell = b.appearance(layla, [("Layla Nasser", N), ("The British woman", D)],
                        values=[("nationality", "GB", "British"), ("gender", "F", "woman"), ("age", "23", "now 23"),
                                ("left", "2015-02", "in February 2015")])  # fmt: skip
    b.person((nell,), Status.CANDIDATE)
    hamza_values = [("nationality", "DE", "German"), ("gender", "M", "The man"), ("age", "34", "34"),
                    ("group_role", "driver", "drove lorries"), ("left", "2014", "late 2014"),
                    ("pseudonym", "yes", "not his real name")]  # fmt: skip
    h1 = b.appearance(feature, [("Hamza", N), ("The German", D)], values=hamza_values)
    h2 = b.appearance(reprint, [("Hamza", N)], values=hamza_values[:2])
    b.person((h1, h2), Status.CANDIDATE, pseudonymous=True)
    tunis = b.appearance(feature, [("a 31-year-old Tunisian", D), ("the Tunisian", D)], probability=0.71,
                         values=[("nationality", "TN", "Tunisian"), ("age", "31", "31-year-old")])  # fmt: skip
    b.person((tunis,), Status.CANDIDATE)
    man = b.appearance(tv, [("UNIDENTIFIED MAN", L)], probability=0.64, values=[("gender", "M", "MAN")])
    b.person((man,), Status.CANDIDATE)
    rayan = b.appearance(umm, [("Umm Rayan", A), ("a Moroccan", D)],
                         values=[("nationality", "MA", "Moroccan"), ("gender", "F", "She"),
                                 ("group_role", "teacher", "teacher"), ("left", "2015-05", "in May 2015")])  # fmt: skip
    b.person((rayan,), Status.INCLUDED, reason="own account, checked against the recording", pseudonymous=True)
    karim = b.appearance(umm, [("Karim Belkadi", N), ("a fighter seized at the border", D)], role=Role.CAPTURED,
                         probability=0.4, why=("captured",))  # fmt: skip
    b.person((karim,), Status.EXCLUDED, reason="captured, did not leave of his own will (decided by ruth)")
    maryam = b.appearance(layla, [("Maryam Siddiq", N), ("Ms Siddiq", N)], role=Role.TRAVELLER, probability=0.03,
                          why=("travelled there, did not leave",))  # fmt: skip
    b.person((maryam,), Status.EXCLUDED, reason="travelled there, did not leave")
    tomas = b.appearance(early, [("Tomas Lindqvist", N)], values=[("nationality", "SE", "a Swede")])
    gone = b.person((tomas,), Status.EXCLUDED, reason="out of window: first spoke 2013-11-02")
    b.persons[-1] = msgspec.structs.replace(gone, in_window=False)
    _demo_codings(b, y1, y2, y3, nell, h1, h2, tunis, man, rayan)
    b.decide(Include(appearance=y1), "ruth", "reads as a case in three articles")
    b.decide(Exclude(appearance=karim), "ruth", "captured, did not leave of his own will")
    b.decide(Include(appearance=rayan), "ibrahim", "own account, checked against the recording")
    for k in b.codings:
        if k.status is not CodingStatus.PROPOSED and k.coder == MACHINE:
            accepted = k.status is CodingStatus.ACCEPTED
            judged = JudgeCoding(coding=k.id, appearance=k.appearance, code=k.code, start=k.span.start, end=k.span.end,
                                 accepted=accepted)  # fmt: skip
            b.decide(judged, "ibrahim", "her words" if accepted else "this is about rooms, not about justice")
        elif k.coder.startswith("human:"):
            added = AddCoding(appearance=k.appearance, code=k.code, start=k.span.start, end=k.span.end,
                              quote=k.span.quote, sub=k.sub)  # fmt: skip
            b.decide(added, k.coder.removeprefix("human:"), "missed by the machine")


def _demo_codings(b: Builder, y1: str, y2: str, y3: str, nell: str, h1: str, h2: str, tunis: str, man: str,
                  rayan: str) -> None:  # fmt: skip
    beheaded = "They brought in bakers and farmers, Muslims like us, and beheaded them in the square"
    b.code(y1, "leaving/brutality", beheaded, sub="executions", status=CodingStatus.ACCEPTED)
    b.code(y2, "leaving/brutality", beheaded, sub="executions")
    b.code(y1, "joining/defend_sunnis", "Assad’s planes were killing our people and nobody else came to defend us")
    b.code(
        y3, "leaving/infighting", "It was brothers killing brothers. Fighting Nusra, fighting everyone but the regime"
    )
    b.code(y3, "leaving/brutality", "The old men of the village were beaten for a cigarette", sub="villagers")
    b.code(nell, "leaving/quality_of_life", "There was no power, no medicine, no milk for the baby", sub="shortages")
    b.code(nell, "joining/ideology", "I had come for a caliphate that lived by the book of God")
    for hamza in (h1, h2):
        b.code(hamza, "leaving/corruption", "The emirs kept the cars and the money, and we were told to be patient")
        b.code(hamza, "joining/material", "I had debts and they paid a salary")
    b.code(h1, "leaving/brutality", "No. It was not the killing. I never saw any.", stance=Stance.DENIED)
    b.code(tunis, "leaving/infighting", "We went to fight Assad and they sent us to shoot at other brothers")
    b.code(tunis, "joining/adventure", "it looked like the greatest adventure of my life", confidence=0.55)
    b.code(man, "joining/coercion", "They came to the village and said, give us a son or we take the house. So I went")
    b.code(rayan, "leaving/corruption", "the foreign women were given the worst rooms", status=CodingStatus.REJECTED)
    b.code(rayan, "leaving/quality_of_life", "You queued four hours for bread", sub="shortages", coder="human:ibrahim",
           status=CodingStatus.ACCEPTED, confidence=1.0)  # fmt: skip


def _demo_rest(b: Builder, feature: str, tv: str, layla: str) -> None:
    b.claim(feature, "at least 58 people have left the group and spoken publicly since January 2014", 58,
            qualifier="at_least", since="2014-01", attributed_to="the Centre for the Study of Exits")  # fmt: skip
    b.claim(feature, "two of them from Britain", 2, country="GB", part_of=58, since="2014-01")
    b.claim(feature, "They came from 17 countries", 17, unit="countries")
    b.claim(tv, "More than 200 have travelled from this region alone", 200, qualifier="at_least", scope="travelled")
    heard = "in-fighting as the complaint heard most"
    universal = "brutality was not a universal concern"
    b.narratives += [
        ReportedNarrative(
            article=feature, code="leaving/infighting", qualifier="heard most", span=b.span(feature, heard)
        ),
        ReportedNarrative(
            article=feature,
            code="leaving/brutality",
            qualifier="not a universal concern",
            span=b.span(feature, universal),
        ),
    ]
    first, second = _open_pair(b)[0]
    b.questions += [
        Question(id="i-demo", kind="identity", article=b.appearances[second].article, appearances=(first, second),
                 spans=(b.appearances[second].mentions[0].span,), person=b.persons[3].id, weight=0.9,
                 why="the same unit and about the same age; one is German, the other Tunisian"),
        Question(id="c-demo", kind="case", article=layla, appearances=b.persons[7].appearances, weight=0.2,
                 spans=(b.span(layla, "Maryam Siddiq"),), person=b.persons[7].id,
                 why="is still there, says her friend"),
        Question(id="m-demo", kind="missing", article=tv, weight=0.6,
                 why="the programme announces a leaver whom detection did not name"),
    ]  # fmt: skip
    b.set_asides += [
        SetAside(stage="capture", subject="demo/photo.jpg", source="demo/photo.jpg", reason=Reason.UNSUPPORTED_TYPE,
                 detail="got image/jpeg, expected text"),
        SetAside(stage="clean", subject="c-oslo", source="demo/oslo.html", reason=Reason.LANGUAGE,
                 detail="Norwegian, which no detector here reads"),
        SetAside(stage="clean", subject="c-empty", source="demo/empty.pdf", reason=Reason.NO_TEXT,
                 detail="a PDF without a text layer"),
    ]  # fmt: skip


def _open_pair(b: Builder) -> tuple[tuple[str, str], ...]:
    return ((b.persons[2].appearances[0], b.persons[3].appearances[0]),)


def _demo_attrition() -> tuple[AttritionStep, ...]:
    def step(stage: str, unit: str, entered: int, kept: int, **reasons: int) -> AttritionStep:
        return AttritionStep(
            stage=stage, unit=unit, entered=entered, kept=kept, set_aside=entered - kept, reasons=reasons
        )

    return (
        step("capture", "sources", 12, 11, unsupported_type=1),
        step("clean", "captures", 11, 9, language=1, no_text=1),
        step("dedupe", "articles", 9, 9),
        step("detect", "articles", 9, 9),
    )


COUNTRIES = ("SY", "IQ", "GB", "DE", "TN", "FR", "SE", "JO", None)
WORDS = (
    "we queued for bread",
    "they shot the baker",
    "the emir took the cars",
    "brothers fought brothers",
    "I was paid",
)


def random_snapshot(seed: int, n: int) -> tuple[Snapshot, Texts]:
    """`n` persons in about as many articles, arbitrary but consistent; the same for the same arguments."""
    rng = random.Random(seed)
    b = Builder()
    for i in range(n):
        _random_person(b, rng, i)
    best = sum(p.status is not Status.EXCLUDED for p in b.persons)
    count = CountRange(floor=max(0, best - rng.randint(0, 2)), best=best, ceiling=best + rng.randint(0, 2))
    kept = len(b.facts)
    step = AttritionStep(stage="clean", unit="captures", entered=kept, kept=kept, set_aside=0)
    return b.build(count, (step,))


def _random_person(b: Builder, rng: random.Random, i: int) -> None:
    appearances = tuple(_random_appearance(b, rng, i, k) for k in range(rng.randint(1, 3)))
    status = rng.choice((Status.INCLUDED, Status.CANDIDATE, Status.CANDIDATE, Status.EXCLUDED))
    reason = rng.choice(("captured", "travelled there", "never a member")) if status is Status.EXCLUDED else ""
    b.person(appearances, status, reason=reason, pseudonymous=rng.random() < 0.2)
    for appearance in appearances:
        for word in WORDS:
            if rng.random() < 0.5:
                _random_coding(b, rng, appearance, word)


def _random_appearance(b: Builder, rng: random.Random, i: int, k: int) -> str:
    name = f"{rng.choice(('Samir', 'Nadia', 'Émile', 'Ülkü'))} {chr(65 + i % 26)}{i}"
    country, age = rng.choice(COUNTRIES), rng.choice((None, *range(15, 70)))
    gender = rng.choice(("F", "M", None))
    facts = [("nationality", country), ("gender", gender), ("age", str(age) if age else None)]
    facts += [("left", rng.choice((None, "2014", "2014-11", "2015-02-03")))]
    body = f"😀 {name} left. " + " ".join(f"[{f}={v}]" for f, v in facts if v) + "\n\n"
    body += "\n\n".join(f"“{w},” said {name}." for w in WORDS)
    copy_of = b.facts[-1].origin if b.facts and rng.random() < 0.2 else None
    published = rng.choice((None, "2014", "2014-05", "2014-08-09", "2015-01-31", "2015-12-01"))
    publisher = rng.choice((None, "Herald"))
    article = b.article(
        f"r/{i}-{k}.txt", f"Story {i}-{k}", body, published=published, publisher=publisher, copy_of=copy_of
    )
    values = [(f, v, f"[{f}={v}]") for f, v in facts if v]
    return b.appearance(article, [(name, N)], values=values, probability=round(rng.random(), 2))


def _random_coding(b: Builder, rng: random.Random, appearance: str, word: str) -> None:
    codes = rng.sample(LEAVING + JOINING, 2)
    for code in codes:
        subs = next(c.subs for c in codebook().codes if c.id == code)
        b.code(
            appearance,
            code,
            word,
            sub=rng.choice((None, *(s.id for s in subs))),
            stance=Stance.DENIED if rng.random() < 0.15 else Stance.PRESENT,
            status=rng.choice(tuple(CodingStatus)),
            coder=rng.choice((MACHINE, "human:ruth")),
            confidence=round(rng.random(), 2),
        )
