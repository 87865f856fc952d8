"""What the reader is trained on is kept as data: it comes back as it was kept, and it is of the training texts alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.adapters.reader.windows import Window, kinds
from testimonia.ports.reader import Focus

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tools" / "reader_model"))
from kept import KEPT, examples_of, keep  # noqa: E402
from targets import PERSON_TARGETS, SENTENCE_TARGETS, Example  # noqa: E402

SOURCES = sorted(path.name.removesuffix(".jsonl.gz") for path in KEPT.glob("*.jsonl.gz"))
PASSAGES = [name for name in SOURCES if name.startswith("p")]
TEXT = "Idris Qadhi, a cook, left in May. “They starved us,” he said. \U0001f4f8 His brother Salim stayed with them."
STRETCHES = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1])), max_size=4
)
ANSWERS = st.sampled_from([None, 0.0, 1.0])


@given(STRETCHES, STRETCHES, st.integers(0, 40), st.one_of(st.none(), st.just(0)), st.data())
def test_an_example_comes_back_as_training_reads_it(
    tmp_path_factory: pytest.TempPathFactory,
    mentions: list[tuple[int, int]],
    speech: list[tuple[int, int]],
    start: int,
    person: int | None,
    data: st.DataObject,
) -> None:
    end = len(TEXT) - 10
    rows = tuple(data.draw(st.tuples(*[ANSWERS] * len(SENTENCE_TARGETS))) for _ in range(2))
    told = None if person is None else data.draw(st.tuples(*[ANSWERS] * len(PERSON_TARGETS)))
    window = Window(start, end, ((start, start + 10), (start + 11, end)))
    before = Example("x/y", TEXT, window, Focus(mentions=tuple(mentions), speech=tuple(speech)), told, rows)
    folder = tmp_path_factory.mktemp("kept")
    assert keep("x", [before], folder) == 1
    (after,) = examples_of(["x"], folder)
    assert (after.id, after.person, after.rows) == (before.id, before.person, before.rows)
    assert after.text == TEXT[start:end] and (after.window.start, after.window.end) == (0, end - start)
    assert after.window.judged == tuple((a - start, b - start) for a, b in window.judged)
    tokens = [(at, at + 3) for at in range(start, end - 3, 3)]
    # A tokenizer's own signs have no place in the text: (-1, -1).
    there = kinds([(-1, -1), *tokens, (-1, -1)], before.focus)
    here = kinds([(-1, -1), *((a - start, b - start) for a, b in tokens), (-1, -1)], after.focus)
    assert here == there


def test_examples_for_other_targets_are_refused(tmp_path: Path) -> None:
    row = (1.0,) * (len(SENTENCE_TARGETS) - 1)
    keep("x", [Example("x", "word", Window(0, 4, ((0, 4),)), Focus(mentions=()), None, (row,))], tmp_path)
    with pytest.raises(ValueError, match="kept for other targets"):
        list(examples_of(["x"], tmp_path))


@pytest.mark.parametrize("name", PASSAGES)
def test_every_example_of_a_passage_is_words_of_that_passage(name: str) -> None:
    lines = (ROOT / "training" / "passages" / f"{name}.jsonl").read_text("utf-8").splitlines()
    passages = {raw["id"]: raw["text"] for raw in map(json.loads, filter(str.strip, lines))}
    examples = list(examples_of([name]))
    assert examples and all(one.text in passages[one.id.partition("/")[0]] for one in examples)


def test_no_example_is_of_an_evaluation_article() -> None:
    held = {
        " ".join(path.read_text("utf-8", errors="replace").split())
        for path in (ROOT / "tests" / "corpus").rglob("*")
        if path.suffix in (".html", ".txt")
    }
    assert len(held) >= 48
    judged = {" ".join(one.text[a:b].split()) for one in examples_of(SOURCES) for a, b in one.window.judged}
    long = [words for words in judged if len(words) > 60]
    assert len(long) > 5_000
    everything = "\n".join(held)
    assert not [words for words in long if words in everything]
