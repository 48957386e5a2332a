"""A model that is asked for one text at a time, and loaded behind one's back."""

from __future__ import annotations

import numpy as np

from graph.embedders.asking import LoadedMeaning
from graph.embedders.hashing import HashingEmbedder
from graph.errors import EmbedderError
from graph.ports import Vectors


class Broken:
    """A model that is not there."""

    name = "broken"

    def embed(self, texts: object) -> Vectors:  # noqa: ARG002
        raise EmbedderError("the model is missing")


def test_a_model_is_loaded_behind_ones_back() -> None:
    """Nobody waits; asked before it is ready, it begins."""
    meaning = LoadedMeaning(HashingEmbedder())
    first = meaning.vector("waiting")
    assert meaning._loading
    meaning._loading.join()

    assert first is None
    assert meaning.state() == "ready"
    vector = meaning.vector("waiting")
    assert vector is not None
    assert np.array_equal(vector, HashingEmbedder().embed(["waiting"])[0])


def test_a_model_that_cannot_be_loaded_says_so() -> None:
    """And is not asked again and again."""
    meaning = LoadedMeaning(Broken())
    meaning.load()
    assert meaning._loading
    meaning._loading.join()

    assert meaning.vector("waiting") is None
    assert meaning.state() == "the model is missing"
