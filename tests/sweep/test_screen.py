"""The cheap test over raw bytes finds whatever detection would find in the text, however the page writes it."""

from __future__ import annotations

import html
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia.adapters.patterns import Names, flat, longest, paragraphs, words_of
from testimonia.config.template import settings_of
from testimonia.corpus.capture import Inner
from testimonia.domain.setaside import Reason
from testimonia.identity.detect import concerns
from testimonia.pipeline.sweep.sieve import Sieve

SIEVE = Sieve(settings_of("defectors"))
GROUPS = SIEVE.settings.groups
EVERY = sorted({n for g in GROUPS for n in (g.name, *g.aliases, *g.territory, *g.context, *g.case_sensitive)})
FILLER = "Officials in the town counted the carts that left the market before the rain came down. " * 4


def page(words: str) -> bytes:
    return f"<html><body><p>{words}</p><p>{FILLER}</p></body></html>".encode()


def as_it_is(word: str, dice: random.Random) -> str:
    return html.escape(word)


def by_numbers(word: str, dice: random.Random) -> str:
    return "".join(f"&#{ord(c)};" if dice.random() < 0.5 else html.escape(c) for c in word)


def by_hex(word: str, dice: random.Random) -> str:
    return "".join(f"&#x{ord(c):X};" if dice.random() < 0.5 else html.escape(c) for c in word)


def drop_cap(word: str, dice: random.Random) -> str:
    return f'<span class="cap">{word[0]}</span>{html.escape(word[1:])}'


def soft_hyphens(word: str, dice: random.Random) -> str:
    return "".join(html.escape(c) + dice.choice(["", "", "&shy;", "\u00ad", "<wbr>"]) for c in word)


def over_lines(word: str, dice: random.Random) -> str:
    return html.escape(word).replace(" ", dice.choice(["\n  ", "&nbsp;", "</b> <b>", "\t"]))


def shouted(word: str, dice: random.Random) -> str:
    return html.escape(word.upper())


WRITTEN = (as_it_is, by_numbers, by_hex, drop_cap, soft_hyphens, over_lines, shouted)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EVERY), st.sampled_from(EVERY), st.sampled_from(WRITTEN), st.integers(0, 9))
def test_what_detection_would_read_is_never_screened_out(one: str, other: str, written: object, seed: int) -> None:
    dice = random.Random(seed)
    short = written is drop_cap and any(
        len(longest(w)) < 5 for w in (one, other)
    )  # "the first letter apart" is for long words
    if not short and concerns(f"They spoke of {one} and of {other} there.", GROUPS):
        words = f"They spoke of {written(one, dice)} and of {written(other, dice)} there."  # type: ignore[operator]
        assert SIEVE.screened(Inner(name="https://a.example.org/1", data=page(words))) is None


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-le", "windows-1252", "utf-8-sig"])
def test_in_every_charset(charset: str) -> None:
    data = page("He left Islamic State in Raqqa.").decode().encode(charset)
    assert SIEVE.screened(Inner(name="https://a.example.org/1", data=data)) is None


def test_a_page_of_another_subject_is_set_aside() -> None:
    aside = SIEVE.screened(Inner(name="https://a.example.org/1", data=page("The council voted on the budget.")))
    assert aside is not None and (aside.stage, aside.reason) == ("screen", Reason.OFF_TOPIC)


def test_one_word_of_the_groups_world_is_not_enough_and_two_are() -> None:
    one, two = page("Talks about Syria went on."), page("Talks about Syria and Iraq went on.")
    assert SIEVE.screened(Inner(name="a.html", data=one)) is not None
    assert SIEVE.screened(Inner(name="a.html", data=two)) is None


def test_a_page_without_any_word_of_leaving_is_set_aside() -> None:
    data = b"<html><body><p>Islamic State shelled Raqqa at noon, the ministry said.</p></body></html>"
    aside = SIEVE.screened(Inner(name="a.html", data=data))
    assert aside is not None and aside.reason is Reason.NO_CASE


def test_a_page_in_another_language_is_set_aside() -> None:
    words = (
        "Der Kämpfer verließ die Stadt Raqqa und kehrte nach Hause zurück, sagte die Polizei am Montag. Return. " * 5
    )
    aside = SIEVE.screened(Inner(name="a.html", data=f"<html><body><p>{words}</p></body></html>".encode()))
    assert aside is not None and aside.reason is Reason.LANGUAGE


def test_a_name_with_case_must_stand_alone() -> None:
    names = Names([], ["IS"])
    assert names.found(b"and IS said") == {"IS"}
    assert names.found(b"THIS and ISLAND and is") == set()
    assert names.found(b'"body":"\\nIS said"') == {"IS"}


def test_names_beyond_ascii_are_found_in_any_charset() -> None:
    assert Names(["Mouvement Étoilé"]).found("le MOUVEMENT Étoilé a dit".encode("windows-1252"))
    assert Names(["Ærøskøbing"]).found(b"til &AElig;r&oslash;sk&oslash;bing")
    assert Names(["داعش"]).found("قال داعش".encode())
    assert Names(["Ærøskøbing"]).found("til ÆRØSKØBING".encode("windows-1252"))


@pytest.mark.parametrize(
    "hostile", ["<script>" * 200_000, "<!--" * 300_000, "<" * 1_000_000, "&#" * 500_000, "<a " * 300_000]
)
def test_hostile_pages_take_no_longer_than_their_length(hostile: str) -> None:
    # A pass that went over the rest of the page at every tag would take hours: the test's time limit is the measure.
    data = b"<html>Islamic State Raqqa left " + hostile.encode()
    flat(data)
    assert words_of(data)


def test_scripts_are_no_words_but_what_they_say_of_the_article_is() -> None:
    data = b'<script>var left=1</script><script type="application/ld+json">{"articleBody":"He fled"}</script><p>x</p>'
    assert "left" not in words_of(data) and "He fled" in words_of(data)


def test_paragraphs_are_the_long_lines() -> None:
    assert paragraphs(f"Home\n{FILLER}\nvar x = {{ {FILLER}") == FILLER.strip()


def test_a_name_is_no_part_of_a_word() -> None:
    names = Names(["ISIS", "emir", "Raqqa"])
    for words in (b"a crisis", b"premieres", b"emirates", b"raqqaw"):
        assert names.found(words) == set()
    for words in (b"<b>R</b>aqqa", b"raqqa", b'"\\nRaqqa', b"\\u0027Raqqa", b"the ISIS.", b"an emir"):
        assert names.found(words)
