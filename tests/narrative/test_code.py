"""A code is a person's own reason at an exact quote; a denied one is denied; the group's name is no cue."""

from pathlib import Path

import pytest

from testimonia.config import load_codebook, load_lexicon
from testimonia.domain.appearance import Appearance, Mention, MentionKind, Role, Speech
from testimonia.domain.article import Article
from testimonia.domain.coding import CodedAppearance, Stance
from testimonia.domain.settings import Group, Settings
from testimonia.domain.span import Span
from testimonia.narrative.code import code
from testimonia.text import sha256

BOOK = load_codebook(Path("src/testimonia/data/templates/defectors/codebook.yaml"))
WORDS = load_lexicon()
STUDY = Settings(title="t", groups=(Group(name="Islamic State"),))


def coded(sentence: str) -> CodedAppearance:
    text = f"Karim. {sentence}"
    scope = Span.of(text, 7, len(text))
    article = Article(id="d-1", capture="c-1", source="s", text=text, sha256=sha256(text), language="en", cleaner="t")
    person = Appearance(
        id="d-1@0-5", article="d-1", label="Karim", mentions=(Mention(span=Span.of(text, 0, 5), kind=MentionKind.NAME),),
        speech=(Speech(span=scope, direct=True, rule="t"),), scope=(scope,), role=Role.CASE, probability=0.9, detector="t",
    )  # fmt: skip
    found = next(code([(article, person)], BOOK, STUDY, WORDS))
    for item in (*found.codings, *found.passages):
        item.span.check(text)
    return found


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We were sent against other Sunni rebels, and that is why I left.", "leaving/infighting"),
        ("They killed innocent families and I could not stay.", "leaving/brutality"),
        ("The commanders kept the money and the gold, so I left.", "leaving/corruption"),
        ("There was no electricity and no food, and I had enough.", "leaving/quality_of_life"),
        ("I joined because they promised me a salary and a house.", "joining/material"),
        ("I had no choice, they threatened my brother, so I joined.", "joining/coercion"),
    ],
)
def test_reasons(sentence: str, expected: str) -> None:
    assert expected in {c.code for c in coded(sentence).codings if c.stance is Stance.PRESENT}


@pytest.mark.parametrize(
    "sentence", ["I was not bored, I was disgusted.", "He denied that it was over the unpaid salary."]
)
def test_a_denied_reason_is_denied(sentence: str) -> None:
    assert {c.stance for c in coded(sentence).codings if c.code == "leaving/quality_of_life"} <= {Stance.DENIED}


def test_the_name_of_the_group_is_no_cue() -> None:
    assert coded("He wanted to join Islamic State.").codings == ()
