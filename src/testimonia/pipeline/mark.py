"""When a study is the same as before."""

from __future__ import annotations

from testimonia.pipeline.desk import Desk
from testimonia.pipeline.language import words_mark
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import fingerprint

STAGES = ("capture", "clean", "dedupe", "detect", "consult", "code", "import")
"""The stages that set single items aside in the store; resolving does so as a whole."""


def study_mark(desk: Desk) -> str:
    """Changes whenever anything does that a figure may rest on: results, decisions, settings, codebook, program."""
    store = desk.store
    return fingerprint(
        version_of("study", "review", "pipeline", "identity/resolve", "identity/decided"),
        desk.settings,
        desk.config.comparisons,
        words_mark(desk.config.folder, desk.config.language),
        desk.codebook.fingerprint(),
        store.extent(),
        [store.latest(stage) for stage in (*STAGES, "match")],
        [store.head()[1]],
    )
