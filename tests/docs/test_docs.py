"""Docs are checked, not trusted: what is not documented, does not parse or leads nowhere fails here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

import click
import documented
import pytest
from documented import CHECKS, Missing
from manual import PAGES, ROOT, Manual, rows, spans
from quoted import commands_in, hints_in, parsed

from testimonia.cli.commands import commands as program

MANUAL = Manual.read()
Check = Callable[[Manual], Missing]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_everything_is_documented(check: Check) -> None:
    assert list(check(MANUAL)) == []


@pytest.mark.parametrize(
    ("check", "line", "told"),
    [
        (documented.commands, "## init", "command init"),
        (documented.commands, "## demo", "command demo"),
        (documented.commands, "## merge", "command merge"),
        (documented.commands, "| `--denied`", "code --denied"),
        (documented.commands, "| `--store`", "init --store"),
        (documented.keys, "| `window_end`", "study.toml: window_end"),
        (documented.keys, "| `groups[].case_sensitive`", "study.toml: groups[].case_sensitive"),
        (documented.keys, "| `llm.key_variable`", "study.toml: llm.key_variable"),
        (documented.keys, "| `codes[].subs[].cues`", "codebook.yaml: codes[].subs[].cues"),
        (documented.reasons, "| `bomb`", "bomb"),
        (documented.errors, "| 6 |", "6 BusyError"),
        (documented.errors, "| 9 |", "9 ConsentError"),
        (documented.errors, "| 130 |", "130 "),
        (documented.columns, "| `person_status`", "codings.csv: person_status"),
        (documented.columns, "| `cases[].passages[]`", "bundle: cases[].passages[].rank"),
        (documented.verbs, "| `study.merge(", "Study.merge"),
        (documented.words, "| `stance`", "decide: column stance"),
        (documented.words, "| `policy`", "question policy"),
        (documented.words, "| `up_to_date`", "status up_to_date"),
        (documented.nouns, "| span |", "span"),
    ],
)
def test_a_line_taken_out_is_missed(check: Check, line: str, told: str) -> None:
    assert told in list(check(MANUAL.without(line)))


def test_a_default_that_changed_is_told() -> None:
    text = MANUAL.page("study-folder").replace("`0.05`", "`0.2`")
    stale = Manual({**MANUAL.texts, "docs/manual/study-folder.md": text})
    assert list(documented.keys(stale)) == ["study.toml: review_threshold is 0.05 by default, not 0.2"]


def test_every_family_of_figures_is_documented() -> None:
    """Ids of figures that the counting makes: their first part."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src/testimonia/study/count").glob("*.py"))
    made = set(re.findall(r'f?"(count|country|gender|age|role|excluded|time|articles|review|reported)\.', source))
    known = {name.split(".")[0] for name in spans(MANUAL.section("The figures"))}
    assert made | {"leaving", "joining"} <= known
    assert len(made) == 10


# -- help


def _commands() -> Iterator[tuple[str, click.Command]]:
    for name, command in program.commands.items():
        yield name, command
        yield from ((f"{name} {kind}", below) for kind, below in getattr(command, "commands", {}).items())


@pytest.mark.parametrize(("name", "command"), list(_commands()), ids=lambda one: one if isinstance(one, str) else "")
def test_help_says_what_a_command_does_and_what_each_option_is_for(name: str, command: click.Command) -> None:
    assert command.help
    first = command.get_short_help_str(limit=200)
    assert len(first) <= 62, f"{name}: cut off in the list of commands: {first}"
    assert [one.opts[0] for one in command.params if isinstance(one, click.Option) and not one.help] == []


# -- commands that are quoted


@pytest.mark.parametrize("page", [path.relative_to(ROOT).as_posix() for path in PAGES])
def test_every_command_quoted_in_a_page_parses(page: str) -> None:
    wrong = [f"{line}: {why}" for line in commands_in(MANUAL.texts[page]) if (why := parsed(line))]
    assert wrong == []


def test_every_command_quoted_in_a_message_is_one() -> None:
    lines = [line for path in (ROOT / "src").rglob("*.py") for line in hints_in(path.read_text("utf-8"))]
    assert len(lines) > 10
    assert [f"{line}: {why}" for line in lines if (why := parsed(line, whole=False))] == []


@pytest.mark.parametrize(
    "line",
    ["testimonia frobnicate STUDY", "testimonia run", "testimonia init s --grop X", "testimonia decide s merge P-1",
     "testimonia decide s undo first", "testimonia export s --format xml --out x", "testimonia status s --json --all"],
)  # fmt: skip
def test_a_command_that_is_none_is_told(line: str) -> None:
    assert parsed(line)
    assert commands_in(f"Say `{line}` or:\n\n```sh\n{line}  # why\n```\n\n    .venv/bin/{line}\n") == [line] * 3


# -- links


@pytest.mark.parametrize("page", [path.relative_to(ROOT).as_posix() for path in PAGES])
def test_every_link_and_picture_is_there(page: str) -> None:
    assert list(lost_links(page, MANUAL.texts[page])) == []


def test_a_link_that_leads_nowhere_is_told() -> None:
    text = "[a](manual/none.md) ![b](images/none.png) [c](manual/run.md#nowhere) [d](manual/run.md#stage-by-stage) [e](https://x.example/)"
    assert list(lost_links("docs/index.md", text)) == ["manual/none.md", "images/none.png", "manual/run.md#nowhere"]


def lost_links(page: str, text: str) -> Iterator[str]:
    """Relative links whose file or heading is not there."""
    for target in re.findall(r"\]\(([^)\s]+)[^)]*\)", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, heading = unquote(target).partition("#")
        file = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        if not file.exists() or (heading and heading not in anchors(file.read_text("utf-8"))):
            yield target


def anchors(text: str) -> set[str]:
    """The anchors that a page has, as the usual viewers make them from its headings."""
    found = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_the_index_leads_to_every_page_and_the_readme_to_the_index() -> None:
    links = set(re.findall(r"\]\((manual/[^)#]+)", MANUAL.texts["docs/index.md"]))
    pages = {name.removeprefix("docs/") for name in MANUAL.texts if name.startswith("docs/manual/")}
    assert links == pages
    assert "](docs/index.md)" in MANUAL.texts["README.md"]
    assert all(len(row) == len(rows(text)[0]) for text in [MANUAL.texts["docs/index.md"]] for row in rows(text))
