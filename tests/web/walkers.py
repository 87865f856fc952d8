"""Clients of a team's desk that decide at random, over plain HTTP; they outlive the server."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from typing import Any
from urllib.parse import quote, urlencode


class Client:
    """One analyst's browser, without the browser."""

    def __init__(self, port: int, name: str, password: str) -> None:
        self._port, self._name, self._password = port, name, password
        self._line: http.client.HTTPConnection | None = None
        self._cookie = self._csrf = ""

    def post(self, verb: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and answer; ConnectionError or HTTPException where the server is gone."""
        if not self._csrf:
            self._sign_in()
        headers = {"Cookie": self._cookie, "X-CSRF-Token": self._csrf, "Content-Type": "application/json"}
        return self._ask("POST", f"/api/decide/{verb}", json.dumps(body), headers)

    def get(self, path: str) -> int:
        """The status of a page, read to its end; ConnectionError or HTTPException where the server is gone."""
        if not self._csrf:
            self._sign_in()
        return self._send("GET", path, None, {"Cookie": self._cookie})[0]

    def forget(self) -> None:
        """The server is another one now."""
        self._csrf, self._line = "", None

    def _sign_in(self) -> None:
        form = urlencode({"name": self._name, "password": self._password})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self._port}"}
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        line.request("POST", "/login", form, headers)
        answer = line.getresponse()
        answer.read()
        self._cookie = str(answer.headers["set-cookie"]).partition(";")[0]
        self._csrf = str(self._ask("GET", "/api/status", None, {"Cookie": self._cookie})[1]["csrf"])

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        status, words = self._send(method, path, body, headers)
        return status, json.loads(words)

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        return answer.status, answer.read()


class Walker(threading.Thread):
    """Decides at random until `left` is used up. `acknowledged`: number -> hash of what the server said was recorded.

    `think`: seconds, on average, before each answer. `looks`: opens a question before each, one of things["questions"].
    """

    def __init__(
        self, client: Client, things: dict[str, list[str]], left: list[int], seed: int, think: float = 0.0, *, looks: bool = False
    ) -> None:  # fmt: skip
        super().__init__(daemon=True)
        self._client, self._things, self._left, self._chance = client, things, left, random.Random(seed)
        self._think, self._looks = think, looks
        self.acknowledged: dict[int, str] = {}
        self.statuses: list[int] = []
        self.seconds: list[float] = []
        self.looked: list[float] = []

    def run(self) -> None:
        """See above; a server that is gone is waited for."""
        while self._left[0] > 0:
            verb, body = self._next()
            time.sleep(self._think * 2 * self._chance.random())
            try:
                if self._looks:
                    self._look()
                begun = time.perf_counter()
                status, answer = self._client.post(verb, body)
            except (OSError, http.client.HTTPException, ValueError, KeyError):
                self._client.forget()
                time.sleep(0.1)
                continue
            self.seconds.append(time.perf_counter() - begun)
            self.statuses.append(status)
            if status == 201:
                self.acknowledged[answer["number"]] = answer["hash"]
                self._left[0] -= 1

    def _look(self) -> None:
        begun = time.perf_counter()
        self._client.get(f"/queue?q={quote(self._chance.choice(self._things['questions']))}")
        self.looked.append(time.perf_counter() - begun)

    def _next(self) -> tuple[str, dict[str, Any]]:
        pick, people = self._chance.choice, self._things["people"]
        verb = pick(["include", "exclude", "merge", "split", "accept", "reject", "accept", "reject", "memo", "correct"])
        body: dict[str, Any] = {"reason": "by chance"}
        if verb in ("merge", "split"):
            left, right = self._chance.sample(people, 2)
            body |= {"id": left, "other": right}
        elif verb in ("accept", "reject"):
            body |= {"coding": pick(self._things["codings"])}
        elif verb == "memo":
            body |= {"on": pick(people), "text": "seen"}
        elif verb == "correct":
            body |= {"id": pick(people), "field": "age", "value": str(self._chance.randint(18, 60))}
        else:
            body |= {"id": pick(people)}
        return verb, body
