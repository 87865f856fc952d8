"""Whether a page may be let loose on a parser: over what nobody wrote by hand some take hours, or all memory."""

from __future__ import annotations

import re

MAX_DEPTH = 600
MAX_ELEMENTS = 100_000
MAX_ATTRIBUTES = 1_000  # of one element

_TAG = re.compile(r"<(?:(!--)|(/?)([a-z][^\s/>]{0,40}))")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
# What is within is text to every parser. (Within a title or an SVG it depends on the parser: taken for elements.)
_RAW_END = {"!--": re.compile("--!?>"), "script": re.compile("</script"), "style": re.compile("</style")}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# What opens closes the one before it, by the rules of HTML, where nobody wrote the end.
_FOLLOWS = {
    name: frozenset(group.split())
    for group in ("p", "li", "dt dd", "td th", "tr td th", "thead tbody tfoot tr td th", "option optgroup")
    for name in group.split()[:2]
}
_CONTAINERS = frozenset(("ul", "ol", "dl", "table", "select", "div"))
"""What opens in one of these leaves alone what stands around it."""
_LOOK_BACK = 40
_TOO_MANY = f"an element of more than {MAX_ATTRIBUTES:,} attributes"


def objection(source: str) -> str | None:
    """Why the page is not to be parsed, or None: ends of elements that nobody wrote are taken as written."""
    words = source.lower()
    ends = {kind: [m.end() for m in end.finditer(words)][-1:] for kind, end in _RAW_END.items()}
    open_tags: list[str] = []
    elements = at = 0
    for match in _TAG.finditer(words):
        start = match.start()
        if start < at:  # within a script, a style or a comment
            continue
        if start - at >= 2 * MAX_ATTRIBUTES and _attributes(words[at:start]) > MAX_ATTRIBUTES:
            return _TOO_MANY
        at = match.end()
        comment, slash, name = match.groups()
        if slash:
            if open_tags and open_tags[-1] == name:
                open_tags.pop()
            else:
                _close(open_tags, frozenset((name,)))
            continue
        name = comment or name
        if name in _RAW_END:
            # `<!-->` is a whole comment: its end may begin within its beginning. A search that must fail is never made.
            found = _RAW_END[name].search(words, at - 2) if ends[name] and ends[name][0] > at else None
            at = found.end() if found else at
        elif name not in _VOID:
            if name in _FOLLOWS:
                _close(open_tags, _FOLLOWS[name], within=3)
            open_tags.append(name)
            if len(open_tags) > MAX_DEPTH:
                return f"elements nested deeper than {MAX_DEPTH}"
        elements += 1
        if elements > MAX_ELEMENTS:
            return f"more than {MAX_ELEMENTS:,} elements"
    return _TOO_MANY if _attributes(words[at:]) > MAX_ATTRIBUTES else None


def _attributes(words: str) -> int:
    """About how many attributes stand before the end of a tag; only long ones are looked at."""
    if len(words) < 2 * MAX_ATTRIBUTES:
        return 0
    return len(_QUOTED.sub("''", words).split(">", 1)[0].split())


def _close(open_tags: list[str], names: frozenset[str], *, within: int = _LOOK_BACK) -> None:
    for back in range(1, min(within, len(open_tags)) + 1):
        if open_tags[-back] in names:
            del open_tags[len(open_tags) - back :]
            return
        if within < _LOOK_BACK and open_tags[-back] in _CONTAINERS:
            return
