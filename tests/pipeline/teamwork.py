"""Steps of a history that only teams take."""

from __future__ import annotations

from collections.abc import Callable

from testimonia import Study
from testimonia.domain.decision import Decision
from testimonia.domain.snapshot import Snapshot

CODERS = ("ann", "bo", "cy")


class Teamwork:
    """One step, chosen by two numbers; None where there is nothing to do it to."""

    def __init__(self, study: Study, one: int, other: int, state: Snapshot) -> None:
        self.study, self.one, self.other, self.state = study, one, other, state

    def makers(self) -> dict[str, Callable[[], Decision | None]]:
        return {
            "memo": self._memo, "snooze": self._snooze, "ask": self._ask, "define": self._define, "retire": self._retire,
            "merge_codes": self._merge, "draw": self._draw, "answer": self._answer, "adjudicate": self._adjudicate,
        }  # fmt: skip

    def _memo(self) -> Decision | None:
        on = [*(p.id for p in self.state.persons), *(k.id for k in self.state.codings), *self._codes()]
        return self.study.memo(on[self.one % len(on)], f"note {self.other}", by="ann")

    def _snooze(self) -> Decision | None:
        tasks = self.study.queue(limit=3)
        if not tasks:
            return None
        event = self.study.snooze(tasks[self.one % len(tasks)].question.id, "2027-01-01", by="ann")
        left = {task.question.id for task in self.study.queue()}
        assert tasks[self.one % len(tasks)].question.id not in left
        return event

    def _ask(self) -> Decision | None:
        tasks = self.study.queue(limit=1)
        return self.study.ask(tasks[0].question.id, "bo", "is this so?", by="ann") if tasks else None

    def _codes(self) -> list[str]:
        return [code.id for code in self.state.codebook.codes]

    def _define(self) -> Decision | None:
        codes = self._codes()
        if self.other % 4 == 0:
            id = f"leaving/new{self.one}"
            known = {"name": "New", "definition": f"Something new, {len(self.state.decisions)}"}
            return self.study.define_code(id, **known, cues=["corrupt"], by="lead")
        return self.study.define_code(
            codes[self.one % len(codes)], definition=f"As of {len(self.state.decisions)}", by="lead"
        )

    def _retire(self) -> Decision | None:
        codes = self._codes()
        return self.study.retire_code(codes[self.one % len(codes)], by="lead") if len(codes) > 4 else None

    def _merge(self) -> Decision | None:
        leaving = [code for code in self._codes() if code.startswith("leaving/")]
        code, into = leaving[self.one % len(leaving)], leaving[self.other % len(leaving)]
        return self.study.merge_codes(code, into, by="lead") if code != into else None

    def _draw(self) -> Decision | None:
        if not any(p.status.value != "excluded" for p in self.state.persons):
            return None
        single = self.other % 3 == 0
        name = f"round{len(self.state.decisions)}"
        return self.study.draw(
            name, coders=CODERS, n=2, each=1 if single else 2, decides=single, seed=self.one, by="lead"
        )

    def _answer(self) -> Decision | None:
        for progress in reversed(self.study.rounds()):
            for coder in CODERS:
                for unit in self.study.assignments(progress.name, coder):
                    if unit.mine is None and unit.outcome is None and unit.appearance in self.state.appearances:
                        return self._answered(progress.name, coder, unit.appearance, unit.codes)
        return None

    def _answered(self, name: str, coder: str, appearance: str, codes: tuple[str, ...]) -> Decision:
        text = self.study.article(appearance.partition("@")[0]).text
        quotes = [part for part in text.split("\n\n") if text.count(part) == 1]
        held = [
            k
            for k in self.state.codings
            if k.appearance == appearance and k.code in codes and k.coder.startswith("machine:")
        ]
        known = {code.id for code in self.state.codebook.codes}
        marks = [
            {"code": k.code, "quote": k.span.quote, "start": k.span.start}
            for k in held[self.one % 2 :]
            if k.code in known
        ]
        free = [code for code in codes if code in known]
        if self.other % 2 and free:
            quote = quotes[self.one % len(quotes)]
            marks.append({"code": free[self.other % len(free)], "quote": quote, "denied": self.one % 2 == 0})
        return self.study.answer(name, appearance, marks, by=coder)

    def _adjudicate(self) -> Decision | None:
        for progress in self.study.rounds():
            for conflict in self.study.conflicts(progress.name):
                if conflict.appearance in self.state.appearances:
                    take = conflict.answers[self.one % len(conflict.answers)].coder
                    return self.study.adjudicate(progress.name, conflict.appearance, take=take, by="lead")
        return None
