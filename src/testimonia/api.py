"""The Python interface: the same verbs as the commands.

with Study.open("my-study") as study:
    study.run(["articles/"])
    print(study.findings().figure("count.individuals"))
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import msgspec

from testimonia.adapters.progress import Silence
from testimonia.config import load_study, write_study
from testimonia.config.study import FILE, store_url
from testimonia.domain.article import Article
from testimonia.domain.capture import Capture
from testimonia.domain.decision import Decision
from testimonia.errors import UsageError
from testimonia.pipeline import STAGES, Desk, Outcome, corpus
from testimonia.pipeline import run as run_all
from testimonia.ports.progress import Progress
from testimonia.store import create_store, open_store
from testimonia.team import Team

if TYPE_CHECKING:
    from testimonia.domain.coverage import Coverage
    from testimonia.domain.figure import Findings
    from testimonia.domain.snapshot import Snapshot
    from testimonia.pipeline.batch import Batch
    from testimonia.pipeline.decisions import Verdicts
    from testimonia.pipeline.imports import Imported
    from testimonia.pipeline.release import Released
    from testimonia.pipeline.status import Status
    from testimonia.pipeline.sweep import Swept
    from testimonia.pipeline.translation.by_model import Offer
    from testimonia.pipeline.translation.supply import Waiting
    from testimonia.pipeline.watch import Pass
    from testimonia.review.evaluate import Evaluation
    from testimonia.review.learn import Lesson


class Study(Team):
    """One study folder, open. For one thread at a time; close it, or use it as a context manager.

    Reading needs no lock; what writes holds one as long as it writes, and raises BusyError where another process does.
    """

    def __init__(self, desk: Desk, close: Callable[[], None] | None = None) -> None:
        self._desk, self._close = desk, close or desk.store.close

    @classmethod
    def init(
        cls,
        path: str | Path,
        *,
        template: str = "defectors",
        groups: Sequence[str] = (),
        store: str | None = None,
    ) -> Self:
        """Makes a study folder: study.toml, codebook.yaml, the store. UsageError where there is one already."""
        folder = Path(path)
        if (folder / FILE).exists():
            raise UsageError("there is already a study here", where=str(folder), hint="open it, or give another folder")
        # The store before study.toml: a folder becomes a study in one step, when everything else is there.
        url = store_url(folder, store or "study.db")
        write_study(folder, template, groups, store, make_store=lambda: create_store(url).close())
        return cls.open(folder)

    @classmethod
    def open(cls, path: str | Path, *, progress: Progress | None = None, quick: bool = False) -> Self:
        """Opens a study; ConfigError or StoreError in words where that cannot be.

        `quick`: a decision about an id that is not there is refused at once, without a look over the whole study for what comes near it.
        """
        config = load_study(Path(path))
        store = open_store(config.store_url)
        return cls(Desk(config=config, store=store, progress=progress or Silence(), is_quick=quick))

    def close(self) -> None:
        """Releases the store."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- the stages

    def run(
        self, sources: Iterable[str | Path] = (), *, progress: Progress | None = None, until: str = "publish"
    ) -> tuple[Outcome, ...]:
        """Captures the sources, then does every stage that has something new to do, up to `until`: to the report, if nothing else is said."""
        desk = dataclasses.replace(self._desk, progress=progress) if progress else self._desk
        return run_all(desk, [str(source) for source in sources], until=until)

    def capture(self, sources: Iterable[str | Path], *, again: bool = False, screenshot: bool = False) -> Outcome:
        """Reads the sources once and keeps their bytes. http:// and https:// are fetched; with `again` also those visited before.

        `screenshot`: a picture of each fetched page too, also where study.toml does not ask for it; ConfigError where no browser is at hand.
        """
        from testimonia.pipeline.web import with_pictures

        with self._desk.store.exclusive():
            desk = with_pictures(self._desk) if screenshot else self._desk
            return corpus.capture(desk, [str(source) for source in sources], again=again)

    def watch(self) -> Pass:
        """One pass over the sources in [watch] of study.toml: new finds through every stage, and a digest of what changed."""
        from testimonia.pipeline.watch import watch

        with self._desk.store.exclusive():
            return watch(self._desk, lambda desk: run_all(desk, ()))

    @property
    def watch_minutes(self) -> float:
        """Minutes between two passes, as study.toml has it."""
        return self._desk.config.watch.every

    def addresses_in(self, path: str | Path) -> Sequence[str]:
        """The addresses that a list, a CSV, or an export of references names; InputError where there is none."""
        from testimonia.pipeline.addresses import addresses_in

        return addresses_in(str(path))

    def coverage(self) -> tuple[Coverage, ...]:
        """Which sources were monitored from when to when."""
        from testimonia.pipeline.coverage import coverage

        return coverage(self._desk)

    def sweep(
        self, sources: Iterable[str | Path], out: str | Path, *, engine: str = "local", workers: int | None = None
    ) -> Swept:
        """Candidate articles for this study out of WARC collections, written into the folder `out`; the study stays as it is."""
        from testimonia.pipeline.sweep import sweep

        given, desk = [str(source) for source in sources], self._desk
        return sweep(given, Path(out), desk.settings, engine=engine, workers=workers, progress=desk.progress)

    def clean(self) -> Outcome:
        """Captures to articles."""
        return self.stage("clean")

    def dedupe(self) -> Outcome:
        """Articles to families of copies."""
        return self.stage("dedupe")

    def detect(self) -> Outcome:
        """Articles to people and claims."""
        return self.stage("detect")

    def consult(self) -> Outcome:
        """Articles to a language model, where study.toml names one; ConsentError where text would leave the machine unasked."""
        return self.stage("consult")

    def resolve(self) -> Outcome:
        """Appearances and decisions to persons."""
        return self.stage("resolve")

    def code(self) -> Outcome:
        """People to coded passages."""
        return self.stage("code")

    def count(self) -> Outcome:
        """Persons and codings to figures."""
        return self.stage("count")

    def publish(self) -> Outcome:
        """Figures to the report; EvidenceError, and no report, where one does not walk back to its evidence."""
        return self.stage("publish")

    def stage(self, name: str) -> Outcome:
        """One stage by its name."""
        with self._desk.store.exclusive():
            return STAGES[name](self._desk)

    def wants_consent(self) -> str | None:
        """The host to which the text of articles would be sent and to which nobody has agreed; None where there is none."""
        llm = self._desk.config.llm
        asked = llm is not None and not llm.has_consent and llm.server.host not in self._desk.agreed
        return llm.server.host if llm is not None and asked else None

    def consent(self, host: str) -> None:
        """The text of articles may be sent to this host, as long as this study is open."""
        self._desk = dataclasses.replace(self._desk, agreed=self._desk.agreed | {host})

    # -- looking

    def status(self) -> Status:
        """What is in it, what waits, what was set aside and why."""
        from testimonia.pipeline.status import status

        return status(self._desk)

    def findings(self) -> Findings:
        """All figures of the study as it stands now."""
        from testimonia.pipeline.study import findings

        with self._desk.store.reading():
            return findings(self._desk)

    def snapshot(self) -> Snapshot:
        """Everything but the texts, with the decisions applied."""
        from testimonia.pipeline.snapshot import snapshot

        with self._desk.store.reading():
            return snapshot(self._desk)

    def article(self, id: str) -> Article:
        """The current revision of an article."""
        return self._desk.texts(id)

    def captured(self, id: str) -> tuple[Capture, bytes]:
        """What was captured, with its raw bytes; by the id of the capture or of the article made from it."""
        return corpus.captured(self._desk, id)

    def show(self, id: str) -> str:
        """A person, document, figure, coding or question with its evidence, in plain words."""
        from testimonia.pipeline.show import show

        return show(self._desk, id)

    @property
    def report(self) -> Path:
        """Where the report lies (or will lie)."""
        from testimonia.pipeline.study import report_path

        return report_path(self._desk)

    # -- deciding

    def include(self, id: str, *, by: str, reason: str = "", seen: int | None = None) -> Decision:
        """This person is a case."""
        return self._record(self._verdicts.include(id), by, reason, seen)

    def exclude(self, id: str, *, by: str, reason: str, seen: int | None = None) -> Decision:
        """This person is not counted, for this reason."""
        return self._record(self._verdicts.exclude(id), by, reason, seen)

    def merge(self, id: str, other: str, *, by: str, reason: str = "", seen: int | None = None) -> Decision:
        """These two are one person."""
        return self._record(self._verdicts.merge(id, other), by, reason, seen)

    def split(self, id: str, other: str, *, by: str, reason: str = "", seen: int | None = None) -> Decision:
        """These two are different people."""
        return self._record(self._verdicts.split(id, other), by, reason, seen)

    def accept(self, coding: str, *, by: str, reason: str = "", seen: int | None = None) -> Decision:
        """The proposed coding is right."""
        return self._record(self._verdicts.judge(coding, accepted=True), by, reason, seen)

    def reject(self, coding: str, *, by: str, reason: str = "", seen: int | None = None) -> Decision:
        """The proposed coding is wrong."""
        return self._record(self._verdicts.judge(coding, accepted=False), by, reason, seen)

    def add_coding(
        self,
        id: str,
        code: str,
        quote: str,
        *,
        by: str,
        reason: str = "",
        sub: str | None = None,
        denied: bool = False,
        document: str | None = None,
        start: int | None = None,
        seen: int | None = None,
    ) -> Decision:
        """The person gives (or denies) this reason in these exact words."""
        action = self._verdicts.code(id, code, quote, sub=sub, denied=denied, document=document, start=start)
        return self._record(action, by, reason, seen)

    def correct(
        self, id: str, field: str, value: str | None, *, by: str, reason: str = "", seen: int | None = None
    ) -> Decision:
        """The attribute's true value; None says that it is unknown."""
        return self._record(self._verdicts.correct(id, field, value), by, reason, seen)

    def withdraw(self, id: str, *, by: str, reason: str = "") -> Decision:
        """Nothing of this person is published any more, from the next release on."""
        return self._record(self._verdicts.withdraw(id), by, reason)

    def reply(self, id: str, text: str, *, by: str, reason: str = "") -> Decision:
        """What the person answers; it stands on their page from the next release on."""
        return self._record(self._verdicts.reply(id, text), by, reason)

    def undo(self, number: int, *, by: str, reason: str = "", seen: int | None = None) -> Decision:
        """The decision with this number no longer holds."""
        return self._record(self._verdicts.undo(number), by, reason, seen)

    def decide_from(self, path: str | Path, *, by: str, reason: str = "") -> Batch:
        """Every good line of a CSV or JSONL file of decisions; the bad ones come back with their reasons."""
        from testimonia.pipeline.batch import decide_from

        return decide_from(self._desk, Path(path), by=by, reason=reason)

    def translate(
        self,
        article: str,
        translation: str | Path | Sequence[str],
        *,
        by: str,
        reason: str = "",
        supplier: str = "",
        seen: int | None = None,
    ) -> Decision:
        """The article is read in this translation from the next run on: a file, or its paragraphs, as many as the article has.

        `supplier`: whose it is, as readers are told; "" for the team.
        """
        from testimonia.pipeline.translation.supply import paragraphs_of, translate

        given = paragraphs_of(Path(translation)) if isinstance(translation, str | Path) else translation
        return translate(self._desk, article, given, by=by, reason=reason, supplier=supplier, seen=seen)

    def translate_by_model(self, article: str | None = None, *, by: str, reason: str = "") -> tuple[Offer, ...]:
        """Translations by the language model of study.toml, of all articles that wait for one or of this one; ConsentError as for `consult`."""
        from testimonia.pipeline.translation.by_model import translate_by_model

        with self._desk.store.exclusive():
            return translate_by_model(self._desk, article, by=by, reason=reason)

    def untranslated(self) -> tuple[Waiting, ...]:
        """The articles that are set aside for their language, and could be taken with a translation."""
        from testimonia.pipeline.translation.supply import waiting

        with self._desk.store.reading():
            return waiting(self._desk)

    def translation_of(self, article: Article) -> Decision | None:
        """The translation in force of this article; the next run reads the article in it, if it was not read so yet."""
        from testimonia.pipeline.translation.held import translation_of

        return translation_of(self._desk, article.id, article.sha256)

    def original(self, article: str) -> str:
        """The text of an article that waits for a translation, its paragraphs with an empty line between two."""
        from testimonia.pipeline.translation.supply import foreign

        return foreign(self._desk, article).text

    def learn(self, *, by: str, reason: str = "", dry_run: bool = False, anyway: bool = False) -> Lesson:
        """Weights fitted to the decisions in force, recorded as a decision where cross-validation finds them better."""
        from testimonia.pipeline.learn import learn

        return learn(self._desk, by=by, reason=reason, dry_run=dry_run, anyway=anyway)

    @property
    def _verdicts(self) -> Verdicts:
        from testimonia.pipeline.decisions import Verdicts

        return Verdicts(self._desk)

    # -- leaving the house

    def export(self, format: str, out: str | Path) -> tuple[Path, ...]:
        """Writes the study for other programs (one file; csv: a folder of them); which files were written.

        EvidenceError, and nothing written, where something does not walk back to its evidence.
        """
        from testimonia.pipeline.exports import export

        return export(self._desk, format, Path(out))

    def bundle(self) -> bytes:
        """The study bundle: one JSON object that holds the whole study."""
        from testimonia.pipeline.snapshot import snapshot
        from testimonia.study.export import bundle

        with self._desk.store.reading():
            return bundle(snapshot(self._desk), self._desk.texts)

    def import_file(self, path: str | Path, *, by: str, reason: str = "") -> Imported:
        """Takes over what another program wrote (QDPX, QDC, CSV, XLSX): texts, codes, cases and codings; what does not fit is set aside."""
        from testimonia.pipeline.imports import import_file

        return import_file(self._desk, Path(path), by=by, reason=reason)

    def release(
        self, out: str | Path, *, signed_by: str | None = None, also: str | Path | None = None, language: str = ""
    ) -> Released:
        """Writes a release into a folder; ReleaseError, and no folder, where it would show what must not be shown."""
        from testimonia.pipeline.release import publish_release

        return publish_release(
            self._desk, Path(out), signed_by=signed_by, also=Path(also) if also else None, language=language
        )

    def evaluate(self, gold: str | Path) -> Evaluation:
        """The study against annotated documents, with intervals."""
        from testimonia.pipeline.weights import learned_from
        from testimonia.review.evaluate import evaluate

        return evaluate(msgspec.json.decode(self.bundle()), Path(gold), learned_from=learned_from(self._desk))
