"""Languages other than English: a team's catalogue (gettext PO), and Babel's numbers, dates and names of countries.

Source: Unicode CLDR, as Babel brings it; plural forms as the catalogue's header says.
"""

from __future__ import annotations

import datetime
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from gettext import c2py
from importlib.resources import files
from pathlib import Path

from testimonia.errors import ConfigError

HOLE = re.compile(r"\{(\w+)\}")
NUMBER = re.compile(r"\d+")
SHOWN = 10


class Translated:
    """One language. `missing`: sentences that the catalogue does not translate: they are said in English."""

    def __init__(self, code: str, path: Path) -> None:
        """Reads and checks the catalogue; ConfigError names what is wrong with it."""
        try:
            from babel import Locale, UnknownLocaleError
            from babel.messages.pofile import PoFileError, read_po
        except ImportError as error:
            raise ConfigError("reports in other languages need Babel", where=str(path), hint="pip install 'testimonia[report]'") from error  # fmt: skip
        try:
            self._locale = Locale.parse(code)
        except (UnknownLocaleError, ValueError) as error:
            raise ConfigError("there is no such language", where="language", got=code, expected='a code such as "ar" or "pt_BR"') from error  # fmt: skip
        if not path.is_file():
            raise ConfigError("there are no words for this language", where=str(path), got=code,
                              hint="copy the program's study/catalogue.pot there, translate it, run again")  # fmt: skip
        try:
            with path.open("rb") as file:
                held = read_po(file, locale=code, abort_invalid=True)
            self._form = c2py(held.plural_expr)
        except (ValueError, PoFileError) as error:
            raise ConfigError("this is not a catalogue of words", where=str(path), got=error) from error
        self.code = self._locale.language
        self.direction = self._locale.text_direction
        self._words: dict[str, tuple[str, ...]] = {}
        wrong: list[str] = []
        for message in held:
            if not message.id or message.fuzzy:
                continue
            ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
            if all(said):
                wrong += [f"{ids[0]!r}: {why}" for text in said for why in _wrong(ids[-1], text)]
                self._words[ids[0]] = said
        if wrong:
            more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
            raise ConfigError("sentences of this catalogue do not fit the English ones", where=str(path), got="; ".join(wrong[:SHOWN]) + more,
                              expected="the same names in braces, no number typed, as many | as in English")  # fmt: skip

    def missing(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Of these sentences, those that are said in English."""
        return tuple(id for id in ids if id not in self._words)

    def message(self, english: str) -> str:
        """The translation; the English itself where the catalogue has none."""
        return self._words.get(english, (english,))[0]

    def plural(self, one: str, many: str, count: float) -> str:
        """The form that fits the number."""
        forms = self._words.get(one)
        if forms is None:
            return one if count == 1 else many
        return forms[min(self._form(int(count)), len(forms) - 1)]

    def number(self, value: float) -> str:
        """A count; a fraction to one place."""
        from babel.numbers import format_decimal

        return format_decimal(value, format=None if value == int(value) else "#,##0.0", locale=self._locale)

    def percent(self, whole: int) -> str:
        """So many per cent."""
        from babel.numbers import format_percent

        return format_percent(whole / 100, locale=self._locale)

    def fixed(self, value: float, places: int) -> str:
        """To so many places."""
        from babel.numbers import format_decimal

        return format_decimal(value, format="0." + "0" * places, locale=self._locale)

    def day(self, year: int, month: int, day: int) -> str:
        """A date, in full."""
        from babel.dates import format_date

        return format_date(datetime.date(year, month, day), "long", locale=self._locale)

    def month(self, year: int, month: int) -> str:
        """A month of a year."""
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", datetime.datetime(year, month, 1), locale=self._locale)

    def month_short(self, month: int) -> str:
        """Its short name, standing alone."""
        return str(self._locale.months["stand-alone"]["abbreviated"][month])

    def country(self, code: str) -> str | None:
        """Its name in this language, or None."""
        return self._locale.territories.get(code)

    def listed(self, words: tuple[str, ...]) -> str:
        """One after the other."""
        from babel.lists import format_list

        return format_list(list(words), locale=self._locale) if words else ""


def sentences() -> tuple[str, ...]:
    """Every sentence of the program, as its own catalogue has them."""
    from babel.messages.pofile import read_po

    held = read_po(io.BytesIO((files("testimonia") / "study/catalogue.pot").read_bytes()))
    return tuple(m.id if isinstance(m.id, str) else m.id[0] for m in held if m.id)


def _wrong(english: str, text: str) -> Iterator[str]:
    """What a translation has that its English does not, or lacks."""
    if set(HOLE.findall(english)) < set(HOLE.findall(text)) or not set(HOLE.findall(text)) <= set(
        HOLE.findall(english)
    ):
        yield "names in braces that the English does not have"
    elif set(HOLE.findall(english)) - set(HOLE.findall(text)):
        yield "names in braces are lost"
    if Counter(NUMBER.findall(HOLE.sub("", text))) - Counter(NUMBER.findall(HOLE.sub("", english))):
        yield "a number is typed"
    if english.count("|") != text.count("|"):
        yield "another number of columns"
