"""What the acts ask of a language model: an answer that fits a schema, or the reason why there is none."""

from __future__ import annotations

import ipaddress
from typing import Any, Protocol

import msgspec

from testimonia.text import sha256


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """Where a model listens. `path`: before "/chat/completions", without a slash at its end."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_loopback(self) -> bool:
        """Whether it is this very machine: what is sent there does not leave it."""
        if self.host == "localhost":
            return True
        try:
            found = ipaddress.ip_address(self.host)
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)
        return (mapped or found).is_loopback


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message: who speaks ("system" or "user"), and what."""

    role: str
    content: str


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One question. `schema`: JSON Schema of the answer; `max_tokens`: of the answer."""

    model: str
    messages: tuple[Message, ...]
    schema: dict[str, Any]
    max_tokens: int
    temperature: float = 0.0
    seed: int = 2015

    @property
    def key(self) -> str:
        """Names document, prompt and model together: the same question has the same answer."""
        return sha256(msgspec.json.encode(self, order="deterministic"))


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What the model answered. `model`: as the server names it; `finish`: why it stopped; tokens as the server counts them."""

    text: str
    model: str = ""
    finish: str = ""
    tokens_in: int = 0
    tokens_out: int = 0


class NoReply(msgspec.Struct, frozen=True, kw_only=True):
    """That there is no answer, and why, in one sentence. `is_down`: the server's fault, not this question's."""

    why: str
    is_down: bool = True


class Llm(Protocol):
    """A language model behind a server."""

    def ask(self, request: Request) -> Reply | NoReply:
        """One answer; never an exception for what a server may do."""
        ...
