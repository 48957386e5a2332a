"""Words and letter triples hashed into a vector: no model, and quick. Like spelling is near, like meaning is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np

from graph.names import words
from graph.ports import Vectors

_DIMENSIONS = 256


class HashingEmbedder:
    """The Embedder of tests and of machines without the model."""

    @property
    def name(self) -> str:
        """Return the name that its vectors are kept under."""
        return f"hashing-{_DIMENSIONS}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; a text without words gets one fixed vector."""
        vectors: Vectors = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            for feature in _features(text):
                place = crc32(feature.encode())
                vectors[row, place % _DIMENSIONS] += 1.0 if place & 0x8000_0000 else -1.0
        vectors[~vectors.any(axis=1), 0] = 1.0
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def _features(text: str) -> Iterator[str]:
    for word in words(text):
        yield word
        yield from (f"#{word[at : at + 3]}" for at in range(len(word) - 2))
