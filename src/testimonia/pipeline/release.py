"""Act 5 at its end: a study to a release in a folder, signed; or a refusal in words, and no folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from testimonia.adapters.signature import Key
from testimonia.domain.figure import Findings
from testimonia.domain.release import ReleaseRecord, Shown
from testimonia.domain.release_policy import ReleasePolicy
from testimonia.domain.visit import Visit
from testimonia.errors import ReleaseError
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.errand import Errands
from testimonia.pipeline.language import in_language, lacking, words_mark
from testimonia.pipeline.mark import study_mark
from testimonia.pipeline.outline import evidence
from testimonia.pipeline.release_files import Own, own_files, read_also
from testimonia.pipeline.release_folder import DraftFolder, drafted, free
from testimonia.pipeline.release_search import Searching
from testimonia.pipeline.snapshot import outlined
from testimonia.pipeline.web import VISITS
from testimonia.pipeline.work import fingerprint
from testimonia.study.language import spoken
from testimonia.study.release import MANIFEST, SIGNATURE, Edition
from testimonia.study.shield import Public, Secrets
from testimonia.text import sha256

STAGE = "release"
KEY = "release.key"
LARGE = 300
"""So many articles are worth a second process for what is printed."""
TOLD = 20
"""So many leaks are told in words; the rest are counted."""


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. `fingerprint`: of the study's public key, to be told to readers by another channel.

    `untranslated`: sentences that stand in English because the language's catalogue lacks them.
    """

    number: int
    folder: str
    files: int
    fingerprint: str
    signed_by: str | None
    is_new: bool
    untranslated: int = 0


def publish_release(
    desk: Desk, out: Path, *, signed_by: str | None = None, also: Path | None = None, language: str = ""
) -> Released:
    """Writes a release into `out`, which must be empty or hold this very release; ReleaseError where it may not go out."""
    code = language or desk.config.language
    with in_language(desk.config.folder, code):
        return _published(desk, out, signed_by, also, code)


def _published(desk: Desk, out: Path, signed_by: str | None, also: Path | None, code: str) -> Released:
    free(out)
    own = own_files(desk.config.folder)
    extra = read_also(also) if also else {}
    with desk.store.exclusive(), drafted(out) as draft:
        with desk.store.reading():  # mark and release of one state, whatever is decided meanwhile
            visits = _visits(desk)
            mark = fingerprint(_mark(desk, own, extra, visits), words_mark(desk.config.folder, code))
            number, before, previous = _place(records(desk), mark, signed_by)
            desk.progress.start("publish", 5)
            page, shown = _made(desk, own, extra, signed_by, number, before, visits, draft, code)
            desk.progress.end("publish", f"release {number}, {len(draft) + 2} files")
        signer = _signer(desk)
        draft.put(MANIFEST, [page])
        draft.put(SIGNATURE, [signer.sign(page, f"release {number}")])
        draft.let_out()
        record = ReleaseRecord(number=number, mark=mark, at=desk.clock(), signed_by=signed_by, manifest=sha256(page),
                               previous=previous, shown=shown)  # fmt: skip
        is_new = _kept(desk, record)
    return Released(number=number, folder=str(out), files=len(draft), fingerprint=signer.fingerprint,
                    signed_by=signed_by, is_new=is_new, untranslated=lacking(spoken()))  # fmt: skip


def _made(
    desk: Desk,
    own: Own,
    extra: dict[str, bytes],
    signed_by: str | None,
    number: int,
    before: ReleaseRecord | None,
    visits: dict[str, Visit],
    draft: DraftFolder,
    code: str,
) -> tuple[bytes, dict[str, Shown]]:
    """Makes all files of the draft while they are searched; their manifest, and what they show of each person, by appearance.

    ReleaseError where a hidden name stands in one.
    """
    from testimonia.adapters.press import WorkingPress
    from testimonia.study.release import built, manifest

    edition, secrets, shown = _edition(desk, own, extra, signed_by, number, before, visits)
    desk.held.pop("outline", None)  # nothing more is read of the study than stands in the edition
    issue, is_large = edition.issue(), len(edition.report.articles) > LARGE
    with Errands(desk.config.folder, code, is_worth=is_large) as hands, Searching(draft, secrets) as search:
        files = built(edition, WorkingPress(), draft, hands, own.fonts)
        del edition  # of which `built` lets go when it can
        for path in files:
            search.add(path)
        desk.progress.step("publish", "pages")
        page = manifest(issue, draft.entries(), key=_signer(desk).public, previous=before.manifest if before else None)
        search.finish()
    desk.progress.step("publish", "searched for hidden names")
    return page, shown


def records(desk: Desk) -> list[ReleaseRecord]:
    """The releases of the study so far, in order."""
    return sorted(desk.store.all(STAGE, ReleaseRecord), key=lambda r: r.number)


def _visits(desk: Desk) -> dict[str, Visit]:
    """The latest look at each page that is kept, by its capture."""
    return {one.capture: one for one in desk.store.all(VISITS, Visit) if one.capture}


def _mark(desk: Desk, own: Own, extra: dict[str, bytes], visits: dict[str, Visit]) -> str:
    """Changes with anything that the release is made from, but for the signature."""
    seen = sorted((id, one.gone[:10], one.at[:10]) for id, one in visits.items())
    added = {name: sha256(data) for name, data in extra.items()}
    return fingerprint(study_mark(desk), desk.config.release, own, added, *((seen,) if seen else ()))


def _place(held: list[ReleaseRecord], mark: str, signed_by: str | None) -> tuple[int, ReleaseRecord | None, str | None]:
    """Its number, the record before it, the hash of the manifest before it.

    The same study again is the same release; a draft keeps its number when it is signed.
    """
    last = held[-1] if held else None
    if last and _is_same(last, mark, signed_by):
        return last.number, held[-2] if len(held) > 1 else None, last.previous
    return (last.number if last else 0) + 1, last, last.manifest if last else None


