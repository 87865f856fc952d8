"""translate, as it is typed: what waits, the paragraphs of one, and a translation taken in."""

from __future__ import annotations

from pathlib import Path

from small_study import Terminal

FRENCH = (
    "Un ancien de l'État islamique raconte\n\nTUNIS - Karim Belvaux, un Tunisien de 27 ans qui a quitté l'État islamique en avril 2015, "
    "parle publiquement pour la première fois de ses mois passés à Raqqa.\n\n« Je suis parti parce que les chefs étaient corrompus et "
    "prenaient tout pour eux », a déclaré Belvaux.\n"
)
ENGLISH = (
    "A former Islamic State member tells his story\n   \nTUNIS - Karim Belvaux, a 27-year-old Tunisian who defected from Islamic State in\n"
    'April 2015, is speaking publicly for the first time about his months in Raqqa.\n\n\n"I left because the commanders were corrupt and '
    'took everything for themselves," Belvaux said.\n'
)


def test_from_the_list_to_the_person_and_back(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    assert terminal.ok("translate", study) == "nothing waits for a translation\n"
    (tmp_path / "french.txt").write_text(FRENCH, encoding="utf-8")
    terminal.ok("run", study, tmp_path / "french.txt")
    listed = terminal.ok("translate", study).split()
    assert listed[1:4] == ["fr", "3", "paragraphs"]
    id = listed[0]
    assert terminal.ok("translate", study, id).strip() == FRENCH.strip()

    file = tmp_path / "english.txt"
    file.write_text(ENGLISH, encoding="utf-8")
    said = terminal.ok("translate", study, id, file, "--by", "ana", "--supplier", "Odo Lindqvist")
    assert said.startswith("decision 1 by ana")
    assert f"testimonia decide {study} undo 1" in said
    terminal.ok("run", study)
    shown = terminal.ok("show", study, id)
    assert "Karim Belvaux  (case," in shown
    assert "by Odo Lindqvist; decision 1 by ana" in shown

    terminal.ok("decide", study, "undo", "1")
    terminal.ok("run", study)
    assert terminal.ok("translate", study).split()[0] == id


def test_a_translation_that_does_not_fit_is_refused_in_words(terminal: Terminal, study: Path, tmp_path: Path) -> None:
    (tmp_path / "french.txt").write_text(FRENCH, encoding="utf-8")
    terminal.ok("run", study, tmp_path / "french.txt")
    id = terminal.ok("translate", study).split()[0]
    short = tmp_path / "short.txt"
    short.write_text(ENGLISH.partition("\n\n\n")[0], encoding="utf-8")
    ended = terminal("translate", study, id, short)
    assert ended.code == 7
    assert "got:      2" in ended.err
    assert "expected: 3" in ended.err
    assert terminal("translate", study, id, tmp_path / "nothing.txt").code == 4
    assert terminal("translate", study, "d-nothing", short).code == 7
