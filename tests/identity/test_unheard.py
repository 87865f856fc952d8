"""An article is asked about where a reader hears a member who got away in words of nobody proposed or asked."""

from collections.abc import Mapping, Sequence

import pytest

from testimonia.config import load_lexicon
from testimonia.domain.article import Article
from testimonia.domain.reading import Reading
from testimonia.domain.settings import Group, Settings
from testimonia.identity.detect import detect
from testimonia.ports.reader import Focus, Stretch
from testimonia.text import sha256

STUDY = Settings(title="test", groups=(Group(name="Islamic State", aliases=("ISIS",), case_sensitive=("IS",)),))
LEXICON = load_lexicon()
HEAD = "The river museum\n\n"
BODY = (
    "The museum keeps a rope from a square that Islamic State held.\n\nThe keeper, Rosa Lind, 61, unrolls it. An old man stood there, she says. "
    "\u201cI let go of the rope and I looked for the road.\u201d The keeper rolls it up again."
)


class Ear:
    """A reader by hand: it hears a case where the words in focus hold what it listens for, and nowhere else."""

    name = "ear@1"

    def __init__(self, word: str, member: float) -> None:
        self.word, self.member = word, member

    def person(self, text: str, focus: Focus) -> list[Mapping[str, float]]:
        heard = len(focus.speech) == 1 and self.word in text[slice(*focus.speech[0])] and len(focus.mentions) > 0
        alone = heard and all(focus.speech[0][0] <= a < focus.speech[0][1] for a, _ in focus.mentions)
        sure = {"case": 0.97, "evidence:member": self.member}
        kinds = (
            "case",
            "whole",
            *(
                f"evidence:{k}"
                for k in ("left", "member", "spoke", "not_left", "dead", "captured", "silent", "non_role")
            ),
        )
        return [{k: (sure.get(k, 0.9) if alone else 0.01) for k in kinds}]

    def reasons(self, text: str, focus: Focus, stretches: Sequence[Stretch]) -> list[Mapping[str, float]]:
        return [{} for _ in stretches]


def asked(body: str, ear: Ear, head: str = HEAD) -> list[str]:
    text = head + body
    one = Article(
        id="d-1",
        capture="c-1",
        source="x",
        text=text,
        sha256=sha256(text),
        body_start=len(head),
        language="en",
        cleaner="x",
    )
    found = next(detect([one], STUDY, LEXICON, ear))
    assert isinstance(found, Reading)
    return [d.why for d in found.doubts if d.appearance is None]


@pytest.mark.parametrize(("member", "times"), [(0.8, 1), (0.1, 0)])
def test_words_of_a_member_that_belong_to_nobody_asked_make_one_question(member: float, times: int) -> None:
    assert sum("let go of the rope" in why for why in asked(BODY, Ear("rope", member))) == times


def test_words_without_anybody_who_says_i_make_none() -> None:
    assert not asked(BODY.replace("I let go of the rope and I looked", "Let go of the rope and look"), Ear("rope", 0.8))


def test_a_headline_s_words_make_none() -> None:
    head = "\u201cI let go of the rope and I looked for the road.\u201d\n\n"
    assert not asked("The museum keeps a rope from a square that Islamic State held.", Ear("rope", 0.8), head)
