"""A source as it was found: raw bytes, hash, time, where it came from."""

from __future__ import annotations

import msgspec

from testimonia.text import handle


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """One document as captured. The raw bytes lie in the store under `sha256`.

    Attributes:
        id: "c-" and a handle of source and hash: the same bytes from the same source are one capture.
        source: path (relative to the parent of what was given on the command line, `/` between parts, `!/` into an
            archive, `#row=N` into a table) or URL.
        media_type: as sniffed from the bytes and the name, e.g. "text/html"; not as declared.
        sha256: of the raw bytes. size: in bytes.
        captured_at: ISO 8601 UTC second; the fifth of the five dates.
        headers: what came with it: HTTP headers of a WARC record, columns of a CSV row (title, date, ...).
    """

    id: str
    source: str
    media_type: str
    sha256: str
    size: int
    captured_at: str
    headers: dict[str, str] = {}

    @staticmethod
    def id_of(source: str, sha256: str) -> str:
        """The id that a capture of these bytes from this source has."""
        return "c-" + handle(source, sha256)


class RawCapture(msgspec.Struct, frozen=True, kw_only=True):
    """A capture together with its bytes, on its way between source, store and cleaner."""

    capture: Capture
    data: bytes
