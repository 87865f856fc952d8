"""When a study is the same as before."""

from __future__ import annotations

from testimonia.pipeline.desk import Desk
from testimonia.pipeline.language import words_mark
from testimonia.pipeline.private import private_names
from testimonia.pipeline.version import version_of
from testimonia.pipeline.work import fingerprint

STAGES = ("capture", "clean", "dedupe", "detect", "consult", "code", "import")
"""The stages that set single items aside in the store; resolving does so as a whole."""


def study_mark(desk: Desk) -> str:
    """Changes whenever anything does that a figure may rest on: results, decisions, settings, codebook, program."""
    store, private = desk.store, private_names(desk.config.folder)
    return fingerprint(
        version_of("study", "review", "pipeline", "identity/resolve", "identity/unsure", "identity/decided"),
        desk.settings,
        desk.config.comparisons,
        words_mark(desk.config.folder, desk.config.language),
        desk.codebook.fingerprint(),
        store.extent(),
        [store.latest(stage) for stage in (*STAGES, "match", "coverage")],
        [store.head()[1]],
        *([private] if private else []),  # nothing more where there is no list, so that older marks still hold
    )
