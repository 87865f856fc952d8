"""Ed25519 signatures in minisign's format, so that `minisign -V` checks a release too."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

from testimonia.errors import ReleaseError
from testimonia.text import sha256


class Key:
    """The study's secret key. `public`: its public half in minisign's base64; `fingerprint`: SHA-256 of that, in groups."""

    def __init__(self, path: Path) -> None:
        import minisign

        try:
            self._secret = minisign.SecretKey.from_file(path)
        except (minisign.Error, OSError, ValueError) as error:
            raise ReleaseError(
                "the key of the study cannot be read",
                where=str(path),
                got=str(error),
                hint="put back a copy; with another key, readers must be told the new fingerprint",
            ) from error
        self.public = self._secret.get_public_key().to_base64().decode("ascii")
        self.fingerprint = fingerprint(self.public)

    @classmethod
    def of(cls, path: Path) -> Self:
        """The key in this file, made first where there is none; only its owner may read it."""
        import minisign

        if not path.exists():
            made = minisign.KeyPair.generate()
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(bytes(made.secret_key) + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        return cls(path)

    def sign(self, data: bytes, comment: str) -> bytes:
        """The signature file; `comment` is signed with it. No time in it: the same data give the same bytes."""
        made = self._secret.sign(data, untrusted_comment=UNTRUSTED, trusted_comment=comment)
        return bytes(made) + b"\n"


UNTRUSTED = "signature of a Testimonia release"


def fingerprint(public: str) -> str:
    """What people compare: the SHA-256 of a public key in groups of eight digits."""
    digest = sha256(public)
    return " ".join(digest[i : i + 8] for i in range(0, 64, 8))


def is_signed(data: bytes, signature: bytes, public: str) -> str:
    """ "" where the signature is this key's over these bytes, else what is the matter. Any other byte in the file is too."""
    import minisign

    try:
        held = minisign.Signature.from_bytes(signature)
        minisign.PublicKey.from_base64(public).verify(data, held)
    except (minisign.Error, ValueError, UnicodeDecodeError, IndexError) as error:
        return str(error) or "it cannot be read"
    return "" if bytes(held) + b"\n" == signature and held.untrusted_comment == UNTRUSTED else "it was written to"
