"""Run by Taguette's Python: opens our codebook with its importer, then makes a project in its database and exports it in all its ways."""

import sys
from pathlib import Path

from taguette import database, export
from taguette.import_codebook import list_tags

box = Path(sys.argv[1])
with (box / "codebook.csv").open("rb") as file:
    tags = list_tags(file)
expected = int((box / "count.txt").read_text())
assert len(tags) == expected, f"{len(tags)} tags, not {expected}"
assert all(tag["path"] and tag["description"].startswith("Code: ") for tag in tags)
print(f"Taguette reads {len(tags)} tags with their rules")

text = (box / "leila.txt").read_text("utf-8")
quote = (box / "quote.txt").read_text("utf-8")
session = database.connect(f"sqlite:///{box}/taguette.sqlite3")()
project = database.Project(name="p", description="")
session.add(project)
session.flush()
document = database.Document(
    name="leila.txt", description="", filename="leila.txt", project_id=project.id, contents=f"<p>{text}</p>",
    text_direction=database.TextDirection.LEFT_TO_RIGHT,
)  # fmt: skip
made = [database.Tag(project_id=project.id, path=tag["path"], description=tag["description"]) for tag in tags]
made.append(database.Tag(project_id=project.id, path="Fear of bombs", description="Air raids."))
session.add_all([document, *made])
session.flush()
start = len(text[: text.index(quote)].encode())
mark = database.Highlight(
    document_id=document.id, start_offset=start, end_offset=start + len(quote.encode()), snippet=quote
)
mark.tags = [next(tag for tag in made if tag.path == "leaving/quality_of_life"), made[-1]]
session.add(mark)
session.commit()
for tag in made:
    tag.highlights_count = tag.documents_count = len(tag.highlights)
with (box / "highlights.csv").open("w", newline="") as file:
    export.highlights_csv(session, project.id, None, file)
export.highlights_xslx(session, project.id, None, str(box / "highlights.xlsx"))
with (box / "tags.csv").open("w", newline="") as file:
    export.codebook_csv(made, file)
with (box / "tags.qdc").open("wb") as file:
    export.codebook_xml(made, file)
