"""A real HTTP server on loopback that answers as a test tells it: also lies, stalls, breaks off and talks nonsense."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = dict[str, Any]
Behaviour = Callable[["Asked", "Handler"], None]


class Asked:
    """One request as the server got it."""

    def __init__(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> None:
        self.path, self.headers, self.body = path, headers, body
        self.system = body["messages"][0]["content"]
        self.data = body["messages"][1]["content"]

    @property
    def sentences(self) -> dict[int, str]:
        """The numbered sentences."""
        return {int(n): words for n, words in re.findall(r"^\[(\d+)\] (.*)$", self.data, re.MULTILINE)}

    @property
    def table(self) -> dict[str, str]:
        """Name -> id of the persons found so far."""
        found = re.findall(r"^([pn]\d+) \| (.*?) \| ", self.data, re.MULTILINE)
        return {name: id for id, name in found}

    def number(self, words: str) -> int:
        """The sentence in which these words stand."""
        return next(n for n, sentence in self.sentences.items() if words in sentence)


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the behaviour of the moment."""

    server: ScriptedServer

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked = Asked(self.path, dict(self.headers), json.loads(self.rfile.read(length)))
        self.server.asked.append(asked)
        self.server.behaviour(asked, self)

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        return


class ScriptedServer(ThreadingHTTPServer):
    """Counts what it was asked; `behaviour` may be changed at any time."""

    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour = behaviour
        self.asked: list[Asked] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        return  # whoever was cut off has gone: that is what is tested


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[ScriptedServer]:
    server = ScriptedServer(behaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


# -- behaviours


def completion(text: str, finish: str = "stop") -> bytes:
    return json.dumps(
        {
            "model": "scripted-1",
            "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": finish}],
            "usage": {"prompt_tokens": 1200, "completion_tokens": 300},
        }
    ).encode()


def answering(answer: Callable[[Asked], Answer]) -> Behaviour:
    """Answers with what is made of the question."""
    return lambda asked, handler: handler.say(completion(json.dumps(answer(asked))))


def saying(text: str, finish: str = "stop") -> Behaviour:
    return lambda asked, handler: handler.say(completion(text, finish))


def raw(body: bytes, status: int = 200, **headers: str) -> Behaviour:
    return lambda asked, handler: handler.say(body, status, **headers)


def stalling(asked: Asked, handler: Handler) -> None:
    time.sleep(4)


def dripping(asked: Asked, handler: Handler) -> None:
    """A byte now and then: no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(80):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def breaking_off(asked: Asked, handler: Handler) -> None:
    """Promises more than it sends."""
    body = completion("{}")
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body) + 1000))
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = True


def endless(asked: Asked, handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" " * 100_000)


# -- parts of answers


def quoted(asked: Asked, words: str, cited: str | None = None) -> dict[str, Any]:
    """The words with the number of the sentence that has `cited` (or them)."""
    return {"sentences": [asked.number(cited or words)], "quote": words}


def nothing(asked: Asked) -> Answer:
    return {"persons": [], "codes": [], "claims": []}
