"""A team's own words, templates and name list; and the words of the program: all there, all used."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from released import publish

import testimonia.study.release as package
from testimonia.domain.release import Ground
from testimonia.errors import ConfigError, InputError, UsageError
from testimonia.study.release.catalogue import english


def test_english_is_complete_and_holds_nothing_that_is_not_said() -> None:
    root = files("testimonia")
    sources = [p for p in Path(str(root)).rglob("*") if p.suffix in (".py", ".html", ".typ") and "study" in p.parts]
    text = "\n".join(p.read_text("utf-8") for p in sources)
    built = {f"ground_{g.value}" for g in Ground} | {"link_web", "link_live", "link_gone", "link_file", "link_withheld"}
    built |= {key for key in english() if key.startswith(("doc_", "press_careful_"))}
    named = set(re.findall(r'["\']([a-z][a-z_0-9]+)["\']', text))
    assert english().keys() - named - built == set()
    asked = set(re.findall(r"\bword(?:\.list)?\(\s*[\"']([a-z_0-9]+)[\"']", text))
    assert {key for key in asked if not key.endswith("_")} <= english().keys()
    assert Path(package.__file__).exists()


def test_templates_of_a_team_take_the_place_of_the_programs(study: Path) -> None:
    (study / "templates").mkdir()
    (study / "templates" / "site.css").write_text(".bar { color: #123456; }", encoding="utf-8")
    (study / "templates" / "brief.typ").write_text(
        '#set document(date: none)\nOur own page: #json("data.json").title', "utf-8"
    )
    publish(study)
    second = study.parent / "second"
    assert "#123456" in (second / "assets" / "site.css").read_text("utf-8")
    from pypdf import PdfReader

    assert "Our own page" in PdfReader(second / "brief.pdf").pages[0].extract_text()


def test_a_template_that_does_not_typeset_is_told_and_nothing_is_written(study: Path) -> None:
    from testimonia.errors import ReleaseError

    (study / "templates").mkdir()
    (study / "templates" / "brief.typ").write_text("#nowhere()", "utf-8")
    with pytest.raises(ReleaseError, match="cannot be typeset"):
        publish(study)
    assert not (study.parent / "second").exists()


def test_files_that_go_out_too_are_in_the_manifest(study: Path, tmp_path: Path) -> None:
    (tmp_path / "also").mkdir()
    (tmp_path / "also" / "foreword.txt").write_text("A foreword.", "utf-8")
    publish(study, also=tmp_path / "also")
    held = json.loads((study.parent / "second" / "manifest.json").read_bytes())
    assert "also/foreword.txt" in {f["path"] for f in held["files"]}
    (tmp_path / "also" / "link").symlink_to("/etc/passwd")
    with pytest.raises(InputError, match="link"):
        publish(study, "third", also=tmp_path / "also")
    with pytest.raises(InputError, match="no folder"):
        publish(study, "third", also=tmp_path / "nowhere")


def test_a_folder_with_something_else_in_it_is_left_alone(study: Path) -> None:
    other = study.parent / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("x")
    with pytest.raises(UsageError):
        publish(study, "other")
    assert [p.name for p in other.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(("key", "value"), [("threshold", "1"), ("dominance", "0.0"), ("nationality", '"maybe"')])
def test_a_policy_that_does_not_fit_is_told(study: Path, key: str, value: str) -> None:
    toml = study / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace("# [release]", f"[release]\n{key} = {value}"), "utf-8")
    with pytest.raises(ConfigError, match=f"release.{key}"):
        publish(study)
