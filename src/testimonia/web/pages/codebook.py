"""The codebook: what each code means, its versions, and how often it was given; a lead changes, merges and retires codes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.responses import Response

from testimonia.domain.codebook import Code
from testimonia.domain.codebook_change import CodeVersion
from testimonia.domain.coding import CodingStatus
from testimonia.web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class CodeView:
    """A code. `given`: codings that are not rejected; `recode`: questions that its change made."""

    code: Code
    given: int
    versions: tuple[CodeVersion, ...]


@dataclass(frozen=True, kw_only=True)
class CodebookView:
    """The codebook in force, by family. `recode`: codings that wait to be looked at again since their code was changed. `past`: how codes ended that are no longer given."""

    title: str
    families: tuple[tuple[str, tuple[CodeView, ...]], ...]
    recode: int
    ids: tuple[str, ...]
    past: tuple[CodeVersion, ...]


def codebook(visit: Visit) -> Response:
    """The page."""
    book = visit.house.office.read(lambda study: study.codebook())
    versions = visit.house.office.read(lambda study: study.codebook_history())
    given = Counter(k.code for k in visit.board.snapshot.codings if k.status is not CodingStatus.REJECTED)
    families: dict[str, list[CodeView]] = {}
    for code in book.codes:
        past = tuple(v for v in versions if v.code.id == code.id)
        families.setdefault(code.family, []).append(CodeView(code=code, given=given[code.id], versions=past))
    ids = tuple(code.id for code in book.codes)
    view = CodebookView(
        title=book.title,
        families=tuple((name, tuple(codes)) for name, codes in families.items()),
        recode=visit.board.kinds().get("recode", 0),
        ids=ids,
        past=tuple({v.code.id: v for v in versions if v.holds and v.code.id not in ids}.values()),
    )
    return visit.page("codebook.html", view=view)
