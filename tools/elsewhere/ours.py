"""Our side of tools/open_elsewhere.sh: writes what is opened elsewhere, and brings in what comes back."""

import csv
import sys
from pathlib import Path

from testimonia import Study

LEILA = """Former Islamic State cook speaks out

TUNIS - Leila Mansouri, a 31-year-old Tunisian who defected from Islamic State in April 2015, has spoken publicly about her months in Raqqa.

“There was no pay and no electricity 😀, and we were hungry every night,” Mansouri told the Prairie Herald. “I left because I had been lied to.”
"""
QUOTE = "we were hungry every night"


def write(box: Path) -> None:
    (box / "leila.txt").write_text(LEILA, "utf-8")
    (box / "quote.txt").write_text(QUOTE, "utf-8")
    with Study.init(box / "study") as study:
        study.run([box / "leila.txt"])
        study.export("csv", box / "tables")
    (box / "tables" / "codebook.csv").rename(box / "codebook.csv")
    with (box / "codebook.csv").open(newline="", encoding="utf-8") as file:
        (box / "count.txt").write_text(str(len(list(csv.DictReader(file)))))


def read(box: Path) -> None:
    with Study.open(box / "study") as study:
        assert study.import_file(box / "tags.csv", by="cy").codes == ("imported/fear_of_bombs",)
        assert study.import_file(box / "tags.qdc", by="cy").codes == ()
        done = study.import_file(box / "highlights.csv", by="cy")
        coded = {(d.action.code, d.action.quote) for d in done.decisions}
        assert coded == {("imported/fear_of_bombs", QUOTE), ("leaving/quality_of_life", QUOTE)}, done
        assert done.aside == ()
        again = study.import_file(box / "highlights.xlsx", by="cy")
        assert (again.decisions, again.known) == ((), 2), again
        study.run()
    print("what Taguette writes (two codebooks, two lists of highlights) comes in whole")


{"write": write, "read": read}[sys.argv[1]](Path(sys.argv[2]))
