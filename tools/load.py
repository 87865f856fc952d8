"""Load on the desk: so many analysts answer at once on a generated study; how long an answer takes.

    python tools/load.py [--documents 50000] [--analysts 20] [--answers 100] [--think SECONDS] [--store URL] [--study FOLDER]

Makes the study in FOLDER (kept, and used again where it is there; making 50,000 documents takes hours), starts `testimonia serve`, has each
analyst give so many answers as fast as the desk takes them, and prints p50, p95 and the worst in milliseconds.
"""

from __future__ import annotations

import argparse
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests" / "web")]

from bench_articles import article  # noqa: E402
from walkers import Client, Walker  # noqa: E402

from testimonia.api import Study  # noqa: E402
from testimonia.web.accounts import Accounts  # noqa: E402


def main() -> None:
    """See above."""
    asked = _arguments()
    folder = asked.study or Path(tempfile.mkdtemp(prefix="testimonia-load-"))
    if not (folder / "study.toml").exists():
        _make(folder, asked.documents, asked.store)
    password = secrets.token_urlsafe(20)
    accounts = Accounts(folder)
    names = [f"analyst{n}" for n in range(asked.analysts)]
    for name in ("boss", *names):
        accounts.put(name, "admin" if name == "boss" else "coder", names=True, password=password)
    with Study.open(folder) as held:
        state = held.snapshot()
        things = {"people": [p.appearances[0] for p in state.persons], "codings": [k.id for k in state.codings]}
        print(
            f"{len(state.articles)} documents, {len(state.persons)} persons, {len(state.codings)} codings, {len(state.decisions)} decisions"
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    command = [sys.executable, "-m", "testimonia.cli", "serve", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            server.stdout.readline()
            print(f"desk open after {time.perf_counter() - begun:.1f} s")
            _walk(port, names, password, things, asked.answers, asked.think)
        finally:
            server.terminate()
    with Study.open(folder) as held:
        print(f"log: {held.verify().events} events, the chain holds")


def _walk(port: int, names: list[str], password: str, things: dict[str, list[str]], answers: int, think: float) -> None:
    left = [answers * len(names)]
    walkers = [Walker(Client(port, name, password), things, left, seed, think) for seed, name in enumerate(names)]
    begun = time.perf_counter()
    for walker in walkers:
        walker.start()
    for walker in walkers:
        walker.join()
    took = time.perf_counter() - begun
    # The first answer of each carries signing in, which argon2 makes slow on purpose.
    seconds = sorted(s for walker in walkers for s in walker.seconds[1:])
    p = lambda share: 1000 * seconds[min(len(seconds) - 1, int(share * len(seconds)))]  # noqa: E731
    print(
        f"{len(names)} analysts, {len(seconds)} answers in {took:.1f} s: p50 {p(0.5):.0f} ms, p95 {p(0.95):.0f} ms, worst {p(1):.0f} ms"
    )


def _make(folder: Path, documents: int, store: str | None) -> None:
    sources = folder.with_name(folder.name + "-articles")
    sources.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        (sources / f"{number:06d}.txt").write_text(article(number), encoding="utf-8")
    Study.init(folder, store=store).close()
    settings = folder / "study.toml"
    settings.write_text(settings.read_text().replace("reader = true", "reader = false"))
    with Study.open(folder) as held:
        held.capture([sources])
        for stage in ("clean", "dedupe", "detect", "resolve", "code", "count"):
            held.stage(stage)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--analysts", type=int, default=20)
    parser.add_argument("--answers", type=int, default=100, help="of each analyst")
    parser.add_argument("--think", type=float, default=0.0, help="seconds, on average, before each answer")
    parser.add_argument("--store", help="postgresql://...; without it, SQLite in the folder")
    parser.add_argument("--study", type=Path, help="folder of the study, kept")
    return parser.parse_args()


if __name__ == "__main__":
    main()
