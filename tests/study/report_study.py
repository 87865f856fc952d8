"""A study of twenty invented people for the tests of the report, and a small one full of traps."""

from __future__ import annotations

import msgspec
from snapshot_builder import Builder, Texts

from testimonia.domain.appearance import MentionKind, Role
from testimonia.domain.coding import CodingStatus, Stance
from testimonia.domain.figure import AttritionStep
from testimonia.domain.person import CountRange, Status
from testimonia.domain.question import Question
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.snapshot import Snapshot

PEOPLE = (
    ("Yusuf Haddad", "SY", "M", 26, "prison guard"), ("Layla Nasser", "GB", "F", 23, None), ("Bilal Ourabah", "FR", "M", 31, "driver"),
    ("Emre Aksoy", "TR", "M", 19, "fighter"), ("Nils Brandt", "DE", "M", 28, "fighter"), ("Safiya Rahal", "TN", "F", 34, "teacher"),
    ("Tarek Sabbagh", "SY", "M", 22, "cook"), ("Dana Petrova", "KZ", "F", 29, None), ("Omar Khalil", "SY", "M", None, "sniper"),
    ("Rashid Nouri", "IQ", "M", 45, "clerk"), ("Ilyas Benhaddou", "NL", "M", 27, "fighter"), ("Qais Darwish", "JO", "M", 33, "medic"),
    ("Ferhat Demir", "TR", "M", 17, "fighter"), ("Aigerim Sadyk", "KZ", "F", 30, None), ("Imran Thornley", "GB", "M", 24, "driver"),
    ("Sameer Deccani", "IN", "M", 26, "cook"), ("Ghaith Mahmoud", "TN", "M", 38, "fighter"), ("Ratna Dewi", "ID", "F", 41, None),
    ("Kasper Lund", None, None, None, None), ("Walid Jabbour", "SY", "M", 25, "guard"),
)  # fmt: skip

LEAVING = (
    ("infighting", "We went to fight the army and they sent us against other rebels who pray as we pray."),
    ("brutality", "They brought bakers and farmers into the square and killed them in front of their sons."),
    ("corruption", "The emirs kept the cars and the money, and we were told to be patient."),
    ("quality_of_life", "There was no power, no medicine and no milk for the baby."),
)
JOINING = (
    ("defend_sunnis", "The planes were killing our people and nobody else came to defend us."),
    ("ideology", "I had come for a caliphate that lived by the book of God."),
    ("material", "I had debts and they paid a salary."),
    ("adventure", "It looked like the greatest adventure of my life."),
    ("coercion", "They came and said, give us a son or we take the house."),
)


def twenty() -> tuple[Snapshot, Texts]:
    """Twenty people in twenty-four articles, four of them copies; two have spoken under a changed name."""
    b = Builder()
    for i, person in enumerate(PEOPLE):
        _tell(b, i, *person)
    counted = [p for p in b.persons if p.status is not Status.EXCLUDED]
    first, second = counted[2].appearances[0], counted[16].appearances[0]
    b.questions.append(
        Question(id="i-1", kind="identity", article=b.appearances[second].article, appearances=(first, second), weight=0.9,
                 person=counted[2].id, why="the same unit, about the same age")
    )  # fmt: skip
    b.set_asides.append(
        SetAside(stage="clean", subject="c-x", source="scan.pdf", reason=Reason.NO_TEXT, detail="no text layer")
    )
    n = len(b.facts)
    steps = (
        AttritionStep(stage="clean", unit="captures", entered=n + 1, kept=n, set_aside=1, reasons={"no_text": 1}),
        AttritionStep(stage="dedupe", unit="articles", entered=n, kept=n, set_aside=0),
    )
    return b.build(CountRange(floor=19, best=20, ceiling=20, open_pairs=((first, second),)), steps)


def _tell(
    b: Builder, i: int, name: str, country: str | None, gender: str | None, age: int | None, role: str | None
) -> None:
    left, joined = LEAVING[i % 4], JOINING[i % 5]
    facts = [("nationality", country), ("gender", gender), ("age", str(age) if age else None), ("group_role", role),
             ("left", f"2014-{i % 12 + 1:02d}")]  # fmt: skip
    dossier = " ".join(f"[{f} {v}]" for f, v in facts if v)
    body = (f"{name} spoke to this newspaper. {dossier}\n\n“{left[1]}” said {name.split()[0]}. “{joined[1]}”\n\n"
            f"The border town was quiet that evening. Officials did not comment on case {i}.\n\nThe road was closed again.")  # fmt: skip
    published = f"{2014 + i // 12}-{(i * 5) % 12 + 1:02d}-{i + 1:02d}"
    article = b.article(f"https://news{i}.example/story-{i}.html", f"Account number {i}", body, published=published,
                        publisher=f"Gazette {i}")  # fmt: skip
    ids = [_appear(b, article, name, facts)]
    if i % 5 == 0:
        copy = b.article(f"https://copy{i}.example/", f"Account {i}, again", body, published=published,
                         publisher="Wire Copier", copy_of=article)  # fmt: skip
        ids.append(_appear(b, copy, name, facts))
    b.person(tuple(ids), Status.INCLUDED if i % 3 else Status.CANDIDATE, reason="own account" if i % 3 else "",
             pseudonymous=i in (4, 12))  # fmt: skip
    for id in ids:
        b.code(id, f"leaving/{left[0]}", left[1], status=CodingStatus.ACCEPTED if i % 2 else CodingStatus.PROPOSED)
        b.code(id, f"joining/{joined[0]}", joined[1], stance=Stance.DENIED if i == 7 else Stance.PRESENT)


