"""Prints how much body text is kept and how much furniture is dropped, for folders with a gold.json each."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests/corpus"))

from score import norm  # type: ignore[import-not-found]

from testimonia.adapters import documents, warc
from testimonia.corpus.capture import CaptureOptions, CaptureTools, capture
from testimonia.corpus.clean import CleanOptions, CleanTools, clean
from testimonia.domain.article import Article


def main() -> None:
    capture_tools = CaptureTools(clock=lambda: "2026-01-01T00:00:00Z", warc=warc.records)
    clean_tools = CleanTools(extractors=documents.EXTRACTORS, language=documents.language_of)
    for folder in map(Path, sys.argv[1:]):
        kept = all_kept = dropped = all_dropped = 0
        for doc in json.loads((folder / "gold.json").read_text()):
            raws = list(capture([str(folder / doc["file"])], CaptureOptions(), capture_tools))
            item = next(iter(clean(raws, CleanOptions(), clean_tools)))  # type: ignore[arg-type]
            text = norm(item.text) if isinstance(item, Article) else ""
            for sentence in (doc["first_sentence"], doc["last_sentence"]):
                all_kept += 1
                kept += norm(sentence) in text
                if norm(sentence) not in text:
                    print("  LOST", doc["doc"], sentence[:110], "" if text else item)
            for line in doc["boilerplate"]:
                all_dropped += 1
                dropped += norm(line) not in text
                if norm(line) in text:
                    print("  LEFT", doc["doc"], line[:110])
            if isinstance(item, Article) and item.published != doc["published"]:
                print("  DATE", doc["doc"], item.published, doc["published"])
        print(f"{folder}: kept {kept / all_kept:.3f}  dropped {dropped / max(1, all_dropped):.3f}")


if __name__ == "__main__":
    main()
