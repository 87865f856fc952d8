"""The sources as BibTeX, in UTF-8, every special sign escaped."""

from __future__ import annotations

import re

from testimonia.domain.snapshot import Snapshot
from testimonia.study.export.csl import note
from testimonia.study.export.shown import Shown, ShownArticle, Texts

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces by name: BibTeX counts them also where TeX would not.
_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def bibtex(snapshot: Snapshot, texts: Texts) -> bytes:
    """One entry an article, in capture order; the key is the article's id."""
    return "\n".join(entry(article) for article in Shown(snapshot, texts).articles).encode()


def entry(article: ShownArticle) -> str:
    """One source. Doubled braces keep the capitals of titles and the order of names as they are."""
    year, month, day = (*(article.published or "").split("-"), "", "")[:3]
    fields = {
        "title": f"{{{escaped(article.title or article.id)}}}",
        "author": " and ".join(f"{{{escaped(name)}}}" for name in article.authors),
        "howpublished": escaped(article.publisher),
        "year": year,
        "month": _MONTHS[int(month) - 1] if month else "",
        "day": day.lstrip("0"),
        "url": _url(article.url or ""),
        "urldate": article.captured_on or "",
        "langid": escaped(article.language),
        "note": escaped(note(article)),
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items() if value]
    return f"@misc{{{article.id},\n" + ",\n".join(lines) + "\n}\n"


def escaped(text: str) -> str:
    """The words as TeX reads them: no sign has a meaning of its own, no line breaks, no control signs."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return re.sub(r"[\\{}&%$#_~^]", lambda m: _SIGNS[m.group()], " ".join(plain.split()))


def _url(address: str) -> str:
    """An address is read as it stands; only what would end the field is written in per cent."""
    return re.sub(r"[\s{}\\]", lambda m: "".join(f"%{b:02X}" for b in m.group().encode()), address)
