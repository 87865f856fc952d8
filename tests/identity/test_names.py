"""Spellings of one name agree; names that only look alike do not."""

import pytest

from testimonia.adapters.names import plain
from testimonia.identity.match.names import alike, skeleton

SAME = (
    ("Youssef al-Hariri", "Yusuf El Hariri"),
    ("Ilyas Benhaddou", "Ilias Ben Haddou"),
    ("Saif Eddine Benamor", "Seifeddine Ben Amor"),
    ("Yassine Berrada", "Yacine Berrada"),
    ("Abu Shujaa", "Abu Shoja'a"),
    ("Majed Al Onaizy", "Majid al-Unayzi"),
    ("Bandar Al Harthy", "Bandar al-Harithi"),
    ("Abdul Rahman Said", "Abd al-Rahman Saeed"),
    ("Abdelkader Amrani", "Abdulqadir al-Amrani"),
    ("Noureddine Mansour", "Nour al-Din Mansur"),
    ("Saif Eddine Mansour", "Seifeddine Mansour"),
    ("Oualid Trabelsi", "Walid Trabelsi"),
    ("Djamel Aouadi", "Jamal Awadi"),
    ("Nasser al-Oufi", "Nasir al-Awfi"),
    ("يوسف الحريري", "Youssef al-Hariri"),
)
NEAR = (
    ("Nils K.", "Nils Kramer"),
    ("Jamie Kerr", "James Kerr"),
    ("Sumaya B.", "Soumaya"),
)
OTHER = (
    ("Ahmed Hassan", "Ahmed Hussein"),
    ("Nils K.", "Nils Berger"),
    ("Bandar Al Harthy", "Sultan Al Harthy"),
    ("Ahmed Ali", "Ahmed Khalil"),
    ("Abu Omar", "Umm Omar"),
    ("Abu Omar", "Omar"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert skeleton(one, plain) == skeleton(other, plain)


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_initials_and_short_forms_are_never_enough_alone(one: str, other: str) -> None:
    assert alike(one, other, plain, is_all=True).weight == alike(other, one, plain, is_all=True).weight == 0.4


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_names(one: str, other: str) -> None:
    assert alike(one, other, plain, is_all=True).weight == 0.0
