"""Invented articles for the bench: as many as asked for, alike in kind, no two the same unless one copies the other.

Of ten articles, seven tell of a person who left (there are half as many persons as articles, so that many speak several
times, under two spellings), two tell of nobody who left, one copies an earlier one under another headline and cut.
Where there are fewer persons (`often`: so many articles for each), one in twenty of them asks not to be named; their family names are like no other's.
"""

from __future__ import annotations

import random

_LISTS = """
men: Karim, Yusuf, Samir, Tarek, Nabil, Hassan, Omar, Adel, Rami, Walid, Bilal, Idris, Faris, Jamal, Sami, Murad
women: Leila, Amina, Sara, Nadia, Huda, Mona, Rania, Dina
syllables: ba, da, fa, ga, ha, ja, ka, la, ma, na, ra, sa, ta, wa, za, bi, di, fi, ki, li, mi, ni, ri, si, ti, bo, do, ko, lo, mo
nations: a Tunisian, a Jordanian, a Moroccan, a Syrian, an Iraqi, a Belgian, a Frenchman, an Egyptian, a Turk, a Dane
work: driver, guard, cook, nurse, clerk, mechanic, teacher, sniper
towns: Sousse, Aleppo, Mosul, Amman, Rabat, Cairo, Leeds, Lyon, Ghent, Malmo, Bizerte, Idlib, Raqqa, Gaziantep, Kilis, Erbil
months: January, February, March, April, May, June, July, August, September, October, November, December
folk: neighbours, officials, shopkeepers, farmers, teachers, aid workers, drivers, students, doctors, traders
did: described, remembered, measured, repaired, ignored, counted, feared, watched, welcomed, avoided
things: market, river road, grain store, broken bridge, school roof, border fence, water tower, bakery, old mill, bus station
when: in the morning, after the rain, before the harvest, at noon, during the winter, on quiet days, late in the evening
left: There was no pay in {} and {} had no power, They killed women of {} and children of {} there, Our commanders in {} stole all of {}, \
We came for {} and had to fight Muslims from {}, They made servants of us {} and {} foreigners
came: I wanted to help {} and free {} in Syria, They promised me {} and a house in {}, My duty was {} under the law of {}
"""
WORDS = {name: words.split(", ") for name, words in (line.split(": ") for line in _LISTS.strip().splitlines())}


def article(number: int, often: int = 2) -> str:
    """The article with this number: pasted text, headline first."""
    dice = random.Random(number)
    if number % 10 == 9:
        _, *rest = article(number - dice.choice((3, 4, 5)), often).split("\n\n")
        return "\n\n".join([f"From our agencies: a story of {_pick(dice, 'towns')}, again, {number}", *rest[:-1]])
    day = f"By staff, Bench Courier, {dice.randint(1, 28)} {_pick(dice, 'months')} 2015"
    if number % 10 in (7, 8):
        return f"The season in {_pick(dice, 'towns')}, report {number}\n\n{day}\n\n{_filler(dice, 9)}\n\n{_filler(dice, 7)}\n"
    head = f"Former Islamic State {_pick(dice, 'work')} speaks out, story {number}"
    return (
        f"{head}\n\n{day}\n\n{_account(dice.randrange(max(1, number // often)), dice, often)}\n\n{_filler(dice, 4)}\n"
    )


def _account(person: int, dice: random.Random, often: int = 2) -> str:
    who = random.Random(f"person {person}")
    is_woman = who.random() < 0.2
    first, last = _pick(who, "women" if is_woman else "men"), _invented(who).capitalize()
    is_guarded = often > 2 and person % 20 == 7
    last += "ovski" if is_guarded else ""
    he, his = ("she", "her") if is_woman else ("he", "his")
    left = (
        f"{first} {last.replace('k', 'q') if dice.random() < 0.3 else last}, {_pick(who, 'nations')} aged {who.randint(18, 45)} who "
        f"defected from Islamic State in {_pick(who, 'months')} 2015"
    )
    asked = f" This is not {his} real name." if is_guarded else ""
    return (
        f"{_pick(dice, 'towns').upper()} - {left}, has spoken publicly about {his} {who.randint(3, 14)} months as a "
        f"{_pick(who, 'work')} with the group for the first time.{asked}\n\n{_filler(dice, 6)}\n\n"
        f"“{_quote(dice, 'left')},” {last} told this newspaper. “That is why I ran from {_invented(dice)} with {dice.randint(2, 9)} others to "
        f"{_pick(dice, 'towns')}.”\n\n{_filler(dice, 5)}\n\nIn 2014 {he} joined the group. “{_quote(dice, 'came')},” {he} said."
    )


def _filler(dice: random.Random, sentences: int) -> str:
    return " ".join(
        f"{_pick(dice, 'folk').capitalize()} of the {_invented(dice)} quarter {_pick(dice, 'did')} the {_invented(dice)} "
        f"{_pick(dice, 'things')} {_pick(dice, 'when')}, while {dice.randint(3, 900)} {_pick(dice, 'folk')} near the "
        f"{_invented(dice)} fields {_pick(dice, 'did')} it too."
        for _ in range(sentences)
    )


def _quote(dice: random.Random, name: str) -> str:
    return _pick(dice, name).format(_invented(dice), _invented(dice))


def _invented(dice: random.Random) -> str:
    return "".join(_pick(dice, "syllables") for _ in range(dice.randint(2, 3))) + dice.choice("nrslmd")


def _pick(dice: random.Random, name: str) -> str:
    return dice.choice(WORDS[name])
