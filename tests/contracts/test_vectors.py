"""The VectorIndex port's contract."""

import numpy as np
import pytest

from graph.errors import InvalidInputError
from tests.contracts.values import undone


def rows(*vectors):
    matrix = np.array(vectors, dtype=np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@pytest.fixture
def vectors(library):
    library.vectors.put("m", ["a", "b", "c"], rows([1, 0], [1, 1], [0, 1]))
    return library.vectors


def test_vectors_come_back_as_they_were_put(vectors):
    """As float32, by key; unknown keys are left out."""
    got = vectors.get("m", ["b", "x"])

    assert list(got) == ["b"]
    assert got["b"].dtype == np.float32
    assert got["b"].tolist() == rows([1, 1])[0].tolist()


def test_the_nearest_come_first(vectors):
    """By cosine, equal ones by key."""
    vectors.put("m", ["0"], rows([1, 1]))
    hits = vectors.nearest("m", rows([1, 1])[0], limit=3)

    assert [hit.key for hit in hits] == ["0", "b", "a"]
    assert hits[0].score == pytest.approx(1)
    assert hits[2].score == pytest.approx(2**-0.5, abs=1e-5)


def test_two_models_never_meet(vectors):
    """Neither in a search nor in their width."""
    vectors.put("other", ["a", "z"], rows([1, 0, 0], [0, 0, 1]))

    assert [hit.key for hit in vectors.nearest("m", rows([1, 0])[0])] == ["a", "b", "c"]
    assert vectors.get("other", ["a"])["a"].shape == (3,)
    assert vectors.nearest("unknown", rows([1, 0])[0]) == []


@pytest.mark.parametrize(
    ("keys", "matrix"), [(["a"], rows([1, 0, 0])), (["a", "b"], rows([1, 0])), (["a"], rows([1, 0])[0])]
)
def test_shapes_that_disagree_are_refused(vectors, keys, matrix):
    """Nothing is written."""
    with pytest.raises(InvalidInputError):
        vectors.put("m", keys, matrix)
    assert vectors.get("m", ["a"])["a"].tolist() == [1, 0]


def test_a_question_of_the_wrong_width_is_refused(vectors):
    """It belongs to another model."""
    with pytest.raises(InvalidInputError):
        vectors.nearest("m", rows([1, 0, 0])[0])


def test_vectors_are_replaced_and_removed(vectors):
    """A removed key is gone from every model; without vectors a model has no width."""
    vectors.put("m", ["a"], rows([0, 1]))
    vectors.put("other", ["b"], rows([1, 0, 0]))
    vectors.delete(["b", "x"])

    assert vectors.get("m", ["a"])["a"].tolist() == [0, 1]
    assert vectors.get("m", ["b"]) == vectors.get("other", ["b"]) == {}
    vectors.put("other", ["b"], rows([1, 0]))
    vectors.clear()
    assert vectors.nearest("m", rows([1, 0])[0]) == []


def test_a_space_is_had_as_a_whole(vectors):
    """As it is now; what was handed out before stays as it was, and nobody can write to it."""
    before = vectors.whole("m")
    vectors.put("m", ["c", "d"], rows([1, 0], [0, 1]))
    vectors.delete(["b"])
    now = vectors.whole("m")

    assert dict(zip(before.keys, before.matrix.tolist(), strict=True))["c"] == [0, 1]
    assert sorted(zip(now.keys, now.matrix.tolist(), strict=True)) == [("a", [1, 0]), ("c", [1, 0]), ("d", [0, 1])]
    assert len(vectors.whole("unknown").keys) == 0
    with pytest.raises(ValueError, match="read-only"):
        now.matrix[0] = 0


def test_a_vector_knows_which_text_it_was_made_of(vectors):
    """By the text's digest; nothing is known of a vector that came without."""
    vectors.put("m", ["a", "d"], rows([1, 0], [0, 1]), [b"one", b"other"])

    assert vectors.digests("m", ["a", "b", "x"]) == {"a": b"one", "b": b""}
    vectors.put("m", ["a"], rows([1, 0]), [b"changed"])
    assert vectors.digests("m", ["a"]) == {"a": b"changed"}
    assert vectors.digests("unknown", ["a"]) == {}


def test_spaces_are_counted_and_cleared_one_by_one(vectors):
    """An empty one is none."""
    vectors.put("other", ["a", "b"], rows([1, 0, 0], [0, 0, 1]))
    vectors.delete(["a"], "m")
    assert vectors.counts() == {"m": 2, "other": 2}

    vectors.clear("m")
    assert vectors.counts() == {"other": 2}


def test_vectors_are_beside_the_library(library, tmp_path):
    """Neither its version nor a transaction that fails nor a backup that is put back touches them."""
    library.backup(tmp_path / "empty.almanac")
    version = library.version()
    with undone(library):
        library.vectors.put("m", ["a"], rows([1, 0]))
    assert library.version() == version

    library.restore(tmp_path / "empty.almanac")
    assert library.vectors.counts() == {"m": 1}


def test_no_vectors_are_no_change(vectors):
    """An empty batch is fine."""
    vectors.put("m", [], np.zeros((0, 2), dtype=np.float32))

    assert len(vectors.nearest("m", rows([1, 0])[0], limit=9)) == 3
    assert vectors.nearest("m", rows([1, 0])[0], limit=0) == []


def test_the_version_changes_with_every_vector(vectors):
    """Also where one is replaced, which leaves the counts as they were."""
    seen = [vectors.version()]
    for change in (
        lambda: vectors.put("m", ["a"], rows([0, 1])),
        lambda: vectors.put("n", ["a"], rows([0, 1])),
        lambda: vectors.delete(["b"], "m"),
        lambda: vectors.clear("n"),
    ):
        change()
        seen.append(vectors.version())

    assert len(set(seen)) == len(seen)
    assert vectors.version() == seen[-1]
