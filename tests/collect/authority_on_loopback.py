"""A timestamp authority on this machine: OpenSSL's `ts` behind a small server, certificates made for it."""

from __future__ import annotations

import datetime
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_SETTINGS = """[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/leaf.pem
signer_key = {folder}/leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
"""


class Authority:
    """`root`: its certificate (PEM). `asked`: the queries that came. `answer`: what it says in place of a stamp, where it is set."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tsa-"))
        self.asked: list[bytes] = []
        self.answer: tuple[int, bytes] | None = None
        self.root = self._certificates()
        (self.folder / "serial").write_text("01\n")
        (self.folder / "tsa.cnf").write_text(_SETTINGS.format(folder=self.folder))
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["content-length"]))
                authority.asked.append(query)
                status, body = authority.answer or (200, authority.stamped(query))
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stamped(self, query: bytes) -> bytes:
        """The answer of `openssl ts`."""
        ask, reply = self.folder / "query", self.folder / "reply"
        ask.write_bytes(query)
        command = [
            "openssl",
            "ts",
            "-reply",
            "-config",
            str(self.folder / "tsa.cnf"),
            "-queryfile",
            str(ask),
            "-out",
            str(reply),
        ]
        subprocess.run(command, check=True, capture_output=True)
        return reply.read_bytes()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _certificates(self) -> bytes:
        root_key, leaf_key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
        root = _certificate("Root", root_key, "Root", root_key, is_root=True)
        leaf = _certificate("Clock", leaf_key, "Root", root_key, is_root=False)
        key = leaf_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (self.folder / "leaf.key").write_bytes(key)
        (self.folder / "leaf.pem").write_bytes(leaf)
        (self.folder / "root.pem").write_bytes(root)
        return root


def _certificate(name: str, key: rsa.RSAPrivateKey, by: str, signer: rsa.RSAPrivateKey, *, is_root: bool) -> bytes:
    called = lambda words: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])  # noqa: E731
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(called(name)).issuer_name(called(by)).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
    )  # fmt: skip
    if not is_root:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
