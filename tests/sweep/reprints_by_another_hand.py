"""Reprints as other desks make them, by another hand than the bench's generator: other words, other edits, longer sentences that share idioms.

Independent stories share idioms of a dozen words and the stock phrases of every desk, as agency texts do.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_PLACES = [
    "Hrasto",
    "Velmar",
    "Quintela",
    "Osmund",
    "Tarvio",
    "Lindqvar",
    "Besmaya",
    "Korrun",
    "Aldeno",
    "Miskova",
    "Teruvia",
    "Gaddesby",
]
_PEOPLE = [
    "Ingrid",
    "Solveig",
    "Tomas",
    "Ilir",
    "Nadezda",
    "Bogdan",
    "Ewa",
    "Marit",
    "Oskar",
    "Lucian",
    "Petra",
    "Anselm",
    "Wanda",
    "Joachim",
]
_NOUNS = [
    "carpenter",
    "nurse",
    "ferryman",
    "baker",
    "teacher",
    "printer",
    "miner",
    "tailor",
    "beekeeper",
    "welder",
    "clerk",
    "cook",
    "ration",
    "lorry",
    "patrol",
    "school",
    "mast",
    "checkpoint",
    "tannery",
    "silo",
    "depot",
    "ladder",
    "bucket",
    "stove",
    "blanket",
    "ledger",
    "whistle",
    "orchard",
    "cellar",
    "gate",
    "roof",
    "engine",
    "letter",
    "coat",
    "radio",
    "map",
    "goat",
    "well",
    "fence",
    "lamp",
    "kettle",
    "spade",
    "boot",
    "drum",
    "rope",
    "sack",
    "barrel",
    "ditch",
    "bridge",
    "oven",
    "mirror",
    "candle",
    "saddle",
    "wheel",
    "pump",
    "ferry",
    "shed",
    "stable",
    "chapel",
    "clinic",
    "kiosk",
    "tram",
    "mill",
    "dam",
    "quarry",
    "harbour",
    "tunnel",
]
_VERBS = [
    "counted",
    "carried",
    "buried",
    "painted",
    "mended",
    "guarded",
    "borrowed",
    "burned",
    "weighed",
    "hid",
    "searched",
    "emptied",
    "locked",
    "watched",
    "sold",
    "traded",
    "measured",
    "forgot",
    "drew",
    "wrapped",
    "dragged",
    "lifted",
    "swept",
    "stole",
    "lent",
    "lost",
    "found",
    "shared",
    "cut",
    "tied",
    "dug",
    "filled",
    "opened",
    "crossed",
]
_KINDS = [
    "old",
    "broken",
    "narrow",
    "heavy",
    "empty",
    "borrowed",
    "wet",
    "blue",
    "rusted",
    "silent",
    "frozen",
    "crowded",
    "painted",
    "wooden",
    "second",
    "last",
    "hidden",
    "spare",
    "cheap",
    "foreign",
]
_WHENS = """before dawn, after the rain, in the frost, on market days, for a whole winter, without a word, at the curfew, under the awning, by lantern, as agreed,
during the truce, twice a week, in front of everybody, all summer, against his will, for nothing""".replace(
    "\n", " "
).split(", ")
_IDIOMS = (
    "one of the first to speak publicly about what happened in the area",
    "according to people who asked not to be named for fear of reprisals",
    "in what officials described as the largest operation of its kind so far",
    "there was no way to get in touch with relatives on the other side",
)
_STOCK = (
    "The account could not be verified independently.",
    "Names have been changed to protect the families of those who spoke.",
    "The ministry did not reply to a request for comment by the time of publication.",
)
_HOUSE = (
    "Read this next: what we know so far about the fighting in the valley and on the coast.",
    "Our newsletter brings you the most important reporting of the week every Friday at noon.",
    "This article was amended to correct the spelling of a place name in the second paragraph.",
)


def _clause(dice: random.Random) -> str:
    """Ten to twenty words, of which a run is seldom found again in another story."""
    pick = dice.choice
    who = pick(
        (
            f"{pick(_PEOPLE)} {_name(dice)}",
            f"the {pick(_NOUNS)} of {pick((*_PLACES, _name(dice)))}",
            f"{dice.randint(2, 400)} {pick(_NOUNS)}s",
        )
    )
    said = f"{who} {pick(_VERBS)} {pick(('the', 'a', 'their', 'every'))} {pick(_KINDS)} {pick(_NOUNS)} {pick(('beside', 'behind', 'for', 'without'))} the {pick(_NOUNS)} {pick(_WHENS)}"
    return f"{said}, {pick(_IDIOMS)}" if dice.random() < 0.06 else said


def _name(dice: random.Random) -> str:
    return "".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(3)).title()


def _sentence(dice: random.Random) -> str:
    text = _clause(dice)
    if dice.random() < 0.5:
        text += dice.choice((", and ", "; ", ", although ")) + _clause(dice)
    return text[0].upper() + text[1:] + "."


def story(number: int) -> list[list[str]]:
    """Paragraphs of sentences, 250 to 700 words; with stock phrases that every desk uses."""
    dice = random.Random(f"another hand {number}")
    held = [[_sentence(dice)]]
    held += [[_sentence(dice) for _ in range(dice.randint(1, 4))] for _ in range(dice.randint(5, 9))]
    held[dice.randrange(len(held))].append(dice.choice(_STOCK))
    return held


def _flat(paragraphs: list[list[str]]) -> list[str]:
    return [s for block in paragraphs for s in block]


def _in_blocks(sentences: list[str], dice: random.Random) -> str:
    out, at = [], 0
    while at < len(sentences):
        step = dice.randint(1, 4)
        out.append(" ".join(sentences[at : at + step]))
        at += step
    return "\n\n".join(out)


def _own(dice: random.Random, words: int) -> list[str]:
    """New sentences, of so many words at least."""
    found: list[str] = []
    while sum(len(s.split()) for s in found) < words:
        found.append(_sentence(dice))
    return found


def _words(sentences: list[str]) -> int:
    return sum(len(s.split()) for s in sentences)


def third_in_one_block(held: list[list[str]], dice: random.Random) -> str:
    """A third of the story as one block within another desk's own text."""
    all, kept = _flat(held), []
    at = dice.randrange(max(1, 2 * len(all) // 3))
    for one in all[at:]:
        if _words(kept) >= _words(all) / 3:
            break
        kept.append(one)
    new = _own(dice, 2 * _words(kept))
    cut = dice.randrange(len(new) + 1)
    return _in_blocks([*new[:cut], *kept, *new[cut:]], dice)


def third_here_and_there(held: list[list[str]], dice: random.Random) -> str:
    """Sentences that come to a third, each where it stood, everything between them told anew."""
    all = _flat(held)
    wanted, kept = _words(all) / 3, set[int]()
    for place in dice.sample(range(len(all)), len(all)):
        if sum(len(all[p].split()) for p in kept) < wanted:
            kept.add(place)
    return _in_blocks([s if p in kept else _sentence(dice) for p, s in enumerate(all)], dice)


def thinned(held: list[list[str]], dice: random.Random) -> str:
    """Every other sentence dropped."""
    return _in_blocks(_flat(held)[dice.randrange(2) :: 2], dice)


def reordered(held: list[list[str]], dice: random.Random) -> str:
    """The same sentences in another order."""
    all = _flat(held)
    dice.shuffle(all)
    return _in_blocks(all, dice)


def other_agency(held: list[list[str]], dice: random.Random) -> str:
    """Credits, slugs and a translated note in place of the agency's own."""
    named = dice.choice(("(Nordwire)", "— Agence du Lac", "dpx/kna", "Redacción, Agencia Sur"))
    blocks = [" ".join(b) for b in held]
    blocks[0] = f"{dice.choice(_PLACES).upper()} {named} – {blocks[0]}"
    return "\n\n".join(
        [
            *blocks,
            dice.choice(
                ("Aus dem Englischen von der Redaktion.", "Traduit par nos soins.", f"With material from {named}.")
            ),
        ]
    )


def touched_up(held: list[list[str]], dice: random.Random) -> str:
    """A word exchanged in a third of the sentences, as an editor does."""
    out = []
    for block in held:
        done = []
        for one in block:
            words = one.split()
            if dice.random() < 1 / 3:
                words[dice.randrange(1, len(words) - 1)] = dice.choice(("reportedly", "local", "former", "nearby"))
            done.append(" ".join(words))
        out.append(" ".join(done))
    return "\n\n".join(out)


def in_a_frame(held: list[list[str]], dice: random.Random) -> str:
    """The first half under a new headline, in the furniture of another site."""
    half = _flat(held)[: max(4, len(_flat(held)) // 2)]
    return "\n\n".join((_sentence(dice).rstrip("."), _in_blocks(half, dice), *dice.sample(_HOUSE, 2)))


Edit = Callable[[list[list[str]], random.Random], str]
EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (third_in_one_block, third_here_and_there, thinned, reordered, other_agency, touched_up, in_a_frame)
}


def merged(one: list[list[str]], other: list[list[str]], dice: random.Random, part: float) -> str:
    """Of two stories so much each, in between an own text: a copy of both from a third on, of neither where it is a tenth."""
    kept = []
    for held in (one, other):
        all, some = _flat(held), list[str]()
        for sentence in all:
            if _words(some) >= part * _words(all):
                break
            some.append(sentence)
        kept.append(some)
    own = _own(dice, max(0, int(_words(kept[0]) / max(part, 0.01)) - 2 * _words(kept[0])))
    return _in_blocks([*kept[0], *own, *kept[1]], dice)


def text(held: list[list[str]]) -> str:
    """The story as it first stood."""
    return "\n\n".join(" ".join(block) for block in held)
