"""Invented pages of the web for the bench and the tests of the sweep: WARC files with planted candidates, and planted copies."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench_articles import WORDS, _account, _filler, article

_TOPICS = (
    "The council of {a} voted on the {b} budget after {n} hours, and the mayor thanked the {c} committee for its patience with the figures.",
    "{a} beat {b} by {n} points on Saturday, and their coach {c} said that the second half had been the best of the season.",
    "Prices of {b} rose by {n} percent in {a}, according to the bureau, while {c} exporters warned of a long and dry summer ahead.",
    "Doctors at the {a} clinic treated {n} patients for {b} fever, and the ministry asked the people of {c} to boil their water.",
    "The new line from {a} to {b} opens in {n} weeks; its builder {c} has laid the last of the rails and painted the stations.",
)
_GERMAN = "Der Rat von {a} hat nach {n} Stunden über den Haushalt von {b} abgestimmt, und die Bürgermeisterin dankte dem Ausschuss {c} für seine Geduld mit den vielen Zahlen. "
_FRENCH = "Le conseil de {a} a voté le budget de {b} après {n} heures, et le maire a remercié la commission {c} pour sa patience avec tous ces chiffres. "
_NEAR = (
    "Air strikes hit positions of Islamic State near {a}, the coalition said; {n} vehicles and a store of the {b} depot were destroyed.",
    "The foreign minister met colleagues from {a} in {b} to talk about Syria and Iraq, and about {n} million of aid to the {c} camps.",
)
CREDITS = ("(Bench Wire) — ", "(Agence Banc) – ", "Von unserer Agentur — ", "(Agencia Banco) – ", "")


def _invented(dice: random.Random) -> str:
    return "".join(
        dice.choice(("plo", "tre", "gwe", "sko", "dru", "vle", "mox", "zet", "quo", "ith", "orn", "ulf"))
        for _ in range(dice.randint(2, 3))
    )


def page(number: int) -> bytes:
    """An ordinary page, some 60 to 110 KB; of a hundred, twenty are in other languages, four name the group or its world."""
    dice = random.Random(f"page {number}")
    kind = number % 100
    if kind < 12:
        text = [_fill(_GERMAN, dice) * 3 for _ in range(6)]
    elif kind < 20:
        text = [_fill(_FRENCH, dice) * 3 for _ in range(6)]
    else:
        text = [" ".join(_fill(dice.choice(_TOPICS), dice) for _ in range(4)) for _ in range(7)]
    if kind == 20:
        text.insert(2, " ".join(_fill(words, dice) for words in _NEAR))
    links = ["Islamic State: the long war", "Syria talks"] if 25 <= kind < 28 else []
    return wrapped(f"Report {number} from {_invented(dice).title()}", text, dice, links)


def planted(number: int) -> bytes:
    """A page that tells of a person who left."""
    head, *blocks = article(number // 7 * 10 + number % 7).strip().split("\n\n")
    return wrapped(head, blocks, random.Random(f"planted {number}"), [])


def wrapped(head: str, blocks: Iterable[str], dice: random.Random, links: list[str]) -> bytes:
    """An article in the usual furniture."""
    script = _script(dice.randrange(40))
    menu = "".join(
        f'<li class="m-item"><a href="/s/{i}?ref=nav&amp;x={i}">{w}</a></li>'
        for i, w in enumerate(_menu(dice.randrange(40), 90))
    )
    more = "".join(
        f'<li><a class="rel" href="/a/{i}">{w}</a></li>' for i, w in enumerate([*links, *_menu(dice.randrange(40), 30)])
    )
    body = "".join(f"<p>{b}</p>\n" for b in blocks)
    cards = "".join(
        f'<div class="card c{i}"><div class="img"><img src="/i/{i}.jpg" alt=""></div><div class="txt"><h3><a href="/c/{i}">{w}</a></h3><span class="kicker">{w[:9]}</span><time datetime="2015-03-{i % 28 + 1:02d}">{i} h</time></div></div>'
        for i, w in enumerate(_menu(dice.randrange(40), 160))
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{head}</title><meta property="og:site_name" content="Bench Courier"><meta property="article:published_time" content="2015-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}T08:00:00Z"><script>{script}</script><style>{_style()}</style></head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{head}</h1>{body}</article></main><aside><ul>{more}</ul>{cards}</aside>"
        f"<footer><ul>{menu}</ul>&copy; Bench Courier</footer><script>{_script(dice.randrange(40))}</script></body></html>"
    ).encode()


_HELD: dict[object, object] = {}


def _kept(key: object, make: object) -> object:
    if key not in _HELD:
        _HELD[key] = make()  # type: ignore[operator]
    return _HELD[key]


def _script(kind: int) -> str:
    def make() -> str:
        dice = random.Random(f"script {kind}")
        return "".join(
            f"var {_invented(dice)}{i}=function(e,t){{return e.{_invented(dice)}({dice.random():.8f})||t['{dice.getrandbits(64):x}']}};"
            for i in range(dice.randint(250, 500))
        )

    return str(_kept(("script", kind), make))


def _style() -> str:
    return str(
        _kept("style", lambda: "".join(f".c{i}{{margin:{i}px;color:#{i * 7919 % 0xFFFFFF:06x}}}" for i in range(300)))
    )


def _menu(kind: int, number: int) -> list[str]:
    def make() -> list[str]:
        dice = random.Random(f"menu {kind} {number}")
        return [f"{dice.choice(WORDS['things'])} {_invented(dice)}".title() for _ in range(number)]

    found = _kept(("menu", kind, number), make)
    assert isinstance(found, list)
    return found


def _fill(words: str, dice: random.Random) -> str:
    return words.format(a=_invented(dice).title(), b=_invented(dice), c=_invented(dice).title(), n=dice.randint(2, 900))


def record(address: str, body: bytes, kind: str = "text/html; charset=utf-8") -> bytes:
    """A WARC response in a gzip member of its own."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{zlib.crc32(address.encode()):032x}>\r\nWARC-Date: 2016-03-01T00:00:00Z\r\n"
        f"WARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    ).encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(head + http + b"\r\n\r\n") + packer.flush()


