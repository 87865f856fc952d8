"""The weighted mean of readers that were tuned from one beginning: it reads unseen writers better than the last of them alone.

    python tools/reader_model/average.py --out DIR WEIGHT:DIR ...

Wortsman et al., "Model soups", ICML 2022. Each DIR holds a state.pt of tools/reader_model/train.py.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    parts = [
        (float(w), torch.load(Path(folder) / "state.pt")) for w, _, folder in (p.partition(":") for p in args.parts)
    ]
    first = parts[0][1]
    mean = {
        name: value  # the lower layers were never tuned
        if all(torch.equal(value, state[name]) for _, state in parts)
        else sum(w * state[name].float() for w, state in parts).to(value.dtype)
        for name, value in first.items()
    }
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean, args.out / "state.pt")


if __name__ == "__main__":
    main()
