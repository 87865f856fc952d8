"""One public reader of news pages over the WARC files of the sweep's bench, in an environment of its own: python tools/peer_reader.py NAME WEB NUMBER.

Started by tools/bench_sweep.py with the Python of that environment, for these readers ask for other versions of what Testimonia needs. Prints as JSON how many pages
it read in a second of processor time, how many of them gave a text, and its version.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path


def fundus() -> Callable[[str], object]:
    """Fundus knows some hundred papers; for these pages it gets a parser as its authors write them for one more paper."""
    from fundus.parser import BaseParser, attribute
    from fundus.parser.utility import extract_article_body_with_selector
    from lxml.cssselect import CSSSelector

    class Bench(BaseParser):
        """The pages of the bench."""

        paragraphs = CSSSelector("article > p")

        @attribute
        def title(self) -> object:
            """As the page gives it."""
            return self.precomputed.meta.get("og:title")

        @attribute
        def body(self) -> object:
            """The paragraphs."""
            return extract_article_body_with_selector(self.precomputed.doc, paragraph_selector=self.paragraphs)

    parser = Bench()
    return lambda html: str(parser.parse(html, error_handling="raise")["body"])


def news_please() -> Callable[[str], object]:
    """news-please takes any page."""
    from newsplease import NewsPlease

    return lambda html: NewsPlease.from_html(html, fetch_images=False).maintext


READERS = {"fundus": fundus, "news-please": news_please}


def pages(web: Path) -> Iterator[bytes]:
    """The pages themselves."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for file in sorted(web.iterdir()):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                yield record.reader.read()


def main(name: str, web: str, number: str) -> None:
    """Reads one page before the clock starts: words and models are loaded then."""
    read = READERS[name]()
    read(next(pages(Path(web))).decode())
    start, seen, texts = time.process_time(), 0, 0
    for data in itertools.islice(pages(Path(web)), int(number)):
        texts += bool(read(data.decode()))
        seen += 1
    found = {"rate": seen / (time.process_time() - start), "read": seen, "texts": texts, "version": version(name)}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
