"""No hidden name stands anywhere in the report: not in quotes, titles, addresses, reasons, panels or ids."""

from __future__ import annotations

import html
import re

import msgspec
import pytest
from report_study import HIDDEN, PEOPLE, traps, twenty
from snapshots import demo_snapshot

from testimonia.domain.settings import Disclosure
from testimonia.domain.snapshot import Snapshot
from testimonia.study.count import count
from testimonia.study.mask import MASK, Mask, parts_of
from testimonia.study.publish import report


def letters(text: str) -> str:
    """Everything that a search would find: tags dropped as well as kept, entities decoded, cases and marks folded."""
    plain = html.unescape(text)
    both = plain + " " + re.sub(r"<[^>]*>", "", plain)
    return re.sub(r"[\W_]+", " ", both).casefold()


def render(snapshot: Snapshot, texts: object) -> str:
    return report(snapshot, count(snapshot), texts)  # type: ignore[arg-type]


def with_disclosure(snapshot: Snapshot, plain: Disclosure, changed: Disclosure) -> Snapshot:
    settings = msgspec.structs.replace(snapshot.settings, disclosure=plain, disclosure_pseudonymous=changed)
    return msgspec.structs.replace(snapshot, settings=settings)


@pytest.mark.parametrize("name", HIDDEN)
def test_traps(name: str) -> None:
    wanted = re.sub(r"\W+", " ", name).casefold()
    assert f" {wanted} " not in letters(render(*traps()))


def test_masks_are_visible_and_explained() -> None:
    page = render(*traps())
    assert page.count(MASK) > 5
    assert "blacked out" in page
    assert "address withheld" in page


def test_pseudonymous_people_go_by_id() -> None:
    snapshot, texts = twenty()
    found = letters(render(snapshot, texts)).split()
    for i in (4, 12):
        first, last = PEOPLE[i][0].split()
        assert first.casefold() not in found
        assert last.casefold() not in found
        assert snapshot.persons[i].id.casefold().replace("-", " ") in " ".join(found)
    assert "haddad" in found


def test_with_ids_nobody_is_named() -> None:
    snapshot, texts = twenty()
    found = letters(render(with_disclosure(snapshot, Disclosure.IDS, Disclosure.IDS), texts)).split()
    for name, *_ in PEOPLE:
        assert not {p.casefold() for p in parts_of(name)} & set(found), name


def test_excluded_people_are_not_named() -> None:
    found = letters(render(*demo_snapshot())).split()
    for part in ("karim", "belkadi", "maryam", "siddiq", "lindqvist", "tomas"):
        assert part not in found


def test_a_shown_pseudonym_keeps_the_other_names_hidden() -> None:
    snapshot, texts = traps()
    shown = with_disclosure(snapshot, Disclosure.NAMES, Disclosure.NAMES)
    found = letters(render(shown, texts)).split()
    assert "zubayr" in found
    assert "marzouq" not in found
    assert "qasir" not in found


def test_a_shown_name_is_not_spoilt_by_a_hidden_part_of_it() -> None:
    snapshot, _ = twenty()
    persons = list(snapshot.persons)
    persons[1] = msgspec.structs.replace(persons[1], name="Brandt Osman", aliases=())
    mask = Mask(msgspec.structs.replace(snapshot, persons=tuple(persons)))
    article = snapshot.appearances[snapshot.persons[4].appearances[0]].article
    assert mask.text("Brandt Osman met Brandt.", [article]) == f"Brandt Osman met {MASK}."


def test_common_words_and_group_names_stay() -> None:
    snapshot, _ = traps()
    mask = Mask(snapshot)
    article = snapshot.articles[0].id
    words = "The man said that Islamic State in Syria paid his sister."
    assert mask.text(words, [article]) == words


def test_parts_hide_only_where_the_person_is_told_of() -> None:
    snapshot, _ = twenty()
    mask = Mask(snapshot)
    article = snapshot.appearances[snapshot.persons[4].appearances[0]].article
    assert mask.text("Brandt spoke", [article]) == f"{MASK} spoke"
    assert mask.text("Brandt spoke") == "Brandt spoke"
    assert mask.text("NILS  BRANDT spoke") == f"{MASK} spoke"
