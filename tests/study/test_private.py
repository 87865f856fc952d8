"""Who is on the team's private list, in whatever spelling, and how their names are blacked out."""

from __future__ import annotations

import pytest

from testimonia.study.private import PrivateNames, blackout


@pytest.mark.parametrize(
    ("listed", "form", "hidden"),
    [
        ("Omid Karsten", "Omid Karsten", True),
        ("omid KARSTEN", "Omid Karsten", True),
        ("Karsten, Omid", "Omid Karsten", True),
        ("Omíd Kársten", "Omid Karsten", True),
        ("Omid Karsten", "Abu Omid Karsten al-Halabi", True),
        ("Omid Karsten al-Halabi", "Omid Karsten", True),
        ("Omid Karsten", "Omid", False),
        ("Omid Karsten", "Omid Halabi", False),
        ("Omid", "Omid Halabi", True),
        ("Rose", "Rosenberg", False),
        ("", "Omid Karsten", False),
        ("al", "Omid al-Halabi", False),
        ("عميد كارستن", "عميد كارستن", True),
    ],
)
def test_who_goes_by_a_name_of_the_list(listed: str, form: str, hidden: bool) -> None:
    assert PrivateNames([listed]).hides(form) is hidden


@pytest.mark.parametrize(
    ("page", "blacked"),
    [
        ("Omid Karsten said.", "████ ███████ said."),
        ("OMID  KARSTEN’s", "████  ███████’s"),
        ("<mark title='x'>Omid</mark> <b>Karsten</b>", "<mark title='x'>████</mark> <b>███████</b>"),
        ("/omid-karsten-tells.html", "/████-███████-tells.html"),
        ("?words=Omid%20Karsten", "?words=████%20███████"),
        ("Omid&nbsp;Karsten &amp; sons", "████&nbsp;███████ &amp; sons"),
        ("Omid Karstenson, Nomid Karsten", "Omid Karstenson, Nomid Karsten"),
        ("Omid. Then much else, and Karsten", "Omid. Then much else, and Karsten"),
        ('{"label":"Omid Karsten"}', '{"label":"████ ███████"}'),
    ],
)
def test_names_are_blacked_out_letter_by_letter(page: str, blacked: str) -> None:
    assert blackout(("Omid Karsten",))(page) == blacked
    assert len(blacked) == len(page)


def test_one_word_keeps_its_capital_and_no_list_changes_nothing() -> None:
    assert blackout(("Rose",))("Rose, ROSE, a rose") == "████, ████, a rose"
    assert blackout(())("Rose") == "Rose"
    assert blackout(("...",))("Rose") == "Rose"


def test_composed_and_decomposed_letters_are_the_same_name() -> None:
    hide = blackout(("Jos\u00e9 Lund",))
    assert "Lund" not in hide("Jose\u0301 Lund") and "Lund" not in hide("Jos\u00e9 Lund")
