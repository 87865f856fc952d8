"""Mail: every message of an mbox or eml file as a document, with its day and subject."""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from testimonia.corpus.capture.limits import Budget, Inner, aside
from testimonia.domain.setaside import Reason, SetAside

_FROM = re.compile(rb"^From [^\r\n]*\r?\n", re.M)


def messages(one: Inner, budget: Budget) -> Iterator[Inner | SetAside]:
    """The text of each message, HTML where it has that, and its attached documents."""
    single = not one.name.lower().endswith(".mbox")
    parts = [one.data] if single else _parts(one.data)
    for number, data in enumerate(parts, start=1):
        name = f"{one.name}#message={number}"  # no longer a name of mail, which would be opened once more
        try:
            yield from _message(name, data, budget)
        except (ValueError, LookupError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
            yield aside(name, Reason.UNREADABLE, f"not a message that can be read: {type(error).__name__}")


def _parts(data: bytes) -> list[bytes]:
    """The messages of an mbox: a new one begins at "From " after an empty line."""
    begins = [m for m in _FROM.finditer(data) if m.start() == 0 or data[: m.start()].endswith((b"\n\n", b"\r\n\r\n"))]
    ends = [*(m.start() for m in begins[1:]), len(data)]
    return [re.sub(rb"(?m)^>(>*From )", rb"\1", data[m.end() : end]) for m, end in zip(begins, ends, strict=True)] or [
        data
    ]


def _message(name: str, data: bytes, budget: Budget) -> Iterator[Inner | SetAside]:
    made = email.message_from_bytes(data, policy=email.policy.default)
    body = made.get_body(("html", "plain"))
    found = False
    if body is not None and (text := body.get_content().strip()):
        found = True
        kind = ".html" if body.get_content_subtype() == "html" else ".txt"
        if kind == ".html" and "<html" not in text[:2000].lower():
            text = f"<html><body>{text}</body></html>"
        yield _spent(Inner(name=name, data=text.encode("utf-8", "replace"), headers=_headers(made)), budget)
    for part in made.iter_attachments():
        file = part.get_filename() or ""
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "message/rfc822":  # passed on with another
            file, payload = "message.eml", part.get_content().as_bytes()
        if file.lower().endswith((".pdf", ".docx", ".html", ".htm", ".txt", ".rtf", ".eml")) and isinstance(
            payload, bytes
        ):
            found = True
            yield _spent(Inner(name=f"{name}!/{file}", data=payload), budget)
    if not found:
        yield aside(name, Reason.NO_TEXT, "a message without text")


def _spent(one: Inner, budget: Budget) -> Inner | SetAside:
    return one if budget.spend(len(one.data)) else aside(one.name, Reason.BOMB, "its parts unpack to too much")


def _headers(made: EmailMessage) -> dict[str, str]:
    held = {"title": str(made.get("subject", ""))[:500], "x-row": "1"}
    with contextlib.suppress(ValueError, TypeError, IndexError):
        held["date"] = parsedate_to_datetime(str(made.get("date", ""))).date().isoformat()
    return {name: value for name, value in held.items() if value}
