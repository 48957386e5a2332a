"""Laws of the kept neighbours: kept true step by step they are what a new building finds."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.neighbours import KeptNeighbours

KEYS = [f"paper-{letter}" for letter in "abcdefghijkl"]
# Few directions, so that many are equal and ties are the rule.
VECTORS = st.sampled_from(
    [(1, 0, 0), (0, 1, 0), (0.6, 0.8, 0), (0.6, 0, 0.8), (0, 0, 0), (-1, 0, 0), (0.36, 0.48, 0.8)]
)
STEPS = st.lists(st.tuples(st.dictionaries(st.sampled_from(KEYS), VECTORS), st.sets(st.sampled_from(KEYS))), max_size=5)


def matrix(vectors):
    return np.array([*vectors], dtype=np.float32).reshape(-1, 3)


@given(first=st.dictionaries(st.sampled_from(KEYS), VECTORS), steps=STEPS, limit=st.integers(1, 4))
@settings(deadline=None, max_examples=15)
def test_changes_one_by_one_lead_to_what_a_building_finds(first, steps, limit):
    """Whatever came, changed and went, in memory and read anew from the file; who is not told has the old list."""
    with TemporaryDirectory() as folder:
        kept, fresh = (KeptNeighbours(Path(folder) / name) for name in ("kept", "fresh"))
        kept.build([*first], matrix(first.values()), limit)
        now = dict(first)
        for changed, gone in steps:
            before = kept.of(KEYS)
            told = kept.update([*changed], matrix(changed.values()), gone)
            now = {key: vector for key, vector in now.items() if key not in gone} | changed
            assert {key for key, hits in kept.of(KEYS).items() if hits != before.get(key)} <= told <= now.keys()
        fresh.build([*now], matrix(now.values()), limit)
        for one in (kept, KeptNeighbours(Path(folder) / "kept")):
            assert one.of(KEYS) == fresh.of(KEYS)
            assert one.held().places.tolist() == fresh.held().places.tolist()
            assert one.held().scores.tolist() == fresh.held().scores.tolist()


@pytest.mark.slow
def test_the_law_holds_for_twenty_thousand():
    """The most of which every pair is looked at, as wide as real vectors, with equal ones among them."""
    draw = np.random.default_rng(5)
    vectors = draw.standard_normal((20_050, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[100:140] = vectors[20_000:20_040]
    keys = [f"paper-{number}" for number in draw.permutation(len(vectors))]
    with TemporaryDirectory() as folder:
        kept, fresh = (KeptNeighbours(Path(folder) / name) for name in ("kept", "fresh"))
        kept.build(keys[:20_000], vectors[:20_000], 10)
        kept.update(keys[20_000:], vectors[20_000:])
        kept.update(keys[50:120], vectors[350:420], keys[:50])
        vectors[50:120] = vectors[350:420]
        fresh.build(keys[50:], vectors[50:], 10)

        assert kept.held().keys == fresh.held().keys
        assert np.array_equal(kept.held().places, fresh.held().places)
        assert np.array_equal(kept.held().scores, fresh.held().scores)
