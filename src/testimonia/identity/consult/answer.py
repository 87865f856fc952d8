"""What a language model may answer: strict types, and the JSON Schema made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec

from testimonia.domain.appearance import Evidence, Polarity, Role
from testimonia.domain.claim import ClaimScope, Qualifier
from testimonia.domain.coding import Stance

UNKNOWN = "unknown"
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=3000)]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Sentences = Annotated[tuple[int, ...], msgspec.Meta(min_length=1, max_length=12)]
Field = Literal["nationality", "gender", "age", "group_role", "joined", "left", "pseudonym"]
SaidRole = Literal[
    "case", "traveller", "killed", "captured", "returnee_silent", "still_member", "other_group",
    "official", "expert", "journalist", "relative", "victim", "other", "unknown",
]  # fmt: skip


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every key must be there and no other."""


class Quoted(_Part, frozen=True, kw_only=True):
    """What stands on words: numbers of sentences, and the words. They come first: a model should look before it judges."""

    sentences: Sentences
    quote: Words


class SaidMention(Quoted, frozen=True, kw_only=True):
    """Words that name or describe the person."""

    kind: Literal["name", "alias", "description"]


class SaidEvidence(Quoted, frozen=True, kw_only=True):
    """What the article says of the person."""

    kind: Evidence
    polarity: Polarity


class SaidValue(Quoted, frozen=True, kw_only=True):
    """An attribute of the person."""

    field: Field
    value: Short


class SaidPerson(_Part, frozen=True, kw_only=True):
    """One person. `key`: the answer's own name for them; `known`: their ids in the table of persons."""

    key: Short
    known: Annotated[tuple[Short, ...], msgspec.Meta(max_length=20)]
    role: SaidRole
    mentions: Annotated[tuple[SaidMention, ...], msgspec.Meta(max_length=40)]
    evidence: Annotated[tuple[SaidEvidence, ...], msgspec.Meta(max_length=60)]
    attributes: Annotated[tuple[SaidValue, ...], msgspec.Meta(max_length=40)]


class SaidCode(Quoted, frozen=True, kw_only=True):
    """A code in words of the article. `person`: the key of whose reason it is, or "unknown"."""

    person: Short
    code: Short
    stance: Stance


class SaidClaim(Quoted, frozen=True, kw_only=True):
    """A total that somebody reports."""

    figure: float
    unit: Literal["persons", "countries", "narratives"]
    qualifier: Qualifier
    scope: ClaimScope
    country: Short | None


class Answer(_Part, frozen=True, kw_only=True):
    """A whole answer."""

    persons: Annotated[tuple[SaidPerson, ...], msgspec.Meta(max_length=80)]
    codes: Annotated[tuple[SaidCode, ...], msgspec.Meta(max_length=200)]
    claims: Annotated[tuple[SaidClaim, ...], msgspec.Meta(max_length=80)]


_WRAPPED = re.compile(r"\A\s*(?:<think>.*?</think>\s*)?(?:```(?:json)?\s*\n(.*?)\n\s*```|(.*?))\s*\Z", re.DOTALL)
# Servers that hold a model to a schema know different parts of JSON Schema; bounds are checked here, after the answer.
_BOUNDS = frozenset({"minLength", "maxLength", "minItems", "maxItems", "description", "title"})


def decode(text: str) -> Answer | str:
    """The answer, or what is the matter with it. A code fence and a model's thinking aloud around it are taken off."""
    match = _WRAPPED.match(text)
    inner = next((part for part in match.groups() if part is not None), "") if match else text
    try:
        return msgspec.json.decode(inner.encode("utf-8", "replace"), type=Answer)
    except (msgspec.DecodeError, RecursionError) as error:
        # without the words that did not fit: they may be an article's, and this goes into the next question
        return " ".join(re.sub(r"'[^']*'", "...", str(error)).split())[:200] or "not JSON"


def schema(codes: Iterable[str]) -> dict[str, Any]:
    """JSON Schema of an answer; only the codes of the study are codes."""
    found: dict[str, Any] = msgspec.json.schema(Answer)
    definitions = {name: _plain(part) for name, part in found["$defs"].items()}
    definitions["SaidCode"]["properties"]["code"] = {"enum": [*codes]}
    return {**definitions.pop("Answer"), "$defs": definitions}


def _plain(part: Any) -> Any:
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {key: _plain(value) for key, value in part.items() if key not in _BOUNDS or isinstance(value, dict)}


def role_of(said: SaidRole) -> Role | None:
    """The role, or None where the model does not know."""
    return None if said == UNKNOWN else Role(said)