def _appear(b: Builder, article: str, name: str, facts: list[tuple[str, str | None]]) -> str:
    values = [(f, v, f"[{f} {v}]") for f, v in facts if v]
    return b.appearance(article, [(name, MentionKind.NAME)], values=values)


HIDDEN = ("Zubayr", "Al-Qasir", "Qasir", "Marzouq", "Wendeline", "Tobruk-Smith", "Halloran", "Yasser Quint")
"""Parts of names that must stand nowhere in the report of `traps()`."""


def traps() -> tuple[Snapshot, Texts]:
    """A pseudonymous person with several names, an excluded one, a relative, and hostile words everywhere."""
    b = Builder()
    evil = "<script>alert('x')</script><img src=x onerror=alert(1)>"
    body = (
        f"{evil} The man called Abu Zubayr, born Marzouq al-Qasir, sat with his sister Wendeline Halloran.\n\n"
        "“I left,” AL-QASIR said, “because Marzouq al‑Qasir was nobody there. We queued for bread.” Zubayr’s hands shook "
        "& he < smiled.\n\nKarim Tobruk-Smith, a prisoner, watched. Others kept silent.\n\nA last paragraph ends it here."
    )
    article = b.article("https://x.example/2015/abu-zubayr-tells-all", f"{evil} Zubayr speaks", body,
                        published="2015-03-01", publisher=f"News {evil}")  # fmt: skip
    copy = b.article("javascript:alert(document.domain)", "How Marzouq al-Qasir fled", body, published="2015-03-02",
                     publisher='"><b>Bold</b>', copy_of=article)  # fmt: skip
    for_arabic = b.article("file:///etc/passwd", "قصة رجل عاد", "قال الرجل: تركتهم لأنهم كذبوا علينا كل يوم.\n\nنهاية القصة.\n\nThe end, "
                           "with more words than the quote.", published="2015-05-01", publisher="الجريدة")  # fmt: skip
    names = [("Abu Zubayr", MentionKind.ALIAS), ("Marzouq al-Qasir", MentionKind.NAME)]
    values = [("group_role", f"cook {evil}", "sat"), ("alias", "Yasser Quint", "sat"), ("left", "2015-01", "sat")]
    z1 = b.appearance(article, names, values=values)
    z2 = b.appearance(copy, names)
    b.person((z1, z2), Status.INCLUDED, reason=f"Yasser Quint is Abu Zubayr {evil}", pseudonymous=True)
    arab = b.appearance(for_arabic, [("الرجل", MentionKind.DESCRIPTION)])
    b.person((arab,), Status.CANDIDATE, label=f"الرجل {evil}")
    karim = b.appearance(article, [("Karim Tobruk-Smith", MentionKind.NAME)], role=Role.CAPTURED, probability=0.2)
    b.person((karim,), Status.EXCLUDED, reason="Karim Tobruk-Smith was captured: did not leave")
    sister = b.appearance(article, [("Wendeline Halloran", MentionKind.NAME)], role=Role.RELATIVE, probability=0.0)
    for z in (z1, z2):
        b.code(z, "leaving/quality_of_life", "because Marzouq al‑Qasir was nobody there. We queued for bread", sub=evil)
    b.code(arab, "leaving/corruption", "تركتهم لأنهم كذبوا علينا كل يوم")
    b.claim(article, "Karim Tobruk-Smith, a prisoner, watched", 1, attributed_to="Wendeline Halloran", since="2014-01")
    b.questions.append(
        Question(id="q\"'><i>", kind="identity", article=article, appearances=(z1, karim), weight=1.0,
                 why=f"Zubayr and Karim Tobruk-Smith: alike {evil}")
    )  # fmt: skip
    b.set_asides += [
        SetAside(stage="resolve", subject=sister, source="x", reason=Reason.NO_CASE, detail="Wendeline Halloran is a relative"),
        SetAside(stage="clean", subject="c-1", source="folder/marzouq_al-qasir.pdf", reason=Reason.NO_TEXT, detail=evil),
    ]  # fmt: skip
    step = AttritionStep(stage="clean", unit="captures", entered=4, kept=3, set_aside=1, reasons={"no_text": 1})
    snapshot, texts = b.build(CountRange(floor=2, best=2, ceiling=2), (step,))
    return msgspec.structs.replace(
        snapshot, settings=msgspec.structs.replace(snapshot.settings, title=f"Title {evil}")
    ), texts
