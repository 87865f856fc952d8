"""Blocking misses no pair on which anything could rest."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from testimonia.adapters.names import plain
from testimonia.domain.appearance import Appearance, Basis, Mention, MentionKind, Role, Speech, Value
from testimonia.domain.article import ArticleFacts
from testimonia.domain.span import Span
from testimonia.identity.match import MatchOptions, compare, counts, cut, is_worth, keys, match
from testimonia.identity.match.common import bands
from testimonia.identity.match.cut import read

NAMES = (
    "Karim",
    "Kareem Belhaj",
    "Karim al-Belhadj",
    "Belhaj",
    "Abu Omar",
    "Abou Umar",
    "Umm Karim",
    "K.",
    "Omar B.",
    "Omar Omar",
    "Karim B.",
    "Kari Belhaj",
    "Omar Belhaj Karim",
)
VALUES = {
    "nationality": ("SY", "TN"),
    "gender": ("M", "F"),
    "age": ("24", "25", "31"),
    "group_role": ("guard", "cook"),
    "joined": ("2014", "2014-05"),
    "left": ("2015", "2015-06", "2016"),
    "pseudonym": ("yes",),
    "place": ("Dabiq", "Suluk"),
}
QUOTES = (
    "we were hungry every night and there was no pay at all",
    "I left because the life they had promised did not exist",
)


def span(words: str) -> Span:
    return Span(start=0, end=len(words), quote=words)


@st.composite
def appearances(draw: st.DrawFn, article: str) -> Appearance:
    names = draw(st.lists(st.sampled_from(NAMES), max_size=2))
    kind = {True: MentionKind.ALIAS, False: MentionKind.NAME}
    mentions = [Mention(span=span(name), kind=kind[name.startswith("Abu")]) for name in names]
    values = draw(st.fixed_dictionaries({field: st.sampled_from((None, *some)) for field, some in VALUES.items()}))
    quotes = draw(st.lists(st.sampled_from(QUOTES), max_size=1))
    return Appearance(
        id=Appearance.id_of(article, 0, 5),
        article=article,
        label="somebody",
        mentions=(*mentions, Mention(span=span("the man"), kind=MentionKind.DESCRIPTION)),
        values=tuple(Value(field=f, value=v, basis=Basis.STATED) for f, v in values.items() if v),
        speech=tuple(Speech(span=span(quote), direct=True, rule="test") for quote in quotes),
        role=Role.CASE,
        probability=0.9,
        detector="test",
    )  # fmt: skip


@settings(max_examples=2000)
@given(one=appearances("d-1"), other=appearances("d-2"), years=st.integers(2013, 2016), is_copy=st.booleans())
def test_whoever_may_be_one_shares_a_key(one: Appearance, other: Appearance, years: int, is_copy: bool) -> None:
    facts = {
        "d-1": ArticleFacts(id="d-1", order=0, source="a", published="2015-02", language="en", origin="d-1"),
        "d-2": ArticleFacts(
            id="d-2", order=1, source="b", published=str(years), language="en", origin="d-1" if is_copy else "d-2"
        ),
    }
    held, options = bands([one, other], facts, plain), MatchOptions()
    mine, theirs = ({key.word: key for key in keys(x, facts[x.article], plain, options, held)} for x in (one, other))
    pair = compare(one, other, facts, options, plain, held)
    assert pair == compare(other, one, facts, options, plain, held)
    signs, others = cut(one, facts), cut(other, facts)
    assert signs.promise(others) == others.promise(signs)
    assert (read(str(signs)), read(str(others))) == (signs, others)
    if counts(pair):
        assert signs.may_be(others)
        shared = [word for word in mine.keys() & theirs.keys() if mine[word].asks or theirs[word].asks]
        assert any(is_worth(signs, others, mine[word].weight, options) for word in shared)
    assert all(mine[word].weight == theirs[word].weight for word in mine.keys() & theirs.keys())
    found = list(match([other, one], facts, options, plain))
    assert found == ([pair] if counts(pair) else [])
