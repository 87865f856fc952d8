"""The learned reader: a small encoder (ONNX) that reads with one person in focus, and two heads. Its weights are data of the package (data/reader)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from testimonia.adapters.reader.windows import MENTION, SPEECH, Window, kinds, windows_of
from testimonia.ports.reader import Focus, Stretch
from testimonia.text import sha256

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MAX_TOKENS = 224
KEPT = 4
"""Articles whose text is kept as the lower layers read it: everybody in an article is asked about in turn."""


def available() -> bool:
    """Whether the packages that run the model are installed (`pip install 'testimonia[reader]'`)."""
    return all(find_spec(name) for name in ("onnxruntime", "tokenizers", "numpy"))


@lru_cache(maxsize=1)
def load() -> LearnedReader:
    """The reader that ships with the program; about half a second."""
    return LearnedReader()


class LearnedReader:
    """Reads text in windows of about a paragraph; see docs/model-card.md."""

    def __init__(self, folder: Traversable | None = None) -> None:
        """Loads the weights in the folder; those that ship with the program by default."""
        import numpy as np
        import onnxruntime
        from tokenizers import Tokenizer

        folder = folder or files("testimonia") / "data" / "reader"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # more threads add in another order: the last digits would differ
        weights = [(folder / f"{part}.onnx").read_bytes() for part in ("lower", "upper")]
        self._lower, self._upper = (
            onnxruntime.InferenceSession(w, options, providers=["CPUExecutionProvider"]) for w in weights
        )
        self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        with (folder / "heads.npz").open("rb") as file:
            self._heads: dict[str, Any] = dict(np.load(file))
        self._targets = json.loads((folder / "targets.json").read_text("utf-8"))
        heads = str(sorted((k, v.tobytes().hex()) for k, v in self._heads.items()))
        self._digest = sha256("".join([*(w.hex() for w in weights), heads]))
        self._read: dict[str, list[_Read]] = {}

    @cached_property
    def name(self) -> str:
        """reader@ and the first digits of the weights' hash."""
        return f"reader@{self._digest[:8]}"

    def person(self, text: str, focus: Focus) -> list[Mapping[str, float]]:
        """See ports.reader."""
        import numpy as np

        found = []
        for read in self._windows(text):
            if read.window.mentions(focus):
                seen = self._focused(read, focus)
                found.append(self._judge("person", np.concatenate([seen.person, seen.whole])))
        return found

    def reasons(self, text: str, focus: Focus, stretches: Sequence[Stretch]) -> list[Mapping[str, float]]:
        """See ports.reader."""
        import numpy as np

        found = []
        held: tuple[_Read, _Seen] | None = None
        for stretch in stretches:
            read = self._window_of(text, stretch)
            if (
                held is None or held[0] is not read
            ):  # what the tokens are to the person is the same all through a window
                held = read, self._focused(read, focus)
            seen = held[1]
            row = np.concatenate([read.mean(seen.states, stretch), seen.person, seen.whole])
            found.append(self._judge("sentence", row))
        return found

    def _judge(self, head: str, row: Floats) -> Mapping[str, float]:
        import numpy as np

        logits = self._heads[f"{head}_weight"] @ row + self._heads[f"{head}_bias"]
        chances = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        return {name: round(float(p), 3) for name, p in zip(self._targets[head], chances, strict=True)}

    def _window_of(self, text: str, stretch: Stretch) -> _Read:
        """Where the stretch is answered for: the last window that begins at or before it."""
        read = self._windows(text)
        return next((r for r in reversed(read) if r.window.judged[0][0] <= stretch[0]), read[0])

    def _windows(self, text: str) -> list[_Read]:
        key = sha256(text)
        if key not in self._read:
            while len(self._read) >= KEPT:
                self._read.pop(next(iter(self._read)))
            whole = Window(0, len(text), ((0, len(text)),))
            self._read[key] = [self._below(text, w) for w in windows_of(text)] or [self._below(text, whole)]
        return self._read[key]

    def _below(self, text: str, window: Window) -> _Read:
        import numpy as np

        tokens = self._tokenizer.encode(text[window.start : window.end])
        ids = np.array([tokens.ids], np.int64)
        states = self._lower.run(None, {"ids": ids, "mask": np.ones(ids.shape, np.float32)})[0]
        return _Read(
            window, [(window.start + a, window.start + b) if b > a else (-1, -1) for a, b in tokens.offsets], states
        )

    def _focused(self, read: _Read, focus: Focus) -> _Seen:
        import numpy as np

        marks = tuple(kinds(read.offsets, focus))
        if marks not in read.seen:
            given = {
                "below": read.below,
                "kinds": np.array([marks], np.int64),
                "mask": np.ones((1, len(marks)), np.float32),
            }
            read.seen[marks] = _Seen(self._upper.run(None, given)[0][0], marks)
        return read.seen[marks]


class _Read:
    """A window as the lower layers read it, and as the upper ones did for each person asked about."""

    def __init__(self, window: Window, offsets: list[Stretch], below: Floats) -> None:
        self.window, self.offsets, self.below = window, offsets, below
        self.seen: dict[tuple[int, ...], _Seen] = {}

    def mean(self, states: Floats, stretch: Stretch) -> Floats:
        """Mean state of the tokens in the stretch; zeros where it was cut off."""
        inside = [i for i, (a, b) in enumerate(self.offsets) if a < stretch[1] and stretch[0] < b]
        found: Floats = states[inside].mean(0) if inside else states[:1].mean(0) * 0
        return found


class _Seen:
    """The states of a window with one person in focus: of every token, of the person, of the whole."""

    def __init__(self, states: Floats, marks: tuple[int, ...]) -> None:
        self.states, self.whole = states, states.mean(0)
        for kind in (MENTION, SPEECH):
            theirs = [i for i, k in enumerate(marks) if k == kind]
            if theirs:
                self.person: Floats = states[theirs].mean(0)
                return
        self.person = self.whole * 0
