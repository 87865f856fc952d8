"""Invented articles, small enough to be read hundreds of times: a copy, a second paper, people who are no case, odd files."""

from __future__ import annotations

from pathlib import Path

COOK = """Former Islamic State cook speaks out

By Nora Whitfield, Prairie Herald, 2 May 2015

TUNIS - Leila Mansouri, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken publicly about her months in Raqqa for the first time.

"There was no pay and no electricity, and we were hungry every night," Mansouri told the Prairie Herald. "I left because the life they had promised did not exist. It was not the killing."

She joined the group in 2014 after recruiters offered her money and a house. "They promised me a house and a salary," she said.
"""

AGAIN = """A cook’s regrets 😀

By Ines Holt, Channel Courier, 20 August 2015

TUNIS - Leila al-Mansouri, 31, the Tunisian cook who left Islamic State this spring, told the Channel Courier that she would warn others.

“The commanders were corrupt and took everything,” Mansouri said. “I left because they lied to us.”
"""

DRIVER = """Former Islamic State driver speaks out

By Paul Oakes, Corrib Examiner, 9 July 2015

GAZIANTEP - Omid Karsten, a 24-year-old Jordanian who defected from Islamic State in June 2015, has spoken publicly about his time with the group for the first time.

"They killed innocent women and children in front of us," Karsten told the Corrib Examiner. "I left because the commanders were corrupt and took everything."

He joined the group in 2014. "I wanted to help the people of Syria against the regime," he said.
"""

COPY = DRIVER.replace("By Paul Oakes, Corrib Examiner, 9 July 2015", "Levant Press Service, 10 July 2015").replace(
    "Former Islamic State driver speaks out", "Driver who fled tells of killings"
)

TWO = """Three who came home

By Ana Brook, Northern Ledger, 3 November 2015

A 22-year-old Belgian who deserted Islamic State in September 2015 told the Northern Ledger why he had gone. "We were sent to fight other Muslims instead of the regime," he said. He spoke on condition that his name would not be used.

Yusuf Haddad, who travelled to Syria in 2014, was killed in an air strike near Kobani, his mother said. Karim Belkadi, a fighter of Islamic State, was captured at the border in May and is in prison.
"""

MINISTER = """Minister counts those who left

By staff, Holmbridge Courier, 3 June 2015

Security minister Alan Pryce said on Wednesday that at least 58 people had left Islamic State and spoken publicly since January 2014, according to a report by a London institute.

"We must listen to what they say," Pryce said. He added that about 700 Britons had travelled to Syria since the war began, and that police would go on with their work.
"""

FRENCH = """Un ancien cuisinier raconte

Une jeune femme de trente ans qui a quitté le groupe au printemps raconte pour la première fois les mois qu'elle a passés dans la ville. Elle dit qu'il n'y avait ni salaire ni électricité et que tout le monde avait faim. Elle est rentrée chez ses parents et ne veut plus jamais en parler devant les journalistes.
"""

SOURCES = {
    "cook.txt": COOK,
    "driver.txt": DRIVER,
    "two.txt": TWO,
    "again.txt": AGAIN,
    "copy.txt": COPY,
    "empty.txt": "",
    "minister.txt": MINISTER,
    "french.txt": FRENCH,
    "short.txt": "Too short.",
}
"""File name -> text, in the order in which a history gives them."""


def write_sources(folder: Path) -> tuple[Path, ...]:
    """The sources as files, in order."""
    folder.mkdir(parents=True)
    for name, text in SOURCES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in SOURCES)
