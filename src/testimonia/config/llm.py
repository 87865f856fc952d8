"""[llm] in study.toml: where a language model listens, and whether text may go there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from testimonia.config import check
from testimonia.errors import ConfigError, ConsentError
from testimonia.ports.llm import Server

CONSENT = "text of captured articles may be sent to {host}"
"""The words that `consent` must have, with the host of the address in them: another host needs another consent."""


class LlmFile(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of [llm].

    Attributes:
        address: of an OpenAI-compatible server, up to "/v1". model: as the server knows it.
        consent: `CONSENT` with the host, for any address but this machine's own.
        key_variable: name of the environment variable that holds the server's key, if it wants one.
        window_tokens: of an article in one question; longer ones are cut. answer_tokens: of one answer.
        timeout: seconds for one answer.
    """

    address: str
    model: str
    consent: str = ""
    key_variable: str = ""
    window_tokens: int = 6000
    answer_tokens: int = 4000
    timeout: float = 300.0


class LlmConfig(msgspec.Struct, frozen=True, kw_only=True):
    """[llm], checked."""

    server: Server
    file: LlmFile

    @property
    def has_consent(self) -> bool:
        """Whether study.toml agrees to this very host, or text stays on this machine."""
        return self.server.is_loopback or self.file.consent == CONSENT.format(host=self.server.host)

    def refused(self) -> ConsentError:
        """That nobody has agreed, and how to."""
        return ConsentError(
            f"the text of articles would be sent to {self.server.host}, and nobody has agreed to that",
            where="study.toml, [llm]",
            got=f'consent = "{self.file.consent}"' if self.file.consent else "no consent",
            expected=f'consent = "{CONSENT.format(host=self.server.host)}"',
            hint="add this line if it may be sent there, use a server on this machine, or take [llm] out",
        )

    def key(self) -> str | None:
        """The server's key out of the environment; ConfigError where the variable named is not set."""
        if not self.file.key_variable:
            return None
        held = os.environ.get(self.file.key_variable, "").strip()
        if not held or not held.isascii() or not held.isprintable():
            raise ConfigError(
                "the server's key is not in the environment",
                where="study.toml, llm.key_variable",
                expected=f"a key in the variable {self.file.key_variable}",
                hint=f"export {self.file.key_variable}=...",
            )
        return held


def server_of(address: str) -> Server | None:
    """Where the address leads; None where it is none that can be used."""
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    fits = parts.scheme in ("http", "https") and re.fullmatch(r"[a-z0-9.\-]+|[0-9a-f:.]+", host)
    plain = "@" not in parts.netloc and not parts.query and not parts.fragment and address.isascii()
    if not fits or not plain or not re.fullmatch(r"[\w\-./~]*", parts.path):
        return None
    return Server(scheme=parts.scheme, host=host, port=port, path=parts.path.rstrip("/"))


def problems(file: LlmFile) -> Iterator[check.Problem]:
    """What is wrong with [llm], each with its key."""
    server = server_of(file.address)
    if server is None:
        # not shown: somebody may have put a key or a password into it
        yield "llm.address", 'not an address; expected e.g. "http://127.0.0.1:8080/v1", without user, query or fragment'
    elif file.key_variable and server.scheme == "http" and not server.is_loopback:
        yield "llm.address", "a key would be sent unencrypted; expected https:// where there is a `key_variable`"
    if not file.model.strip() or not file.model.isprintable() or len(file.model) > 200:
        yield "llm.model", "expected the model's name as its server knows it"
    if file.key_variable and not re.fullmatch(r"[A-Z][A-Z0-9_]{0,63}", file.key_variable):
        yield "llm.key_variable", "expected the NAME of an environment variable, in capitals; never the key itself"
    for key, low, high in (
        ("window_tokens", 200, 1_000_000),
        ("answer_tokens", 200, 100_000),
        ("timeout", 0.1, 86_400),
    ):
        if not low <= getattr(file, key) <= high:
            yield f"llm.{key}", f"got {getattr(file, key)}; expected {low:g} to {high:g}"


def llm_of(file: LlmFile | None) -> LlmConfig | None:
    """The checked [llm]; None where there is none."""
    server = server_of(file.address) if file else None
    return LlmConfig(server=server, file=file) if file and server else None
