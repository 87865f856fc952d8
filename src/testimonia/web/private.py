"""Files beside the study that only their owner may read."""

from __future__ import annotations

import os
from pathlib import Path


def keep(path: Path, data: bytes, *, synced: bool) -> None:
    """Writes the whole file or leaves the one that was there (mode 600). `synced`: it is on the disk when this returns."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(data)
        if synced:
            stream.flush()
            os.fsync(stream.fileno())
    draft.replace(path)
