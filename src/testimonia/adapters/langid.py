"""In which language a text is, by py3langid, whose model is kept unpacked: unpacking takes .6 s of processor time, at every start of the program.

The copy (68 MB) lies in the user's cache, $XDG_CACHE_HOME or ~/.cache, under the hash of the packed model. It is checked by its sums whenever it is
read, and made anew where it is damaged or was taken away. Where none can be kept, the model is unpacked each time. The answers are py3langid's to the last digit.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from testimonia.adapters.cache import home
from testimonia.text import sha256

_ARRAYS = ("ptc", "pc", "classes", "nextmove", "row", "output")
"""What the model consists of, in the order in which py3langid gives it."""
_SUMS = "sums.json"


@cache
def identifier() -> Any:
    """py3langid's identifier, over the model as it is kept."""
    import numpy
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
    from py3langid.modelio import load_model

    packed = MODEL_DIR / MODEL_FILE
    place = home() / f"py3langid-{sha256(packed.read_bytes())[:16]}"
    held = _kept(place)
    if held is None:
        held = {name: numpy.asarray(part) for name, part in zip(_ARRAYS, load_model(packed), strict=True)}
        # A full disk, a home that cannot be written: then the next start unpacks, too.
        with contextlib.suppress(OSError):
            _keep(place, held)
    return LanguageIdentifier(
        held["ptc"],
        held["pc"],
        held["classes"].tolist(),
        memoryview(held["nextmove"]),  # one number is asked for at a time: quick from a view, slow from an array
        held["output"].tolist(),
        tk_row=memoryview(held["row"]),
    )


def _kept(place: Path) -> dict[str, Any] | None:
    """The arrays as they are on the disk, not read into memory; None where one is missing or damaged."""
    import numpy

    try:
        sums = msgspec.json.decode((place / _SUMS).read_bytes(), type=dict[str, int])
        held = {name: numpy.asarray(numpy.load(_file(place, name), mmap_mode="r")) for name in _ARRAYS}
    except (OSError, ValueError, EOFError):  # what msgspec and numpy say of files that are not as they were written
        return None
    return held if sums == _sums(held) else None


def _keep(place: Path, held: dict[str, Any]) -> None:
    """Writes all of it beside its place, then puts it there in one step: two programs that start at once do not meet."""
    import numpy

    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=place.parent))
    try:
        for name, array in held.items():
            numpy.save(_file(draft, name), array, allow_pickle=False)
        (draft / _SUMS).write_bytes(msgspec.json.encode(_sums(held)))
        shutil.rmtree(place, ignore_errors=True)
        draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _file(place: Path, name: str) -> Path:
    return place / f"{name}.npy"


def _sums(held: dict[str, Any]) -> dict[str, int]:
    return {name: zlib.crc32(array.view("uint8").data) for name, array in held.items()}
