"""Act 3 at work: people in articles to coded passages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from testimonia.config.lexicon import lexicon_fingerprint
from testimonia.domain.appearance import Appearance
from testimonia.domain.article import Article
from testimonia.domain.codebook import Codebook
from testimonia.domain.coding import CodedAppearance, Coding
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.setaside import SetAside
from testimonia.pipeline import corpus, second, weights
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.evidence import proven
from testimonia.pipeline.news import News
from testimonia.pipeline.people import People, appearances, readings
from testimonia.pipeline.persons import Group, groups_of, in_persons, settle
from testimonia.pipeline.translation.anchor import anchored_coding
from testimonia.pipeline.translation.held import READ, as_read, read_in
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import Job, Outcome, fingerprint, only, work

CODED = "coded"
"""Index: appearances that were coded, or were to be, by their article."""
CODING = "coding"
"""Index: appearances by the ids of the codings proposed for them."""


def code(desk: Desk) -> Outcome:
    """Proposes codings for everybody who is a person of the study, or may become one."""
    from testimonia.narrative.agree import agree
    from testimonia.narrative.code import code as stage

    words, book = weights.lexicon(desk), desk.codebook  # one state of both, whatever is decided meanwhile
    settle(desk)  # people may have decided since: who is a person rests on it
    mark = _mark(desk, words, book)
    news = News(desk, "code", mark, "resolve", "detect", "consult")
    among = None if news.whole else _among(desk, news)

    def do(item: tuple[Article, Appearance, tuple[Coding, ...]]) -> CodedAppearance | SetAside:
        article, appearance, heard = item
        text, read, back = read_in(desk, article, appearance)
        coded = only(stage([(text, read)], book, desk.settings, words, desk.reader), "code")
        if back is not None and not isinstance(coded, SetAside):
            coded = anchored_coding(coded, appearance.id, back)
        return proven(coded if isinstance(coded, SetAside) else agree(coded, heard, book), article)

    jobs = _jobs(desk, mark, among)

    def keep(coded: CodedAppearance) -> CodedAppearance:
        desk.store.file(CODING, coded.appearance, [coding.id for coding in coded.codings])
        return coded

    outcome = work(desk, "code", "appearances", jobs, do, keep, among)
    news.note()
    return outcome


def _mark(desk: Desk, words: Lexicon, book: Codebook) -> str:
    return fingerprint(
        version_of("narrative", "pipeline/narrative"),
        book.fingerprint(),
        desk.settings,
        lexicon_fingerprint(),
        desk.reader_name,
        *weights.code_mark(words),
    )


def _among(desk: Desk, news: News) -> set[str]:
    """Whose group changed, and who was coded in an article that was read anew."""
    groups = (desk.store.get("resolve", id, Group) for id in news.of("resolve"))
    members = {id for group in groups if group for id in group.members}
    read = (*news.of("detect"), *news.of("consult"))
    return members | desk.store.under(CODED, read) | set(news.of("code"))


def _jobs(desk: Desk, mark: str, among: set[str] | None) -> list[Job[tuple[Article, Appearance, tuple[Coding, ...]]]]:
    wanted = _to_code(desk, among)
    articles = {one.article for one in wanted}
    held = {one.id: one for one in (corpus.cleaned(desk) if among is None else corpus.cleaned_of(desk, articles))}
    in_translation = desk.store.done(READ, None if among is None else articles)
    with desk.store.transaction():
        if among is None:
            desk.store.empty(CODED)
        for id in among or ():
            desk.store.file(CODED, id, ())
        for one in wanted:
            desk.store.file(CODED, one.id, [one.article])
        for id in (desk.store.done("code").keys() if among is None else among) - {one.id for one in wanted}:
            desk.store.file(CODING, id, ())
    return [
        Job(
            one.id,
            held[one.article].source,
            fingerprint(
                mark,
                held[one.article].digest,
                first,
                heard,
                *(_read(desk, first) if one.article in in_translation else ()),
            ),
            partial(_load, desk, first, heard),
        )
        for one in wanted
        for first, heard in [second.apart(desk, one)]
    ]


def _read(desk: Desk, appearance: Appearance) -> tuple[object, ...]:
    """What coding rests on besides, where it reads a translation."""
    found = as_read(desk, appearance)
    return () if found is None else (found[0].hash, found[1], version_of("pipeline/translation"))


def _load(
    desk: Desk, appearance: Appearance, heard: tuple[Coding, ...]
) -> tuple[Article, Appearance, tuple[Coding, ...]]:
    return desk.texts(appearance.article), appearance, heard


def _to_code(desk: Desk, among: set[str] | None) -> list[Appearance]:
    """Of these appearances (None: of all) the persons', and those of whom people are asked; in order of the articles."""
    asked = desk.settings.review_threshold
    if among is None:
        persons = in_persons(desk.store.all("resolve", Group))
        held: Iterable[Appearance] = appearances(readings(desk)).values()
    else:
        people = People(desk)
        persons = in_persons(groups_of(desk, among))
        held = [one for id in sorted(among) if (one := people.appearance(id)) is not None]
    return [one for one in held if one.id in persons or one.probability >= asked]
