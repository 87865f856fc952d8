"""Load on the desk: so many analysts answer at once on a large study; how long an answer takes, and the next question.

    python tools/load.py [--documents 50000] [--analysts 20] [--answers 100] [--think SECONDS] [--looks] [--study FOLDER] [--postgres | --store URL]

Makes the study in FOLDER (kept, and used again where it is there): up to 5,000 invented articles go through every stage, which takes minutes, and for more
documents their results are copied under new ids (tools/load_study.py says what that leaves out). Then starts `testimonia serve` on it, has each analyst
give so many answers, and prints p50, p95 and the worst in milliseconds. Without --think each answers as fast as the desk takes it. With --looks each
opens a question before each answer. --postgres starts Debian's PostgreSQL in a folder that goes afterwards and copies the study there.
"""

from __future__ import annotations

import argparse
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests"), str(HERE.parent / "tests" / "web")]

from bench_articles import article  # noqa: E402
from conftest import PostgresServer  # noqa: E402
from load_study import multiply  # noqa: E402
from walkers import Client, Walker  # noqa: E402

from testimonia.api import Study  # noqa: E402
from testimonia.web.accounts import Accounts  # noqa: E402

RUN = 5000
"""Documents that go through the stages; more are copies of these."""


def main() -> None:
    """See above."""
    asked = _arguments()
    folder = asked.study or Path(tempfile.mkdtemp(prefix="testimonia-load-"))
    if not (folder / "study.toml").exists():
        _make(folder, asked.documents, asked.store)
    if not asked.postgres:
        _measure(folder, asked)
        return
    server = PostgresServer()
    server.start(durable=True)
    try:
        there = folder.with_name(f"{folder.name}-postgres-{secrets.token_hex(3)}")
        multiply(folder, there, 1, server.new_database())
        _measure(there, asked)
    finally:
        server.stop()


def _measure(folder: Path, asked: argparse.Namespace) -> None:
    password = secrets.token_urlsafe(20)
    accounts = Accounts(folder)
    names = [f"analyst{n}" for n in range(asked.analysts)]
    for name in ("boss", *names):
        accounts.put(name, "admin" if name == "boss" else "coder", names=True, password=password)
    things = _things(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    command = [sys.executable, "-m", "testimonia.cli", "serve", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            server.stdout.readline()
            print(f"desk open after {time.perf_counter() - begun:.1f} s", flush=True)
            _walk(port, names, password, things, asked)
        finally:
            server.terminate()
    with Study.open(folder) as held:
        print(f"log: {held.verify().events} events, the chain holds")


def _things(folder: Path) -> dict[str, list[str]]:
    with Study.open(folder) as held:
        state, agenda = held.snapshot(), held.agenda()
        print(
            f"{len(state.articles)} documents, {len(state.persons)} persons, {len(state.codings)} codings, {len(agenda.held)} questions, "
            f"{len(state.decisions)} decisions",
            flush=True,
        )
        return {
            "people": [p.appearances[0] for p in state.persons],
            "codings": [k.id for k in state.codings],
            "questions": [question.id for question in agenda.held],
        }


def _walk(port: int, names: list[str], password: str, things: dict[str, list[str]], asked: argparse.Namespace) -> None:
    left = [asked.answers * len(names)]
    walkers = [
        Walker(Client(port, name, password), things, left, seed, asked.think, looks=asked.looks)
        for seed, name in enumerate(names)
    ]
    begun = time.perf_counter()
    for walker in walkers:
        walker.start()
    for walker in walkers:
        walker.join()
    took = time.perf_counter() - begun
    # The first of each carries signing in, which argon2 makes slow on purpose.
    print(f"{len(names)} analysts, {took:.1f} s, answers: {_told(s for w in walkers for s in w.seconds[1:])}")
    if asked.looks:
        print(f"next questions: {_told(s for w in walkers for s in w.looked[1:])}")


def _told(held: Iterable[float]) -> str:
    seconds = sorted(held)
    p50, p95, worst = (1000 * seconds[min(len(seconds) - 1, int(share * len(seconds)))] for share in (0.5, 0.95, 1))
    return f"{len(seconds)}, p50 {p50:.0f} ms, p95 {p95:.0f} ms, worst {worst:.0f} ms"


def _make(folder: Path, documents: int, store: str | None) -> None:
    if documents > RUN:
        base = folder.with_name(f"{folder.name}-base")
        if not (base / "study.toml").exists():
            _make(base, RUN, None)
        multiply(base, folder, -(-documents // RUN), store)
        return
    sources = folder.with_name(folder.name + "-articles")
    sources.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        (sources / f"{number:06d}.txt").write_text(article(number), encoding="utf-8")
    Study.init(folder, store=store).close()
    settings = folder / "study.toml"
    settings.write_text(settings.read_text().replace("reader = true", "reader = false"))
    with Study.open(folder) as held:
        held.capture([sources])
        for stage in ("clean", "dedupe", "detect", "resolve", "code"):
            held.stage(stage)
            print(f"{stage} is through", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--analysts", type=int, default=20)
    parser.add_argument("--answers", type=int, default=100, help="of each analyst")
    parser.add_argument("--think", type=float, default=0.0, help="seconds, on average, before each answer")
    parser.add_argument("--looks", action="store_true", help="open a question before each answer")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--store", help="postgresql://...; without it, SQLite in the folder")
    where.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    parser.add_argument("--study", type=Path, help="folder of the study, kept")
    return parser.parse_args()


if __name__ == "__main__":
    main()
