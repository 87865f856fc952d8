"""A large text is searched in parts: what is found in the whole is found in them, wherever it is cut and whatever it is written in."""

from __future__ import annotations

import base64
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonia.adapters.peel import parts, peel
from testimonia.pipeline import release_search
from testimonia.pipeline.release_search import Searching
from testimonia.study.shield.leaks import leaks
from testimonia.study.shield.secrets import Secrets

SECRETS = Secrets(
    [("Marzouq al-Qasir", "P-1"), ("Wendeline Halloran", "somebody")], shown=("Omid Qasir", "Wendeline Omar")
)
PART = 140_000
PLANTS = {
    "on one line": b"of Marzouq al-Qasir here",
    "over two lines": b"of Marzouq\nal-Qasir here",
    "in entities": b"Marz&#111;uq\n&#000097;l-&#x51;asir",
    "in tags": b"<p>Marz<b>ou</b>q\n<i\nclass='x'>al-Qasir</i></p>",
    "around a comment": b"Marzouq <!-- " + b"nothing here\n" * 2_000 + b"--> al-Qasir",
    "in a comment": b"<!-- " + b"nothing here\n" * 9_000 + b"Marzouq al-Qasir\n" + b"nothing here\n" * 9_000 + b"-->",
    "around many tags": b"Marzouq " + b"<a href='x'>\n</a>" * 20_000 + b" al-Qasir",
    "in a tag": b"<p title='Marzouq\nal-Qasir'>",
    "in percent signs": b"Marz%6Fuq\n%61l-Qasir",
    "in escapes": b"Marz\\u006fuq\\nal-Qasir\n",
    "quoted printable": b"Marz=6Fuq al-Qa=\nsir",
    "in base64": base64.b64encode(b"the name is Marzouq al-Qasir"),
    "in hex": b"Marzouq al-Qasir".hex(" ").encode(),
    "as numbers": b", ".join(b"%d" % c for c in b"Marzouq al-Qasir"),
    "in letters apart": b"M a r z o u q\nQ a s i r",
    "a sign of two bytes": "Márzouq\nal-Qásir".encode(),
}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", PART)


def page(seed: int, size: int = 3 * PART) -> bytes:
    """Lines of words, tags and signs."""
    dice = random.Random(seed)
    some = (
        b"the word of a report ",
        b"and so on ",
        b"<b>",
        b"</b> ",
        b"&amp; ",
        "“é” ".encode(),
        b"<br>",
        b"12 ",
        b"\n",
    )
    found = bytearray()
    while len(found) < size:
        found += dice.choice(some)
    return bytes(found)


def in_parts(data: bytes) -> list[object]:
    with Searching({"page.html": data}, SECRETS, 10**9) as search:
        search.add("page.html")
        assert len(search._all) > 1
        return list(search.found())


@pytest.mark.parametrize("kind", PLANTS)
def test_a_name_where_a_text_is_cut_is_found(kind: str) -> None:
    bare = page(1)
    cut = parts.parts_of(bare)[1][0] + parts.ROOM  # about there the second part begins
    for shift in (-parts.ROOM, -9, 3):
        at = bare.find(b" ", cut + shift)
        data = bare[:at] + b" " + PLANTS[kind] + b" " + bare[at:]
        whole = leaks(peel("page.html", data), SECRETS)
        assert whole and in_parts(data) == whole, shift


def test_a_name_that_is_shown_is_no_leak_where_it_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part may begin within a name that is shown; what it says then is looked at again in the whole."""
    data = b"They said that Wendeline\nOmar and Halloran were there.\n" * 3
    cut = data.find(b"\nOmar", 60)
    monkeypatch.setattr(release_search, "parts_of", lambda data: [(0, cut + 20), (cut, len(data))])
    secrets = Secrets([("Omar Halloran", "P-1")], shown=("Wendeline Omar",))
    assert leaks([("page", data[cut:].decode())], secrets) and not leaks([("page", data.decode())], secrets)
    with Searching({"page": data}, secrets) as search:
        search.add("page")
        assert search.found() == []


@given(
    st.lists(st.sampled_from([b"<", b">", b"<!--", b"-->", b"\n", b"a", b"<b>", b" "]), max_size=60), st.integers(0, 40)
)
def test_nothing_is_open_where_a_text_is_cut(signs: list[bytes], at: int) -> None:
    data = b"".join(signs)
    place = parts._end_of_line(data, at, 0)
    if place < len(data):
        assert data[place : place + 1] == b"\n"
        for whole in (parts._TAG, parts.re.compile(rb"<!--.*?-->", parts.re.DOTALL)):
            assert not any(m.start() < place < m.end() for m in whole.finditer(data))
    elif at < len(data):
        open_ = [n for n in range(at, len(data)) if data[n : n + 1] == b"\n" and not parts._open_at(data, n, 0)]
        assert not open_


@pytest.mark.parametrize("data", ["é".encode("latin-1") + b" word\n" * PART, b"\xef\xbb\xbf" + b" word\n" * PART, ("word\n" * PART).encode("utf-16-le"),
                                  b"%PDF-1.7\n" + b" word\n" * PART, b"word\n" * 1000 + b"\xff" + b"word\n" * PART])  # fmt: skip
def test_what_is_no_plain_text_is_not_cut(data: bytes) -> None:
    assert parts.parts_of(data) == [(0, len(data))]


def test_parts_hold_the_text_and_enough_of_their_neighbours() -> None:
    data = page(3, 6 * PART)
    places = parts.parts_of(data)
    assert places[0][0] == 0 and places[-1][1] == len(data) and len(places) >= 3
    for (_, stop), (start, _) in itertools.pairwise(places):
        assert stop - start >= 2 * parts.ROOM
        assert len(parts._TAG.sub(b"", data[start:stop])) >= 2 * parts.SPOKEN
    assert release_search.BATCH < 8_000_000  # a part is a batch by itself


def test_a_sign_of_less_than_opens_nothing() -> None:
    data = b'  "query": "Fisher\'s exact test p < 0.001",\n' + b'   "P-aaaaaaaa",\n' * (4 * PART // 16)
    found = parts.parts_of(data)
    assert len(found) > 2
    assert max(stop - start for start, stop in found) < 3 * PART
