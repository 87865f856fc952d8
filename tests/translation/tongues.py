"""Invented articles in French and Arabic, about invented people, each with a translation as a team would supply it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from testimonia import Study
from testimonia.domain.span import Span

FRENCH = """Un ancien de l'État islamique raconte sa fuite

Par Odile Marchetaine, Le Courrier de Brévanne, 2 mai 2015

TUNIS - Karim Belvaux, un Tunisien de 27 ans qui a quitté l'État islamique en avril 2015, parle publiquement pour la première fois de ses mois passés à Raqqa.

« Il n'y avait ni salaire ni électricité, et nous avions faim chaque nuit », a déclaré M. Belvaux au Courrier. « Je suis parti parce que la vie qu'on m'avait promise n'existait pas. » Il a rejoint le groupe en 2014.

« Les chefs étaient corrompus et prenaient tout pour eux », dit-il encore. Sa sœur, Inès Belvaux, l'a attendu à la frontière.
"""
ENGLISH_OF_FRENCH = """A former Islamic State member tells of his escape

By Odile Marchetaine, Le Courrier de Brévanne, 2 May 2015

TUNIS - Karim Belvaux, a 27-year-old Tunisian who defected from Islamic State in April 2015, is speaking publicly for the first time about his months in Raqqa.

"There was no pay and no electricity, and we were hungry every night," Belvaux told the Courrier. "I left because the life they had promised me did not exist." He joined the group in 2014.

"The commanders were corrupt and took everything for themselves," he also says. His sister, Inès Belvaux, waited for him at the border.
"""
ARABIC = """طباخ سابق في تنظيم الدولة الإسلامية يتحدث

تونس - تحدث خالد المرزوقي، وهو تونسي يبلغ من العمر 31 عاما انشق عن تنظيم الدولة الإسلامية في أبريل 2015، علنا للمرة الأولى عن أشهره في الرقة.

وقال المرزوقي للصحيفة: "لم يكن هناك أجر ولا كهرباء وكنا جائعين كل ليلة". وأضاف: "غادرت لأن الحياة التي وعدوني بها لم تكن موجودة".

وقال أيضا: "قتلوا نساء وأطفالا أبرياء أمامنا". وكان قد انضم إلى التنظيم في عام 2014 بعد أن عرض عليه المجندون المال ومنزلا.
"""
ENGLISH_OF_ARABIC = """A former Islamic State cook speaks out

TUNIS - Khalid al-Marzouqi, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken publicly for the first time about his months in Raqqa.

Al-Marzouqi told the newspaper: "There was no pay and no electricity, and we were hungry every night." He added: "I left because the life they had promised me did not exist."

He also said: "They killed innocent women and children in front of us." He had joined the group in 2014 after recruiters offered him money and a house.
"""


def write(folder: Path) -> Path:
    """The two articles as files."""
    folder.mkdir()
    for name, text in (("french", FRENCH), ("arabic", ARABIC)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def paragraphs(text: str) -> list[str]:
    """As a translator hands them in."""
    return text.strip().split("\n\n")


def article_in(study: Study, language: str) -> str:
    """The id of the article in this language."""
    return next(one.id for one in study.snapshot().articles if one.language == language)


def translate_all(study: Study) -> None:
    """Both translations into the log."""
    study.translate(article_in(study, "fr"), paragraphs(ENGLISH_OF_FRENCH), by="ana", supplier="Odo Lindqvist")
    study.translate(article_in(study, "ar"), paragraphs(ENGLISH_OF_ARABIC), by="bo")


def spans(held: object) -> Iterator[Span]:
    """Every span in a result, however deep."""
    if isinstance(held, Span):
        yield held
    elif isinstance(held, msgspec.Struct):
        for name in held.__struct_fields__:
            yield from spans(getattr(held, name))
    elif isinstance(held, tuple | list):
        for one in held:
            yield from spans(one)
