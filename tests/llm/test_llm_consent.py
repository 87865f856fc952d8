"""Nothing leaves the machine unless somebody agreed to that very host; keys are never shown."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import stories
from server import answering, raw, serving

from testimonia import Study
from testimonia.adapters.llm import HttpLlm
from testimonia.cli import main
from testimonia.config.llm import server_of
from testimonia.errors import ConfigError, ConsentError
from testimonia.ports.llm import Message, NoReply, Request, Server

Make = Callable[..., Path]
MESSAGES = (Message(role="system", content="read"), Message(role="user", content="text"))
REQUEST = Request(model="m", messages=MESSAGES, schema={}, max_tokens=10)
FAR = "https://models.example.org/v1"


def test_another_host_needs_consent(new_study: Make, articles: Path) -> None:
    with Study.open(new_study(FAR)) as study:
        assert study.wants_consent() == "models.example.org"
        with pytest.raises(ConsentError) as refused:
            study.run([articles])
        assert 'consent = "text of captured articles may be sent to models.example.org"' in str(refused.value)
        assert study.status().documents == 0, "it is told before the work begins"
        with pytest.raises(ConsentError):
            study.consult()
        study.consent("other.example.org")
        assert study.wants_consent() == "models.example.org"
        study.consent("models.example.org")
        assert study.wants_consent() is None


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("text of captured articles may be sent to models.example.org", None),
        ("text of captured articles may be sent to models.example.com", "models.example.org"),
        ("yes", "models.example.org"),
    ],
)
def test_consent_is_bound_to_the_host(words: str, asked: str | None, new_study: Make) -> None:
    with Study.open(new_study(FAR, f'consent = "{words}"')) as study:
        assert study.wants_consent() == asked


def test_the_command_says_so_and_leaves_with_its_code(
    new_study: Make, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = new_study(FAR)
    for command in (["run", str(folder), str(articles)], ["consult", str(folder)]):
        with pytest.raises(SystemExit) as left:
            main(command)
        assert left.value.code == 9
        assert "nobody has agreed" in capsys.readouterr().err


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 9), ("\n", 9)])
def test_at_a_terminal_it_asks(
    typed: str, code: int, new_study: Make, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_study(FAR)
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with pytest.raises(SystemExit) as left:
        main(["consult", str(folder)])
    assert left.value.code == code, capsys.readouterr().err


class Terminal:
    """Standard input at which somebody sits."""

    def __init__(self, typed: str) -> None:
        self._typed = typed

    def isatty(self) -> bool:
        return True

    def readline(self, *size: int) -> str:
        line, self._typed = self._typed, ""
        return line


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("http://127.0.0.1:8080/v1", True), ("http://localhost:11434/v1/", True), ("http://[::1]:8000/v1", True),
        ("http://127.8.9.1/v1", True), ("http://[::ffff:127.0.0.1]/v1", True), ("http://0.0.0.0:8080/v1", False),
        ("http://10.0.0.5:11434/v1", False), ("http://127.0.0.1.example.org/v1", False), ("http://localhost.example.org", False),
        ("http://2130706433/v1", False), ("https://models.example.org/v1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_this_machine(address: str, loopback: bool) -> None:
    server = server_of(address)
    assert server is not None and server.is_loopback is loopback


@pytest.mark.parametrize(
    "address",
    ["", "127.0.0.1:8080", "ftp://127.0.0.1/", "http://me:secret@127.0.0.1/v1", "http://127.0.0.1/v1?key=secret",
     "http://127.0.0.1:99999/v1", "http://[::1/v1", "http://127.0.0.1/v1#x", "http:///v1", "http://exämple.org/v1", "http://a b/v1"],
)  # fmt: skip
def test_what_is_no_address_is_told_without_being_shown(address: str, new_study: Make) -> None:
    with pytest.raises(ConfigError) as wrong:
        Study.open(new_study(address or "x"))
    assert "llm.address: not an address" in str(wrong.value) and "secret" not in str(wrong.value)


def test_all_problems_of_the_table_at_once(new_study: Make) -> None:
    folder = new_study(
        "http://10.0.0.5/v1", 'key_variable = "LLM_KEY"', "timeout = 0", "window_tokens = 5", "adress = 3"
    )
    with pytest.raises(ConfigError) as wrong:
        Study.open(folder)
    assert "llm.adress: unknown key; did you mean `address`?" in str(wrong.value)
    text = (folder / "study.toml").read_text("utf-8").replace("adress = 3", "")
    (folder / "study.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as wrong:
        Study.open(folder)
    assert all(word in str(wrong.value) for word in ("unencrypted", "llm.timeout", "llm.window_tokens"))


def test_a_key_that_stands_where_its_name_should_is_not_shown(new_study: Make) -> None:
    with pytest.raises(ConfigError) as wrong:
        Study.open(new_study(FAR, 'key_variable = "sk-verysecret"'))
    assert "never the key itself" in str(wrong.value) and "verysecret" not in str(wrong.value)


def test_the_key_comes_from_the_environment_and_goes_nowhere_else(
    new_study: Make, articles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(answering(stories.honest)) as server:
        folder = new_study(server.address, 'key_variable = "LLM_KEY"')
        monkeypatch.delenv("LLM_KEY", raising=False)
        with Study.open(folder) as study, pytest.raises(ConfigError, match="LLM_KEY"):
            study.run([articles])
        monkeypatch.setenv("LLM_KEY", "sk-verysecret")
        with Study.open(folder) as study:
            study.run([articles])
            assert "verysecret" not in repr(study._desk.llm)
        assert {one.headers["Authorization"] for one in server.asked} == {"Bearer sk-verysecret"}
        server.behaviour = raw(b"", 401)
        (folder / "study.toml").write_text(
            (folder / "study.toml").read_text("utf-8").replace("test-model", "x"), "utf-8"
        )
        with Study.open(folder) as study:
            study.run()
            assert "HTTP 401" in next(study._desk.store.set_asides("consult")).detail
    monkeypatch.delenv("LLM_KEY")
    with Study.open(folder) as study:  # nothing to ask: no key is needed
        (folder / "study.toml").write_text(
            (folder / "study.toml").read_text("utf-8").replace('"x"', '"test-model"'), "utf-8"
        )
    with Study.open(folder) as study:
        study.run()
        assert study.status().consulted
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"verysecret" not in kept + capsys.readouterr().err.encode()


def test_no_proxy_and_no_redirect(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(raw(b"stolen")) as thief, serving(raw(b"", 307, Location=thief.address)) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
            monkeypatch.setenv(name, thief.address)
        address = server_of(server.address)
        assert address is not None
        reply = HttpLlm(address, key="k", seconds=5).ask(REQUEST)
        assert isinstance(reply, NoReply) and "HTTP 307" in reply.why
        assert not thief.asked and len(server.asked) == 1


def test_a_name_that_lies_about_this_machine_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(raw(b"{}")) as server:
        monkeypatch.setattr("testimonia.adapters.llm._is_here", lambda connected: False)
        reply = HttpLlm(
            Server(scheme="http", host="localhost", port=server.server_port, path=""), key=None, seconds=5
        ).ask(REQUEST)
        assert isinstance(reply, NoReply) and "nothing was sent" in reply.why
        assert not server.asked


def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    """Plain HTTP where TLS is expected fails in the handshake: nothing of the question is sent."""
    with serving(raw(b"{}")) as server:
        where = Server(scheme="https", host="127.0.0.1", port=server.server_port, path="/v1")
        reply = HttpLlm(where, key="k", seconds=5).ask(REQUEST)
        assert isinstance(reply, NoReply) and "certificate or encryption" in reply.why
        assert not server.asked
