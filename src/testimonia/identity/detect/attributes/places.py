"""Names of places and peoples in the text, and the country that each tells."""

from __future__ import annotations

import re
from typing import NamedTuple

from testimonia.domain.lexicon import Lexicon
from testimonia.identity.detect.mentions import fold

_CAPITAL = r"[A-ZÀ-ÞĀ-ŽİŞŠČĆŽÇÖÜ][\w'’-]+"
_ARTICLE = r"(?:\b(?:[Aa]l|[Ee]l) |\b(?:[Aa][lrnszdt]|[Ee][lzdr]|[Aa]sh|[Ee]sh)-)"
PLACE = rf"(?P<place>(?:{_ARTICLE})?{_CAPITAL}(?:[ -](?:{_ARTICLE})?{_CAPITAL}){{0,3}})"
"""A run of capitalised words, Arabic articles inside it included: "Deir ez-Zor", "Al Mayadeen", "Port of Spain" by its look-up."""
_STREET = frozenset(
    [
        "Street",
        "Road",
        "Lane",
        "Avenue",
        "Square",
        "Crescent",
        "Drive",
        "Way",
        "Terrace",
        "Bridge",
        "Gate",
        "House",
        "Hall",
        "School",
        "College",
        "University",
        "Hospital",
        "Club",
        "United",
        "Prison",
        "Barracks",
        "Institute",
        "Times",
        "Post",
        "News",
        "Gazette",
        "Herald",
        "Tribune",
        "Airport",
        "Station",
        "Boulevard",
        "Hotel",
        "Centre",
        "Center",
    ]
)
"""After these a place only gives its name to something that may stand anywhere."""


class Country(NamedTuple):
    """`form`: the words that told it. `stated`: a country or a people; else a town, from which one infers."""

    code: str
    form: str
    stated: bool
    large: bool = True


def country_of(words: str, lexicon: Lexicon, *, stated_only: bool = False) -> Country | None:
    """The country that a run of capitalised words means: the longest beginning of it that is known."""
    parts = words.split(" ")
    if any(p in _STREET for p in parts[1:]):
        return None
    for n in range(len(parts), 0, -1):
        form = " ".join(parts[:n])
        form = form.removesuffix("'s").removesuffix("’s")
        for spelt in _spellings(form):
            stated = lexicon.demonyms.get(spelt) or (None if stated_only else lexicon.countries.get(spelt))
            if stated:
                return Country(stated, form, stated=True)
            if stated_only:
                continue
            if town := lexicon.towns.get(spelt):
                return Country(town, form, stated=False)
            # The long list holds many words that are something else as well: only the whole run may stand in it.
            if n == len(parts) and (home := lexicon.homes.get(spelt)):
                return Country(home, form, stated=False, large=False)
    return None


def _spellings(form: str) -> tuple[str, ...]:
    """As written, without accents, without the article."""
    plain = fold(form)
    bare = re.sub(rf"^{_ARTICLE}", "", plain)
    return tuple(dict.fromkeys((form, plain, bare, bare.replace("-", " "))))


DESCENT = re.compile(
    r"^(?:[ -](?:\w+ )?(?:descent|origins?|parents|roots|heritage|background|ancestry|extraction|parentage|stock|immigrants))\b"
)
"""After a people's name: where the family comes from, which is no nationality."""
