"""Whatever was run, decided, undone and run again: no decision is lost, and everything still adds up and walks back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from histories import STEPS, TEAM_STEPS, History, Step
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_texts import write_sources

quick = settings(max_examples=9, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 30), st.integers(0, 30)), min_size=6, max_size=16)


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Path]:
    return write_sources(tmp_path_factory.mktemp("histories") / "sources")


def live(history: History, lived: Sequence[Step]) -> None:
    """Begins with two sources, lives, ends with a report, and is lived again."""
    try:
        for step in (("run", 1, 0), *lived):
            history.do(step)
        history.end()
    finally:
        history.close()


@quick
@given(lived=steps)
def test_any_history(tmp_path: Path, sources: Sequence[Path], lived: list[Step]) -> None:
    live(History(tmp_path, sources), lived)


team_steps = st.lists(
    st.tuples(st.sampled_from((*STEPS[1:], *TEAM_STEPS, *TEAM_STEPS)), st.integers(0, 30), st.integers(0, 30)), min_size=8, max_size=18
)  # fmt: skip


@quick
@given(lived=team_steps)
def test_any_history_of_a_team(tmp_path: Path, sources: Sequence[Path], lived: list[Step]) -> None:
    live(History(tmp_path, sources), lived)


EVERYTHING: tuple[Step, ...] = (
    ("run", 2, 0), ("include", 0, 1), ("exclude", 1, 2), ("merge", 0, 1), ("run", 0, 0), ("accept", 0, 0), ("reject", 1, 0),
    ("code", 0, 2), ("code", 0, 3), ("correct", 0, 0), ("correct", 1, 2), ("split", 0, 1), ("undo", 2, 0), ("undo", 12, 0), ("anew", 0, 0),
    ("undo", 2, 0), ("run", 2, 0), ("exclude", 9, 4), ("reject", 3, 0), ("undo", 4, 0), ("run", 2, 0), ("anew", 0, 0),
)  # fmt: skip
A_TEAM: tuple[Step, ...] = (
    ("run", 2, 0), ("memo", 0, 0), ("snooze", 0, 0), ("ask", 0, 0), ("draw", 3, 1), ("answer", 0, 1), ("answer", 1, 0), ("answer", 0, 3), ("answer", 1, 2),
    ("adjudicate", 0, 0), ("define", 1, 1), ("run", 0, 0), ("reject", 0, 0), ("merge_codes", 0, 1), ("then", 0, 0), ("draw", 1, 3), ("answer", 0, 1),
    ("retire", 2, 0), ("define", 2, 4), ("run", 2, 0), ("undo", 14, 0), ("then", 1, 0), ("anew", 0, 0), ("adjudicate", 1, 0), ("then", 2, 0),
)  # fmt: skip


def test_a_team_on_postgresql(tmp_path: Path, sources: Sequence[Path], postgres: Any) -> None:
    history = History(tmp_path, sources, store=postgres.new_database())
    live(history, A_TEAM)
    kinds = {event.action.__struct_config__.tag for event in history.log}
    assert {
        "memo",
        "snooze",
        "ask",
        "round",
        "answer",
        "adjudicate",
        "define_code",
        "merge_codes",
        "retire_code",
        "undo",
    } <= kinds


def test_one_of_everything_on_postgresql(tmp_path: Path, sources: Sequence[Path], postgres: Any) -> None:
    history = History(tmp_path, sources, store=postgres.new_database())
    live(history, EVERYTHING)  # the second life is one on SQLite
    assert len(history.log) > 12
    assert history.given == list(sources)