def addresses(total: int, every: int) -> Iterator[tuple[str, bool, int]]:
    """Address, whether planted, and number of each page: one of `every` is planted."""
    for number in range(total):
        is_planted = number % every == every // 2
        kind = "told" if is_planted else "page"
        yield f"https://news{number % 37}.example.org/{kind}/{number}", is_planted, number


def collection(folder: Path, total: int, *, every: int = 100, files: int = 4) -> set[str]:
    """Writes so many pages into WARC files, the first of them much larger than the others; the planted addresses."""
    folder.mkdir(parents=True, exist_ok=True)
    streams = [(folder / f"crawl-{i:03d}.warc.gz").open("wb") for i in range(files)]
    found = set()
    for address, is_planted, number in addresses(total, every):
        place = 0 if number % 3 == 0 else number % files
        streams[place].write(record(address, planted(number) if is_planted else page(number)))
        if is_planted:
            found.add(address)
    for stream in streams:
        stream.close()
    return found


# -- copies

EDITS = ("half", "headline", "inserted", "around", "credit", "third")


def originals(number: int) -> list[list[str]]:
    """Texts as paragraphs, each a story of its own; every fifth shares a long quotation with the one before."""
    found: list[list[str]] = []
    shared = ""
    for one in range(number):
        dice = random.Random(f"original {one}")
        quote = "“" + _filler(dice, 2).replace("“", "") + "”"
        if one % 5 == 4:
            quote = shared
        shared = quote
        blocks = [
            _account(one, dice).replace("\n\n", " "),
            _filler(dice, 3),
            f"{quote}, {_invented(dice).title()} said.",
            *(_filler(dice, dice.randint(1, 4)) for _ in range(5)),
        ]
        found.append(blocks)
    return found


def copied(blocks: list[str], edit: str, dice: random.Random) -> list[str]:
    """The story as another paper prints it."""
    if edit == "half":
        return blocks[: (len(blocks) + 1) // 2]
    if edit == "inserted":
        return [b for block in blocks for b in (block, *([_filler(dice, 1)] if dice.random() < 0.6 else []))]
    if edit == "around":
        house = [
            "Sign up for our daily letter and never miss a story from the region again.",
            "Follow the Bench Courier for more news of the day and of the week.",
        ]
        return [house[0], *blocks, house[1], "All rights reserved by the Bench Courier and its owners."]
    if edit == "credit":
        return [
            dice.choice(CREDITS) + blocks[0],
            *blocks[1:],
            f"Reporting by {_invented(dice).title()}; editing by {_invented(dice).title()}",
        ]
    if edit == "third":
        sentences = [s for b in blocks for s in b.replace("”", "").replace("“", "").split(". ")]
        left, kept = 0.33 * sum(len(s.split()) for s in sentences), set()
        for place in dice.sample(range(len(sentences)), len(sentences)):
            if left > 0:
                kept.add(place)
                left -= len(sentences[place].split())
        return [s + "." if i in kept else _filler(dice, 1) for i, s in enumerate(sentences)]
    return blocks


def copies(number: int, each: int = 2) -> tuple[list[str], list[int]]:
    """Texts, shuffled, with the number of the story that each tells: the original and `each` edited copies of every second."""
    texts, story = [], []
    for one, blocks in enumerate(originals(number)):
        dice = random.Random(f"copies {one}")
        texts.append("\n\n".join(blocks))
        story.append(one)
        if one % 2:
            continue
        for edit in dice.sample(EDITS, each):
            texts.append("\n\n".join(copied(blocks, edit, dice)))
            story.append(one)
    order = list(range(len(texts)))
    random.Random(number).shuffle(order)
    return [texts[i] for i in order], [story[i] for i in order]


def broken(folder: Path, number: int) -> None:
    """Beside a collection: reprints of so many stories in a WARC file whose end is cut off, and a page in a file of its own."""
    dice = random.Random(5)
    told = b"".join(
        record(
            f"https://copy{n}.example.org/{edit}",
            wrapped(f"Copy {edit} {n}", copied(blocks, edit, dice), dice, []),
        )
        for n, blocks in enumerate(originals(number))
        for edit in ("headline", "half", "third", "around")
    )
    (folder / "copies.warc.gz").write_bytes(told[:-100])
    (folder / "page.txt").write_text("nothing to see here " * 30, "utf-8")
