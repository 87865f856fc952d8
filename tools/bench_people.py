"""Invented people and how articles speak of them, with the truth: mentions for the identity bench.

A mention is an `Appearance` as detection makes them. As in life, names are unevenly common: given names by Zipf's law, family names by a Pitman-Yor
process (few are borne by many, most by few, and new ones keep coming: the number of family names grows with about the power .75 of the people). A name
is spelled in several ways (transliterations, Arabic script, articles glued or left out), cut to the first name, a kunya or an initial, or not given at
all; what is told beside it is told seldom, roughly, and wrongly now and then. One in eight mentions stands in a copy of an earlier article, or is quoted
with the same words. Half of the people are spoken of once, a third twice or three times, few often (a geometric tail).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from testimonia.adapters.names import plain
from testimonia.domain.appearance import Appearance, Basis, Mention, MentionKind, Role, Speech, Value
from testimonia.domain.article import ArticleFacts
from testimonia.domain.span import Span
from testimonia.identity.match.names import skeleton

_MEN = """Muhammad Mohammed Mohamed Mohamad محمد; Ahmad Ahmed أحمد; Ali Aly علي; Omar Umar عمر; Hassan Hasan; Hussein Hussain Husayn; Ibrahim Ebrahim;
Yusuf Youssef Yousef Yusef; Khaled Khalid خالد; Mahmoud Mahmud; Abdullah Abdallah; Abdul-Rahman Abdelrahman Abdurrahman; Mustafa Moustafa; Bilal Bilel; Karim Kareem;
Samir Sameer; Tarek Tariq Tarik; Nabil Nabeel; Adel Adil; Rami Ramy; Walid Waleed; Idris Driss; Faris Fares; Jamal Gamal Djamal; Murad Mourad; Anwar Anouar; Bashir Basheer;
Fadi Fady; Ghassan Ghasan; Haitham Haytham; Imad Emad; Jabir Jaber; Kamal Kamel; Luay Louay; Majid Majed; Nasir Nasser; Qasim Kassem; Rashid Rachid; Salim Saleem; Usama Osama;
Wissam Wisam; Yasin Yassine Yaseen; Zakaria Zakariya; Ziad Ziyad; Nizar; Munir Mounir; Thomas; Kevin; Jan; Maxim; Timur; Aslan; Emre; Mehmet; Denis; Lukas; Pierre; Julien; Arben; Rustam"""
_WOMEN = """Fatima Fatema فاطمة; Aisha Aicha Aysha; Maryam Mariam Meriem; Khadija Khadidja; Leila Layla; Amina Amineh; Sara Sarah; Nadia Nadya; Huda Houda; Mona Muna; Rania Raniya;
Dina Deena; Noor Nour; Salma Selma; Zaynab Zeinab; Hanan Hanane; Iman Eman; Laura; Emilie; Katja; Madina; Elif; Samantha; Linda"""
_FIRST = {"M": [g.split() for g in _MEN.split(";")], "F": [g.split() for g in _WOMEN.split(";")]}
_SONS = [g.split() for g in ["Omar Umar", " Bakr Bakar", " Hamza Hamzah", " Yusuf Youssef", " Ali", " Khalid Khaled", " Muhammad Mohammed", " Abdullah Abdallah", " Usama Osama", " Sulayman Suleiman", " Dujana", " Musab", " Maryam Mariam", " Ahmad Ahmed", " Ayman", " Islam", " Hafs", " Jihad", " Zubayr Zubair", " Salman"]]  # fmt: skip
_OPEN, _CLOSE, _VOWELS = (
    ["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "r", "s", "t", "w", "z", "sh", "kh", "gh", "th", "q"],
    ["b", "d", "f", "k", "l", "m", "n", "r", "s", "t", "h", "j", "z", "d", "r", "n", "m"],
    ["a", "i", "u", "a", "a"],
)
_HOMES = (("SY", 30), ("IQ", 20), ("TN", 10), ("JO", 6), ("MA", 6), ("TR", 5), ("FR", 5), ("EG", 4), ("RU", 4), ("DE", 3), ("GB", 3), ("BE", 2), ("SA", 2), ("UZ", 2), ("ID", 1), ("KZ", 1), ("NL", 1), ("SE", 1), ("AU", 1), ("US", 1))  # fmt: skip
_WORK = (("fighter", 40), ("guard", 10), ("driver", 6), ("cook", 6), ("nurse", 5), ("police", 8), ("clerk", 5), ("teacher", 4), ("media", 4), ("sniper", 3), ("mechanic", 3), ("recruiter", 2), ("wife", 6))  # fmt: skip
_TOLD = ["we", "they", "nobody", "everyone", "he", "she", "my", "our", "the", "a", "when", "because", "after", "before", "until", "never", "always", "there", "road", "house", "food", "money", "prison", "oven", "loaves", "dawn", "winter", "fear", "neighbour", "brother", "commander", "village", "river", "gave", "took", "burned", "counted", "hid", "sold", "asked", "left", "waited", "heard", "carried"]  # fmt: skip
_WHO = ("the man", "the woman", "a former fighter", "the 20-year-old", "the deserter", "a mother of two", "the student")


@dataclass(frozen=True)
class _Known:
    """One person as they are."""

    number: int
    gender: str
    first: list[str]
    family: str
    son: list[str]
    home: str
    work: str
    born: int
    joined: str
    left: str
    town: str
    spoke: int
    words: str
    is_guarded: bool


class People:
    """So many mentions, one after another, with the number of the person behind each; the same for the same seed."""

    def __init__(self, mentions: int, seed: int = 1) -> None:
        self._mentions, self._dice = mentions, random.Random(seed)
        self._bearers: list[str] = []
        self._borne: Counter[str] = Counter()
        self._sounds: set[tuple[str, ...]] = set()
        self.facts: dict[str, ArticleFacts] = {}

    def all(self) -> Iterator[tuple[Appearance, int]]:
        """Mentions in the order in which their articles were captured."""
        told: list[tuple[float, _Known]] = []
        number = 0
        while len(told) < self._mentions:
            person = self._person(number)
            start = self._dice.random()
            often = 1 if self._dice.random() < 0.5 else 2 + int(self._dice.expovariate(0.55))
            told += [(start + 0.02 * self._dice.random() * n, person) for n in range(often)]
            number += 1
        told = sorted(told[: self._mentions], key=lambda one: one[0])
        last: dict[int, str] = {}
        for place, (_, person) in enumerate(told):
            article = f"d-{place:07d}"
            copied = last.get(person.number) if self._dice.random() < 0.12 else None
            origin = self.facts[copied].origin if copied else article
            year = min(2025, person.spoke + int(self._dice.expovariate(0.9)))
            self.facts[article] = ArticleFacts(
                id=article,
                order=place,
                source=article,
                published=f"{year}-{self._dice.randint(1, 12):02d}",
                language="en",
                origin=origin,
            )
            last[person.number] = article
            yield self._mention(article, person, year, is_copy=copied is not None), person.number

    def _person(self, number: int) -> _Known:
        dice = self._dice
        gender = "F" if dice.random() < 0.2 else "M"
        firsts = _FIRST[gender]
        spoke = dice.choice(range(2014, 2021))
        joined = dice.randint(2013, spoke)
        return _Known(
            number=number, gender=gender, first=_zipf(dice, firsts, 0.8), family=self._family(), son=_zipf(dice, _SONS, 0.7), home=_weighted(dice, _HOMES), work=_weighted(dice, _WORK),
            born=spoke - int(dice.triangular(16, 50, 24)), joined=f"{joined}-{dice.randint(1, 12):02d}", left=f"{dice.randint(joined, spoke)}-{dice.randint(1, 12):02d}",
            town=f"town {int(dice.paretovariate(0.7)) % 4000}", spoke=spoke, words=" ".join(dice.choices(_TOLD, k=60)), is_guarded=dice.random() < 0.25,
        )  # fmt: skip

    def _family(self) -> str:
        """The name of somebody before, the more likely the more bear it, or a new one (discount .75, strength 50)."""
        bearers, dice = self._bearers, self._dice
        if dice.random() >= (50 + 0.75 * len(self._borne)) / (50 + len(bearers)):
            while True:
                name = dice.choice(bearers)
                if dice.random() < 1 - 0.75 / self._borne[name]:
                    break
        else:
            name = self._new_family()
        bearers.append(name)
        self._borne[name] += 1
        return name

    def _new_family(self) -> str:
        """A family name that nobody bore before; nine in ten also sound like none before, however many there are (names are compared by their consonants)."""
        dice, may_sound_alike = self._dice, self._dice.random() < 0.1
        syllables = dice.choice((2, 2, 2, 3))
        while True:
            name = (
                "".join(dice.choice(_OPEN) + dice.choice(_VOWELS) for _ in range(syllables))
                + dice.choice(_CLOSE)
                + dice.choice(("", "i"))
            )
            sound = skeleton(name, plain)
            if name not in self._borne and (may_sound_alike or sound not in self._sounds):
                self._sounds.add(sound)
                return name
            syllables = min(4, syllables + 1)  # short ones are used up

    def _mention(self, article: str, person: _Known, year: int, *, is_copy: bool) -> Appearance:
        dice = self._dice
        names = [] if person.is_guarded and dice.random() < 0.4 else self._names(person)
        mentions = [
            _mention(name, MentionKind.ALIAS if name[:4] in ("Abu ", "Umm ", "Abou", "Oum ") else MentionKind.NAME)
            for name in names
        ]
        mentions.append(_mention(dice.choice(_WHO), MentionKind.DESCRIPTION))
        quotes = self._quotes(person, is_copy=is_copy)
        return Appearance(
            id=f"{article}@0-9", article=article, label=mentions[0].span.quote, mentions=tuple(mentions), values=tuple(self._values(person, year)), speech=quotes,
            role=Role.CASE, probability=0.5 + 0.5 * dice.random(), detector="bench",
        )  # fmt: skip

    def _names(self, person: _Known) -> list[str]:
        dice = self._dice
        kind, first = dice.random(), dice.choice(person.first)
        kunya = f"{dice.choice(('Abu', 'Abou') if person.gender == 'M' else ('Umm', 'Oum'))} {dice.choice(person.son)}"
        if person.is_guarded:
            return [kunya] if kind < 0.5 else [first]
        full = f"{first} {_spelled(person.family, dice)}"
        if kind < 0.6:
            return [full, _spelled(person.family, dice)] if dice.random() < 0.3 else [full]
        if kind < 0.7:
            return [full, kunya]
        return (
            [first]
            if kind < 0.8
            else [kunya]
            if kind < 0.88
            else [f"{first} {person.family[0].upper()}."]
            if kind < 0.94
            else [_spelled(person.family, dice)]
        )

    def _values(self, person: _Known, year: int) -> Iterator[Value]:
        dice = self._dice
        told = (
            ("gender", person.gender, 0.95, 0.002), ("nationality", person.home, 0.75, 0.01), ("age", str(max(13, year - person.born + dice.choice((0, 0, 0, 0, 1, -1)))), 0.5, 0.01),
            ("group_role", person.work, 0.4, 0.05), ("joined", person.joined, 0.35, 0.03), ("left", person.left, 0.4, 0.03), ("place", person.town, 0.35, 0.0),
        )  # fmt: skip
        for field, value, often, wrongly in told:
            if dice.random() >= often:
                continue
            if dice.random() < wrongly:
                value = {"gender": "F" if value == "M" else "M", "nationality": _weighted(dice, _HOMES), "age": str(int(value) + 3) if field == "age" else "", "group_role": _weighted(dice, _WORK)}.get(field, str(dice.randint(2013, 2020)))  # fmt: skip
            if field in ("joined", "left") and dice.random() < 0.5:
                value = value[:4]
            is_guess = field == "nationality" and dice.random() < 0.15
            rule = "age-about" if field == "age" and dice.random() < 0.15 else "bench"
            yield Value(
                field=field,
                value=value,
                basis=Basis.INFERRED if is_guess else Basis.STATED,
                weight=0.3 if is_guess else 1.0,
                rule=rule,
            )
        if person.is_guarded and dice.random() < 0.8:
            yield Value(field="pseudonym", value="yes", basis=Basis.STATED)

    def _quotes(self, person: _Known, *, is_copy: bool) -> tuple[Speech, ...]:
        words = person.words.split()
        at = 0 if is_copy else self._dice.randrange(40)
        if not is_copy and self._dice.random() < 0.6:
            words = self._dice.choices(_TOLD, k=14)
        return (
            (Speech(span=_span(" ".join(words[at : at + 14])), direct=True, rule="bench"),)
            if self._dice.random() < 0.5 or is_copy
            else ()
        )


def _spelled(family: str, dice: random.Random) -> str:
    """One of the spellings in which papers print a family name."""
    for old, new in (("q", "k"), ("sh", "ch"), ("u", "ou"), ("j", "dj"), ("i", "ee"), ("w", "ou")):
        if old in family[1:] and dice.random() < 0.15:
            family = family[0] + family[1:].replace(old, new)
    return dice.choice(("al-", "al-", "El ", "", "")) + family.capitalize()


def _zipf(dice: random.Random, some: list[list[str]], power: float) -> list[str]:
    return dice.choices(some, weights=[1 / (rank + 2) ** power for rank in range(len(some))])[0]


def _weighted(dice: random.Random, some: tuple[tuple[str, int], ...]) -> str:
    return dice.choices([one for one, _ in some], weights=[weight for _, weight in some])[0]


def _span(words: str) -> Span:
    return Span(start=0, end=len(words), quote=words)


def _mention(words: str, kind: MentionKind) -> Mention:
    return Mention(span=_span(words), kind=kind)
