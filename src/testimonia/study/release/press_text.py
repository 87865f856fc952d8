"""The press text: the headline, the numbers with their references, quotes with their sources, what not to write."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from testimonia.study.language import say
from testimonia.study.publish.views import Line
from testimonia.study.release.edition import Edition
from testimonia.study.release.paper import said

WIDTH = 92


def press_text(edition: Edition) -> bytes:
    """Plain text in UTF-8; every number in it is one of the ledger's, with its reference in brackets."""
    return ("\n".join(_lines(edition)) + "\n").encode("utf-8")


def _lines(edition: Edition) -> Iterator[str]:
    report, word = edition.report, edition.say
    yield from (word("press_head").upper(), "", report.title, "")
    yield from _wrapped(_plain(report.headline))
    yield ""
    yield from _wrapped(_plain(report.range))
    yield from (
        "",
        word("press_release", edition=report.edition),
        word("release", number=edition.number) + ". " + edition.signed(),
        "",
    )
    yield from (word("press_numbers"), "")
    for key in report.keys:
        yield from _item(f"{_plain(key.value)} {key.caption}{_refs(key.value)}")
    for lede in (report.growth_lede, report.countries_lede, report.who_lede):
        yield from _item(_plain(lede) + _refs(lede))
    for family in report.families:
        yield from ("", family.title, "")
        for code in family.codes:
            between = say("; 95% interval {interval}", interval=code.interval) if code.interval else ""
            bounds = (
                say("; up to {bounds} if all who do not mention it shared it", bounds=code.bounds)
                if code.bounds
                else ""
            )
            share = f" [{code.share.ref}]" if code.share.ref else ""
            yield from _item(
                f"{code.name}: {code.share.text}{share}, {_plain(code.count)}{_refs(code.count)}{between}{bounds}{f'. {code.warning}' if code.warning else ''}"
            )
    yield from ("", word("press_quote"), "")
    for family in report.families:
        for code in family.codes:
            for quote in code.quotes[:1]:
                one = said(edition, quote)
                read_in = f" {one.rendered} [{one.rendered_by}]" if one.rendered else ""
                yield from _item(f"{one.text}{read_in} {one.by}. {one.source}")
    yield from ("", word("press_careful"), "")
    yield from (line for n in (1, 2, 3) for line in _item(word(f"press_careful_{n}")))
    yield ""
    yield from _wrapped(word("press_check", fingerprint=edition.fingerprint))


def _plain(line: Line) -> str:
    return "".join(n.text for n in line)


def _refs(line: Line) -> str:
    refs = list(dict.fromkeys(n.ref for n in line if n.ref))
    return f" [{', '.join(refs)}]" if refs else ""


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(words, WIDTH, break_long_words=False, break_on_hyphens=False)


def _item(words: str) -> list[str]:
    return textwrap.wrap(words, WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False,
                         break_on_hyphens=False)  # fmt: skip
