"""study.toml and codebook.yaml: every problem at once, with key, got, expected and hint."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_study import Terminal

from testimonia.config import load_codebook, load_lexicon, load_study
from testimonia.errors import ConfigError


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(
        'title = 3\ngrops = []\ndisclosure = "all"\nwindow_start = "2014-1"\ncase_threshold = "x"\n'
        '[[groups]]\naliases = "x"\nnme = 3\n',
        "utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        load_study(tmp_path)
    words = str(caught.value)
    for part in (
        "title: got 3; expected text",
        "did you mean `groups`?",
        'expected one of "names", "initials", "ids"',
        "window_start: got '2014-1'",
        "case_threshold: got 'x'; expected a number",
        "groups[1].aliases",
        "groups[1].nme: unknown key; did you mean `name`?",
        "groups[1].name: missing",
    ):
        assert part in words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('window_start = "2015-02-30"', "no such date"),
        ('window_start = "2015"\nwindow_end = "2014"', "before window_start"),
        ("case_threshold = 1.5", "from 0 to 1"),
        ("review_threshold = 0.9", "at most case_threshold"),
        ("languages = []", "at least one"),
        ("title = ", "not valid TOML"),
    ],
)
def test_contradictions(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "study.toml").write_text(
        f'title = "t"\n{line}\n[[groups]]\nname = "g"\n'.replace('title = "t"\ntitle', "title"), "utf-8"
    )
    with pytest.raises(ConfigError, match=words):
        load_study(tmp_path)


def test_the_codebook_is_checked_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(
        "title: T\nversion: two\ncodes:\n"
        "  - {id: leaving/a, name: A, definition: d, cues: ['(open'], clues: [x]}\n"
        "  - {id: leaving/b, definition: d}\n",
        "utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        load_codebook(path)
    for part in ("version: got 'two'", "codes[1].clues: unknown key; did you mean `cues`?", "codes[2].name: missing"):
        assert part in str(caught.value)
    path.write_text(
        "title: T\ncodes:\n  - {id: Leaving, name: A, definition: d, cues: ['(open']}\n"
        "  - {id: leaving/b, name: B, definition: d}\n  - {id: leaving/b, name: B, definition: d}\n",
        "utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        load_codebook(path)
    for part in ("FAMILY/NAME", "not a regular expression", "stands here twice"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "not valid YAML, *|not valid YAML"),
        ("a: &x [1]\nb: *x\n", "aliases"),
        ("- 1\n", "expected a table"),
        ("title: !!python/object/apply:os.system ['true']\ncodes: []\n", "title"),
        ("[" * 5000, "not valid YAML"),
    ],
)
def test_hostile_yaml_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=words):
        load_codebook(path)


def test_a_broken_codebook_stops_a_run_before_it_begins(terminal: Terminal, study: Path) -> None:
    (study / "codebook.yaml").write_text("codes: none\n", "utf-8")
    ended = terminal("run", study)
    assert ended.code == 3
    assert "codebook.yaml" in ended.err
    assert "capture" not in ended.err


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_bytes(b'title = "\xff"\n')
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_study(tmp_path)


def test_norway_is_a_country() -> None:
    lexicon = load_lexicon()
    assert lexicon.countries["Norway"] == "NO"
    assert lexicon.given["Leila"] == "F"
    assert lexicon.rules_model.features
    assert lexicon.reader_model.features
    assert lexicon.homes["Kasserine"] == "TN"
    assert all(rule.pattern for rule in lexicon.rules)
