"""Documents per second per stage, and what one added article costs at 100, 1,000 and 10,000 documents.

    python tools/bench.py [SIZE ...]

Articles are made from the packaged demo study with other names and words, so that no two are copies.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from testimonia.api import Study

FIRST = [
    "Karim",
    "Yusuf",
    "Samir",
    "Tarek",
    "Nabil",
    "Hassan",
    "Omar",
    "Adel",
    "Rami",
    "Walid",
    "Leila",
    "Amina",
    "Sara",
    "Nadia",
    "Huda",
    "Mona",
    "Rania",
    "Dina",
]
LAST = [
    "Belhaj",
    "Haddad",
    "Mansour",
    "Khoury",
    "Nassar",
    "Saleh",
    "Farouk",
    "Aziz",
    "Rahman",
    "Jabbar",
    "Darwish",
    "Kassem",
    "Najjar",
    "Sabbagh",
]
PLACES = ["Sousse", "Aleppo", "Mosul", "Amman", "Rabat", "Cairo", "Leeds", "Lyon", "Ghent", "Malmo", "Bizerte", "Idlib"]
WORK = ["driver", "guard", "cook", "nurse", "clerk", "mechanic", "teacher", "sniper"]


def article(number: int) -> str:
    dice = random.Random(number)
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)}{'abcdefghij'[number % 10]}"
    filler = " ".join("".join(dice.choice("aeioulmnrst") for _ in range(dice.randint(3, 9))) for _ in range(150))
    return (
        f"Former {dice.choice(WORK)} tells of leaving, story {number}\n\n{name}, {dice.randint(18, 45)}, from {dice.choice(PLACES)}, "
        f"left Islamic State in {dice.choice(['March', 'May', 'August'])} after {dice.randint(3, 14)} months.\n\n“We had no electricity and "
        f"the commanders took everything,” he said in an interview. “That is why I ran away.”\n\n{filler.capitalize()}.\n"
    )


def measure(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles"
        source.mkdir()
        for number in range(size):
            (source / f"{number:06d}.txt").write_text(article(number))
        with Study.init(Path(folder) / "study") as study:
            for stage in ("capture", "clean", "dedupe", "detect", "resolve", "code", "count", "publish"):
                start = time.perf_counter()
                study.capture([str(source)]) if stage == "capture" else study.stage(stage)
                spent = time.perf_counter() - start
                print(f"{size:>7} {stage:<8} {spent:8.2f} s {size / spent:10.1f} documents/s", flush=True)
            extra = Path(folder) / "extra.txt"
            extra.write_text(article(size + 7))
            start = time.perf_counter()
            study.run([str(extra)])
            print(f"{size:>7} one added article: {time.perf_counter() - start:.2f} s", flush=True)


if __name__ == "__main__":
    for given in sys.argv[1:] or ["100", "1000", "10000"]:
        measure(int(given))
