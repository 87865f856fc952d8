"""Consulting at work: the articles that detection read, to a language model, where study.toml names one.

An answer is kept by document, prompt and model: the same question is never sent twice. An article without an answer is set aside here, and
the rules' reading of it stands; where the server was at fault, the next run asks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from testimonia.config.lexicon import lexicon_fingerprint
from testimonia.domain.article import Article
from testimonia.domain.consultation import Consultation
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import Reason, SetAside
from testimonia.pipeline import corpus
from testimonia.pipeline.desk import Desk
from testimonia.pipeline.evidence import proven
from testimonia.pipeline.news import News
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import Job, Outcome, fingerprint, only, work
from testimonia.ports.llm import NoReply, Reply, Request

ANSWERS = "answers"
"""Where answers are kept, by the hash of the question. No stage drops them."""
IN_A_ROW = 3
"""After so many failures of the server in a row nobody is asked any more in this run: a dead server costs minutes an article."""


def permitted(desk: Desk) -> None:
    """ConsentError where text would leave the machine and nobody has agreed to that."""
    llm = desk.config.llm
    if llm is not None and not llm.has_consent and llm.server.host not in desk.agreed:
        raise llm.refused()


def consult(desk: Desk) -> Outcome:
    """Readings to consultations; nothing where there is no [llm]."""
    llm = desk.config.llm
    if llm is None:
        return _off(desk)
    permitted(desk)
    from testimonia.identity.consult import ConsultOptions
    from testimonia.identity.consult import consult as stage

    options = ConsultOptions(
        model=llm.file.model, window_tokens=llm.file.window_tokens, answer_tokens=llm.file.answer_tokens
    )
    ask, book = Asking(desk), desk.codebook

    def do(item: tuple[Article, Reading, str]) -> Consultation | SetAside:
        return proven(only(stage([item], options, desk.settings, book, desk.lexicon, ask), "consult"), item[0])

    version = version_of("identity/consult", "identity/detect/layout")
    mark = fingerprint(version, book.fingerprint(), lexicon_fingerprint(), desk.settings, options)
    _ask_again(desk)
    news = News(desk, "consult", mark, "detect")
    among = None if news.whole else {*news.of("detect"), *news.of("consult")}
    outcome = work(desk, "consult", "articles", _jobs(desk, mark, among), do, among=among)
    news.note()
    return outcome


def _off(desk: Desk) -> Outcome:
    """The model's word is gone with [llm]; its answers stay, in case it comes back."""
    if desk.store.count("consult"):  # most studies have none: the count is kept, a list of them goes over every result
        desk.store.drop("consult", list(desk.store.done("consult")))
    return Outcome(stage="consult", unit="articles", total=0)


def _ask_again(desk: Desk) -> None:
    """Forgets that there was no answer, where it was the server's fault."""
    lost = [one.subject for one in desk.store.set_asides("consult") if one.reason is Reason.NO_ANSWER]
    if lost:
        desk.store.drop("consult", lost)


def _jobs(desk: Desk, mark: str, among: set[str] | None) -> list[Job[tuple[Article, Reading, str]]]:
    marks = desk.store.done("detect", among)
    held = desk.store.all("detect", Reading) if among is None else _held(desk, marks)
    # What was read in a translation stands in another language than the words that the model would be given.
    read = {one.article for one in held if one.translation is None}
    return [
        Job(one.id, one.source, fingerprint(mark, marks[one.id]), partial(_load, desk, one.id, marks[one.id]))
        for one in (corpus.cleaned(desk) if among is None else corpus.cleaned_of(desk, sorted(read)))
        if one.id in read
    ]


def _held(desk: Desk, ids: Iterable[str]) -> Iterator[Reading]:
    return (one for id in ids if (one := desk.store.get("detect", id, Reading)) is not None)


def _load(desk: Desk, id: str, mark: str) -> tuple[Article, Reading, str]:
    reading = desk.store.get("detect", id, Reading)
    assert reading is not None
    return desk.texts(id), reading, mark


class Asking:
    """Asks the study's server, or the answers at hand."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._failed = desk, 0

    def __call__(self, request: Request) -> Reply | NoReply:
        """The answer kept, else the server's, which is then kept."""
        store, key = self._desk.store, request.key
        held = store.get(ANSWERS, key, Reply)
        if held is not None:
            return held
        if self._failed >= IN_A_ROW:
            return NoReply(why=f"not asked: the server had failed {IN_A_ROW} times in a row")
        reply = self._desk.llm.ask(request)
        if isinstance(reply, NoReply):
            self._failed += reply.is_down
            return reply
        self._failed = 0
        store.put(ANSWERS, key, key, reply)
        return reply