def _is_same(last: ReleaseRecord, mark: str, signed_by: str | None) -> bool:
    return last.mark == mark and last.signed_by in (None, signed_by)


def _edition(
    desk: Desk,
    own: Own,
    extra: dict[str, bytes],
    signed_by: str | None,
    number: int,
    before: ReleaseRecord | None,
    visits: dict[str, Visit],
) -> tuple[Edition, Secrets, dict[str, Shown]]:
    """What the release is made from, if it may be; what must not stand in it; and what it shows of each person, by appearance."""
    from testimonia.study.count import count
    from testimonia.study.gate import misquoted, misquoted_whole, refuse, unbalanced, unfounded
    from testimonia.study.publish import view
    from testimonia.study.publish.screen import Screen
    from testimonia.study.release import Check
    from testimonia.study.release.catalogue import Catalogue
    from testimonia.study.release.edition import archive_of
    from testimonia.study.shield import protect, secrets_of
    from testimonia.study.shield.difference import known_before, taken_back
    from testimonia.study.shield.protect import marked

    show = desk.progress
    state = outlined(desk)
    sound: set[str] = set()
    refuse([
        *misquoted(state, desk.texts, sound, with_people=False), *misquoted_whole(evidence(desk, state), desk.texts, sound), *unbalanced(state),
    ])  # fmt: skip
    show.step("publish", "evidence")
    public = protect(state, desk.config.release)
    counted = count(public.counted)
    refuse(unfounded(public.counted, counted, sound, public.veil))
    found = marked(counted, public)
    known = known_before(r.shown for r in records(desk) if r.number < number)
    _compared(public, found, known, desk.config.release)
    show.step("publish", "disclosure")
    screen, secrets = Screen(public.veil.mask, public.places, public.fields), secrets_of(public.guard)
    told = taken_back(known, public.shown.persons, public.fields)
    check = Check(withheld=(*public.withheld, *told), policy=desk.config.release, forms=secrets.forms, signed_by=signed_by,
                  pictures=sum(_is_picture(name) for name in extra), previous=before.number if before else None)  # fmt: skip
    edition = Edition(
        number=number, report=view(public.shown, found, desk.texts, screen), findings=found, public=public,
        archive=archive_of(desk.store.captures(), {a.id: a.source for a in public.shown.articles}, visits), check=check,
        say=Catalogue(), fingerprint=_signer(desk).fingerprint, styles=own.styles, also=extra,
    )  # fmt: skip
    return edition, secrets, shown(public)


def _compared(public: Public, found: Findings, known: dict[str, Shown], policy: ReleasePolicy) -> None:
    from testimonia.domain.person import Status
    from testimonia.study.disclosure import is_named
    from testimonia.study.shield.difference import betrayed, composed, differences

    held = {p.id for p in public.counted.persons}
    counted = [p for p in public.guard.persons if p.id in held and p.status is not Status.EXCLUDED]
    protected = {p.id for p in counted if not is_named(p, public.guard.settings)}
    wrong = [
        *differences(known, shown(public)),
        *betrayed(found, public.fields),
        *composed(known, counted, public.fields, protected, policy),
    ]
    if wrong:
        raise ReleaseError(
            "nothing is published: with the releases before it beside it, this one would tell what none tells alone",
            where="disclosure check",
            got=_first(wrong),
            hint="`testimonia decide STUDY withdraw ID` takes a person out of what is published",
        )


def shown(public: Public) -> dict[str, Shown]:
    """What this release shows of each person, by appearance."""
    from testimonia.domain.person import Status
    from testimonia.domain.release_policy import FIELDS
    from testimonia.study.disclosure import is_named
    from testimonia.study.shield.fields import value_of
    from testimonia.study.shield.protect import name_of

    found: dict[str, Shown] = {}
    for person in public.shown.persons:
        if person.status is Status.EXCLUDED:
            continue
        fields = tuple(f for f in FIELDS if value_of(person, f) is not None)
        one = Shown(
            name=name_of(person, public),
            named=is_named(person, public.guard.settings) and bool(person.name),
            fields=fields,
        )
        found |= dict.fromkeys(person.appearances, one)
    return found


def _is_picture(name: str) -> bool:
    return name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".svg", ".heic", ".bmp"))


def _signer(desk: Desk) -> Key:
    return Key.of(desk.config.folder / KEY)


def _kept(desk: Desk, record: ReleaseRecord) -> bool:
    """Keeps the record of a new release; whether it is one."""
    held = records(desk)
    if held and held[-1].mark == record.mark and held[-1].signed_by == record.signed_by:
        return False
    with desk.store.transaction():
        desk.store.put(STAGE, f"{record.number:06d}", record.mark, record)
    return True


def summary(released: Released) -> Iterator[str]:
    """What the command says."""
    state = (
        f"signed by {released.signed_by}" if released.signed_by else "a draft: nobody has signed the disclosure check"
    )
    yield f"release {released.number} ({state}): {released.folder}, {released.files} files" + (
        "" if released.is_new else "; the same as before"
    )
    yield f"key of the study (SHA-256): {released.fingerprint}"
    if released.untranslated:
        yield f"{released.untranslated} sentences are not in the catalogue of this language, and stand in English"
    yield f"to check it anywhere: testimonia verify {released.folder}"


def _first(lines: list[str]) -> str:
    """The first of them one below the other, and how many there are more."""
    more = [f"and {len(lines) - TOLD} more"] if len(lines) > TOLD else []
    return "\n            ".join([*lines[:TOLD], *more])
