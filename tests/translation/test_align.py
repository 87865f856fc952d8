"""Sentences of a translation beside those of the original: paired where that is sure, the whole paragraph where it is not."""

from __future__ import annotations

import itertools
import random

import pytest

from testimonia.pipeline.translation.align import MOST, Pair, aligned, paragraphs
from testimonia.pipeline.translation.pieces import sentences

WORDS = [
    "alfa",
    "beto",
    "gama",
    "delto",
    "epsilo",
    "zeto",
    "etao",
    "teta",
    "jota",
    "kapa",
    "lamda",
    "muo",
    "nuo",
    "ksi",
    "omikro",
]


def sentences_of(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text, (0, len(text)))]


def pairs(translation: str, original: str) -> list[tuple[str, str]]:
    held = (pair for found in aligned(translation, original) for pair in found)
    return [(translation[slice(*p.translation)], original[slice(*p.original)]) for p in held]


def test_sentences_are_paired_by_their_lengths() -> None:
    english = (
        "He left the town at night. Nobody saw him go, since all of them had been told to sleep inside. He walked."
    )
    french = "Il a quitté la ville de nuit. Personne ne l'a vu partir, car tous avaient reçu l'ordre de dormir dedans. Il a marché."
    assert [b for _, b in pairs(english, french)] == sentences_of(french)
    assert [a for a, _ in pairs(english, french)] == sentences_of(english)


def test_two_sentences_may_be_one_of_the_original() -> None:
    english = "He left the town at night and told nobody in his family. He walked for two days and slept in barns. Then he called."
    french = "Il a quitté la ville de nuit sans rien dire à sa famille, a marché deux jours et dormi dans des granges. Puis il a appelé."
    first, second = pairs(english, french)
    assert first == (" ".join(sentences_of(english)[:2]), sentences_of(french)[0])
    assert second == (sentences_of(english)[2], sentences_of(french)[1])


def test_a_sentence_left_out_makes_the_whole_paragraph_go_together() -> None:
    english = "He left the town at night and told nobody. He called."
    french = (
        "Il a quitté la ville de nuit sans rien dire. Personne ne l'a vu partir, car tous avaient reçu l'ordre de dormir dedans et "
        "les gardes eux-mêmes dormaient. Il a appelé. Puis sa mère a pleuré longtemps, comme on le lui avait prédit autrefois."
    )
    assert pairs(english, french) == [(english, french)]


def test_a_number_in_another_sentence_makes_the_whole_paragraph_go_together() -> None:
    english = "He was paid for 26 months there. He left in 2015 with the others."
    assert len(pairs(english, "Il a été payé 26 mois là-bas. Il est parti en 2015 avec eux.")) == 2
    turned = "Il est parti en 2015 avec eux. Il a été payé 26 mois là-bas."
    assert pairs(english, turned) == [(english, turned)]


def test_digits_of_another_script_are_the_same_number() -> None:
    english = "He was paid for 26 months there. He left in 2015 with the others."
    assert len(pairs(english, "حصل على أجر لمدة ٢٦ شهرا هناك. غادر في عام ٢٠١٥ مع الآخرين.")) == 2


def test_names_that_change_places_go_together_and_the_rest_stays_apart() -> None:
    english = "Dadan was accused of spying by them. Rosdiana was still asleep in the house. It had been raining all that night, and the roads were under water."
    french = "Rosdiana dormait encore dans la maison. Dadan fut accusé par eux d'espionnage. Il avait plu toute cette nuit-là, et les routes étaient sous l'eau."
    here, there = sentences_of(english), sentences_of(french)
    assert pairs(english, french) == [(" ".join(here[:2]), " ".join(there[:2])), (here[2], there[2])]


def test_a_quotation_goes_with_a_quotation_wherever_the_speaker_is_named() -> None:
    english = '"We had nothing to eat for weeks," she says. "Nobody helped us." The town was empty by then.'
    french = "« Nous n'avions rien à manger depuis des semaines. Personne ne nous aidait », dit-elle. La ville était déjà vide."
    assert pairs(english, french) == list(zip(sentences_of(english), sentences_of(french), strict=True))


def test_a_long_paragraph_is_paired_sentence_by_sentence() -> None:
    draw = random.Random(7)
    lengths = [draw.randint(2, 14) for _ in range(120)]
    english = " ".join(f"{n} {' '.join(draw.choices(WORDS, k=k))}.".capitalize() for n, k in enumerate(lengths))
    assert pairs(english, english) == [(one, one) for one in sentences_of(english)]


def test_a_paragraph_of_very_many_sentences_is_taken_whole() -> None:
    long = "Oh. " * (MOST + 1)
    assert pairs(long.strip(), long.strip()) == [(long.strip(), long.strip())]


@pytest.mark.parametrize("seed", range(40))
def test_pairs_go_through_both_texts_in_order_and_leave_no_sentence_out(seed: int) -> None:
    draw = random.Random(seed)
    texts = ["\n\n".join(_paragraph(draw) for _ in range(6)) for _ in range(2)]
    for found, theirs, ours in zip(aligned(*texts), paragraphs(texts[0]), paragraphs(texts[1]), strict=True):
        for side, text, whole in (("translation", texts[0], theirs), ("original", texts[1], ours)):
            _covers(found, side, text, whole)


def _covers(found: list[Pair], side: str, text: str, whole: tuple[int, int]) -> None:
    places = [getattr(pair, side) for pair in found]
    assert (places[0][0], places[-1][1]) == whole
    assert all(a < b for a, b in places)
    for (_, end), (start, _) in itertools.pairwise(places):
        assert end <= start
        assert not text[end:start].strip()


def _paragraph(draw: random.Random) -> str:
    said = (" ".join(draw.choices(WORDS, k=draw.randint(1, 14))).capitalize() for _ in range(draw.randint(1, 6)))
    return " ".join(f"{words}{draw.choice('.!?')}" for words in said)
