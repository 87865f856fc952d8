"""The accounts of a team: a file beside the study that only its owner can read, with passwords by argon2."""

from __future__ import annotations

import contextlib
import re
import threading
from pathlib import Path

import msgspec

from testimonia.errors import ConfigError, UsageError
from testimonia.text import sha256
from testimonia.web.private import keep
from testimonia.web.rights import Role

FILE = "accounts.json"
SHORTEST = 12
"""Characters that a password has at least (NIST SP 800-63B asks for 8, and 15 where it stands alone)."""
_AT_ONCE = 4
"""Passwords that are checked at once: each takes 64 MB, and strangers may ask for it."""
_NAME = re.compile(r"[a-z][a-z0-9._-]{0,39}")


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team. `names`: may see real names and raw captures. `hash`: of the password, by argon2id."""

    name: str
    role: Role
    names: bool = False
    hash: str

    @property
    def stamp(self) -> str:
        """Changes with the password, and tells nothing of it."""
        return sha256(self.hash)[:16]


class Accounts:
    """All accounts of a study. Safe for threads; read anew where the file changed."""

    def __init__(self, folder: Path) -> None:
        from argon2 import PasswordHasher

        self._path, self._lock, self._hasher = folder / FILE, threading.Lock(), PasswordHasher()
        self._few = threading.BoundedSemaphore(_AT_ONCE)
        self._nobody = self._hasher.hash("a password that nobody has")

    def all(self) -> dict[str, Account]:
        """name -> account."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Account])
        except FileNotFoundError:
            return {}
        except msgspec.MsgspecError as error:
            raise ConfigError("the accounts cannot be read", where=str(self._path), got=str(error)) from error

    def check(self, name: str, password: str) -> Account | None:
        """The account, if the password is right; as slow for a name that is not there."""
        from argon2.exceptions import InvalidHashError, VerificationError

        account = self.all().get(name)
        with self._few, contextlib.suppress(VerificationError, InvalidHashError):
            self._hasher.verify(account.hash if account else self._nobody, password[:1000])
            return account
        return None

    def put(self, name: str, role: str, *, names: bool = False, password: str | None = None) -> Account:
        """Makes or changes an account; without a password the old one stays. UsageError where something does not fit."""
        with self._lock:
            held = self.all()
            old = held.get(name)
            if not _NAME.fullmatch(name):
                raise UsageError(
                    "this is no name for an account", got=name[:60], expected="small letters, digits, . _ -"
                )
            if role not in list(Role):
                raise UsageError("there is no such role", got=role, expected=", ".join(Role))
            if password is None and old is None:
                raise UsageError("a new account needs a password", where=name)
            if password is not None and len(password) < SHORTEST:
                raise UsageError("the password is too short", where=name, expected=f"{SHORTEST} characters or more")
            hashed = self._hasher.hash(password) if password is not None else old.hash if old else ""
            held[name] = Account(name=name, role=Role(role), names=names, hash=hashed)
            self._keep(held)
            return held[name]

    def remove(self, name: str) -> None:
        """Takes an account away; what its owner decided stays. UsageError where there is none."""
        with self._lock:
            held = self.all()
            if held.pop(name, None) is None:
                raise UsageError("there is no such account", got=name[:60])
            self._keep(held)

    def _keep(self, held: dict[str, Account]) -> None:
        if not any(one.role is Role.ADMIN for one in held.values()):
            raise UsageError("somebody must remain who can change accounts", hint="make another account admin first")
        keep(self._path, msgspec.json.format(msgspec.json.encode(held), indent=2), synced=True)
