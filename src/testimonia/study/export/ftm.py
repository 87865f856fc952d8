"""The study as FollowTheMoney entities, one JSON object a line, as OpenAleph, Aleph and yente load them.

Person, Organization and Membership; Article; Mention (who stands in which article); Note (a coding with its words).
Model: followthemoney 4. A person who is not shown by name bears the id as a name: there is none to be matched by.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from testimonia.domain.coding import Stance
from testimonia.domain.person import Status
from testimonia.domain.snapshot import Snapshot
from testimonia.study.export.shown import Shown, ShownArticle, ShownCoding, ShownPerson, Texts, translation_line
from testimonia.text import handle

Entity = dict[str, object]
_GENDERS = {"F": "female", "M": "male"}
# ISO 639-1 to 639-3, which this model goes by; a language that is not here is left out.
_LANGUAGES = {
    "ar": "ara", "az": "aze", "bg": "bul", "bn": "ben", "bs": "bos", "ca": "cat", "cs": "ces", "da": "dan",
    "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra",
    "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "it": "ita", "ja": "jpn",
    "ka": "kat", "kk": "kaz", "ko": "kor", "ku": "kur", "ky": "kir", "lt": "lit", "lv": "lav", "mk": "mkd",
    "ms": "msa", "nl": "nld", "no": "nor", "pl": "pol", "ps": "pus", "pt": "por", "ro": "ron", "ru": "rus",
    "sk": "slk", "sl": "slv", "so": "som", "sq": "sqi", "sr": "srp", "sv": "swe", "sw": "swa", "ta": "tam",
    "tg": "tgk", "th": "tha", "tk": "tuk", "tl": "tgl", "tr": "tur", "ug": "uig", "uk": "ukr", "ur": "urd",
    "uz": "uzb", "vi": "vie", "zh": "zho",
}  # fmt: skip


def ftm(snapshot: Snapshot, texts: Texts) -> bytes:
    """All entities: groups, persons, articles, mentions, notes; in the order of the study."""
    lines = (json.dumps(one, ensure_ascii=False) for one in entities(Shown(snapshot, texts)))
    return "".join(f"{line}\n" for line in lines).encode()


def entities(shown: Shown) -> Iterator[Entity]:
    """The entities, one by one."""
    settings = shown.snapshot.settings
    groups = [f"g-{handle('group', g.name)}" for g in settings.groups]
    for id, group in zip(groups, settings.groups, strict=True):
        yield _entity(id, "Organization", name=[group.name], alias=[*group.aliases, *group.case_sensitive])
    for person in shown.persons:
        yield _person(person)
        if len(groups) == 1 and person.status != Status.EXCLUDED.value:  # of several, nobody said which was left
            yield _membership(person, groups[0])
    yield from (_article(article) for article in shown.articles)
    for person in shown.persons:
        yield from (_mention(person, article) for article in person.articles)
    names = {c.id: c.name for c in shown.codebook.codes}
    translated = {a.id: a.translated for a in shown.articles}
    yield from (_note(coding, names, translated[coding.article]) for coding in shown.codings)


def _person(p: ShownPerson) -> Entity:
    notes = [f"{p.status}{': ' + p.reason if p.reason else ''}", f"independent origins: {p.origins}"]
    notes += ["spoke under a pseudonym"] if p.pseudonymous else []
    return _entity(
        p.id,
        "Person",
        name=[p.name],
        alias=[a for a in p.aliases if a != p.name],
        nationality=[p.nationality.lower() if p.nationality else ""],
        gender=[_GENDERS.get(p.gender or "", "")],
        position=[p.group_role],
        notes=notes,
    )


def _membership(p: ShownPerson, group: str) -> Entity:
    return _entity(
        f"m-{handle('member', p.id, group)}", "Membership", member=[p.id], organization=[group],
        startDate=[p.joined or ""], endDate=[p.left or ""], role=[p.group_role],
    )  # fmt: skip


def _article(a: ShownArticle) -> Entity:
    return _entity(
        a.id, "Article", fileName=[f"{a.id}.txt"], title=[a.title], author=list(a.authors), publisher=[a.publisher],
        publishedAt=[a.published or ""], retrievedAt=[a.captured_on or ""], sourceUrl=[a.url or ""], language=[_LANGUAGES.get(a.language, "")],
        notes=[f"copy of {a.duplicate_of}" if a.duplicate_of else "", f"read in a translation: {a.translated}" if a.translated else ""],
        translatedLanguage=[_LANGUAGES.get(a.translated_into or "", "")],
    )  # fmt: skip


def _mention(p: ShownPerson, article: str) -> Entity:
    return _entity(
        f"n-{handle('mention', p.id, article)}", "Mention", document=[article], resolved=[p.id], name=[p.name]
    )


def _note(k: ShownCoding, names: dict[str, str], translated: str) -> Entity:
    ruled_out = "ruled out: " if k.stance is Stance.DENIED else ""
    return _entity(
        k.id,
        "Note",
        name=[f"{ruled_out}{names.get(k.code, k.code)}"],
        description=[k.span.quote],
        entity=[k.person, k.article],
        keywords=[k.code, *([k.sub] if k.sub else [])],
        notes=[
            f"{k.stance.value}, {k.status}, coded by {k.coder} with confidence {k.confidence:g}",
            f"code points {k.span.start} to {k.span.end} of {k.article}" + ("" if k.exact else "; hidden names taken out"),
            translation_line(k.span, translated),
        ],
    )  # fmt: skip


def _entity(id: str, schema: str, **properties: list[str]) -> Entity:
    held = {name: list(dict.fromkeys(v for v in values if v)) for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in held.items() if values}}
