"""Fields: which communities lie apart, which works are of theirs, and which words go from one to the other."""

from __future__ import annotations

import numpy as np

from graph.analysis.fields import apart, fitting
from graph.analysis.naming import Words
from graph.analysis.speaking import Speaking
from graph.link import Reason
from graph.model import Evidence
from tests.graph.analysis.planted import groups, vectors

NUMBER, SIZE = 10, 12
OWN = np.repeat(np.arange(NUMBER, dtype=np.int32), SIZE)
FIELDS = (
    ["kite one", "kite two", "kite three", "kite four", "seam of a sail"],
    ["bread one", "bread two", "bread three", "bread four", "oven"],
)


def rows() -> np.ndarray:
    """Return works of ten fields, the second's middle near the first's."""
    made = vectors(groups(NUMBER, SIZE), width=64)
    made[OWN == 1] = 0.3 * made[OWN == 1] + 0.7 * made[OWN == 0]
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def test_the_nearest_communities_are_one_field() -> None:
    """One is never apart from itself, nor from its like; most others are; a work of none is apart from nothing."""
    found = apart(rows(), OWN)

    assert not found[0, 1]
    assert not found.diagonal().any()
    assert np.array_equal(found, found.T)
    assert found[:-1, :-1].mean() > 0.5
    assert not found[-1].any()


def test_a_work_that_means_something_else_is_of_no_field() -> None:
    """However it is joined with the community; nor is one that belongs to none."""
    made, own = rows(), OWN.copy()
    made[5], own[40] = -made[5], -1
    found = fitting(made, own)

    assert not found[5]
    assert not found[40]
    assert found.mean() > 0.9


def telling(said: str) -> bool:
    """Tell whether it speaks for a bridge that both works say this."""
    words = Words(
        terms={key: {word: word for word in key.split()} for field in FIELDS for key in field}, leaning=("two",)
    )
    several = Speaking(Words(terms=dict(words.terms) | {f"work {n}": {} for n in range(300)}, leaning=("two",)), FIELDS)
    return bool(several.telling([Reason(kind="words", text="both", evidence=(Evidence(named=said),))], 0, 1))


def test_a_subject_of_one_field_speaks_for_a_bridge() -> None:
    """What is at home in one; not what is at home in neither, or is half a term."""
    assert telling("Kites")
    assert telling("bread")
    assert not telling("oven")
    assert not telling("two")
