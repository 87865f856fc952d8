"""A mail server on this machine (aiosmtpd): what it was sent, and under which user."""

from __future__ import annotations

import asyncio
import ssl
import threading
import warnings
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Post:
    """`login`: user and password that it takes; with `tls` it offers STARTTLS, or is encrypted from the first byte where `whole`."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        whole: bool = False,
        login: tuple[str, str] | None = None,
        refuses: str = "",
    ) -> None:
        self.got: list[EmailMessage] = []
        self.encrypted: list[bool] = []
        self.tried: list[tuple[str, str]] = []
        self._refuses = refuses

        def authenticator(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
            self.tried.append((data.login.decode(), data.password.decode()))
            return AuthResult(success=self.tried[-1] == login, handled=False)

        def make() -> SMTP:
            warnings.simplefilter("ignore", UserWarning)  # "requiring AUTH while not requiring TLS": it is TLS already
            return SMTP(
                self,
                hostname="localhost",
                tls_context=None if whole else tls,
                authenticator=authenticator if login else None,
                auth_require_tls=not whole,
                auth_required=login is not None,
                auth_exclude_mechanism=None if login else ["LOGIN", "PLAIN"],
            )

        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(
            self._loop.create_server(make, "127.0.0.1", 0, ssl=tls if whole else None)
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """As aiosmtpd asks."""
        if self._refuses:
            return self._refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """As aiosmtpd asks."""
        made = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.got.append(made)
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
