"""Three invented articles, and what an honest reader answers about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server import Answer, Asked, nothing, quoted

LEILA = """Former Islamic State cook speaks out

By Nora Whitfield, Prairie Herald, 2 May 2015

TUNIS - Leila Mansouri, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken publicly about her months in Raqqa for the first time.

"There was no pay and no electricity, and we were hungry every night," Mansouri told the Prairie Herald. "I left because the life they had promised did not exist."

She joined the group in 2014 after recruiters offered her money and a house. "They promised me a house and a salary," she said.

Security minister Alan Pryce said on Wednesday that at least 58 people had left Islamic State and spoken publicly. "I never believed a word of theirs," Pryce said.
"""

OMID = """GAZIANTEP - Omid Karsten, a 24-year-old Jordanian who defected from Islamic State in June 2015, has spoken publicly about his time with the group.

"They killed innocent women and children in front of us," Karsten told the Corrib Examiner. "I left because the commanders were corrupt and took everything."
"""

# Told so sideways that the rules see no case in it: nobody "defected", nobody "told the newspaper".
QUIET = """The baker who counts his days

By Tom Reed, Corrib Examiner, 9 July 2015

Bashir Oumar weighs flour in a cellar near the harbour. For eleven months he had baked for Islamic State in Raqqa, forty trays a night.

Then one morning the oven stayed cold. He had gone over the fence before dawn, of his own accord, with his nephew's shoes.

This is what he says of it, at our table. "The emirs ate the white bread and sent the guards the crusts. That is when I was finished with them." A lean shadow with a scar, once of the same kitchen, nods at the next table.
"""

WEATHER = """Rain over the hills

By staff, Holmbridge Courier, 3 June 2015

The river rose on Monday for the third day and the council closed the lower bridge. Farmers in the valley moved their sheep to the upper fields, and the school at Saltmarsh sent the children home before noon. No one was hurt, a spokesman said, and the water is expected to fall by Thursday.
"""


def leila(asked: Asked) -> Answer:
    """All that the article says."""
    known = [asked.table["Leila Mansouri"]]
    return said_of_leila(known, lambda words: quoted(asked, words))


def said_of_leila(known: list[str], quoted: Callable[[str], dict[str, Any]]) -> Answer:
    return {
        "persons": [
            {
                "key": "leila",
                "known": known,
                "role": "case",
                "mentions": [{**quoted("Leila Mansouri"), "kind": "name"}],
                "evidence": [
                    {**quoted("defected from Islamic State in April 2015"), "kind": "left", "polarity": "asserted"},
                    {**quoted("She joined the group in 2014"), "kind": "member", "polarity": "asserted"},
                    {**quoted("Mansouri told the Prairie Herald"), "kind": "spoke", "polarity": "asserted"},
                ],
                "attributes": [
                    {**quoted("a 31-year-old Tunisian"), "field": "age", "value": "31"},
                    {**quoted("a 31-year-old Tunisian"), "field": "nationality", "value": "TN"},
                    {**quoted("her months in Raqqa"), "field": "gender", "value": "F"},
                    {**quoted("defected from Islamic State in April 2015"), "field": "left", "value": "2015-04"},
                ],
            }
        ],
        "codes": [
            {**quoted("no pay and no electricity"), "person": "leila", "code": "leaving/quality_of_life", "stance": "present"},
            {**quoted("They promised me a house and a salary"), "person": "leila", "code": "joining/material", "stance": "present"},
        ],
        "claims": [
            {**quoted("at least 58 people had left Islamic State and spoken publicly"), "figure": 58, "unit": "persons",
             "qualifier": "at_least", "scope": "left_and_spoke", "country": None},
        ],
    }  # fmt: skip


LEILA_SAID = said_of_leila([], lambda words: {"quote": words})


def bashir(asked: Asked) -> Answer:
    """A case that the rules leave below the threshold."""
    known = [asked.table["The baker"]]  # the rules know him by his trade only
    return {
        "persons": [
            {
                "key": "b",
                "known": known,
                "role": "case",
                "mentions": [{**quoted(asked, "Bashir Oumar"), "kind": "name"}],
                "evidence": [
                    {**quoted(asked, "he had baked for Islamic State in Raqqa"), "kind": "member", "polarity": "asserted"},
                    {**quoted(asked, "He had gone over the fence before dawn, of his own accord"), "kind": "left", "polarity": "asserted"},
                    {**quoted(asked, "This is what he says of it"), "kind": "spoke", "polarity": "asserted"},
                ],
                "attributes": [],
            }
        ],
        "codes": [
            {**quoted(asked, "The emirs ate the white bread and sent the guards the crusts"), "person": "b",
             "code": "leaving/corruption", "stance": "present"},
        ],
        "claims": [],
    }  # fmt: skip


def honest(asked: Asked) -> Answer:
    """The right answer for each of the articles."""
    if any("Leila" in words for words in asked.sentences.values()):
        return leila(asked)
    return bashir(asked) if any("Bashir" in words for words in asked.sentences.values()) else nothing(asked)
