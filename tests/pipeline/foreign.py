"""Projects as other programs write them, made by hand: invented people, and each program's known habits."""

from __future__ import annotations

import io
import uuid
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

LEILA = (
    "Former Islamic State cook speaks out\n\nTUNIS - Leila Mansouri, a 31-year-old Tunisian who defected from Islamic State in April 2015, "
    "has spoken publicly about her months in Raqqa for the first time.\n\n“There was no pay and no electricity 😀, and we were hungry every "
    "night,” Mansouri told the Prairie Herald. “I left because the life they had promised did not exist.”\n\nShe joined the group in 2014 "
    "after recruiters offered her money and a house."
)
NOTES = (
    "Interview notes, winter\n\nThe man whom we call Selim came to the café late and would not sit by the window. He had spent a year in the "
    "north and said little of it.\n\n“They took the cars and the gold for themselves,” he said. “We ate bread.” He asked that we leave out "
    "where he lives now. He was calm. “I am not Selim,” he said, “but that will do.”"
)


def id_of(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


class Project:
    """Gathers a project; `upper` writes GUIDs as some do, in capitals and braces."""

    def __init__(self, *, origin: str = "QualCoder 3.6", folder: str = "Sources", file: str = "project.qde", upper: bool = False, line_end: str = "\n", bom: bool = False) -> None:  # fmt: skip
        self.origin, self.folder, self.file, self.upper, self.line_end, self.bom = (
            origin,
            folder,
            file,
            upper,
            line_end,
            bom,
        )
        self.users: list[str] = []
        self.codes = ""
        self.cases: list[str] = []
        self.sources: list[str] = []
        self.variables: list[str] = []
        self.extra = ""
        self.files: dict[str, bytes] = {}
        self.attributes = ""

    def guid(self, name: str) -> str:
        return "{" + id_of(name).upper() + "}" if self.upper else id_of(name)

    def user(self, name: str) -> str:
        self.users.append(f'<User guid="{self.guid("u" + name)}" name={quoteattr(name)}/>')
        return self.guid("u" + name)

    def code(self, name: str, *, inside: str = "", description: str = "", codable: bool = True) -> str:
        words = f"<Description>{description}</Description>" if description else ""
        return f'<Code guid="{self.guid("c" + name)}" name={quoteattr(name)} isCodable="{str(codable).lower()}">{words}{inside}</Code>'

    def variable(self, name: str) -> None:
        self.variables.append(
            f'<Variable guid="{self.guid("v" + name)}" name={quoteattr(name)} typeOfVariable="Text"/>'
        )

    def value(self, name: str, value: str) -> str:
        return f'<VariableValue><VariableRef targetGUID="{self.guid("v" + name)}"/><TextValue>{value}</TextValue></VariableValue>'

    def selection(self, text: str, quote: str, code: str, user: str, *, nth: int = 0, id: str = "", name: str | None = None, short: bool = False) -> str:  # fmt: skip
        """A selection of the nth place of the words; `short`: counted as if a line end were one sign."""
        text = text if short else text.replace("\n", self.line_end)
        quote = quote if short else quote.replace("\n", self.line_end)
        at = -1
        for _ in range(nth + 1):
            at = text.index(quote, at + 1)
        ref = (
            f'<Coding guid="{id_of(quote + code + user)}" creatingUser="{user}"><CodeRef targetGUID="{self.guid("c" + code)}"/></Coding>'
            if code
            else ""
        )
        return (
            f'<PlainTextSelection guid="{self.guid("s" + (id or quote))}" name={quoteattr(quote if name is None else name)} startPosition="{at}" '
            f'endPosition="{at + len(quote)}" creatingUser="{user}" creationDateTime="2026-01-02T03:04:05Z">{ref}</PlainTextSelection>'
        )  # fmt: skip

    def text(
        self,
        name: str,
        text: str,
        selections: str = "",
        *,
        address: str | None = None,
        values: str = "",
        data: bytes | None = None,
    ) -> None:
        place = id_of("t" + name)
        shown = self.guid("t" + name)
        if address is None:
            words = text.replace("\n", self.line_end).encode("utf-8-sig" if self.bom else "utf-8")
            self.files[f"{self.folder}/{place}.txt"] = words if data is None else data
        self.sources.append(
            f'<TextSource guid="{shown}" name={quoteattr(name)} plainTextPath="{address or f"internal://{place}.txt"}">{selections}{values}</TextSource>'
        )

    def case(
        self, name: str | None, *, sources: tuple[str, ...] = (), selections: tuple[str, ...] = (), values: str = ""
    ) -> None:
        refs = "".join(f'<SourceRef targetGUID="{self.guid("t" + s)}"/>' for s in sources)
        refs += "".join(f'<SelectionRef targetGUID="{self.guid("s" + s)}"/>' for s in selections)
        title = f" name={quoteattr(name)}" if name is not None else ""
        self.cases.append(f'<Case guid="{self.guid("k" + str(name) + str(sources))}"{title}>{values}{refs}</Case>')

    def xml(self) -> str:
        parts = [
            f"<Users>{''.join(self.users)}</Users>" if self.users else "",
            f"<CodeBook><Codes>{self.codes}</Codes></CodeBook>" if self.codes else "",
            f"<Variables>{''.join(self.variables)}</Variables>" if self.variables else "",
            f"<Cases>{''.join(self.cases)}</Cases>" if self.cases else "",
            f"<Sources>{''.join(self.sources)}</Sources>" if self.sources else "",
            self.extra,
        ]
        return f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{self.origin}"{self.attributes}>{"".join(parts)}</Project>'

    def write(self, path: Path, *, xml: str | None = None) -> Path:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(self.file, ("\ufeff" if self.bom else "") + (xml or self.xml()))
            for name, data in self.files.items():
                archive.writestr(name, data)
        path.write_bytes(out.getvalue())
        return path


HUNGRY, PROMISED, CARS = (
    "we were hungry every night",
    "I left because the life they had promised did not exist",
    "They took the cars and the gold for themselves",
)


def team(**habits: object) -> Project:
    """Two cases in two documents, three codings by two people, as most programs write them."""
    p = Project(**habits)  # type: ignore[arg-type]
    ruth, ibrahim = p.user("ruth"), p.user("ibrahim")
    p.codes = p.code(
        "Leaving",
        inside=p.code("Quality of life") + p.code("Greed of commanders", description="They kept it all."),
        codable=False,
    )
    p.variable("Gender")
    short = "atlas" in p.origin.lower()
    p.text(
        "Herald, 2 May",
        LEILA,
        p.selection(LEILA, HUNGRY, "Quality of life", ruth, short=short)
        + p.selection(LEILA, PROMISED, "Quality of life", ibrahim, short=short),
    )
    p.text("Til Oster/interview", NOTES, p.selection(NOTES, CARS, "Greed of commanders", ruth, short=short))
    p.case("Leila Mansouri", selections=(HUNGRY, PROMISED), values=p.value("Gender", "Female"))
    p.case("Til Oster", sources=("Til Oster/interview",), selections=(CARS,), values=p.value("Gender", "male"))
    return p
