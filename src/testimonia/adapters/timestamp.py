"""Trusted timestamps (RFC 3161): a third party signs that these bytes were there at that time. Only their hash is sent."""

from __future__ import annotations

import hashlib
from typing import Any

from testimonia.errors import ConfigError

_SECONDS = 20.0
_MOST = 65_536
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class NoStamp(Exception):  # noqa: N818 (a reason, not a bug)
    """Why there is no timestamp, or why one proves nothing."""


def stamp(authority: str, data: bytes, roots: bytes, *, proxy: str = "") -> bytes:
    """The authority's answer over the SHA-256 of `data`, verified against `roots` (PEM) before it is given; NoStamp says why not."""
    client = _client()
    query = client.TimestampRequestBuilder().data(data).hash_algorithm(client.HashAlgorithm.SHA256).build()
    answer = _sent(authority, query.as_bytes(), proxy)
    found = _decoded(answer)
    if found.tst_info.nonce != query.nonce:
        raise NoStamp("its answer is to another question")
    stamped_at(answer, data, roots)
    return answer


def stamped_at(answer: bytes, data: bytes, roots: bytes) -> str:
    """ISO 8601 UTC at which the authority saw the bytes; NoStamp where it is no authority of `roots`, or they are other bytes."""
    from cryptography import x509

    client, found = _client(), _decoded(answer)
    try:
        builder = client.VerifierBuilder()
        for root in x509.load_pem_x509_certificates(roots):
            builder = builder.add_root_certificate(root)
        # The hash that was asked for is SHA-256: an authority's choice of another one is no answer.
        builder.build().verify(found, hashlib.sha256(data).digest())
    except (client.VerificationError, ValueError) as error:
        raise NoStamp(f"it does not hold: {error}") from None
    return str(found.tst_info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _decoded(answer: bytes) -> Any:
    client = _client()
    try:
        found = client.decode_timestamp_response(answer)
        if found.status != 0:
            raise NoStamp(f"the authority refuses (status {found.status})")
        found.tst_info  # noqa: B018 - parsed on demand
    except ValueError as error:
        raise NoStamp(f"its answer is no timestamp: {error}") from None
    return found


def _sent(authority: str, query: bytes, proxy: str) -> bytes:
    import urllib3
    from urllib3.contrib.socks import SOCKSProxyManager

    pool = SOCKSProxyManager(proxy) if proxy else urllib3.PoolManager()
    try:
        answer = pool.request(
            "POST", authority, body=query, headers=_HEADERS, redirect=False, retries=False, timeout=_SECONDS, preload_content=False,
        )  # fmt: skip
        if answer.status != 200:
            raise NoStamp(f"the authority says {answer.status}")
        return answer.read(_MOST)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise NoStamp(f"the authority cannot be reached ({type(error).__name__})") from None
    finally:
        pool.clear()


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        raise ConfigError(
            "timestamps need a part that is not installed", got=error, hint="pip install 'testimonia[timestamp]'"
        ) from error
    return rfc3161_client
