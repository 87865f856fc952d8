"""Attributes as REFI-QDA variables. The standard knows no missing values and no ranges: what is not known has no value at all."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from testimonia.domain.guid import guid
from testimonia.study.export.refi.markup import child
from testimonia.study.export.shown import ShownArticle, ShownPerson

PERSON = {
    "status": "included, candidate or excluded",
    "pseudonymous": "yes where the name is not the real one",
    "nationality": "ISO 3166-1 alpha-2",
    "gender": "F or M",
    "age": "years, as first given",
    "group_role": "what the person did in the group",
    "joined": "year, month or day",
    "left": "year, month or day",
    "first_public": "date of the earliest article in which the person speaks",
    "origins": "how many independent origins",
}
ARTICLE = {
    "title": "the headline",
    "publisher": "as the page gives it",
    "published": "year, month or day",
    "source": "address or path as captured",
    "language": "ISO 639-1",
    "duplicate_of": "the article of which it is a copy",
    "translated_into": "ISO 639-1, of the translation in which it was read",
    "translated": "from which language, and by whom",
}
_NUMBERS = ("age", "origins")


def add_variables(root: ET.Element) -> None:
    """Adds <Variables>. Dates stay text: they may be a year or a month."""
    variables = child(root, "Variables")
    for kind, held in (("person", PERSON), ("article", ARTICLE)):
        for name, words in held.items():
            type = "Integer" if name in _NUMBERS else "Text"
            node = child(
                variables, "Variable", guid=guid("variable", kind, name), name=f"{kind}: {name}", typeOfVariable=type
            )
            child(node, "Description", words)


def add_values(node: ET.Element, names: dict[str, str], of: ShownPerson | ShownArticle) -> None:
    """Adds one <VariableValue> for each attribute that is known."""
    kind = "person" if isinstance(of, ShownPerson) else "article"
    for name in names:
        value = getattr(of, name)
        words = ("yes" if value else "") if isinstance(value, bool) else "" if value is None else str(value)
        if words:
            held = child(node, "VariableValue")
            child(held, "VariableRef", targetGUID=guid("variable", kind, name))
            child(held, "IntegerValue" if name in _NUMBERS else "TextValue", words)
