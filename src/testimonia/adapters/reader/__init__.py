"""The learned reader: a small sentence encoder (ONNX) with two heads. Its weights are data of the package (data/reader)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from testimonia.adapters.reader.windows import sentences_of, windows_of
from testimonia.text import sha256

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MAX_TOKENS = 224
KEPT = 4
"""Articles whose encoded text is kept: the coder asks for the same article once a person."""

Stretch = tuple[int, int]


def available() -> bool:
    """Whether the packages that run the model are installed (`pip install 'testimonia[reader]'`)."""
    return all(find_spec(name) for name in ("onnxruntime", "tokenizers", "numpy"))


@lru_cache(maxsize=1)
def load() -> LearnedReader:
    """The reader that ships with the program; about half a second."""
    return LearnedReader()


class LearnedReader:
    """Reads text in windows of about a paragraph; see docs/model-card.md."""

    def __init__(self) -> None:
        import numpy as np
        import onnxruntime
        from tokenizers import Tokenizer

        folder = files("testimonia") / "data" / "reader"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # more threads add in another order: the last digits would differ
        encoder = (folder / "encoder.onnx").read_bytes()
        self._session = onnxruntime.InferenceSession(encoder, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        with (folder / "heads.npz").open("rb") as file:
            self._heads: dict[str, Any] = dict(np.load(file))
        self._targets = json.loads((folder / "targets.json").read_text("utf-8"))
        self._digest = sha256(encoder.hex() + str(sorted((k, v.tobytes().hex()) for k, v in self._heads.items())))
        self._encoded: dict[str, list[_Window]] = {}

    @cached_property
    def name(self) -> str:
        """reader@ and the first digits of the weights' hash."""
        return f"reader@{self._digest[:8]}"

    def reasons(self, text: str, stretches: Sequence[Stretch]) -> list[Mapping[str, float]]:
        """See ports.reader."""
        import numpy as np

        found = []
        for stretch in stretches:
            window = self._window_of(text, stretch[0])
            found.append(self._judge("sentence", np.concatenate([window.mean(stretch), window.states.mean(0)])))
        return found

    def people(self, text: str, mentions: Sequence[Stretch]) -> list[Mapping[str, float]]:
        """See ports.reader."""
        import numpy as np

        found = []
        for mention in mentions:
            window = self._window_of(text, mention[0])
            around = next((s for s in window.sentences if s[0] <= mention[0] < s[1]), mention)
            found.append(self._judge("person", np.concatenate([window.mean(mention), window.mean(around)])))
        return found

    def _judge(self, head: str, row: Floats) -> Mapping[str, float]:
        import numpy as np

        logits = self._heads[f"{head}_weight"] @ row + self._heads[f"{head}_bias"]
        chances = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        return {name: round(float(p), 3) for name, p in zip(self._targets[head], chances, strict=True)}

    def _window_of(self, text: str, offset: int) -> _Window:
        """The window that answers for this offset: the last one that begins at or before it."""
        windows = self._windows(text)
        return next((w for w in reversed(windows) if w.begin <= offset), windows[0])

    def _windows(self, text: str) -> list[_Window]:
        key = sha256(text)
        if key not in self._encoded:
            while len(self._encoded) >= KEPT:
                self._encoded.pop(next(iter(self._encoded)))
            sentences = sentences_of(text) or [(0, len(text))]
            self._encoded[key] = [
                self._encode(text, sentences[first:stop], sentences[begin][0])
                for first, begin, stop in windows_of(text, sentences)
            ]
        return self._encoded[key]

    def _encode(self, text: str, sentences: list[Stretch], begin: int) -> _Window:
        import numpy as np

        start, end = sentences[0][0], sentences[-1][1]
        tokens = self._tokenizer.encode(text[start:end])
        ids = np.array([tokens.ids], np.int64)
        states = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0][0]
        return _Window(states, [(start + a, start + b) for a, b in tokens.offsets], sentences, begin)


class _Window:
    """States of the tokens of a few sentences; it answers for what lies at or after `begin`."""

    def __init__(self, states: Floats, offsets: list[Stretch], sentences: list[Stretch], begin: int) -> None:
        self.states, self.offsets, self.sentences, self.begin = states, offsets, sentences, begin

    def mean(self, stretch: Stretch) -> Floats:
        """Mean state of the tokens in the stretch; of the whole window where it was cut off."""
        inside = [i for i, (a, b) in enumerate(self.offsets) if a < stretch[1] and stretch[0] < b and b > a]
        found: Floats = self.states[inside].mean(0) if inside else self.states.mean(0)
        return found
