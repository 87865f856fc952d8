"""study.toml: what the study is about, where its store and its codebook are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from testimonia.config import check
from testimonia.config.llm import LlmConfig, LlmFile, llm_of
from testimonia.config.llm import problems as llm_problems
from testimonia.config.web import WatchFile, WebFile
from testimonia.config.web import problems as web_problems
from testimonia.domain.comparison import GROUP_HEADS, GROUP_NAMES, Comparisons, Pattern, Region
from testimonia.domain.dates import is_partial_date
from testimonia.domain.release_policy import ReleasePolicy
from testimonia.domain.settings import Settings
from testimonia.errors import ConfigError

FILE = "study.toml"


class StudyFile(Settings, frozen=True, kw_only=True):
    """The keys of study.toml: the settings of the acts, two addresses, a language model if there is one, the rule for releases, what is compared.

    `store`: a file (relative to the study's folder) for SQLite, or a postgresql:// URL. `codebook`: a file beside it.
    """

    store: str = "study.db"
    codebook: str = "codebook.yaml"
    llm: LlmFile | None = None
    release: ReleasePolicy = ReleasePolicy()
    web: WebFile | None = None
    watch: WatchFile | None = None
    regions: tuple[Region, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    language: str = "en"


class StudyConfig(msgspec.Struct, frozen=True, kw_only=True):
    """A study's definition, checked. `store_url`: as the store opens it. `llm`: None where no language model reads along."""

    folder: Path
    settings: Settings
    store_url: str
    codebook: Path
    llm: LlmConfig | None = None
    release: ReleasePolicy = ReleasePolicy()
    web: WebFile = WebFile()
    watch: WatchFile = WatchFile()
    comparisons: Comparisons = Comparisons()
    language: str = "en"


def load_study(folder: Path) -> StudyConfig:
    """Reads and checks study.toml; ConfigError names every problem at once."""
    path = folder / FILE
    if not path.exists():
        raise ConfigError(
            "there is no study here",
            where=str(folder),
            expected=f"a folder with {FILE}",
            hint=f"begin one with `testimonia init {folder}`",
        )
    try:
        data = tomllib.loads(check.read_file(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("this is not valid TOML", where=str(path), got=error) from error
    found, problems = check.fit(data, StudyFile)
    if found:
        problems = problems or [
            *_contradictions(found),
            *_release_problems(found),
            *_comparison_problems(found),
            *_language_problems(found),
            *(llm_problems(found.llm) if found.llm else ()),
            *web_problems(found.web or WebFile(), found.watch or WatchFile()),
        ]
    if found is None or problems:
        raise check.complain(path, problems)
    settings = Settings(**{name: getattr(found, name) for name in Settings.__struct_fields__})
    return StudyConfig(
        folder=folder,
        settings=settings,
        store_url=store_url(folder, found.store),
        codebook=folder / found.codebook,
        llm=llm_of(found.llm),
        release=found.release,
        web=found.web or WebFile(),
        watch=found.watch or WatchFile(),
        comparisons=Comparisons(regions=found.regions, patterns=found.patterns),
        language=found.language,
    )


def store_url(folder: Path, store: str) -> str:
    """The address of the store: a URL stays one, a file name is one of SQLite in the study's folder."""
    return store if "://" in store else f"sqlite:///{(folder / store).resolve()}"


def _contradictions(found: StudyFile | None) -> Iterator[check.Problem]:
    if found is None:
        return
    if not found.groups:
        yield "groups", "none; expected at least one [[groups]] with a name"
    for number, group in enumerate(found.groups, start=1):
        if not group.name.strip():
            yield f"groups[{number}].name", "empty; expected the group's name"
    if not found.languages:
        yield "languages", 'none; expected at least one, e.g. ["en"]'
    for key in ("window_start", "window_end"):
        value = getattr(found, key)
        if value is not None and not is_partial_date(value):
            yield key, f"got {value!r}; no such date; expected a year, month or day between 1900 and 2100"
    if found.window_start and found.window_end and found.window_start > found.window_end + "~":
        yield "window_end", f"got {found.window_end!r}, before window_start {found.window_start!r}"
    for key in ("case_threshold", "review_threshold", "agreement_floor"):
        if not 0 <= getattr(found, key) <= 1:
            yield key, f"got {getattr(found, key)}; expected a number from 0 to 1"
    if found.review_threshold > found.case_threshold:
        yield "review_threshold", f"got {found.review_threshold}; expected at most case_threshold"


def _release_problems(found: StudyFile) -> Iterator[check.Problem]:
    if not 2 <= found.release.threshold <= 100:
        yield "release.threshold", f"got {found.release.threshold}; expected a number of people from 2 to 100"
    if not 0 < found.release.dominance <= 1:
        yield "release.dominance", f"got {found.release.dominance}; expected a part from 0 to 1"


def _language_problems(found: StudyFile) -> Iterator[check.Problem]:
    if not re.fullmatch(r"[a-z]{2,3}(_[A-Za-z]{2,4})*", found.language):
        yield "language", f'got {found.language!r}; expected the code of a language: "en", "ar", "pt_BR"'


_NAME = re.compile(r"[a-z][a-z0-9_]*")


def _comparison_problems(found: StudyFile) -> Iterator[check.Problem]:
    """Names that would be no part of a figure's id, or stand for two things; countries that are none."""
    for key, rows in (("regions", found.regions), ("patterns", found.patterns)):
        ids = [row.id for row in rows]
        for number, id in enumerate(ids, start=1):
            if not _NAME.fullmatch(id) or id in GROUP_NAMES or id.startswith(GROUP_HEADS):
                yield (
                    f"{key}[{number}].id",
                    f"got {id!r}; expected lower-case letters, digits and _, and no group that there is already",
                )
            if id in ids[: number - 1]:
                yield f"{key}[{number}].id", f"got {id!r} twice; expected another name for each"
    for number, region in enumerate(found.regions, start=1):
        wrong = [c for c in region.countries if not re.fullmatch("[A-Z]{2}", c)]
        if wrong or not region.countries:
            yield (
                f"regions[{number}].countries",
                f'got {", ".join(wrong) or "none"}; expected ISO 3166-1 alpha-2 codes as "GB"',
            )
    for number, pattern in enumerate(found.patterns, start=1):
        if not re.fullmatch(r"(leaving|joining)/[^:]+(:.+)?", pattern.reason):
            yield (
                f"patterns[{number}].reason",
                f'got {pattern.reason!r}; expected a code, or a code and its sub-theme: "leaving/brutality:sunnis"',
            )
