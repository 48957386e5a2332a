"""Labels of links: what teaches and what is reported on stay apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bench.links import HELD, TAUGHT, Judged, halves, labels

NODES = st.sampled_from("abcdefghijkl")
PAIRS = st.lists(st.builds(Judged, NODES, NODES, st.booleans(), st.just("read.tsv")), min_size=1)


@given(pairs=PAIRS)
def test_no_paper_is_judged_by_what_was_learned_of_it(pairs: list[Judged]) -> None:
    """The two halves of the pairs share no paper."""
    half = halves(pairs)
    one, other = (
        {end for pair, at in zip(pairs, half, strict=True) if at == side for end in _ends(pair)} for side in (0, 1)
    )
    assert not one & other


def test_pairs_without_a_paper_in_common_fall_into_both_halves() -> None:
    """Half of the labels teach."""
    pairs = [Judged(f"{at}", f"{at} too", kept=True, file="read.tsv") for at in range(100)]
    assert sum(halves(pairs)) == 50


def test_what_is_held_back_never_taught() -> None:
    """No pair of the held file stands in a file that teaches."""
    taught = {frozenset(_ends(pair)) for pair in labels(*TAUGHT)}
    held = {frozenset(_ends(pair)) for pair in labels(HELD)}
    assert len(held) == 100
    assert not held & taught


def _ends(pair: Judged) -> tuple[str, str]:
    return pair.one, pair.other
