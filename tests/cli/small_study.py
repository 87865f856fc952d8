"""Three tiny invented articles, and a way to call the commands in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from testimonia import Study
from testimonia.cli import main

LEILA = """Former Islamic State cook speaks out

By Nora Whitfield, Prairie Herald, 2 May 2015

TUNIS - Leila Mansouri, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken publicly about her months in Raqqa for the first time.

"There was no pay and no electricity, and we were hungry every night," Mansouri told the Prairie Herald. "I left because the life they had promised did not exist."

She joined the group in 2014 after recruiters offered her money and a house. "They promised me a house and a salary," she said.
"""

OMID = """Former Islamic State driver speaks out

By Paul Oakes, Corrib Examiner, 9 July 2015

GAZIANTEP - Omid Karsten, a 24-year-old Jordanian who defected from Islamic State in June 2015, has spoken publicly about his time with the group for the first time.

"They killed innocent women and children in front of us," Karsten told the Corrib Examiner. "I left because the commanders were corrupt and took everything."

He joined the group in 2014. "I wanted to help the people of Syria against the regime," he said.
"""

MINISTER = """Minister counts those who left

By staff, Holmbridge Courier, 3 June 2015

Security minister Alan Pryce said on Wednesday that at least 58 people had left Islamic State and spoken publicly since January 2014, according to a report by a London institute.

"We must listen to what they say," Pryce said. He added that about 700 Britons had travelled to Syria since the war began, and that police would go on with their work.
"""


def write_articles(folder: Path) -> Path:
    """The three articles as files."""
    folder.mkdir()
    for name, text in (("leila", LEILA), ("omid", OMID), ("minister", MINISTER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def write_many(folder: Path, number: int) -> Path:
    """Articles enough to be stopped in the middle of them: the same story of many people."""
    folder.mkdir()
    for n in range(number):
        name = f"{chr(65 + n % 26)}elim {chr(65 + n // 26)}orvat{'abcdefghij'[n % 10]}"
        text = LEILA.replace("Leila Mansouri", name).replace("Mansouri", name.split()[1])
        (folder / f"{n:03}.txt").write_text(text.replace("31-year-old", f"{20 + n % 40}-year-old"), encoding="utf-8")
    return folder


class Ended:
    """How a command ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Terminal:
    """Calls commands as a shell would, in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Ended:
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        shown = self._capsys.readouterr()
        code = left.value.code
        assert isinstance(code, int)
        return Ended(code, shown.out, shown.err)

    def ok(self, *arguments: str | Path) -> str:
        """What a command that succeeds prints."""
        ended = self(*arguments)
        assert ended.code == 0, ended.err
        return ended.out


def people(folder: Path) -> dict[str, str]:
    """label -> id of the persons of a study."""
    with Study.open(folder) as study:
        return {person.label: person.id for person in study.snapshot().persons}


def statuses(folder: Path) -> dict[str, str]:
    """id -> status of the persons of a study."""
    with Study.open(folder) as study:
        return {person.id: person.status.value for person in study.snapshot().persons}


def lines(words: Sequence[str]) -> Iterator[str]:
    """With line ends."""
    return (word + "\n" for word in words)
