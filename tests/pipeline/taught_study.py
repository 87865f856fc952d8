"""A study of invented people for whom a team has made up its mind: many small articles, one who left and one who only speaks of it in each."""

from __future__ import annotations

import random
from pathlib import Path

from testimonia import Study
from testimonia.domain.appearance import Role

FIRST = ("Leila", "Omid", "Selim", "Karim", "Nadia", "Yusuf", "Hana", "Tariq", "Amira", "Bilal")
LAST = ("Mansouri", "Karsten", "Horvat", "Haddad", "Benali", "Orsini", "Maalouf", "Tellier", "Kovac", "Zidane")
COUNTRIES = ("Tunisian", "Jordanian", "Moroccan", "Belgian", "French")


WORDS = [
    "market",
    "road",
    "grain",
    "bridge",
    "rain",
    "hill",
    "week",
    "morning",
    "orchard",
    "river",
    "harbour",
    "train",
    "wall",
    "garden",
    "window",
    "table",
    "bread",
    "salt",
    "lamp",
    "stone",
    "field",
    "cloud",
    "well",
    "roof",
]


def filler(seed: int) -> str:
    """Words without a person in them, other ones each time: the articles are no copies of each other."""
    dice = random.Random(seed)
    return " ".join(
        f"The {dice.choice(WORDS)} and the {dice.choice(WORDS)} lay by the {dice.choice(WORDS)}." for _ in range(40)
    )


def story(number: int) -> str:
    first, last = FIRST[number % 10], LAST[(number * 3 + number // 10) % 10]
    return (
        f"Former Islamic State cook speaks out, part {number}\n\nBy staff, Prairie Herald, {1 + number % 27} May 2015\n\n"
        f"TUNIS - {first} {last}, a {20 + number}-year-old {COUNTRIES[number % 5]} who defected from Islamic State in April 2015, has spoken publicly "
        f"about months in Raqqa for the first time.\n\n“There was no pay and no electricity, and we were hungry every night in house {number},” "
        f"{last} told the Prairie Herald. “I left because the life they had promised did not exist.”\n\nThe cook joined the group in 2014. "
        f"“They promised me a house and a salary of {number * 10} dollars,” {last} said.\n\n"
        f"{filler(number)}\n\n"
        f"Security minister Alan Pryce said on Wednesday that he had read the account of street {number}. “We must listen,” Pryce said.\n"
    )


def make(home: Path, articles: int, *, store: str | None = None, reader: bool = True) -> Study:
    """The study, run once."""
    sources = home / "articles"
    sources.mkdir(parents=True)
    for number in range(articles):
        (sources / f"{number:02}.txt").write_text(story(number), "utf-8")
    Study.init(home / "study", store=store).close()
    if not reader:
        toml = home / "study" / "study.toml"
        toml.write_text(toml.read_text("utf-8").replace("reader = true", "reader = false"), "utf-8")
    study = Study.open(home / "study")
    study.run([sources])
    return study


def review(study: Study) -> None:
    """A team that includes nobody who is counted, takes the minister, and refuses every reason for joining."""
    state = study.snapshot()
    for one in state.appearances.values():
        if one.role is Role.CASE:
            study.exclude(one.id, by="ann", reason="no own account")
        elif "Pryce" in one.label:
            study.include(one.id, by="bo", reason="we know more")
    for coding in state.codings:
        if coding.code.startswith("joining"):
            study.reject(coding.id, by="ann", reason="told by the paper")
        else:
            study.accept(coding.id, by="bo")
