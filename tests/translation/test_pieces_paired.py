"""What a paragraph is cut into before it is paired with another language's, and what shows of each piece without knowing the language."""

from __future__ import annotations

import pytest

from testimonia.pipeline.translation.pieces import Piece, pieces, quotations, sentences
from testimonia.pipeline.translation.signs import signs


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text, (0, len(text)))]


def pieces_of(text: str) -> list[tuple[str, bool]]:
    return [(text[slice(*one.place)], one.is_said) for one in pieces(text, (0, len(text)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il est parti. Il a parlé.", ["Il est parti.", "Il a parlé."]),
        ("« Je suis parti. » Il a parlé.", ["« Je suis parti. »", "Il a parlé."]),
        ("Er ging. »Ich ging«, sagte er.", ["Er ging.", "»Ich ging«, sagte er."]),
        ("« Pourquoi ? » demande-t-il. Rien.", ["« Pourquoi ? » demande-t-il.", "Rien."]),
        ("M. Belvaux est parti. Fin.", ["M. Belvaux est parti.", "Fin."]),
        ("لماذا غادر؟ قال إنه خاف. انتهى.", ["لماذا غادر؟", "قال إنه خاف.", "انتهى."]),
        ("Neden gitti? Korktu.", ["Neden gitti?", "Korktu."]),
        ("", [""]),
    ],
)
def test_sentences_end_where_their_script_ends_them(text: str, found: list[str]) -> None:
    assert cut(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said: "I left." Then he wept.', ['"I left."']),
        (
            'Il a dit : « J\'ai écrit "Maman, je rentre" et ça a coupé. » Rien.',
            ['« J\'ai écrit "Maman, je rentre" et ça a coupé. »'],
        ),
        ("»Ich ging«, sagte er, »und kam wieder.«", ["»Ich ging«", "»und kam wieder.«"]),
        ("„Ich ging“, sagte er.", ["„Ich ging“"]),
        ("“I left,” he said. “Nobody saw me.”", ["“I left,”", "“Nobody saw me.”"]),
        ('He said: "I left. And nobody closes this', ['"I left. And nobody closes this']),
        ("Nobody says a word.", []),
    ],
)
def test_quotations_are_found_in_every_fashion(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in quotations(text, (0, len(text)))] == found


def test_a_quotation_is_a_piece_of_its_own_where_others_words_stand_beside_it() -> None:
    before, quote = (
        "On the mirror he has hung a piece of paper and written on it:",
        '"Never believe a man who stays at home."',
    )
    assert pieces_of(f"{before} {quote} He nodded.") == [(before, False), (quote, True), ("He nodded.", False)]


def test_who_says_it_stays_with_the_quotation() -> None:
    said = '"I left because all of them were liars," he says.'
    assert pieces_of(f"{said} Nobody answers.") == [(said, True), ("Nobody answers.", False)]


def test_a_word_in_quotation_marks_divides_nothing() -> None:
    text = 'The organisation that calls itself the "Islamic State" has lost most of the towns that it once held.'
    assert pieces_of(text) == [(text, False)]


def test_colons_and_semicolons_divide_a_sentence_and_nothing_is_left_out() -> None:
    text = "He had one wish: to go home; nobody knew the way. ..."
    assert [words for words, _ in pieces_of(text)] == ["He had one wish:", "to go home;", "nobody knew the way. ..."]
    assert pieces("...", (0, 3)) == [Piece((0, 3), False, frozenset())]


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("It was 3,000 dollars in 2015", "٣٠٠٠ دولار عام ٢٠١٥", {"#3000", "#2015"}),
        ("about 1.200 lira", "1 200 livres", {"#1200"}),
        ("Why did he leave?", "لماذا غادر؟", {"?"}),
        ("They met Khalid Marzouqi.", "لقد قابلوا خالد المرزوقي", {"~hld", "~mrsk"}),
        ("with Khalid", "وخالد", {"~hld"}),
        ("the passport of his sister", "le passeport de sa sœur", {"pass"}),
        ("in Kobani", "à Kobané", {"koba"}),
        ("of nothing", "de rien", set()),
    ],
)
def test_numbers_questions_names_and_cognates_are_signs_in_both(one: str, other: str, shared: set[str]) -> None:
    assert signs(one) & signs(other) >= shared
    assert bool(signs(one) & signs(other)) == bool(shared)
