"""The report as a document: it stands alone, every link arrives, nothing from an article runs, the same in is the same out."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from report_study import traps, twenty
from selectolax.lexbor import LexborHTMLParser, LexborNode
from snapshots import demo_snapshot, random_snapshot

from testimonia.domain.claim import ClaimScope
from testimonia.domain.settings import Disclosure
from testimonia.study.count import count
from testimonia.study.publish import report
from testimonia.study.publish.reported import LISTED

STUDIES = {
    "twenty": twenty,
    "demo": demo_snapshot,
    "traps": traps,
    "none": lambda: random_snapshot(1, 0),
    "one": lambda: random_snapshot(11, 1),
    "many": lambda: random_snapshot(5, 40),
}


@lru_cache
def rendered(name: str) -> str:
    snapshot, texts = STUDIES[name]()
    return report(snapshot, count(snapshot), texts)


@lru_cache
def page(name: str) -> LexborHTMLParser:
    return LexborHTMLParser(rendered(name))


every = pytest.mark.parametrize("name", list(STUDIES))


def one(name: str, selector: str) -> LexborNode:
    found = page(name).css_first(selector)
    assert found is not None, selector
    return found


@every
def test_every_link_arrives(name: str) -> None:
    ids = Counter(n.attributes["id"] for n in page(name).css("[id]"))
    assert [i for i, n in ids.items() if n > 1] == []
    inner = {a.attributes["href"][1:] for a in page(name).css("a[href^='#']")}
    assert inner - set(ids) == set()


@every
def test_every_reference_within_svg_and_aria_arrives(name: str) -> None:
    ids = {n.attributes["id"] for n in page(name).css("[id]")}
    for attribute in ("aria-labelledby", "aria-describedby"):
        for node in page(name).css(f"[{attribute}]"):
            assert set(node.attributes[attribute].split()) <= ids
    assert set(re.findall(r"url\(#([^)]+)\)", rendered(name))) <= ids


@every
def test_it_stands_alone(name: str) -> None:
    tree = page(name)
    assert tree.css("link, iframe, object, embed, base, form, img, video, audio, source") == []
    assert tree.css("script[src], [srcset], [onclick], [onerror], [onload]") == []
    assert "@import" not in rendered(name)
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", rendered(name)))


@every
def test_its_policy_allows_its_own_script_only(name: str) -> None:
    policy = one(name, "meta[http-equiv='Content-Security-Policy']").attributes["content"]
    scripts = page(name).css("script")
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].text().encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


@every
def test_links_that_leave_go_to_the_web_without_a_trace(name: str) -> None:
    for a in page(name).css("a[href]"):
        href = a.attributes["href"]
        if not href.startswith("#"):
            assert href.startswith(("http://", "https://"))
            assert a.attributes["rel"] == "noopener noreferrer"


@every
def test_headings_descend_by_one(name: str) -> None:
    levels = [int(h.tag[1]) for h in page(name).css("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@every
def test_landmarks_and_skip_link(name: str) -> None:
    assert one(name, "html").attributes["lang"] == "en"
    assert one(name, "a").attributes["href"] == "#main"
    for selector in ("header.cover", "main#main", "nav[aria-label]", "footer.colophon"):
        assert len(page(name).css(selector)) == 1


@every
def test_each_chart_is_an_image_with_words_and_a_table(name: str) -> None:
    for chart in page(name).css("figure.chart"):
        drawings = chart.css("svg")
        assert len(drawings) == 2
        for svg in drawings:
            assert svg.attributes["role"] == "img"
            assert svg.css_first("title").text()
            assert svg.css_first("desc").text()
        assert chart.css_first("details table caption").text()
    for table in page(name).css("table"):
        assert table.css_first("caption") is not None
        assert table.css_first("th[scope='col']") is not None
        assert all("scope" in th.attributes for th in table.css("th"))


@every
def test_nothing_is_nonsense(name: str) -> None:
    words = " ".join(page(name).css_first("body").text(separator=" ").split())
    for nonsense in ("0 of 0", "0 of the 0", "nan", "None", "inf%", "Undefined", "between 0 and 0", "  "):
        assert not re.search(rf"(?<!\w){re.escape(nonsense)}(?!\w)", words), nonsense


@every
def test_the_same_study_gives_the_same_bytes(name: str) -> None:
    snapshot, texts = STUDIES[name]()
    assert report(snapshot, count(snapshot), texts) == rendered(name)


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
        "from report_study import twenty\nfrom testimonia.study.count import count\nfrom testimonia.study.publish import report\n"
        "s, t = twenty(); print(hashlib.sha256(report(s, count(s), t).encode()).hexdigest())"
    )
    here = str(Path(__file__).parent)
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    done = subprocess.run(
        [sys.executable, "-c", code, here], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(rendered("twenty").encode()).hexdigest()


def test_headline_and_range() -> None:
    words = one("twenty", ".headline").text()
    assert words.startswith("At least 19 people left Islamic State and spoke publicly between January 2014 and ")
    assert words.endswith("; they come from 12 countries.")
    assert "between 19 and 20, depending on 1 open question of identity." in one("twenty", ".range").text()


def test_a_study_without_people_says_so() -> None:
    words = one("none", ".headline").text()
    assert words.startswith("No one who left Islamic State and spoke publicly has been found")
    assert page("none").css("dl.keys") == []
    assert page("none").css("#leaving .chart") == []


def test_one_person_in_the_singular() -> None:
    snapshot, texts = twenty()
    first = snapshot.persons[0]
    alone = msgspec.structs.replace(
        snapshot, persons=(first,), questions=(), codings=tuple(k for k in snapshot.codings if k.appearance in first.appearances),
        count=msgspec.structs.replace(snapshot.count, floor=1, best=1, ceiling=1, open_pairs=()),
    )  # fmt: skip
    tree = LexborHTMLParser(report(alone, count(alone), texts))
    assert "At least 1 person left Islamic State" in tree.css_first(".headline").text()
    assert "from 1 country." in tree.css_first(".headline").text()
    assert "No open question would change this number." in tree.css_first(".range").text()


def test_a_number_walks_to_the_article() -> None:
    tree = page("twenty")
    number = next(a for a in tree.css("#leaving .stat a.n") if a.attributes["href"] == "#f-leaving.brutality.count")
    panel = tree.css_first(f"[id='{number.attributes['href'][1:]}']")
    assert "counted persons" in panel.css_first("dd").text()
    person = panel.css_first(".members a").attributes["href"][1:]
    section = tree.css_first(f"[id='{person}']")
    quotes = {a.attributes["href"][1:] for a in panel.css(".members .src a")}
    here = [q for q in quotes if section.css_first(f"[id='{q}']") is not None]
    context = section.css_first(f"[id='{here[0]}']").parent.parent.parent
    assert "bakers and farmers" in context.css_first("mark").text()
    article = context.css_first("figcaption a").attributes["href"][1:]
    assert tree.css_first(f"[id='{article}'] cite").text().startswith("Account number")


def test_every_member_of_every_figure_stands_in_its_panel() -> None:
    snapshot, _ = twenty()
    tree = page("twenty")
    for figure in count(snapshot).figures:
        panel = tree.css_first(f"[id='f-{figure.id}']")
        assert len(panel.css(".members > li")) == len(figure.members)


def test_copies_are_shown_once_and_named() -> None:
    tree = page("twenty")
    snapshot, _ = twenty()
    person = tree.css_first(f"[id='{snapshot.persons[0].id}']")
    assert len(person.css(".context")) == 2
    assert "Wire Copier" in person.css_first(".context figcaption").text()
    assert "copy of Gazette 0" in person.css_first(".told-in").text()


def test_denied_is_said() -> None:
    snapshot, _ = twenty()
    assert "Denied" in page("twenty").css_first(f"[id='{snapshot.persons[7].id}']").text()


def test_no_article_is_shown_whole() -> None:
    for name in ("twenty", "demo", "traps"):
        snapshot, texts = STUDIES[name]()
        words = " ".join(page(name).css_first("body").text(separator=" ").split())
        for facts in snapshot.articles:
            article = texts(facts.id)
            assert " ".join(article.text[article.body_start :].split()) not in words
            last = " ".join(article.text.split("\n\n")[-1].split())
            cited = [c.span for c in (*snapshot.codings, *snapshot.claims) if c.article == facts.id]
            assert last not in words or any(span.end > len(article.text) - len(last) for span in cited)


def test_nothing_from_an_article_runs() -> None:
    html = rendered("traps")
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<b>Bold" not in html
    assert "<i>" not in html
    assert "&lt;script&gt;alert" in html
    assert 'href="javascript' not in html
    assert 'href="file' not in html
    assert "file:///etc/passwd" in html


def test_right_to_left_quotes_say_so() -> None:
    quotes = [q for q in page("traps").css("blockquote p, blockquote") if "كذبوا" in q.text()]
    assert quotes
    assert any(q.attributes.get("dir") == "rtl" for q in quotes)


@pytest.mark.parametrize("disclosure", list(Disclosure))
def test_each_disclosure_renders(disclosure: Disclosure) -> None:
    snapshot, texts = twenty()
    changed = msgspec.structs.replace(
        snapshot, settings=msgspec.structs.replace(snapshot.settings, disclosure=disclosure)
    )
    html = report(changed, count(changed), texts)
    assert ("Layla Nasser" in html) is (disclosure is Disclosure.NAMES)
    assert ("L. N." in html) is (disclosure is Disclosure.INITIALS)


def test_totals_that_share_an_id_keep_their_own_words() -> None:
    snapshot, texts = demo_snapshot()
    same = tuple(msgspec.structs.replace(c, id="q-one") for c in snapshot.claims)
    snapshot = msgspec.structs.replace(snapshot, claims=same)
    words = LexborHTMLParser(report(snapshot, count(snapshot), texts)).body.text()
    assert "at least 58" in words
    assert "at least 200" in words
    assert "travelled there" in words


def test_of_very_many_reported_totals_the_first_are_listed_and_the_page_says_so() -> None:
    snapshot, texts = demo_snapshot()
    travelled = next(c for c in snapshot.claims if c.scope is ClaimScope.TRAVELLED)
    more = tuple(msgspec.structs.replace(travelled, id=f"q-{n}", figure=1000.0 + n) for n in range(LISTED))
    page = {}
    for claims in (snapshot.claims, (*snapshot.claims, *more[1:]), (*snapshot.claims, *more)):
        held = msgspec.structs.replace(snapshot, claims=claims)
        page[len(claims)] = report(held, count(held), texts)
    few, all_listed, one_left_out = page.values()
    assert "the ledger names all" not in few + all_listed
    assert f"The first {LISTED} of {LISTED + 1}; the ledger names all." in one_left_out
    assert f">at least {1000 + LISTED - 1:,}<" in all_listed and f">at least {1000 + LISTED - 1:,}<" not in one_left_out
