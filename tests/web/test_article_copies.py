"""An article's page says what copies it has, and what it has in common with articles that are no copies."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from testimonia.api import Study

SignIn = Callable[[str | None], Any]
PAGE = (
    '<html><head><title>{title}</title><meta property="og:site_name" content="{paper}">'
    '<meta property="article:published_time" content="{day}"></head><body><article><h1>{title}</h1>{body}</article></body></html>'
)


def told(seed: str, sentences: int) -> list[str]:
    """Sentences of some twenty words with names and numbers, of which no other seed has a run."""
    dice = random.Random(seed)

    def word() -> str:
        return "".join(dice.choice(("ba", "dor", "fe", "gil", "ka", "lum", "mi", "nos", "pe", "rud")) for _ in range(3))

    return [
        f"The {word()} of {word().title()} was {word()} for {dice.randint(2, 900)} days, and {word().title()} carried the {word()} over a {word()} road with {word()} and {word()}."
        for _ in range(sentences)
    ]


def page(title: str, paper: str, day: str, sentences: list[str]) -> str:
    body = "".join(f"<p>{' '.join(sentences[at : at + 3])}</p>" for at in range(0, len(sentences), 3))
    return PAGE.format(title=title, paper=paper, day=day, body=body)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, made: Path) -> Path:
    """The desk's study with two stories more, a copy of the first, a roundup of both, and a story that stands alone."""
    home = tmp_path_factory.mktemp("copies")
    study = Path(shutil.copytree(made, home / "study"))
    sources = home / "articles"
    sources.mkdir()
    one, other = told("north", 24), told("south", 24)
    for name, written in {
        "one": page("The long road of the north", "The Northern Post", "2015-03-01", one),
        "other": page("A winter in the south", "The Southern Herald", "2015-03-02", other),
        "copy": page("Northern road is long", "The Eastern Mail", "2015-03-03", [*one[:20], *told("copy", 2)]),
        "roundup": page(
            "What the week brought", "The Western Star", "2015-09-01", [*one[:9], *told("week", 3), *other[:9]]
        ),
        "alone": page("Nothing but the sea", "The Harbour News", "2015-03-04", told("sea", 24)),
    }.items():
        (sources / f"{name}.html").write_text(written, encoding="utf-8")
    with Study.open(study) as held:
        held.run([sources])
    return study


def copies_of(client: Any, study: Path, title: str) -> str:
    """The words of the page's card on copies."""
    with Study.open(study) as held:
        (id,) = (one.id for one in held.snapshot().articles if one.title == title)
    shown = client.get(f"/article/{id}").text
    return str(shown.split("<h2>Copies</h2>", 1)[1].split("</section>", 1)[0])


def test_a_roundup_has_text_in_common_and_no_copies(study: Path, sign_in: SignIn) -> None:
    card = copies_of(sign_in("lead"), study, "What the week brought")
    none, _, common = card.partition("Text in common, no copies:")
    assert "None." in none and "stands alone" not in none
    assert "The long road of the north" in common and "A winter in the south" in common


def test_an_origin_has_its_copy_and_the_roundup_apart(study: Path, sign_in: SignIn) -> None:
    copies, _, common = copies_of(sign_in("lead"), study, "The long road of the north").partition("Text in common")
    assert "Northern road is long" in copies and "None" not in copies
    assert "What the week brought" in common and "Northern road is long" not in common


def test_an_article_with_neither_stands_alone(study: Path, sign_in: SignIn) -> None:
    card = copies_of(sign_in("lead"), study, "Nothing but the sea")
    assert "None: it stands alone." in card and "in common" not in card
