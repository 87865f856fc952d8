"""Nothing leaves the house that does not walk back to words that still stand."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from snapshots import Texts, demo_snapshot, random_snapshot

from testimonia.domain.article import Article
from testimonia.domain.figure import Figure, Findings
from testimonia.domain.person import CountRange
from testimonia.domain.settings import Disclosure
from testimonia.domain.snapshot import Snapshot
from testimonia.domain.span import Span
from testimonia.errors import EvidenceError, StoreError
from testimonia.study.count import count, seal
from testimonia.study.disclosure import Redactor, names_of
from testimonia.study.gate import gate, problems, shown_name
from testimonia.text import sha256

change = msgspec.structs.replace
DEMO, TEXTS = demo_snapshot()
FOUND = count(DEMO)
YUSUF, LAYLA, HAMZA, TUNISIAN, MAN, RAYAN = DEMO.persons[:6]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 15))
def test_a_sound_study_passes(seed: int, n: int) -> None:
    snapshot, texts = random_snapshot(seed, n)
    gate(snapshot, count(snapshot), texts)


def test_the_demo_passes() -> None:
    gate(DEMO, FOUND, TEXTS)


def refused(snapshot: Snapshot = DEMO, findings: Findings | None = None, texts: Texts = TEXTS) -> str:
    with pytest.raises(EvidenceError) as caught:
        gate(snapshot, findings or count(snapshot), texts)
    return str(caught.value)


def moved(span: Span) -> Span:
    return change(span, start=span.start + 1, end=span.end + 1)


def with_coding(**changes: object) -> Snapshot:
    return change(DEMO, codings=(change(DEMO.codings[0], **changes), *DEMO.codings[1:]))


def with_person(**changes: object) -> Snapshot:
    return change(DEMO, persons=(change(YUSUF, **changes), *DEMO.persons[1:]))


@pytest.mark.parametrize("field", ["claims", "narratives", "passages", "codings"])
def test_a_quote_that_has_moved(field: str) -> None:
    first, *rest = getattr(DEMO, field)
    words = refused(change(DEMO, **{field: (change(first, span=moved(first.span)), *rest)}))
    assert "stands" in words and "1 problem" in words


def test_a_value_whose_words_have_moved() -> None:
    values = (change(YUSUF.values[0], span=moved(YUSUF.values[0].span)), *YUSUF.values[1:])
    assert f"nationality of {YUSUF.id}" in refused(with_person(values=values))


def test_an_appearance_and_a_question_whose_words_have_moved() -> None:
    first = DEMO.appearances[YUSUF.appearances[0]]
    mentions = (change(first.mentions[0], span=Span(start=0, end=3, quote="xyz")), *first.mentions[1:])
    broken = {**DEMO.appearances, first.id: change(first, mentions=mentions)}
    assert f"appearance {first.id}" in refused(change(DEMO, appearances=broken))
    question = change(DEMO.questions[0], spans=(Span(start=0, end=0, quote=""),))
    assert "question i-demo" in refused(change(DEMO, questions=(question, *DEMO.questions[1:])))


def edited(edit: Callable[[Article], Article]) -> Texts:
    return lambda article: edit(TEXTS(article)) if article == DEMO.articles[0].id else TEXTS(article)


def test_a_text_that_was_changed_after_cleaning() -> None:
    assert "does not match its SHA-256" in refused(texts=edited(lambda a: change(a, text=a.text + " ")))
    again = edited(lambda a: change(a, text="#" + a.text, sha256=sha256("#" + a.text)))
    assert "stands" in refused(texts=again)  # a new hash does not help: the quotes have moved
    assert "got the text of" in refused(texts=edited(lambda a: change(a, id="d-other")))


@pytest.mark.parametrize("error", [KeyError("gone"), StoreError("gone")])
def test_a_text_that_is_gone(error: Exception) -> None:
    def texts(id: str) -> Article:
        if id == DEMO.articles[0].id:
            raise error
        return TEXTS(id)

    assert "its text is missing" in refused(texts=texts)


def test_codings_and_persons_that_point_nowhere() -> None:
    assert "is not in article" in refused(with_coding(appearance="d-x@1-2"))
    assert "is not there or not sound" in refused(with_coding(article="d-x"))
    assert "appearance d-x@1-2 is not there" in refused(with_person(appearances=(*YUSUF.appearances, "d-x@1-2")))
    assert "has no appearance" in refused(with_person(appearances=()))
    assert "values from" in refused(with_person(values_from=()))
    assert "counted twice" in refused(with_person(appearances=(*YUSUF.appearances, *LAYLA.appearances)))


def tampered(id: str, edit: Callable[[Figure], Figure]) -> Findings:
    return change(FOUND, figures=tuple(edit(f) if f.id == id else f for f in FOUND.figures))


def test_a_figure_changed_after_counting() -> None:
    assert "its hash does not match" in refused(findings=tampered("count.individuals", lambda f: change(f, value=60.0)))
    resealed = tampered("leaving.any.count", lambda f: seal(change(f, value=60.0)))
    words = refused(findings=resealed)
    assert "says 60, but has 5 members" in words and "a recount" in words


def test_a_figure_whose_members_or_evidence_are_not_there() -> None:
    def edit(**changes: object) -> Findings:
        return tampered("leaving.any.count", lambda f: seal(change(f, **changes)))

    any_of = FOUND.figure("leaving.any.count")
    assert any_of is not None
    assert "is not in the study" in refused(findings=edit(members=("P-nobody", *any_of.members[1:])))
    assert "does not walk back" in refused(findings=edit(evidence=((), *any_of.evidence[1:])))
    assert "does not walk back" in refused(findings=edit(evidence=tuple(reversed(any_of.evidence))))
    assert "counts someone twice" in refused(findings=edit(members=(any_of.members[1], *any_of.members[1:])))
    assert "evidence for 4" in refused(findings=edit(evidence=any_of.evidence[1:]))


def test_figures_series_and_tables_that_a_recount_does_not_give() -> None:
    assert "the findings lack it" in refused(findings=change(FOUND, figures=FOUND.figures[:-1]))
    for field in ("growth_spoke", "growth_left", "cross", "reported"):
        assert f"{field}: a recount" in refused(findings=change(FOUND, **{field: getattr(FOUND, field)[1:]}))


def test_counts_that_do_not_balance() -> None:
    step = change(DEMO.attrition[0], kept=10)
    assert "12 entered, but 10 kept + 1 set aside" in refused(change(DEMO, attrition=(step,)))
    assert "but reasons for 0" in refused(change(DEMO, attrition=(change(DEMO.attrition[0], reasons={}),)))
    assert "best estimate says 5" in refused(change(DEMO, count=CountRange(floor=5, best=5, ceiling=7)))
    assert "does not hold" in refused(change(DEMO, count=CountRange(floor=7, best=6, ceiling=7)))


def test_the_first_twenty_problems_are_told_and_the_rest_counted() -> None:
    broken = tuple(change(k, span=moved(k.span)) for k in DEMO.codings)
    worse = tuple(change(p, span=moved(p.span)) for p in DEMO.passages)
    words = refused(change(DEMO, codings=broken, passages=worse))
    assert words.count("stands") == 20 and "more" in words


# -- disclosure


def shown(disclosure: str, pseudonymous: str) -> list[str]:
    setting = change(DEMO.settings, disclosure=Disclosure(disclosure), disclosure_pseudonymous=Disclosure(pseudonymous))
    return [shown_name(p, setting) for p in (YUSUF, HAMZA, TUNISIAN)]


def test_how_far_people_are_shown() -> None:
    assert shown("names", "ids") == ["Yusuf Haddad", HAMZA.id, "a 31-year-old Tunisian"]
    assert shown("names", "initials") == ["Yusuf Haddad", "H.", "a 31-year-old Tunisian"]
    assert shown("names", "names") == ["Yusuf Haddad", "Hamza", "a 31-year-old Tunisian"]
    assert shown("initials", "ids") == ["Y. H.", HAMZA.id, TUNISIAN.id]
    assert shown("ids", "ids") == [YUSUF.id, HAMZA.id, TUNISIAN.id]


def test_pseudonymous_people_are_never_shown_further_than_the_others() -> None:
    assert shown("ids", "names") == [YUSUF.id, HAMZA.id, TUNISIAN.id]
    assert shown("initials", "names") == ["Y. H.", "H.", TUNISIAN.id]


def test_a_person_without_name_or_label_still_has_an_id() -> None:
    assert shown_name(change(TUNISIAN, label=""), DEMO.settings) == TUNISIAN.id
    odd = change(YUSUF, name="— ؟ —")
    assert shown_name(odd, change(DEMO.settings, disclosure=Disclosure.INITIALS)) == odd.id


def test_hidden_names_are_taken_out_of_words() -> None:
    words = Redactor(DEMO.persons, DEMO.settings).redacted
    assert words("“I had debts,” says Hamza. HAMZA: hamza") == f"“I had debts,” says [{HAMZA.id}]. [{HAMZA.id}]: hamza"
    assert words("Umm Rayan and Rayan’s aunt Umm") == f"[{RAYAN.id}] and [{RAYAN.id}]’s aunt Umm"
    assert words("Yusuf Haddad and Hamzat") == "Yusuf Haddad and Hamzat"


def test_the_name_of_someone_shown_stays_whole() -> None:
    other = change(YUSUF, name="Hamza Haddad")
    redactor = Redactor((HAMZA, other), DEMO.settings)
    assert redactor.redacted("Hamza Haddad met Hamza") == f"Hamza Haddad met [{HAMZA.id}]"
    assert redactor.names_in("Hamza Haddad met Hamza") == ("Hamza",)


def test_a_name_with_signs_is_no_pattern() -> None:
    odd = change(HAMZA, name="(Ha.*za", aliases=("[x",))
    redactor = Redactor((odd,), DEMO.settings)
    assert redactor.redacted("Harzza and (Ha.*za") == f"Harzza and [{odd.id}]"
    assert names_of(change(HAMZA, name=None, aliases=())) == ()


def test_a_hidden_name_in_a_title_stops_publication() -> None:
    found = tampered("role.driver.count", lambda f: seal(change(f, title="Role in the group: Hamza's driver")))
    assert "shows a name that is not to be shown" in refused(findings=found)
    assert not [p for p in problems(DEMO, FOUND, TEXTS) if "name" in p]
