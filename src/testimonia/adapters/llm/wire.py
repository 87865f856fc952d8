"""The chat-completions format: what goes out, and what of the answer is read."""

from __future__ import annotations

import msgspec

from testimonia.ports.llm import NoReply, Reply, Request


class _Said(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Said
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    model: str = ""
    usage: _Usage | None = None


def body_of(request: Request) -> bytes:
    """The question as JSON: no streaming, temperature and seed fixed, the answer held to the schema."""
    return msgspec.json.encode(
        {
            "model": request.model,
            "messages": [{"role": one.role, "content": one.content} for one in request.messages],
            "temperature": request.temperature,
            "seed": request.seed,
            "max_tokens": request.max_tokens,
            "stream": False,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "reading", "strict": True, "schema": request.schema},
            },
        }
    )


def reply_of(data: bytes) -> Reply | NoReply:
    """The answer in a body; a body that is none says so."""
    try:
        found = msgspec.json.decode(data, type=_Completion)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return NoReply(why="the server's answer is no chat completion")
    if not found.choices or found.choices[0].message.content is None:
        return NoReply(why="the server's answer has no text in it")
    usage = found.usage or _Usage()
    return Reply(
        text=found.choices[0].message.content,
        model=found.model[:200],
        finish=(found.choices[0].finish_reason or "")[:40],
        tokens_in=max(0, usage.prompt_tokens),
        tokens_out=max(0, usage.completion_tokens),
    )
