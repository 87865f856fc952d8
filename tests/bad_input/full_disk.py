"""A study on a disk that is full, and then is not: `python full_disk.py ARTICLES FOLDER limit|tmpfs` tells what happened as JSON.

`python full_disk.py limited BYTES COMMAND...`: one command whose files may not grow beyond so many bytes.

`limit`: no file may grow beyond a size. `tmpfs`: a disk of its own, mounted on FOLDER (by `unshare`), and filled up.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

from small import new_study

from testimonia import Study
from testimonia.cli import main

COMMAND = [sys.executable, "-m", "testimonia.cli"]
ROOMS = {"limit": (0, 60_000), "tmpfs": (0, 50_000, 200_000)}
"""Bytes that are left when the run begins: for nothing; for the captures; for some articles."""


def limited(size: int) -> None:
    """For a child: no file grows beyond this, and it is told so as by a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def fill(folder: Path, room: int) -> Path:
    """Leaves so many bytes on the disk of the folder."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as stream:
        while True:
            try:
                stream.write(b"\0" * 4096)
            except OSError:
                break
    os.truncate(filler, max(0, filler.stat().st_size - room))
    return filler


def on(kind: str, folder: Path, size: int, room: int, command: list[str]) -> tuple[int, str]:
    """Exit code and words of a command that has only so much room. `size`: of the greatest file there is."""
    if kind == "limit":
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, preexec_fn=lambda: limited(size + room)
        )
        return done.returncode, done.stderr
    filler = fill(folder, room)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    filler.unlink()
    return done.returncode, done.stderr


def story(kind: str, folder: Path, articles: str, room: int) -> dict[str, object]:
    """A run that runs out of room, and one that has enough."""
    study = folder / f"study-{room}"
    new_study(study)
    command = [*COMMAND, "run", str(study), articles]
    full = on(kind, folder, (study / "study.db").stat().st_size, room, command)
    with Study.open(study) as held:
        kept = len(list(held._desk.store.articles()))
        held._desk.store.verify()
        held.run([articles])
        bundle = held.bundle().decode("utf-8")
    report = (study / "report/report.html").read_text("utf-8")
    return {"room": room, "full": full, "kept": kept, "bundle": bundle, "report": report}


if __name__ == "__main__" and sys.argv[1] == "limited":
    limited(int(sys.argv[2]))
    main(sys.argv[3:])
elif __name__ == "__main__":
    articles, home, disk = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    begun = on(
        disk, home, 0, 0, [*COMMAND, "init", str(home / "study-0")]
    )  # the first story begins where this broke off
    json.dump({"begun": begun, "stories": [story(disk, home, articles, room) for room in ROOMS[disk]]}, sys.stdout)
