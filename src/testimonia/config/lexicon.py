"""data/lexicon/*.yaml: the words that detection and coding go by."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from testimonia.adapters.cache import kept
from testimonia.config.words import read_words
from testimonia.domain.lexicon import (
    CaseModel,
    ClaimModel,
    CodeModel,
    CountWords,
    HomeCues,
    Lexicon,
    QualifierWords,
    RoleWords,
    Rule,
    Sign,
)

Words = dict[str, Any]
_CODE = ("config/lexicon.py", "config/words.py", "domain/lexicon.py")


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The vocabulary that ships with the program, as it was once read and then kept: 115,000 towns among it, it would be read anew at every start."""
    packed = kept(f"lexicon-{_mark()}", lambda: msgspec.msgpack.encode(read_lexicon()))
    return msgspec.msgpack.decode(packed, type=Lexicon)


def _mark() -> str:
    """Changes with the words, and with the code that reads and holds them."""
    from testimonia.text import sha256

    code = (files("testimonia").joinpath(*place.split("/")).read_text("utf-8") for place in _CODE)
    return sha256("\0".join((lexicon_fingerprint(), *code)))[:16]


def read_lexicon() -> Lexicon:
    """The vocabulary, out of the files in which it is written."""
    names, places, words = (_read(name) for name in ("names", "places", "words"))
    return Lexicon(
        given=_by_kind(names),
        demonyms=_by_kind(places["demonyms"], ","),
        countries=_by_kind(places["countries"], ","),
        towns=_by_kind(places["towns"], ","),
        homes=dict(line.split("\t") for line in _text("towns.tsv").splitlines()),
        home=_home(_read("home")),
        roles=_roles(_read("roles")),
        nouns=_by_kind(words["nouns"]),
        gendered=_by_kind(words["gendered"]),
        titles=_by_kind(words["titles"]),
        speaking=frozenset(_listed(words["speaking"])),
        thinking=frozenset(_listed(words["thinking"])),
        stops=frozenset(_listed(words["stops"])),
        institutions=frozenset(_listed(words["institutions"])),
        rules=msgspec.convert(words["rules"], tuple[Rule, ...], strict=False),
        agencies=tuple(_listed(words["agencies"], ",")),
        rules_model=msgspec.convert(_read("case_model_rules"), CaseModel, strict=False),
        code_model=msgspec.convert(_read("code_model"), CodeModel, strict=False),
        counts=_counts(_read("counts")),
        claim_model=msgspec.convert(_read("claim_model"), ClaimModel, strict=False),
        reader_model=msgspec.convert(_read("case_model_reader"), CaseModel, strict=False),
    )


@lru_cache(maxsize=1)  # with `load_lexicon`: the mark of the words in use, even where the files change meanwhile
def lexicon_fingerprint() -> str:
    """Changes whenever a word, rule or weight does: what was read with other words is read again."""
    from testimonia.text import sha256

    return sha256(
        "\0".join(
            _text(name)
            for name in (
                "names.yaml",
                "places.yaml",
                "home.yaml",
                "roles.yaml",
                "words.yaml",
                "case_model_rules.yaml",
                "case_model_reader.yaml",
                "code_model.yaml",
                "counts.yaml",
                "claim_model.yaml",
                "towns.tsv",
            )
        )
    )


def _home(words: Words) -> HomeCues:
    return HomeCues(
        local=tuple(_listed(words["local"])),
        travelled=tuple(_listed(words["travelled"])),
        offices=frozenset(_listed(words["offices"])),
        institutions=tuple(_by_kind(words["institutions"], ",").items()),
        common=frozenset(_listed(words["common"], ",")),
    )


def _roles(words: Words) -> tuple[RoleWords, ...]:
    return tuple(
        RoleWords(
            name=name,
            nouns=tuple(_listed(told.get("nouns", ""))),
            deeds=tuple(told.get("deeds", ())),
            units=tuple(told.get("units", ())),
        )
        for name, told in words.items()
    )


def _read(name: str) -> Words:
    data = read_words(_text(f"{name}.yaml"), f"lexicon/{name}.yaml")
    assert isinstance(data, dict)
    return data


def _text(name: str) -> str:
    return (files("testimonia") / "data" / "lexicon" / name).read_text("utf-8")


def _counts(data: Words) -> CountWords:
    return CountWords(
        qualifiers=tuple((name, msgspec.convert(words, QualifierWords)) for name, words in data["qualifiers"].items()),
        nouns={w.lower(): kind for w, kind in _by_kind(data["nouns"] | {"none": data["no_people"]}).items()},
        between=frozenset(_listed(data["between"])),
        no_noun=frozenset(w.lower() for w in _listed(data["no_noun"])),
        signs=msgspec.convert(data["signs"], tuple[Sign, ...]),
    )


def _listed(words: str | list[str], separator: str | None = None) -> list[str]:
    """A YAML list as it is, or a text cut at the separator (white space without one)."""
    parts = words.split(separator) if isinstance(words, str) else words
    return [" ".join(part.split()) for part in parts if part.strip()]


def _by_kind(table: Words, separator: str | None = None) -> dict[str, str]:
    return {word: kind for kind, words in table.items() for word in _listed(words, separator)}
