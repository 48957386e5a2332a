"""The Neighbours port's contract."""

import numpy as np
import pytest

from graph.errors import InvalidInputError, StoreError
from graph.neighbours import KeptNeighbours
from graph.ports import Hit


def rows(*vectors):
    matrix = np.array(vectors, dtype=np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@pytest.fixture
def neighbours(tmp_path):
    return KeptNeighbours(tmp_path / "data" / "neighbours.sqlite")


@pytest.fixture
def built(neighbours):
    """Four on a quarter circle, named against their order."""
    neighbours.build(["d", "c", "b", "a"], rows([1, 0], [1, 0.2], [1, 1], [0, 1]), 2, model="m")
    return neighbours


def test_the_nearest_are_told_best_first_without_oneself(built):
    """By cosine."""
    assert [hit.key for hit in built.of(["d"])["d"]] == ["c", "b"]
    assert built.of(["d"])["d"][1].score == pytest.approx(2**-0.5, abs=1e-6)


def test_all_lists_come_as_rows_of_the_sorted_keys(built):
    """With the scores, and the model that made the vectors."""
    held = built.held()

    assert held.keys == ["a", "b", "c", "d"]
    assert held.places.tolist() == [[1, 2], [2, 0], [3, 1], [2, 1]]
    assert held.scores[0, 0] == pytest.approx(2**-0.5, abs=1e-6)
    assert held.model == built.model() == "m"


def test_equal_vectors_go_by_key(neighbours):
    """Among neighbours and in answers, however they were handed in or came later."""
    neighbours.build(["c", "a", "d"], rows([1, 0], [1, 0], [1, 0]), 2)
    neighbours.update(["b"], rows([1, 0]))

    assert neighbours.of(["d"])["d"] == [Hit("a", 1.0), Hit("b", 1.0)]
    assert [hit.key for hit in neighbours.nearest(rows([1, 0])[0], 3)] == ["a", "b", "c"]


def test_where_others_are_few_the_list_ends(neighbours):
    """Places and scores of -1 stand for nobody."""
    neighbours.build(["a", "b"], rows([1, 0], [0, 1]), 3)

    assert neighbours.held().places.tolist() == [[1, -1, -1], [0, -1, -1]]
    assert neighbours.held().scores.tolist() == [[0, -1, -1], [0, -1, -1]]
    assert neighbours.of(["a", "x"]) == {"a": [Hit("b", 0.0)]}


def test_a_new_one_finds_its_place_in_the_lists_of_others(built):
    """They are told."""
    assert built.update(["e"], rows([1, 0.1]), model="m") == {"b", "c", "d", "e"}
    assert [hit.key for hit in built.of(["d"])["d"]] == ["e", "c"]
    assert [hit.key for hit in built.of(["a"])["a"]] == ["b", "c"]


def test_who_goes_leaves_no_list_short(built):
    """The next nearest moves up; unknown keys are fine."""
    assert built.update([], np.zeros((0, 2), np.float32), ["c", "x"]) >= {"a", "b", "d"}
    assert [hit.key for hit in built.of(["d"])["d"]] == ["b", "a"]
    assert built.of(["c"]) == {}


def test_who_changes_is_placed_anew(built):
    """In its own list and in those of others."""
    built.update(["a"], rows([1, -0.1]), model="m")

    assert [hit.key for hit in built.of(["a"])["a"]] == ["d", "c"]
    assert [hit.key for hit in built.of(["d"])["d"]] == ["a", "c"]
    assert [hit.key for hit in built.of(["b"])["b"]] == ["c", "d"]


def test_the_same_again_changes_nothing(built):
    """Lists stay as they are."""
    before = built.held()

    assert built.update(["a"], rows([0, 1]), model="m") == {"a"}
    assert built.held().places.tolist() == before.places.tolist()


def test_an_answer_may_be_longer_than_a_list(built):
    """Any number is asked for."""
    assert [hit.key for hit in built.nearest(rows([1, 0])[0], 9)] == ["d", "c", "b", "a"]
    assert built.nearest(rows([1, 0])[0], 0) == []


def test_nothing_is_held_before_a_building(neighbours):
    """Questions find nobody, a change is refused, and no file is made."""
    assert neighbours.held() is neighbours.model() is None
    assert neighbours.of(["a"]) == {}
    assert neighbours.nearest(rows([1, 0])[0], 3) == []
    with pytest.raises(StoreError, match="built"):
        neighbours.update(["a"], rows([1, 0]))
    assert neighbours.held() is None


def test_a_building_replaces_all(built):
    """Another width too."""
    built.build(["x"], rows([1, 0, 0]), 1)

    assert built.held().keys == ["x"]
    assert built.nearest(rows([1, 1, 0])[0], 3)[0].key == "x"


def test_an_empty_library_has_empty_lists(neighbours):
    """And the first that comes is alone."""
    neighbours.build([], np.zeros((0, 2), np.float32), 2)
    assert neighbours.held().keys == []

    neighbours.update(["a"], rows([1, 0]))
    assert neighbours.of(["a"]) == {"a": []}


@pytest.mark.parametrize(
    ("keys", "matrix"),
    [(["x"], rows([1, 0, 0])), (["x", "y"], rows([1, 0])), (["x", "x"], rows([1, 0], [0, 1])), (["x"], [[np.nan, 0]])],
)
def test_what_does_not_fit_is_refused(built, keys, matrix):
    """Nothing is changed."""
    with pytest.raises(InvalidInputError):
        built.update(keys, np.array(matrix, np.float32), model="m")
    assert built.held().keys == ["a", "b", "c", "d"]


def test_two_models_never_meet(built):
    """Another model's vectors are refused, of the same width too; so is a question of another width."""
    with pytest.raises(InvalidInputError, match="model"):
        built.update(["x"], rows([1, 0]), model="other")
    with pytest.raises(InvalidInputError):
        built.nearest(rows([1, 0, 0])[0], 1)


def test_a_list_of_none_is_refused(neighbours):
    """At least one neighbour is asked for."""
    with pytest.raises(InvalidInputError):
        neighbours.build(["a"], rows([1, 0]), 0)
