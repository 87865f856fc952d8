"""How deeply a page is nested, told before a parser is let loose on it: some take hours over what nobody wrote by hand."""

from __future__ import annotations

import re

_TAG = re.compile(r"<(?:(!--)|(/?)([a-z][^\s/>]{0,40}))", re.IGNORECASE)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_RAW = frozenset(("script", "style", "textarea", "title", "noscript", "iframe", "svg"))
# What opens closes the one before it, by the rules of HTML, where nobody wrote the end.
_FOLLOWS = {
    name: frozenset(group.split())
    for group in ("p", "li", "dt dd", "td th", "tr td th", "thead tbody tfoot tr td th", "option optgroup")
    for name in group.split()[:2]
}
_CONTAINERS = frozenset(("ul", "ol", "dl", "table", "select", "div"))
"""What opens in one of these leaves alone what stands around it."""
_LOOK_BACK = 40


def depth(source: str) -> int:
    """How many elements stand in one another at the deepest place; ends that nobody wrote are taken as written."""
    open_tags: list[str] = []
    deepest = at = 0
    while match := _TAG.search(source, at):
        at = match.end()
        name = (match.group(3) or "").lower()
        if match.group(1) or (name in _RAW and not match.group(2)):
            end = source.find("-->" if match.group(1) else f"</{name}", at)
            at = end if end >= 0 else len(source) if match.group(1) else at
        elif match.group(2):
            _close(open_tags, frozenset((name,)))
        elif name not in _VOID:
            _close(open_tags, _FOLLOWS.get(name, frozenset()), within=3)
            open_tags.append(name)
            deepest = max(deepest, len(open_tags))
    return deepest


def _close(open_tags: list[str], names: frozenset[str], *, within: int = _LOOK_BACK) -> None:
    for back in range(1, min(within, len(open_tags)) + 1):
        if open_tags[-back] in names:
            del open_tags[len(open_tags) - back :]
            return
        if within < _LOOK_BACK and open_tags[-back] in _CONTAINERS:
            return
